//! The operator's page: only operators see it, and rejected input is not lost.

use crate::support::test_site::test_site;
use axum::http::StatusCode;
use porchlight::store::Service;

const FEED: [(&str, &str); 3] = [
    ("feed-name", "Nord & Süd"),
    ("feed-url", "https://directory.example/feed.json"),
    ("feed-zone", "berlin"),
];

#[tokio::test]
async fn only_an_operator_sees_the_page_or_changes_anything() {
    let site = test_site().await;
    let mut stranger = site.stranger();
    let mut chair = site.sign_up_as(Service::ChairOf(site.meeting_id())).await;
    let mut dana = site.sign_up_as(Service::Operator).await;
    assert_eq!(
        stranger.get("/operator").await.redirect_target(),
        "/sign-in"
    );
    assert_eq!(chair.get("/operator").await.status, StatusCode::FORBIDDEN);
    assert_eq!(dana.get("/operator").await.status, StatusCode::OK);
    for browser in [&mut stranger, &mut chair] {
        let page = browser.post("/operator/feeds", &FEED).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        assert!(
            page.html
                .contains("value=\"https://directory.example/feed.json\""),
            "{}",
            page.html
        );
        let page = browser
            .post("/operator/framers", &[("framers", "https://a.example")])
            .await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        let page = browser.post("/operator/groups", &[("name", "New")]).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        assert!(page.html.contains("value=\"New\"") && !page.html.contains("Riverside"));
        for path in [
            "/operator/groups/riverside/invite",
            "/operator/feeds/1/remove",
            "/operator/feeds/1/edit",
        ] {
            assert_ne!(
                browser.post(path, &[]).await.status,
                StatusCode::OK,
                "{path}"
            );
        }
    }
    assert!(site.app().feeds.all().is_empty());
    assert!(
        site.store()
            .embed_origins()
            .await
            .expect("the store works")
            .is_empty()
    );
}

#[tokio::test]
async fn a_feed_can_be_added_fetched_and_removed() {
    let site = test_site().await;
    let mut dana = site.sign_up_as(Service::Operator).await;
    assert_eq!(
        dana.post("/operator/feeds", &FEED).await.redirect_target(),
        "/operator#feeds"
    );
    let page = dana.get("/operator").await;
    assert!(
        page.html.contains("Nord &#38; Süd") && page.html.contains("It has not been fetched yet.")
    );
    assert!(site.app().feeds.fetch_next().await);
    let page = dana.get("/operator").await;
    assert!(page.html.contains("There is no answer."), "{}", page.html);
    let again = dana.post("/operator/feeds", &FEED).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again
            .html
            .contains("You already subscribe to this address.")
    );
    let id = site.app().feeds.all()[0].id;
    dana.post(&format!("/operator/feeds/{id}/ask"), &[])
        .await
        .redirect_target();
    assert!(site.app().feeds.fetch_next().await, "it is fetched at once");
    let remove = format!("/operator/feeds/{id}/remove");
    let unconfirmed = dana.post(&remove, &[]).await;
    assert_eq!(
        unconfirmed.redirect_target(),
        format!("/operator#feed-{id}")
    );
    assert!(
        dana.get("/operator").await.html.contains("Süd"),
        "it needs a confirmation"
    );
    dana.post(&remove, &[("confirm", "yes")])
        .await
        .redirect_target();
    assert!(!dana.get("/operator").await.html.contains("Süd"));
}

#[tokio::test]
async fn errors_are_shown_at_their_fields_and_input_is_not_lost() {
    let site = test_site().await;
    let mut dana = site.sign_up_as(Service::Operator).await;
    let invalid = [
        ("feed-name", ""),
        ("feed-url", "directory.example"),
        ("feed-zone", "Atlantis"),
    ];
    let page = dana.post("/operator/feeds", &invalid).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.invalid_fields(), 3, "{}", page.html);
    assert!(
        page.html.contains("value=\"directory.example\"")
            && page.html.contains("value=\"Atlantis\"")
    );
    let embed_origins = "https://good.example\nnot a site\nhttps://bad.example/path";
    let page = dana
        .post("/operator/framers", &[("framers", embed_origins)])
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains(embed_origins), "{}", page.html);
    assert!(
        page.html
            .contains("not a site and https://bad.example/path.")
    );
    assert!(
        site.store()
            .embed_origins()
            .await
            .expect("the store works")
            .is_empty()
    );
    let page = dana
        .post(
            "/operator/groups",
            &[("name", "River"), ("slug", "riverside")],
        )
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.html.contains("This address is already taken.")
            && page.html.contains("value=\"River\"")
    );
}

#[tokio::test]
async fn the_name_and_zone_of_a_feed_can_be_changed() {
    let site = test_site().await;
    let mut dana = site.sign_up_as(Service::Operator).await;
    dana.post("/operator/feeds", &FEED).await.redirect_target();
    let id = site.app().feeds.all()[0].id;
    let edit = format!("/operator/feeds/{id}/edit");
    let page = dana
        .post(&edit, &[("name", " "), ("zone", "Atlantis")])
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.invalid_fields(), 2, "{}", page.html);
    assert!(
        page.html.contains("value=\"Atlantis\"")
            && page.html.contains("<details class=\"fold\" open>")
    );
    let page = site
        .stranger()
        .post(&edit, &[("name", "Typed"), ("zone", "rome")])
        .await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.html.contains("value=\"Typed\"") && page.html.contains("value=\"rome\""));
    assert!(!page.html.contains("Süd"), "{}", page.html);
    let saved = dana
        .post(&edit, &[("name", "Norden"), ("zone", "lisbon")])
        .await;
    assert_eq!(saved.redirect_target(), format!("/operator#feed-{id}"));
    let page = dana.get("/operator").await;
    assert!(
        page.html.contains("<h3 dir=\"auto\">Norden</h3>")
            && page.html.contains("value=\"Lisbon\""),
        "{}",
        page.html
    );
    let gone = dana
        .post(
            "/operator/feeds/99/edit",
            &[("name", "X"), ("zone", "rome")],
        )
        .await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_feed_needs_no_zone_when_its_rows_have_one() {
    let site = test_site().await;
    let mut dana = site.sign_up_as(Service::Operator).await;
    let sent = [FEED[0], FEED[1], ("feed-zone", " ")];
    dana.post("/operator/feeds", &sent).await.redirect_target();
    let feed = site.app().feeds.all().remove(0);
    assert_eq!(feed.zone, "");
    let page = dana.get("/operator").await;
    let zone = page.html.split("name=\"zone\" value=\"\"").nth(1);
    let attributes = zone.and_then(|rest| rest.split('>').next());
    let attributes = attributes.expect("an empty field");
    assert!(!attributes.contains("required"), "{attributes}");
    let edit = format!("/operator/feeds/{}/edit", feed.id);
    let saved = dana.post(&edit, &[("name", "Norden"), ("zone", "")]).await;
    saved.redirect_target();
    assert_eq!(site.app().feeds.all()[0].zone, "");
}

#[tokio::test]
async fn get_requests_of_form_addresses_redirect_to_the_page() {
    let site = test_site().await;
    let mut dana = site.sign_up_as(Service::Operator).await;
    for (form, location) in [
        ("/operator/feeds", "/operator#feeds"),
        ("/operator/feeds/7/edit", "/operator#feed-7"),
        ("/operator/framers", "/operator#framers-title"),
        ("/operator/groups", "/operator#groups"),
        ("/operator/groups/riverside/invite", "/operator#groups"),
    ] {
        assert_eq!(dana.get(form).await.redirect_target(), location);
    }
}

#[tokio::test]
async fn an_invalid_feed_address_is_refused_with_the_reason() {
    let site = test_site().await;
    let mut dana = site.sign_up_as(Service::Operator).await;
    for (url, message) in [
        (
            "directory.example",
            "Give the whole address, beginning with https://",
        ),
        (
            "https://localhost/feed.json",
            "That address is inside a private network",
        ),
        ("https://[::1]/", "That address is inside a private network"),
        (
            "https://user:pw@directory.example/",
            "Leave out the name and password",
        ),
    ] {
        let sent = [
            ("feed-name", "Nord"),
            ("feed-url", url),
            ("feed-zone", "berlin"),
        ];
        let page = dana.post("/operator/feeds", &sent).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.html.contains(message), "{url}: {}", page.html);
        assert_eq!(page.html.matches("class=\"error").count(), 1, "{url}");
    }
    assert!(site.app().feeds.all().is_empty());
}

#[tokio::test]
async fn allowed_sites_may_embed_the_schedule_and_no_other_page() {
    let site = test_site().await;
    let mut dana = site.sign_up_as(Service::Operator).await;
    let embed_origins = [("framers", "https://a.example/\r\nhttp://b.example:8080")];
    dana.post("/operator/framers", &embed_origins)
        .await
        .redirect_target();
    let page = site.stranger().get("/embed").await;
    let policy = page.header("content-security-policy");
    assert!(
        policy.ends_with("frame-ancestors 'self' http://b.example:8080 https://a.example"),
        "{policy}"
    );
    let page = site.stranger().get("/").await;
    assert!(
        page.header("content-security-policy")
            .ends_with("frame-ancestors 'none'")
    );
    dana.post("/operator/framers", &[("framers", "")])
        .await
        .redirect_target();
    let page = site.stranger().get("/embed").await;
    assert!(
        page.header("content-security-policy")
            .ends_with("frame-ancestors 'self'")
    );
}

#[tokio::test]
async fn an_operator_creates_a_group_and_invites_its_secretary() {
    let site = test_site().await;
    let mut dana = site.sign_up_as(Service::Operator).await;
    let made = dana
        .post(
            "/operator/groups",
            &[("name", "Lantern Street"), ("place", "Hull")],
        )
        .await;
    assert_eq!(made.redirect_target(), "/groups/lantern-street");
    let page = dana
        .post("/operator/groups/lantern-street/invite", &[])
        .await;
    let link = page
        .html
        .split("https://meetings.example/invite/")
        .nth(1)
        .expect("a link");
    let token = link.split('<').next().expect("a token");
    assert!(
        !dana.get("/operator").await.html.contains(token),
        "shown once"
    );
    let mut sam = site.stranger();
    let fields = [("name", "Sam"), ("passphrase", "a lamp by the garden door")];
    let made = sam.post(&format!("/invite/{token}"), &fields).await;
    assert!(
        made.html
            .contains("You are now the secretary of Lantern Street"),
        "{}",
        made.html
    );
    let edit = sam.get("/groups/lantern-street/meetings/new").await;
    assert_eq!(edit.status, StatusCode::OK);
}
