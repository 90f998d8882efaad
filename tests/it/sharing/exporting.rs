//! Exports, and importing them again.

use super::{preview_hash, send, test_site};
use axum::http::StatusCode;
use porchlight::store::Service;

#[tokio::test]
async fn an_export_can_be_imported_without_changes() {
    let site = test_site().await;
    let mut secretary = site.secretary().await;
    for (extension, content_type) in [
        ("csv", "text/csv; charset=utf-8"),
        ("json", "application/json"),
    ] {
        let file = secretary
            .get(&format!("/groups/riverside/export.{extension}"))
            .await;
        assert_eq!(file.status, StatusCode::OK);
        assert_eq!(file.header("content-type"), content_type);
        let name = format!("attachment; filename=\"riverside.{extension}\"");
        assert_eq!(file.header("content-disposition"), name);
        let fields = [("file", file.html.as_str())];
        let page = send(&mut secretary, "/groups/riverside/import", &fields).await;
        assert!(
            page.html.contains("1 unchanged"),
            "{extension}: {}",
            page.html
        );
    }
}

#[tokio::test]
async fn the_sheet_contains_the_changes_of_dates() {
    let site = test_site().await;
    let mut secretary = site.secretary().await;
    let import = "/groups/riverside/import";
    let row = "slug,dates\r\nevening-circle,\"2026-03-17 cancelled; 2026-03-24 moved 2026-03-25 18:00 topic=\"\"Hope\"\"\"\r\n";
    let page = send(&mut secretary, import, &[("text", row)]).await;
    let hash = preview_hash(&page);
    send(&mut secretary, import, &[("text", row), ("told", &hash)]).await;
    let file = secretary.get("/groups/riverside/export.csv").await;
    let dates =
        "\"2026-03-17 cancelled; 2026-03-24 moved 2026-03-25 18:00 topic=\"\"Hope\"\"\"\r\n";
    assert!(file.html.ends_with(dates), "{}", file.html);
    let page = send(&mut secretary, import, &[("file", &file.html)]).await;
    assert!(page.html.contains("1 unchanged"));
    let invalid = "slug,dates\r\nevening-circle,2026-03-18 cancelled\r\n";
    let page = send(&mut secretary, import, &[("text", invalid)]).await;
    let message = ">dates</code>: “2026-03-18 cancelled”: The meeting is not held on this date.";
    assert!(page.html.contains(message), "{}", page.html);
}

#[tokio::test]
async fn only_secretaries_and_operators_may_export() {
    let site = test_site().await;
    let mut secretary = site.secretary().await;
    let mut operator = site.sign_up_as(Service::Operator).await;
    for extension in ["csv", "json"] {
        let group_export = format!("/groups/riverside/export.{extension}");
        let site_export = format!("/operator/export.{extension}");
        assert_eq!(
            site.stranger().get(&group_export).await.redirect_target(),
            "/sign-in"
        );
        assert_eq!(
            site.stranger().get(&site_export).await.redirect_target(),
            "/sign-in"
        );
        assert_eq!(
            secretary.get(&site_export).await.status,
            StatusCode::FORBIDDEN
        );
        for path in [&group_export, &site_export] {
            let file = operator.get(path).await;
            assert_eq!(file.status, StatusCode::OK);
            assert!(file.html.contains("Evening Circle"), "{path}");
        }
        let unknown_group = format!("/groups/nobody/export.{extension}");
        assert_eq!(
            operator.get(&unknown_group).await.status,
            StatusCode::NOT_FOUND
        );
    }
}
