//! Headers of every response, cross-site requests, error pages and health checks.

use super::{PASSPHRASE, SESSION, test_site};
use crate::support::browser::Page;
use crate::support::server::SLUG;
use axum::http::{Method, StatusCode};
use porchlight::base::Millis;
use porchlight::store::Service;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; manifest-src 'self'; media-src 'self' blob: mediastream:; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'";

fn assert_security_headers(page: &Page, path: &str) {
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("accept-ranges", "none"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(page.header(name), value, "{name} of {path}");
    }
    assert!(
        page.header("permissions-policy")
            .contains("microphone=(self)"),
        "{path}"
    );
    let is_stored = path.starts_with("/assets/") || is_site_file(path);
    if !is_stored {
        // The schedule may be cached by the browser, which revalidates it each time.
        let cache_control = if path == "/" && page.status == StatusCode::OK {
            "private, no-cache"
        } else {
            "no-store"
        };
        assert_eq!(page.header("cache-control"), cache_control, "{path}");
    }
}

/// Whether browsers request this file by themselves, and may store it.
fn is_site_file(path: &str) -> bool {
    [".ico", ".png", ".svg", ".webmanifest"]
        .iter()
        .any(|extension| path.ends_with(extension))
}

/// The values of an attribute.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let before = format!("{attribute}=\"");
    let values = html
        .split(&before)
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    values.collect()
}

#[tokio::test]
async fn every_page_has_security_headers_and_loads_nothing_from_other_sites() {
    let site = test_site().await;
    let (mut chair, _) = site.chair().await;
    let mut visitor = site.stranger();
    let invite = site.invite(Service::ChairOf(site.meeting_id())).await;
    let meeting = format!("/meetings/{SLUG}");
    let room = format!("{meeting}/room");
    let paths = [
        "/", "/new", "/crisis", &meeting, &room, &invite, "/sign-in", "/account",
    ];
    let mut assets = Vec::new();
    for path in paths.into_iter().chain(["/nowhere", "/healthz", "/readyz"]) {
        for browser in [&mut chair, &mut visitor] {
            let page = browser.get(path).await;
            assert_security_headers(&page, path);
            let links = [values(&page.html, "src"), values(&page.html, "href")].concat();
            for link in links {
                let is_local = link.starts_with(['/', '#']) && !link.starts_with("//");
                let is_contribution = link == "https://group.example/give";
                assert!(is_local || is_contribution, "{path} links to {link}");
                let is_file = link.starts_with("/assets/") || is_site_file(link);
                assets.extend(is_file.then(|| link.to_owned()));
            }
            assert!(
                !page.html.contains("style=\"") && !page.html.contains(" onclick"),
                "{path}"
            );
        }
    }
    assets.sort_unstable();
    assets.dedup();
    assert!(assets.len() >= 7, "styles, a script and icons: {assets:?}");
    for path in assets {
        let asset = visitor.request(Method::HEAD, &path, String::new()).await;
        assert_eq!(asset.status, StatusCode::OK, "{path}");
        assert_security_headers(&asset, &path);
        let cache_control = asset.header("cache-control");
        assert!(cache_control.starts_with("public, max-age="), "{path}");
        let is_immutable = cache_control.contains("immutable");
        assert_eq!(is_immutable, path.starts_with("/assets/"), "{path}");
    }
}

#[tokio::test]
async fn cross_site_requests_change_nothing_and_open_no_socket() {
    let site = test_site().await;
    let (mut browser, number) = site.chair().await;
    for headers in [
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site")],
        vec![("origin", "https://them.example"), ("host", "us.example")],
        vec![("origin", "null"), ("host", "us.example")],
    ] {
        browser.request_headers.clone_from(&headers);
        let credentials = [("account", number.as_str()), ("passphrase", PASSPHRASE)];
        let join = format!("/meetings/{SLUG}/join");
        let forms: [(&str, &[(&str, &str)]); 4] = [
            ("/sign-out", &[]),
            ("/account/delete", &[("confirm", "yes")]),
            ("/sign-in", &credentials),
            (&join, &[("name", "Jo")]),
        ];
        for (path, fields) in forms {
            let page = browser.post(path, fields).await;
            assert_eq!(
                page.status,
                StatusCode::FORBIDDEN,
                "{path} with {headers:?}"
            );
            assert!(page.html.contains("<h1"), "the refusal has a page");
            assert!(page.headers.get("set-cookie").is_none(), "{path}");
        }
        browser.request_headers.extend([
            ("connection", "upgrade"),
            ("upgrade", "websocket"),
            ("sec-websocket-version", "13"),
            ("sec-websocket-key", "AAAAAAAAAAAAAAAAAAAAAA=="),
        ]);
        let socket = browser.get(&format!("/meetings/{SLUG}/socket")).await;
        assert_eq!(
            socket.status,
            StatusCode::FORBIDDEN,
            "a socket with {headers:?}"
        );
        // Links from other sites may be followed.
        browser.request_headers = headers;
        assert_eq!(browser.get("/account").await.status, StatusCode::OK);
    }
    assert!(browser.cookie_value(SESSION).is_some());
}

#[tokio::test]
async fn every_error_is_a_page_with_a_heading_and_a_link() {
    let site = test_site().await;
    let mut browser = site.stranger();
    let large = format!("name={}", "a".repeat(5_000));
    let join = format!("/meetings/{SLUG}/join");
    let cases = [
        (Method::GET, "/nowhere", String::new(), 404),
        (Method::GET, "/assets/none.js", String::new(), 404),
        (Method::GET, "/assets/../manifest.json", String::new(), 404),
        (Method::POST, "/", String::new(), 405),
        (Method::PUT, "/sign-in", String::new(), 405),
        (Method::POST, &join, large, 413),
        (Method::POST, &join, "nothing=here".to_owned(), 422),
        (Method::POST, "/sign-in", "account=%FF".to_owned(), 422),
        (Method::GET, "/meetings/%FF", String::new(), 400),
        (Method::GET, "/meetings/none/socket", String::new(), 400),
    ];
    for (method, path, body, status) in cases {
        let page = browser.request(method.clone(), path, body).await;
        assert_eq!(page.status.as_u16(), status, "{method} {path}");
        assert_eq!(
            page.header("content-type"),
            "text/html; charset=utf-8",
            "{method} {path}"
        );
        assert!(
            page.html.contains("<h1") && page.html.contains("href=\"/\""),
            "{method} {path}"
        );
        assert_security_headers(&page, "/");
        assert_eq!(
            page.headers.contains_key("allow"),
            status == 405,
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn health_checks_report_whether_the_site_runs_and_is_ready() {
    let site = test_site().await;
    let mut browser = site.stranger();
    assert_eq!(browser.get("/").await.status, StatusCode::OK);
    assert_eq!(browser.get("/healthz").await.html, "ok\n");
    assert_eq!(browser.get("/readyz").await.html, "ready\n");
    site.store().close().await;
    site.clock.advance(Millis::from_secs(1));
    assert_eq!(browser.get("/healthz").await.status, StatusCode::OK);
    let ready = browser.get("/readyz").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(ready.html.contains("database"));
    // The schedule is served from memory; a page that needs the database says so.
    assert_eq!(browser.get("/").await.status, StatusCode::OK);
    let page = browser.get("/meetings/evening-circle").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.html.contains("<h1"), "a server error has a page too");
}
