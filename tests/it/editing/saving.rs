//! What a saved form comes to, and who may save it.

use super::{EDIT, GROUP, NEW, filled, test_site, with};
use axum::http::StatusCode;
use jiff::civil::Weekday;
use porchlight::schedule::{Access, EVERY_ONE, Pattern, WeekOfMonth};
use porchlight::store::Service;

#[tokio::test]
async fn the_dates_are_shown_on_three_clocks_before_anything_is_saved() {
    let here = test_site().await;
    let mut dana = here.secretary().await;
    let page = dana.post(NEW, &with(filled(), "do", "preview")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.html
            .contains("The first and third Sunday of the month at 16:00, New York time")
    );
    // The clock of these tests stands at 10 March 2026: the next is 15 March, New York on summer time.
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
    let store = &here.site.app.store;
    assert_eq!(
        store.meetings().await.expect("they read").len(),
        1,
        "nothing is saved yet"
    );
}

#[tokio::test]
async fn only_a_fifth_weekday_that_nothing_stands_in_for_is_missed() {
    let here = test_site().await;
    let mut dana = here.secretary().await;
    let left_out = "Months without a fifth Sunday are left out.";
    let fewer = "In months without a fifth Sunday, there is one date less.";
    for (places, remark) in [
        (&["fifth"][..], Some(left_out)),
        (&["second", "fifth"], Some(fewer)),
        (&["fifth", "last"], None),
        (&["first", "fifth", "last"], None),
        (&["last"], None),
    ] {
        let mut form = with(filled(), "do", "preview");
        form.retain(|(field, _)| *field != "places");
        form.extend(places.iter().map(|place| ("places", *place)));
        let page = dana.post(NEW, &form).await;
        assert_eq!(page.status, StatusCode::OK);
        let said = [left_out, fewer].into_iter();
        let said: Vec<&str> = said.filter(|said| page.html.contains(said)).collect();
        assert_eq!(said, Vec::from_iter(remark), "{places:?}");
    }
}

#[tokio::test]
async fn a_date_of_another_year_says_which() {
    let here = test_site().await;
    let mut dana = here.secretary().await;
    let mut form = filled();
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
    // By the clock of New York, at 10 March 2026.
    for day in ["Tuesday 29 February 2028", "Sunday 29 February 2032"] {
        assert!(
            page.html.contains(&format!("<small>{day}</small>")),
            "{day}: {}",
            page.html
        );
    }
    let monthly = dana.post(NEW, &with(filled(), "do", "preview")).await;
    assert!(monthly.html.contains("<small>Sunday 15 March</small>"));
    assert!(!monthly.html.contains("2026</small>"));
}

#[tokio::test]
async fn a_new_meeting_is_on_the_schedule_at_once() {
    let here = test_site().await;
    let mut dana = here.secretary().await;
    let saved = dana.post(NEW, &with(filled(), "do", "save")).await;
    assert_eq!(
        saved.leads_to(),
        "/groups/riverside?done=saved#sunday-long-table"
    );
    let store = &here.site.app.store;
    let meeting = store
        .meeting_by_slug("sunday-long-table")
        .await
        .expect("it reads")
        .expect("it is there");
    assert_eq!(meeting.about.kinds, ["SP", "D"]);
    assert_eq!(meeting.about.access, Access::Closed);
    let pattern = Pattern::MonthlyByWeekday {
        every: EVERY_ONE,
        places: vec![WeekOfMonth::First, WeekOfMonth::Third],
        weekday: Weekday::Sunday,
    };
    assert_eq!(meeting.timetable.recurrence.pattern, pattern);
    assert!(
        store
            .room_settings(meeting.id)
            .await
            .expect("it reads")
            .is_some()
    );
    let mut anyone = here.stranger();
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
async fn a_changed_meeting_keeps_its_number_and_its_room() {
    let here = test_site().await;
    let mut dana = here.secretary().await;
    let before = here.meeting().await;
    let form = with(with(filled(), "do", "save"), "slug", "long-table");
    assert_eq!(
        dana.post(EDIT, &form).await.leads_to(),
        "/groups/riverside?done=saved#long-table"
    );
    let after = here.meeting().await;
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
async fn whoever_comes_by_an_old_address_is_led_on() {
    let here = test_site().await;
    let mut dana = here.secretary().await;
    let form = with(with(filled(), "do", "save"), "slug", "long-table");
    dana.post(EDIT, &form).await;
    let mut jo = here.stranger();
    for (old, new) in [
        ("/meetings/evening-circle", "/meetings/long-table"),
        (
            "/meetings/evening-circle?tz=Tokyo",
            "/meetings/long-table?tz=Tokyo",
        ),
        ("/meetings/evening-circle.ics", "/meetings/long-table.ics"),
        ("/meetings/evening-circle/room", "/meetings/long-table/room"),
    ] {
        let led = jo.get(old).await;
        assert_eq!(led.status, StatusCode::TEMPORARY_REDIRECT, "{old}");
        assert_eq!(led.header("location"), new);
    }
    let joined = jo
        .post("/meetings/evening-circle/join", &[("name", "Jo")])
        .await;
    assert_eq!(
        joined.status,
        StatusCode::TEMPORARY_REDIRECT,
        "the name goes along"
    );
    let nobody = jo.get("/meetings/never-was").await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    // Another takes the old address: it is at home there now.
    let form = with(with(filled(), "do", "save"), "slug", "evening-circle");
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
async fn erasing_takes_a_tick() {
    let here = test_site().await;
    let mut dana = here.secretary().await;
    let erase = "/groups/riverside/meetings/evening-circle/erase";
    assert!(
        dana.post(erase, &[])
            .await
            .leads_to()
            .ends_with("/edit#erase")
    );
    assert_eq!(here.meeting().await.slug, "evening-circle");
    assert_eq!(
        dana.post(erase, &[("confirm", "yes")]).await.leads_to(),
        "/groups/riverside?done=erased"
    );
    assert!(
        here.site
            .app
            .store
            .meetings()
            .await
            .expect("they read")
            .is_empty()
    );
    let mut anyone = here.stranger();
    assert!(!anyone.get("/").await.html.contains("Evening Circle"));
    assert_eq!(dana.get(EDIT).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn only_those_who_look_after_a_group_may_change_it() {
    let here = test_site().await;
    let pages = [
        NEW,
        EDIT,
        "/groups/riverside/edit",
        "/groups/riverside/meetings/evening-circle/dates/2026-03-17",
    ];
    let mut stranger = here.stranger();
    let mut chair = here.who(Service::ChairOf(here.site.meeting)).await;
    let other = here.another_group().await;
    let mut neighbour = here.who(Service::SecretaryOf(other.id)).await;
    let mut operator = here.who(Service::Operator).await;
    let mut dana = here.secretary().await;
    for page in pages {
        assert_eq!(stranger.get(page).await.leads_to(), "/sign-in", "{page}");
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
    let form = with(filled(), "do", "save");
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
        here.meeting().await.revision.number,
        0,
        "nothing was changed"
    );
    // A meeting is changed through its own group alone.
    let elsewhere = "/groups/harbour/meetings/evening-circle/edit";
    assert_eq!(neighbour.get(elsewhere).await.status, StatusCode::NOT_FOUND);
    assert!(!stranger.get(GROUP).await.html.contains("Add a meeting"));
    assert!(dana.get(GROUP).await.html.contains("Add a meeting"));
}

#[tokio::test]
async fn another_sites_page_changes_nothing() {
    let here = test_site().await;
    let mut dana = here.secretary().await;
    dana.from = vec![("sec-fetch-site", "cross-site")];
    let page = dana.post(EDIT, &with(filled(), "do", "save")).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_eq!(here.meeting().await.revision.number, 0);
}

#[tokio::test]
async fn what_is_known_of_a_group_can_be_changed() {
    let here = test_site().await;
    let mut dana = here.secretary().await;
    let wrong = [
        ("name", ""),
        ("slug", "ri ver/side"),
        ("place", "Leeds, UK"),
        ("website", "http://riverside.example"),
        ("contributions", "javascript:alert(1)"),
    ];
    let page = dana.post("/groups/riverside/edit", &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (name, value) in wrong {
        assert!(
            page.html
                .contains(&format!("name=\"{name}\" value=\"{value}\"")),
            "{name}"
        );
    }
    assert_eq!(page.html.matches("aria-invalid=\"true\"").count(), 4);
    let right = [
        ("name", "Riverside Light"),
        ("slug", "riverside-light"),
        ("place", "Leeds, UK"),
        ("website", "https://riverside.example/"),
        ("contributions", ""),
    ];
    let saved = dana.post("/groups/riverside/edit", &right).await;
    assert_eq!(saved.leads_to(), "/groups/riverside-light");
    let mut anyone = here.stranger();
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
async fn meetings_of_one_name_get_addresses_of_their_own() {
    let here = test_site().await;
    let mut dana = here.secretary().await;
    let form = with(with(filled(), "do", "save"), "title", "Evening Circle");
    for (slug, time) in [("evening-circle-2", "17:00"), ("evening-circle-3", "18:00")] {
        let saved = dana.post(NEW, &with(form.clone(), "time", time)).await;
        assert_eq!(
            saved.leads_to(),
            format!("/groups/riverside?done=saved#{slug}")
        );
    }
    let long: &'static str = "long ".repeat(40).leak();
    let form = with(form, "title", long);
    dana.post(NEW, &form).await.leads_to();
    let again = dana.post(NEW, &with(form, "time", "17:00")).await;
    let slug = again
        .leads_to()
        .split('#')
        .nth(1)
        .expect("an address")
        .to_owned();
    assert!(slug.len() <= 64 && slug.ends_with("-2"), "{slug}");
}

#[tokio::test]
async fn a_form_that_is_sent_twice_makes_one_meeting() {
    let here = test_site().await;
    let mut dana = here.secretary().await;
    let form = with(filled(), "do", "save");
    let once = dana.post(NEW, &form).await.leads_to().to_owned();
    assert_eq!(dana.post(NEW, &form).await.leads_to(), once);
    let other = with(form, "time", "17:00");
    assert_ne!(dana.post(NEW, &other).await.leads_to(), once);
    let group = here.group().await.id;
    let meetings = here.site.app.store.meetings_of(group).await;
    assert_eq!(
        meetings.expect("they read").len(),
        3,
        "the one of before, and two"
    );
    let page = dana.get(&once).await.html;
    assert!(page.contains("role=\"status\">Saved."), "{page}");
    assert!(!here.stranger().get(&once).await.html.contains("Saved."));
}
