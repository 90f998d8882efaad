//! By whose clock a page is, and what a browser keeps of that.

use super::test_site;
use axum::http::StatusCode;

#[tokio::test]
async fn a_zone_that_was_chosen_is_remembered_by_the_browser_and_by_nobody_else() {
    let here = test_site().await;
    let mut browser = here.stranger();
    let chosen = browser.get("/?q=tea+%26+cake&tz=kathmandu&keep=yes").await;
    assert_eq!(
        chosen.leads_to(),
        "/?q=tea%20%26%20cake&tz=Asia/Kathmandu",
        "to an address that can be passed on"
    );
    let cookie = chosen
        .cookie("__Host-zone")
        .expect("the browser is to remember");
    for part in [
        "__Host-zone=Asia/Kathmandu",
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
        "addresses are clean again"
    );
    // An address from somebody far away shows their clock, and changes nobody's.
    let lent = browser.get("/?tz=Tokyo").await;
    assert!(lent.html.contains("Times are in Tokyo time."));
    assert!(
        lent.html
            .contains("href=\"/meetings/evening-circle?tz=Asia/Tokyo\"")
    );
    assert_eq!(lent.cookie("__Host-zone"), None);
    let later = browser.get("/far").await;
    assert!(later.html.contains("Times are in Kathmandu time."));
    for rubbish in ["Nowhere", "../../etc/passwd", "", "~", "~Nowhere"] {
        browser.put("__Host-zone", rubbish);
        assert!(
            browser
                .get("/")
                .await
                .html
                .contains("Times are in UTC time."),
            "{rubbish}"
        );
    }
}

#[tokio::test]
async fn what_a_browser_told_by_itself_may_be_told_anew_and_what_was_chosen_stands() {
    let here = test_site().await;
    let mut browser = here.stranger();
    for path in [
        "/",
        "/far",
        "/week",
        "/meetings/evening-circle",
        "/groups/riverside",
    ] {
        browser.put("__Host-zone", "~Asia/Tokyo");
        let told = browser.get(path).await.html;
        assert!(
            told.contains("data-zone=\"Asia/Tokyo\" data-guess"),
            "{path}: {told}"
        );
        browser.put("__Host-zone", "Asia/Tokyo");
        let chosen = browser.get(path).await.html;
        assert!(chosen.contains("data-zone=\"Asia/Tokyo\">"), "{path}");
    }
    let embedded = browser.get("/embed?tz=Asia/Kathmandu").await.html;
    assert!(
        embedded.contains("data-zone=\"Asia/Kathmandu\">"),
        "{embedded}"
    );
    let mut stranger = here.stranger();
    let embedded = stranger.get("/embed").await.html;
    assert!(
        embedded.contains("data-zone=\"UTC\" data-guess=\"address\""),
        "{embedded}"
    );
    let far = stranger.get("/far").await.html;
    assert!(far.contains("name=\"tz\" maxlength=\"64\" spellcheck=\"false\" value=\"\""));
}

#[tokio::test]
async fn a_place_that_nobody_knows_is_told_on_every_page() {
    let here = test_site().await;
    let mut browser = here.stranger();
    for path in [
        "/",
        "/far",
        "/week",
        "/embed",
        "/meetings/evening-circle",
        "/groups/riverside",
    ] {
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
async fn choosing_a_zone_leads_nowhere_but_to_a_page_of_ours_and_drops_no_form() {
    let here = test_site().await;
    let mut browser = here.stranger();
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
    assert_eq!(joined.leads_to(), "/meetings/evening-circle/room");
}
