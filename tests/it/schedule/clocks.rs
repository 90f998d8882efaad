//! In which zone a page shows its times, and what the browser stores.

use super::test_site;
use axum::http::StatusCode;

/// The pages that use the zone of the cookie. Browsers send no cookie to `/embed` in a frame.
const PAGES: [&str; 5] = [
    "/",
    "/far",
    "/week",
    "/meetings/evening-circle",
    "/groups/riverside",
];

#[tokio::test]
async fn a_chosen_zone_is_stored_only_in_the_browser() {
    let site = test_site().await;
    let mut browser = site.stranger();
    let chosen = browser.get("/?q=tea+%26+cake&tz=kathmandu&keep=yes").await;
    assert_eq!(
        chosen.redirect_target(),
        "/?q=tea%20%26%20cake&tz=Asia/Kathmandu",
        "the redirect leads to an address that can be shared"
    );
    let cookie = chosen.cookie("__Host-zone").expect("a cookie is set");
    for part in [
        "__Host-zone=Asia%2FKathmandu",
        "Secure",
        "SameSite=Lax",
        "Path=/",
    ] {
        assert!(
            cookie.split("; ").any(|one| one == part),
            "{cookie} lacks {part}"
        );
    }
    let later = browser.get("/").await;
    assert!(later.html.contains("Times are in Kathmandu time."));
    assert!(
        later.html.contains("href=\"/meetings/evening-circle\""),
        "links have no zone"
    );
    // A shared link with a zone shows that zone and stores nothing.
    let shared = browser.get("/?tz=Tokyo").await;
    assert!(shared.html.contains("Times are in Tokyo time."));
    assert!(
        shared
            .html
            .contains("href=\"/meetings/evening-circle?tz=Asia/Tokyo\"")
    );
    assert_eq!(shared.cookie("__Host-zone"), None);
    let later = browser.get("/far").await;
    assert!(later.html.contains("Times are in Kathmandu time."));
    for invalid in ["Nowhere", "../../etc/passwd", "", "~", "~Nowhere"] {
        browser.set_cookie("__Host-zone", invalid);
        assert!(
            browser.get("/").await.html.contains("Times are in UTC."),
            "{invalid}"
        );
    }
}

#[tokio::test]
async fn a_detected_zone_may_be_updated_and_a_chosen_one_stays() {
    let site = test_site().await;
    let mut browser = site.stranger();
    for path in PAGES {
        browser.set_cookie("__Host-zone", "~Asia/Tokyo");
        let detected = browser.get(path).await.html;
        assert!(
            detected.contains("data-zone=\"Asia/Tokyo\" data-guess"),
            "{path}: {detected}"
        );
        browser.set_cookie("__Host-zone", "Asia/Tokyo");
        let chosen = browser.get(path).await.html;
        assert!(chosen.contains("data-zone=\"Asia/Tokyo\">"), "{path}");
    }
    let embedded = browser.get("/embed?tz=Asia/Kathmandu").await.html;
    assert!(
        embedded.contains("data-zone=\"Asia/Kathmandu\">"),
        "{embedded}"
    );
    let mut stranger = site.stranger();
    let embedded = stranger.get("/embed").await.html;
    assert!(
        embedded.contains("data-zone=\"UTC\" data-guess=\"address\""),
        "{embedded}"
    );
    let far = stranger.get("/far").await.html;
    assert!(far.contains("name=\"tz\" maxlength=\"64\" spellcheck=\"false\" value=\"\""));
}

#[tokio::test]
async fn an_unknown_zone_is_reported_on_every_page() {
    let site = test_site().await;
    let mut browser = site.stranger();
    for path in PAGES.into_iter().chain(["/embed"]) {
        let page = browser
            .get(&format!("{path}?tz=Atl%3Cantis&keep=yes"))
            .await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.html.contains("We don’t know that one."), "{path}");
        assert!(page.html.contains("Atl&#60;antis"), "{path}");
        assert!(page.html.contains("aria-invalid=\"true\""), "{path}");
    }
}

#[tokio::test]
async fn choosing_a_zone_never_redirects_to_another_site_or_drops_a_form() {
    let site = test_site().await;
    let mut browser = site.stranger();
    for path in [
        "//elsewhere.example/",
        "/nowhere",
        "//elsewhere.example/week",
    ] {
        let page = browser.get(&format!("{path}?tz=Tokyo&keep=yes")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.headers.get("location").is_none(), "{path}");
    }
    let joined = browser
        .post(
            "/meetings/evening-circle/join?tz=Tokyo&keep=yes",
            &[("name", "Jo")],
        )
        .await;
    assert_eq!(joined.redirect_target(), "/meetings/evening-circle/room");
}

#[tokio::test]
async fn times_follow_the_languages_of_the_browser() {
    let site = test_site().await;
    let mut browser = site.stranger();
    let is_twelve = |html: &str| html.contains("\u{a0}AM") || html.contains("\u{a0}PM");
    for path in PAGES.into_iter().chain(["/embed"]) {
        let british = browser.get(path).await;
        browser
            .request_headers
            .push(("accept-language", "en-US,en;q=0.9"));
        let american = browser.get(path).await;
        browser.request_headers.pop();
        let british_again = browser.get(path).await;
        assert!(is_twelve(&american.html), "{path}: {}", american.html);
        assert!(!is_twelve(&british.html), "{path}");
        assert!(
            !is_twelve(&british_again.html),
            "{path} is cached for each way of writing times"
        );
    }
}

#[tokio::test]
async fn without_a_crisis_line_the_page_speaks_of_none() {
    let site = test_site().await;
    let page = site.stranger().get("/crisis").await;
    let words = page.html.to_lowercase();
    assert!(
        !words.contains(" line") && !words.contains("lines"),
        "{words}"
    );
}
