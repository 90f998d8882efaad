//! People are let in whatever their browser, network or proxy is; pages of other sites are not.

use super::{PASSPHRASE, test_site};
use crate::support::browser::{Browser, Page};
use crate::support::server::SLUG;
use crate::support::test_site::{TestSite, test_site_behind};
use axum::http::StatusCode;
use porchlight::http::Ingress;

type Headers = [(&'static str, &'static str)];

const SOCKET: [(&str, &str); 4] = [
    ("connection", "upgrade"),
    ("upgrade", "websocket"),
    ("sec-websocket-version", "13"),
    ("sec-websocket-key", "AAAAAAAAAAAAAAAAAAAAAA=="),
];

const JOIN: &str = "/meetings/evening-circle/join";

/// The headers with which browsers send a form of a page whose `Referrer-Policy` is `same-origin`.
const BROWSERS: [(&str, &Headers); 4] = [
    (
        "Safari 15.4",
        &[("referer", "https://us.example/meetings/evening-circle")],
    ),
    (
        "Safari 16.3",
        &[("referer", "https://us.example/meetings/evening-circle")],
    ),
    (
        "Firefox 88",
        &[
            ("referer", "https://us.example/meetings/evening-circle"),
            ("upgrade-insecure-requests", "1"),
        ],
    ),
    (
        "Chrome 75",
        &[
            ("referer", "https://us.example/meetings/evening-circle"),
            ("cache-control", "max-age=0"),
            ("upgrade-insecure-requests", "1"),
        ],
    ),
];

async fn join(browser: &mut Browser) -> Page {
    browser.post(JOIN, &[("name", "Jo")]).await
}

/// The status of the response to the handshake of a room's socket.
async fn socket(browser: &mut Browser, headers: &Headers) -> StatusCode {
    browser.request_headers = [headers, &SOCKET].concat();
    let path = format!("/meetings/{SLUG}/socket");
    let status = browser.get(&path).await.status;
    // The router has no connection that could be upgraded, which is found after the origin was accepted.
    if status == StatusCode::UPGRADE_REQUIRED {
        StatusCode::OK
    } else {
        status
    }
}

#[tokio::test]
async fn browsers_without_sec_fetch_headers_join_and_sign_in() {
    let site = test_site().await;
    let (_, number) = site.chair().await;
    for (name, headers) in BROWSERS {
        let mut browser = site.stranger();
        let own = [("host", "us.example"), ("origin", "https://us.example")];
        browser.request_headers = [&own[..], headers].concat();
        assert_eq!(
            join(&mut browser).await.status,
            StatusCode::SEE_OTHER,
            "{name}"
        );
        let room = browser.get("/meetings/evening-circle/room").await;
        assert_eq!(room.status, StatusCode::OK, "{name}");
        let fields = [("account", number.as_str()), ("passphrase", PASSPHRASE)];
        let page = browser.post("/sign-in", &fields).await;
        assert_eq!(page.redirect_target(), "/account", "{name}");
        assert_eq!(socket(&mut browser, &own).await, StatusCode::OK, "{name}");

        let theirs = [("host", "us.example"), ("origin", "https://them.example")];
        browser.request_headers = [&theirs[..], headers].concat();
        assert_eq!(
            join(&mut browser).await.status,
            StatusCode::FORBIDDEN,
            "{name}"
        );
        assert_eq!(
            socket(&mut browser, &theirs).await,
            StatusCode::FORBIDDEN,
            "{name}"
        );
    }
}

/// By the address of a machine in the network, as browsers do without https.
fn nearby(site: &TestSite) -> Browser {
    let mut browser = site.stranger();
    browser.request_headers = vec![
        ("host", "10.0.0.5:8080"),
        ("origin", "http://10.0.0.5:8080"),
    ];
    browser
}

#[tokio::test]
async fn plain_http_over_a_network_keeps_names_and_sessions() {
    let site = test_site().await;
    let mut browser = nearby(&site);
    let page = join(&mut browser).await;
    assert_eq!(page.redirect_target(), "/meetings/evening-circle/room");
    let cookie = page
        .cookie("porchlight-visitor")
        .expect("a cookie with the name");
    assert!(
        !cookie.contains("Secure") && cookie.contains("HttpOnly"),
        "{cookie}"
    );
    assert!(page.cookie("__Host-visitor").is_none());
    let (_, number) = site.chair().await;
    let fields = [("account", number.as_str()), ("passphrase", PASSPHRASE)];
    let page = browser.post("/sign-in", &fields).await;
    assert!(
        page.cookie("porchlight-session")
            .is_some_and(|cookie| !cookie.contains("Secure"))
    );

    // A page is requested without an `Origin`.
    browser.request_headers = vec![("host", "10.0.0.5:8080")];
    let room = browser.get("/meetings/evening-circle/room").await;
    assert!(
        room.html.contains("Dana"),
        "the chair joins under their account's name"
    );
    assert_eq!(browser.get("/account").await.status, StatusCode::OK);
    let zone = browser.get("/?tz=Europe/Lisbon&keep=yes").await;
    assert!(zone.cookie("porchlight-zone").is_some());
    assert!(browser.get("/").await.html.contains("Lisbon"));
    let signed_out = browser.post("/sign-out", &[]).await;
    assert!(signed_out.cookie("porchlight-session").is_some());
    assert_eq!(browser.get("/account").await.redirect_target(), "/sign-in");
}

#[tokio::test]
async fn a_page_by_plain_http_says_that_microphones_need_https() {
    let site = test_site().await;
    let mut browser = nearby(&site);
    let words = "Browsers allow microphones only where the address begins with https";
    assert!(
        browser
            .get("/meetings/evening-circle")
            .await
            .html
            .contains(words)
    );
    for own in [("host", "localhost:8080"), ("sec-fetch-site", "none")] {
        browser.request_headers = vec![own];
        assert!(
            !browser
                .get("/meetings/evening-circle")
                .await
                .html
                .contains(words)
        );
    }
}

#[tokio::test]
async fn cookies_of_plain_http_do_not_count_on_https() {
    let site = test_site().await;
    let mut browser = site.stranger();
    browser.set_cookie("porchlight-visitor", "-Sm8");
    let room = "/meetings/evening-circle/room";
    assert_eq!(browser.get(room).await.status, StatusCode::SEE_OTHER);
    browser.set_cookie("__Host-visitor", "-Sm8");
    assert_eq!(browser.get(room).await.status, StatusCode::OK);
}

fn ingress(public_url: Option<&str>, trusted_proxies: &str) -> Ingress {
    Ingress {
        public_url: public_url.map(|url| url.parse().expect("an origin")),
        trusted_proxies: trusted_proxies.parse().expect("networks"),
    }
}

/// What proxies make of the headers, in the configurations that people use. The browser's address line shows
/// https://us.example.
const PROXIES: [(&str, &Headers); 5] = [
    ("nginx without a Host line", &[("host", "127.0.0.1:8080")]),
    (
        "nginx with a port in the Host line",
        &[("host", "us.example:443"), ("x-forwarded-for", "192.0.2.7")],
    ),
    (
        "only X-Forwarded-Host",
        &[
            ("host", "127.0.0.1:8080"),
            ("x-forwarded-host", "us.example"),
        ],
    ),
    (
        "Caddy",
        &[
            ("host", "us.example"),
            ("x-forwarded-for", "192.0.2.7"),
            ("x-forwarded-proto", "https"),
        ],
    ),
    ("HAProxy without options", &[("host", "us.example")]),
];

#[tokio::test]
async fn every_usual_proxy_lets_forms_and_sockets_through_when_the_public_address_is_set() {
    let site = test_site_behind(ingress(Some("https://us.example"), "127.0.0.1")).await;
    for (proxy, headers) in PROXIES {
        for browser_headers in [&[][..], &[("sec-fetch-site", "same-origin")]] {
            let mut browser = Browser::at(site.app(), "127.0.0.1:5000");
            let own = [&[("origin", "https://us.example")], headers].concat();
            browser.request_headers = [&own, browser_headers].concat();
            let page = join(&mut browser).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{proxy}");
            assert!(page.cookie("__Host-visitor").is_some(), "{proxy}");
            assert_eq!(socket(&mut browser, &own).await, StatusCode::OK, "{proxy}");
            let theirs = [&[("origin", "https://them.example")], headers].concat();
            assert_eq!(
                socket(&mut browser, &theirs).await,
                StatusCode::FORBIDDEN,
                "{proxy}"
            );
        }
    }
}

#[tokio::test]
async fn proxies_that_pass_on_the_host_need_no_setting() {
    let site = test_site_behind(ingress(None, "127.0.0.1")).await;
    for (proxy, headers) in PROXIES {
        let mut browser = Browser::at(site.app(), "127.0.0.1:5000");
        browser.request_headers = [&[("origin", "https://us.example")], headers].concat();
        let is_host_lost = proxy == "nginx without a Host line";
        let expected = if is_host_lost {
            StatusCode::FORBIDDEN
        } else {
            StatusCode::SEE_OTHER
        };
        assert_eq!(join(&mut browser).await.status, expected, "{proxy}");
    }
}

/// How many of `clients` may still sign in after one of them has used up its attempts.
async fn unaffected(site: &TestSite, peer: &str, headers: [&'static Headers; 2]) -> bool {
    let mut browsers = headers.map(|headers| {
        let mut browser = Browser::at(site.app(), peer);
        browser.request_headers = headers.to_vec();
        browser
    });
    let fields = [("account", "1"), ("passphrase", "guess")];
    for _ in 0..20 {
        browsers[0].post("/sign-in", &fields).await;
    }
    let blocked = browsers[0].post("/sign-in", &fields).await.status;
    assert_eq!(blocked, StatusCode::TOO_MANY_REQUESTS, "{peer}");
    browsers[1].post("/sign-in", &fields).await.status != StatusCode::TOO_MANY_REQUESTS
}

#[tokio::test]
async fn visitors_behind_a_trusted_proxy_are_counted_one_by_one() {
    let trusted = "127.0.0.1, 172.18.0.0/16";
    for (peer, headers, expected) in [
        (
            "172.18.0.2:5000",
            [
                &[("x-forwarded-for", "192.0.2.1")][..],
                &[("x-forwarded-for", "192.0.2.2")],
            ],
            true,
        ),
        // Through several hops, whatever a visitor writes before them.
        (
            "127.0.0.1:5000",
            [
                &[("x-forwarded-for", "192.0.2.1, 172.18.0.2")],
                &[("x-forwarded-for", "192.0.2.1, 192.0.2.2, 172.18.0.2")],
            ],
            true,
        ),
        (
            "127.0.0.1:5000",
            [
                &[("x-forwarded-for", "203.0.113.1, 192.0.2.1")],
                &[("x-forwarded-for", "203.0.113.2, 192.0.2.1")],
            ],
            false,
        ),
        (
            "127.0.0.1:5000",
            [
                &[("forwarded", "for=192.0.2.1")],
                &[("forwarded", "for=192.0.2.2")],
            ],
            true,
        ),
        (
            "127.0.0.1:5000",
            [&[("x-real-ip", "192.0.2.1")], &[("x-real-ip", "192.0.2.2")]],
            true,
        ),
        (
            "198.51.100.1:5000",
            [
                &[("x-forwarded-for", "192.0.2.1")],
                &[("x-forwarded-for", "192.0.2.2")],
            ],
            false,
        ),
    ] {
        let site = test_site_behind(ingress(None, trusted)).await;
        assert_eq!(
            unaffected(&site, peer, headers).await,
            expected,
            "{peer} {headers:?}"
        );
    }
}
