//! Taking meetings away, and bringing them back as they were.

use crate::{here, send};
use axum::http::StatusCode;
use porchlight::store::Service;

#[tokio::test]
async fn what_is_taken_away_comes_back_as_it_is() {
    let here = here().await;
    let mut secretary = here.secretary().await;
    for (ending, kind) in [
        ("csv", "text/csv; charset=utf-8"),
        ("json", "application/json"),
    ] {
        let file = secretary
            .get(&format!("/groups/riverside/export.{ending}"))
            .await;
        assert_eq!(file.status, StatusCode::OK);
        assert_eq!(file.header("content-type"), kind);
        let name = format!("attachment; filename=\"riverside.{ending}\"");
        assert_eq!(file.header("content-disposition"), name);
        let fields = [("file", file.html.as_str())];
        let page = send(&mut secretary, "/groups/riverside/import", &fields).await;
        assert!(
            page.html.contains("1 as they are already"),
            "{ending}: {}",
            page.html
        );
    }
}

#[tokio::test]
async fn files_are_for_those_who_look_after_the_meetings() {
    let here = here().await;
    let mut secretary = here.secretary().await;
    let mut operator = here.who(Service::Operator).await;
    for ending in ["csv", "json"] {
        let ours = format!("/groups/riverside/export.{ending}");
        let all = format!("/operator/export.{ending}");
        assert_eq!(here.stranger().get(&ours).await.leads_to(), "/sign-in");
        assert_eq!(here.stranger().get(&all).await.leads_to(), "/sign-in");
        assert_eq!(secretary.get(&all).await.status, StatusCode::FORBIDDEN);
        for path in [&ours, &all] {
            let file = operator.get(path).await;
            assert_eq!(file.status, StatusCode::OK);
            assert!(file.html.contains("Evening Circle"), "{path}");
        }
        let nowhere = format!("/groups/nobody/export.{ending}");
        assert_eq!(operator.get(&nowhere).await.status, StatusCode::NOT_FOUND);
    }
}
