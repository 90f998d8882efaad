//! The join form, and the room's page behind it.

use super::test_site;
use axum::http::StatusCode;

const JOIN: &str = "/meetings/evening-circle/join";
const ROOM: &str = "/meetings/evening-circle/room";

#[tokio::test]
async fn a_name_that_cannot_be_used_is_kept_in_the_form_beside_the_reason() {
    let site = test_site().await;
    let mut browser = site.stranger();
    for name in ["", "Jo77", "jo@example.org", "Jo Smith", "🕯"] {
        let page = browser
            .post(JOIN, &[("name", name), ("newcomer", "yes")])
            .await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(page.html.contains(&format!("value=\"{name}\"")), "{name}");
        assert!(page.html.contains("id=\"name-why\"") && page.html.contains(" checked"));
    }
    assert_eq!(
        browser.get(ROOM).await.leads_to(),
        "/meetings/evening-circle"
    );
}

#[tokio::test]
async fn a_good_name_leads_into_the_room() {
    let site = test_site().await;
    let mut browser = site.stranger();
    let page = browser
        .post(JOIN, &[("name", "José"), ("newcomer", "yes")])
        .await;
    assert_eq!(page.leads_to(), ROOM);
    let cookie = page.cookie("__Host-visitor").expect("the name goes along");
    for flag in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(
            cookie.split("; ").any(|part| part == flag),
            "{cookie} lacks {flag}"
        );
    }
    assert!(
        !cookie.contains("Max-Age") && !cookie.contains("Expires"),
        "until the browser closes"
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
async fn a_cookie_that_was_tampered_with_is_no_name() {
    let site = test_site().await;
    let mut browser = site.stranger();
    for value in ["", "n", "-", "n!!!", "nSm83Nw", "é", "n8J-Vrw"] {
        browser.put("__Host-visitor", value);
        assert_eq!(
            browser.get(ROOM).await.leads_to(),
            "/meetings/evening-circle",
            "{value}"
        );
    }
}

#[tokio::test]
async fn whoever_serves_comes_in_under_the_name_of_their_account() {
    let site = test_site().await;
    let (mut chair, _) = site.chair().await;
    let room = chair.get(ROOM).await;
    assert_eq!(room.status, StatusCode::OK);
    assert!(room.html.contains("Dana"));
}

#[tokio::test]
async fn a_meeting_that_does_not_exist_has_no_door() {
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
