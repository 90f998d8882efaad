//! Taking meetings away, and bringing them back as they were.

use super::{send, test_site, told};
use axum::http::StatusCode;
use porchlight::store::Service;

#[tokio::test]
async fn what_is_taken_away_comes_back_as_it_is() {
    let here = test_site().await;
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
async fn dates_that_differ_go_along_in_the_sheet() {
    let here = test_site().await;
    let mut secretary = here.secretary().await;
    let import = "/groups/riverside/import";
    let row = "slug,dates\r\nevening-circle,\"2026-03-17 cancelled; 2026-03-24 moved 2026-03-25 18:00 topic=\"\"Hope\"\"\"\r\n";
    let page = send(&mut secretary, import, &[("text", row)]).await;
    let told = told(&page);
    send(&mut secretary, import, &[("text", row), ("told", &told)]).await;
    let file = secretary.get("/groups/riverside/export.csv").await;
    let dates =
        "\"2026-03-17 cancelled; 2026-03-24 moved 2026-03-25 18:00 topic=\"\"Hope\"\"\"\r\n";
    assert!(file.html.ends_with(dates), "{}", file.html);
    let page = send(&mut secretary, import, &[("file", &file.html)]).await;
    assert!(page.html.contains("1 as they are already"));
    let wrong = "slug,dates\r\nevening-circle,2026-03-18 cancelled\r\n";
    let page = send(&mut secretary, import, &[("text", wrong)]).await;
    let why = ">dates</code>: “2026-03-18 cancelled”: The meeting is not held on this date.";
    assert!(page.html.contains(why), "{}", page.html);
}

#[tokio::test]
async fn files_are_for_those_who_look_after_the_meetings() {
    let here = test_site().await;
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
