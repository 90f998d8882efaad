//! The join form and the page of the room.

use super::test_site;
use axum::http::StatusCode;

const JOIN: &str = "/meetings/evening-circle/join";
const ROOM: &str = "/meetings/evening-circle/room";

#[tokio::test]
async fn a_refused_name_stays_in_the_form_beside_the_reason() {
    let site = test_site().await;
    let mut browser = site.stranger();
    for name in [
        "",
        "Jo77",
        "jo@example.org",
        "Jo Ann Smith",
        "J.",
        "Host",
        "🕯",
    ] {
        let page = browser
            .post(JOIN, &[("name", name), ("newcomer", "yes")])
            .await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(page.html.contains(&format!("value=\"{name}\"")), "{name}");
        assert!(page.html.contains("id=\"name-why\"") && page.html.contains(" checked"));
    }
    assert_eq!(
        browser.get(ROOM).await.redirect_target(),
        "/meetings/evening-circle"
    );
}

#[tokio::test]
async fn whoever_types_two_words_is_asked_once_and_goes_on_with_one_press() {
    let site = test_site().await;
    let mut browser = site.stranger();
    let asked = browser.post(JOIN, &[("name", "Mary Ann")]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.html.contains("value=\"Mary Ann\""));
    assert!(
        asked
            .html
            .contains("Is all of that your first name? Surnames stay outside.")
    );
    assert!(asked.html.contains("name=\"two_words\" value=\"yes\""));
    assert_eq!(asked.invalid_fields(), 0, "a question is no mistake");
    let confirmed = [("name", "Mary Ann"), ("two_words", "yes")];
    let page = browser.post(JOIN, &confirmed).await;
    assert_eq!(page.redirect_target(), ROOM);
    assert!(browser.get(ROOM).await.html.contains("Mary Ann"));
    // The confirmation does not let everything pass.
    for name in ["Mary Ann Lee", "Mary Chair"] {
        let fields = [("name", name), ("two_words", "yes")];
        let page = browser.post(JOIN, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
    }
}

#[tokio::test]
async fn a_valid_name_enters_the_room() {
    let site = test_site().await;
    let mut browser = site.stranger();
    let page = browser
        .post(JOIN, &[("name", "José"), ("newcomer", "yes")])
        .await;
    assert_eq!(page.redirect_target(), ROOM);
    let cookie = page
        .cookie("__Host-visitor")
        .expect("a cookie with the name");
    for flag in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(
            cookie.split("; ").any(|part| part == flag),
            "{cookie} lacks {flag}"
        );
    }
    assert!(
        !cookie.contains("Max-Age") && !cookie.contains("Expires"),
        "it lasts until the browser is closed"
    );
    let room = browser.get(ROOM).await;
    assert_eq!(room.status, StatusCode::OK);
    assert!(room.html.contains("José"));
    assert!(
        browser
            .get("/meetings/evening-circle")
            .await
            .html
            .contains("value=\"José\"")
    );
}

#[tokio::test]
async fn an_invalid_cookie_is_not_a_name() {
    let site = test_site().await;
    let mut browser = site.stranger();
    for value in ["", "n", "-", "n!!!", "nSm83Nw", "é", "n8J-Vrw"] {
        browser.set_cookie("__Host-visitor", value);
        assert_eq!(
            browser.get(ROOM).await.redirect_target(),
            "/meetings/evening-circle",
            "{value}"
        );
    }
}

#[tokio::test]
async fn a_person_with_an_account_enters_under_its_name() {
    let site = test_site().await;
    let (mut chair, _) = site.chair().await;
    let room = chair.get(ROOM).await;
    assert_eq!(room.status, StatusCode::OK);
    assert!(room.html.contains("Dana"));
}

#[tokio::test]
async fn an_unknown_meeting_is_not_found() {
    let site = test_site().await;
    let mut browser = site.stranger();
    for path in ["/meetings/none", "/meetings/none/room", "/meetings/%0A"] {
        assert_eq!(
            browser.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let page = browser.post("/meetings/none/join", &[("name", "Jo")]).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.cookie("__Host-visitor").is_none());
}
