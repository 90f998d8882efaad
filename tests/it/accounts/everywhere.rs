//! What holds at every address: preflights, `HEAD`, dates, slashes, and the files that browsers request.

use super::test_site;
use crate::support::browser::Page;
use axum::http::{Method, StatusCode};
use porchlight::base::Millis;
use serde_json::Value;

const PUBLIC_DATA: [&str; 4] = [
    "/schedule.json",
    "/meetings.json",
    "/calendar.ics",
    "/meetings/evening-circle.ics",
];

#[tokio::test]
async fn scripts_of_other_sites_may_read_public_data_and_ask_first() {
    let site = test_site().await;
    let mut browser = site.stranger();
    browser.request_headers = vec![
        ("origin", "https://intergroup.example"),
        ("sec-fetch-site", "cross-site"),
        ("access-control-request-method", "GET"),
        (
            "access-control-request-headers",
            "if-none-match, x-requested-with",
        ),
    ];
    for path in PUBLIC_DATA {
        let preflight = browser.request(Method::OPTIONS, path, String::new()).await;
        assert_eq!(preflight.status, StatusCode::NO_CONTENT, "{path}");
        assert_eq!(
            preflight.header("access-control-allow-origin"),
            "*",
            "{path}"
        );
        assert!(
            preflight
                .header("access-control-allow-methods")
                .contains("GET"),
            "{path}"
        );
        let allowed = preflight.header("access-control-allow-headers");
        assert_eq!(allowed, "if-none-match, x-requested-with", "{path}");
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_eq!(page.header("access-control-allow-origin"), "*", "{path}");
        assert!(
            !page
                .headers
                .contains_key("access-control-allow-credentials"),
            "{path}"
        );
    }
    for path in [
        "/",
        "/account",
        "/meetings/evening-circle",
        "/groups/riverside/export.json",
    ] {
        let refused = browser.request(Method::OPTIONS, path, String::new()).await;
        assert_eq!(refused.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert!(
            !refused.headers.contains_key("access-control-allow-origin"),
            "{path}"
        );
    }
}

/// The headers that must be the same for `HEAD` and `GET`.
fn described(page: &Page) -> Vec<(&str, &str)> {
    let names = [
        "content-type",
        "content-encoding",
        "etag",
        "last-modified",
        "cache-control",
        "vary",
        "location",
        "set-cookie",
    ];
    names
        .into_iter()
        .map(|name| (name, page.header(name)))
        .collect()
}

#[tokio::test]
async fn head_gets_the_headers_of_get_without_a_body() {
    let site = test_site().await;
    let mut browser = site.stranger();
    // Not the encodings that are compressed, since a page is read as text here.
    for encoding in ["identity", "gzip", "br"] {
        browser.request_headers = vec![("accept-encoding", encoding)];
        for path in [
            "/",
            "/week",
            "/new",
            "/?tz=Europe/Lisbon&keep=yes",
            "/meetings/evening-circle",
            "/meetings.json",
            "/calendar.ics",
            "/robots.txt",
            "/favicon.ico",
            "/healthz",
            "/nowhere",
        ] {
            let head = browser.request(Method::HEAD, path, String::new()).await;
            assert!(head.html.is_empty(), "{path}");
            let get = browser.get_bytes(path).await;
            assert_eq!(head.status, get.status, "{path} {encoding}");
            assert_eq!(described(&head), described(&get), "{path} {encoding}");
            let length = head.header("content-length");
            let is_right = length.is_empty() || length == get.html.len().to_string();
            assert!(is_right, "{path} {encoding}: {length}");
        }
    }
}

#[tokio::test]
async fn a_feed_that_has_not_changed_is_not_sent_again() {
    let site = test_site().await;
    let mut browser = site.stranger();
    browser.get("/meetings.json").await;
    site.clock.advance(Millis::from_secs(2));
    let page = browser.get("/meetings.json").await;
    assert_eq!(
        page.header("last-modified"),
        "Tue, 10 Mar 2026 18:55:00 GMT"
    );
    browser.request_headers = vec![("if-modified-since", "Tue, 10 Mar 2026 18:55:00 GMT")];
    let unchanged = browser.get("/meetings.json").await;
    assert_eq!(unchanged.status, StatusCode::NOT_MODIFIED);
    assert!(unchanged.html.is_empty());
    browser.request_headers = vec![("if-modified-since", "Tue, 10 Mar 2026 18:54:59 GMT")];
    assert_eq!(browser.get("/meetings.json").await.status, StatusCode::OK);
    // Parts are not served: the whole is the answer that is always right.
    browser.request_headers = vec![("range", "bytes=0-10")];
    let whole = browser.get("/meetings.json").await;
    assert_eq!(whole.status, StatusCode::OK);
    assert_eq!(whole.header("accept-ranges"), "none");
}

#[tokio::test]
async fn a_slash_at_the_end_leads_to_the_page() {
    let site = test_site().await;
    let mut browser = site.stranger();
    for (path, target) in [
        ("/week/", "/week"),
        ("/far/?q=a", "/far?q=a"),
        ("/meetings/evening-circle/", "/meetings/evening-circle"),
        ("/groups/riverside/", "/groups/riverside"),
        ("/sign-in/", "/sign-in"),
        ("/operator/import/", "/operator/import"),
        ("/meetings.json/", "/meetings.json"),
        ("/healthz/", "/healthz"),
    ] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::PERMANENT_REDIRECT, "{path}");
        assert_eq!(page.header("location"), target, "{path}");
    }
    for path in ["//them.example/", "/nowhere", "//"] {
        assert_eq!(
            browser.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn crawlers_and_home_screens_find_their_files() {
    let site = test_site().await;
    let mut browser = site.stranger();
    let robots = browser.get("/robots.txt").await;
    assert_eq!(robots.header("content-type"), "text/plain; charset=utf-8");
    assert!(robots.html.contains("Disallow: /invite/"));
    let manifest = browser.get("/site.webmanifest").await;
    let manifest: Value = serde_json::from_str(&manifest.html).expect("JSON");
    assert_eq!(manifest["start_url"], "/");
    let icons = manifest["icons"].as_array().expect("icons").clone();
    let sources = icons
        .iter()
        .map(|icon| icon["src"].as_str().expect("a path").to_owned());
    let others = [
        "/favicon.ico",
        "/apple-touch-icon.png",
        "/apple-touch-icon-precomposed.png",
    ];
    let paths: Vec<String> = sources.chain(others.map(str::to_owned)).collect();
    assert_eq!(paths.len(), 6);
    for path in paths {
        let icon = browser.get_bytes(&path).await;
        assert_eq!(icon.status, StatusCode::OK, "{path}");
        assert!(icon.header("content-type").starts_with("image/"), "{path}");
    }
}
