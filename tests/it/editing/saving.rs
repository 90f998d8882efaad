//! What is stored when a form is saved, and who may save it.

use super::{EDIT, GROUP, NEW, filled_form, test_site, with};
use axum::http::StatusCode;
use jiff::civil::Weekday;
use porchlight::schedule::{Access, INTERVAL_ONE, Pattern, WeekOfMonth};
use porchlight::store::Service;

#[tokio::test]
async fn the_preview_shows_dates_in_three_zones_and_saves_nothing() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    let page = dana.post(NEW, &with(filled_form(), "do", "preview")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.html
            .contains("The first and third Sunday of the month at 16:00, New York time")
    );
    // The clock of the test is at 10 March 2026. The next date is 15 March, in summer time in New York.
    let html: String = page.html.lines().map(str::trim).collect();
    let first =
        "<td><time datetime=\"2026-03-15T20:00Z\">16:00</time><small>Sunday 15 March</small>";
    assert!(html.contains(first), "{}", page.html);
    assert_eq!(html.matches("<tr><td><time").count(), 10);
    for city in ["New York", "UTC"] {
        assert!(
            page.html
                .contains(&format!("<th scope=\"col\">{city}</th>")),
            "{city}"
        );
    }
    assert_eq!(page.html.matches("<th scope=\"col\">").count(), 3);
    assert!(
        page.html
            .contains("From Sunday 1 November it is at 21:00 in UTC, because clocks change.")
    );
    assert!(
        page.html.contains("value=\"Sunday Long Table\"") && page.html.contains("value=\"4 pm\"")
    );
    let store = site.store();
    assert_eq!(
        store.meetings().await.expect("the store can be read").len(),
        1,
        "nothing is saved yet"
    );
}

#[tokio::test]
async fn the_preview_says_which_months_have_no_fifth_weekday() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    let left_out = "Months without a fifth Sunday are left out.";
    let fewer = "In months without a fifth Sunday, there is one date fewer.";
    for (places, remark) in [
        (&["fifth"][..], Some(left_out)),
        (&["second", "fifth"], Some(fewer)),
        (&["fifth", "last"], None),
        (&["first", "fifth", "last"], None),
        (&["last"], None),
    ] {
        let mut form = with(filled_form(), "do", "preview");
        form.retain(|(field, _)| *field != "places");
        form.extend(places.iter().map(|place| ("places", *place)));
        let page = dana.post(NEW, &form).await;
        assert_eq!(page.status, StatusCode::OK);
        let remarks = [left_out, fewer].into_iter();
        let shown: Vec<&str> = remarks.filter(|text| page.html.contains(text)).collect();
        assert_eq!(shown, Vec::from_iter(remark), "{places:?}");
    }
}

#[tokio::test]
async fn the_preview_shows_the_year_of_dates_in_other_years() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    let mut form = filled_form();
    for (field, value) in [
        ("repeats", "monthly-date"),
        ("every", "12"),
        ("day_of_month", "29"),
        ("from", "2024-02-29"),
        ("do", "preview"),
    ] {
        form = with(form, field, value);
    }
    let page = dana.post(NEW, &form).await;
    // The clock of the test is at 10 March 2026.
    for day in ["Tuesday 29 February 2028", "Sunday 29 February 2032"] {
        assert!(
            page.html.contains(&format!("<small>{day}</small>")),
            "{day}: {}",
            page.html
        );
    }
    let monthly = dana.post(NEW, &with(filled_form(), "do", "preview")).await;
    assert!(monthly.html.contains("<small>Sunday 15 March</small>"));
    assert!(!monthly.html.contains("2026</small>"));
}

#[tokio::test]
async fn a_new_meeting_is_listed_at_once() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    let saved = dana.post(NEW, &with(filled_form(), "do", "save")).await;
    assert_eq!(
        saved.redirect_target(),
        "/groups/riverside?done=saved#sunday-long-table"
    );
    let store = site.store();
    let meeting = store
        .meeting_by_slug("sunday-long-table")
        .await
        .expect("the store can be read")
        .expect("it exists");
    assert_eq!(meeting.about.kinds, ["SP", "D"]);
    assert_eq!(meeting.about.access, Access::Closed);
    let pattern = Pattern::MonthlyByWeekday {
        every: INTERVAL_ONE,
        places: vec![WeekOfMonth::First, WeekOfMonth::Third],
        weekday: Weekday::Sunday,
    };
    assert_eq!(meeting.timetable.recurrence.pattern, pattern);
    assert!(
        store
            .room_settings(meeting.id)
            .await
            .expect("the store can be read")
            .is_some()
    );
    let mut anyone = site.stranger();
    assert!(
        anyone
            .get("/?q=long+table")
            .await
            .html
            .contains("Sunday Long Table")
    );
    assert!(anyone.get(GROUP).await.html.contains("Sunday Long Table"));
    let page = anyone.get("/meetings/sunday-long-table").await;
    assert!(page.html.contains("The first and third Sunday"));
}

#[tokio::test]
async fn an_edited_meeting_keeps_its_identifier() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    let before = site.meeting().await;
    let form = with(with(filled_form(), "do", "save"), "slug", "long-table");
    assert_eq!(
        dana.post(EDIT, &form).await.redirect_target(),
        "/groups/riverside?done=saved#long-table"
    );
    let after = site.meeting().await;
    assert_eq!(
        (after.id, after.slug.as_str(), after.revision.number),
        (before.id, "long-table", 1)
    );
    let form = dana.get("/groups/riverside/meetings/long-table/edit").await;
    assert!(form.html.contains("name=\"edition\" value=\"1\""));
    assert!(
        form.html.contains("value=\"16:00\"") && form.html.contains("value=\"America/New_York\"")
    );
}

#[tokio::test]
async fn former_slugs_redirect_until_they_are_used_again() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    let form = with(with(filled_form(), "do", "save"), "slug", "long-table");
    dana.post(EDIT, &form).await;
    let mut jo = site.stranger();
    for (old, new) in [
        ("/meetings/evening-circle", "/meetings/long-table"),
        (
            "/meetings/evening-circle?tz=Tokyo",
            "/meetings/long-table?tz=Tokyo",
        ),
        ("/meetings/evening-circle.ics", "/meetings/long-table.ics"),
        ("/meetings/evening-circle/room", "/meetings/long-table/room"),
    ] {
        let response = jo.get(old).await;
        assert_eq!(response.status, StatusCode::TEMPORARY_REDIRECT, "{old}");
        assert_eq!(response.header("location"), new);
    }
    let joined = jo
        .post("/meetings/evening-circle/join", &[("name", "Jo")])
        .await;
    assert_eq!(
        joined.status,
        StatusCode::TEMPORARY_REDIRECT,
        "the redirect keeps the form"
    );
    let unknown = jo.get("/meetings/never-was").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    // A new meeting with the former slug ends the redirect.
    let form = with(with(filled_form(), "do", "save"), "slug", "evening-circle");
    dana.post(NEW, &form).await;
    assert_eq!(
        jo.get("/meetings/evening-circle").await.status,
        StatusCode::OK
    );
    let form = [
        ("name", "Riverside"),
        ("slug", "river"),
        ("place", ""),
        ("website", ""),
        ("contributions", ""),
    ];
    dana.post("/groups/riverside/edit", &form).await;
    assert_eq!(
        jo.get("/groups/riverside").await.header("location"),
        "/groups/river"
    );
}

#[tokio::test]
async fn deleting_a_meeting_requires_confirmation() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    let erase = "/groups/riverside/meetings/evening-circle/erase";
    let unconfirmed = dana.post(erase, &[]).await;
    assert!(unconfirmed.redirect_target().ends_with("/edit#erase"));
    assert_eq!(site.meeting().await.slug, "evening-circle");
    assert_eq!(
        dana.post(erase, &[("confirm", "yes")])
            .await
            .redirect_target(),
        "/groups/riverside?done=erased"
    );
    assert!(
        site.store()
            .meetings()
            .await
            .expect("the store can be read")
            .is_empty()
    );
    let mut anyone = site.stranger();
    assert!(!anyone.get("/").await.html.contains("Evening Circle"));
    assert_eq!(dana.get(EDIT).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn only_secretaries_and_operators_may_edit_a_group() {
    let site = test_site().await;
    let pages = [
        NEW,
        EDIT,
        "/groups/riverside/edit",
        "/groups/riverside/meetings/evening-circle/dates/2026-03-17",
    ];
    let mut stranger = site.stranger();
    let mut chair = site.sign_up_as(Service::ChairOf(site.meeting_id())).await;
    let other = site.create_second_group().await;
    let mut neighbour = site.sign_up_as(Service::SecretaryOf(other.id)).await;
    let mut operator = site.sign_up_as(Service::Operator).await;
    let mut dana = site.secretary().await;
    for page in pages {
        assert_eq!(
            stranger.get(page).await.redirect_target(),
            "/sign-in",
            "{page}"
        );
        for browser in [&mut chair, &mut neighbour] {
            let refused = browser.get(page).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{page}");
            assert!(
                refused
                    .html
                    .contains("This page is for those who serve here"),
                "{page}"
            );
        }
        for browser in [&mut operator, &mut dana] {
            assert_eq!(browser.get(page).await.status, StatusCode::OK, "{page}");
        }
    }
    let form = with(filled_form(), "do", "save");
    for browser in [&mut stranger, &mut chair, &mut neighbour] {
        for page in [NEW, EDIT, "/groups/riverside/edit"] {
            assert_eq!(
                browser.post(page, &form).await.status,
                StatusCode::FORBIDDEN,
                "{page}"
            );
        }
        let erase = "/groups/riverside/meetings/evening-circle/erase";
        let erased = browser.post(erase, &[("confirm", "yes")]).await;
        assert_ne!(erased.status, StatusCode::OK);
    }
    assert_eq!(
        site.meeting().await.revision.number,
        0,
        "nothing was changed"
    );
    // A meeting can be edited only under the path of its own group.
    let wrong_group = "/groups/harbour/meetings/evening-circle/edit";
    assert_eq!(
        neighbour.get(wrong_group).await.status,
        StatusCode::NOT_FOUND
    );
    assert!(!stranger.get(GROUP).await.html.contains("Add a meeting"));
    assert!(dana.get(GROUP).await.html.contains("Add a meeting"));
}

#[tokio::test]
async fn cross_site_requests_change_nothing() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    dana.request_headers = vec![("sec-fetch-site", "cross-site")];
    let page = dana.post(EDIT, &with(filled_form(), "do", "save")).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_eq!(site.meeting().await.revision.number, 0);
}

#[tokio::test]
async fn the_details_of_a_group_can_be_edited() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    let invalid = [
        ("name", ""),
        ("slug", "ri ver/side"),
        ("place", "Leeds, UK"),
        ("website", "http://riverside.example"),
        ("contributions", "javascript:alert(1)"),
    ];
    let page = dana.post("/groups/riverside/edit", &invalid).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (name, value) in invalid {
        assert!(
            page.html
                .contains(&format!("name=\"{name}\" value=\"{value}\"")),
            "{name}"
        );
    }
    assert_eq!(page.invalid_fields(), 4);
    let valid = [
        ("name", "Riverside Light"),
        ("slug", "riverside-light"),
        ("place", "Leeds, UK"),
        ("website", "https://riverside.example/"),
        ("contributions", ""),
    ];
    let saved = dana.post("/groups/riverside/edit", &valid).await;
    assert_eq!(saved.redirect_target(), "/groups/riverside-light");
    let mut anyone = site.stranger();
    assert!(
        anyone
            .get("/groups/riverside-light")
            .await
            .html
            .contains("Leeds, UK")
    );
    assert!(anyone.get("/").await.html.contains("Riverside Light"));
}

#[tokio::test]
async fn meetings_with_the_same_title_get_different_slugs() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    let form = with(with(filled_form(), "do", "save"), "title", "Evening Circle");
    for (slug, time) in [("evening-circle-2", "17:00"), ("evening-circle-3", "18:00")] {
        let saved = dana.post(NEW, &with(form.clone(), "time", time)).await;
        assert_eq!(
            saved.redirect_target(),
            format!("/groups/riverside?done=saved#{slug}")
        );
    }
    let long: &'static str = "long ".repeat(40).leak();
    let form = with(form, "title", long);
    dana.post(NEW, &form).await.redirect_target();
    let again = dana.post(NEW, &with(form, "time", "17:00")).await;
    let (_, slug) = again.redirect_target().split_once('#').expect("a fragment");
    assert!(slug.len() <= 64 && slug.ends_with("-2"), "{slug}");
}

#[tokio::test]
async fn a_form_that_is_sent_twice_creates_one_meeting() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    let form = with(filled_form(), "do", "save");
    let once = dana.post(NEW, &form).await.redirect_target().to_owned();
    assert_eq!(dana.post(NEW, &form).await.redirect_target(), once);
    let other = with(form, "time", "17:00");
    assert_ne!(dana.post(NEW, &other).await.redirect_target(), once);
    let group = site.group().await.id;
    let meetings = site.store().meetings_of(group).await;
    assert_eq!(
        meetings.expect("the store can be read").len(),
        3,
        "the example meeting and two new ones"
    );
    let page = dana.get(&once).await.html;
    assert!(page.contains("role=\"status\">Saved."), "{page}");
    assert!(!site.stranger().get(&once).await.html.contains("Saved."));
}
