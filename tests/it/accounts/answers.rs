//! What every answer carries, whom it is refused to, and errors as pages in words.

use super::{PASSPHRASE, SESSION, test_site};
use crate::support::browser::Page;
use crate::support::server::SLUG;
use axum::http::{Method, StatusCode};
use porchlight::store::Service;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; media-src 'self' blob: mediastream:; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'";

fn carries_the_headers(page: &Page, path: &str) {
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
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
    if !path.starts_with("/assets/") {
        // The schedule is the same for everyone, and is asked about again each time.
        let kept = if path == "/" && page.status == StatusCode::OK {
            "private, no-cache"
        } else {
            "no-store"
        };
        assert_eq!(page.header("cache-control"), kept, "{path}");
    }
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
async fn every_page_carries_the_headers_and_asks_nothing_of_anybody_else() {
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
            carries_the_headers(&page, path);
            let links = [values(&page.html, "src"), values(&page.html, "href")].concat();
            for link in links {
                let ours = link.starts_with(['/', '#']) && !link.starts_with("//");
                let groups = link == "https://group.example/give";
                assert!(ours || groups, "{path} links to {link}");
                assets.extend(link.starts_with("/assets/").then(|| link.to_owned()));
            }
            assert!(
                !page.html.contains("style=\"") && !page.html.contains(" onclick"),
                "{path}"
            );
        }
    }
    assets.sort_unstable();
    assets.dedup();
    assert!(assets.len() >= 3, "styles and a script: {assets:?}");
    for path in assets {
        let asset = visitor.get(&path).await;
        assert_eq!(asset.status, StatusCode::OK, "{path}");
        carries_the_headers(&asset, &path);
        assert!(asset.header("cache-control").contains("immutable"));
    }
}

#[tokio::test]
async fn another_sites_page_can_change_nothing_and_open_no_socket() {
    let site = test_site().await;
    let (mut browser, number) = site.chair().await;
    for from in [
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site")],
        vec![("origin", "https://them.example"), ("host", "us.example")],
        vec![("origin", "null"), ("host", "us.example")],
    ] {
        browser.from.clone_from(&from);
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
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} from {from:?}");
            assert!(page.html.contains("<h1"), "in words");
            assert!(page.headers.get("set-cookie").is_none(), "{path}");
        }
        browser.from.extend([
            ("connection", "upgrade"),
            ("upgrade", "websocket"),
            ("sec-websocket-version", "13"),
            ("sec-websocket-key", "AAAAAAAAAAAAAAAAAAAAAA=="),
        ]);
        let socket = browser.get(&format!("/meetings/{SLUG}/socket")).await;
        assert_eq!(
            socket.status,
            StatusCode::FORBIDDEN,
            "a socket from {from:?}"
        );
        // A link from elsewhere may be followed.
        browser.from = from;
        assert_eq!(browser.get("/account").await.status, StatusCode::OK);
    }
    assert!(browser.holds(SESSION).is_some());
}

#[tokio::test]
async fn every_error_is_a_page_in_words_with_a_way_on() {
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
        let page = browser.ask(method.clone(), path, body).await;
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
        carries_the_headers(&page, "/");
        assert_eq!(
            page.headers.contains_key("allow"),
            status == 405,
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn a_supervisor_is_told_whether_the_site_lives_and_can_work() {
    let site = test_site().await;
    let mut browser = site.stranger();
    assert_eq!(browser.get("/").await.status, StatusCode::OK);
    assert_eq!(browser.get("/healthz").await.html, "ok\n");
    assert_eq!(browser.get("/readyz").await.html, "ready\n");
    site.store().close().await;
    assert_eq!(browser.get("/healthz").await.status, StatusCode::OK);
    let ready = browser.get("/readyz").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(ready.html.contains("database"));
    // The schedule goes on from memory; what has to be read says that it is our fault.
    assert_eq!(browser.get("/").await.status, StatusCode::OK);
    let page = browser.get("/meetings/evening-circle").await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(
        page.html.contains("<h1"),
        "our own fault is told in words too"
    );
}
