//! The schedule as it is answered: true at every moment, cheap to ask again, the same question in
//! every form.

mod clocks;
mod programs;

use crate::support::browser::{Browser, Page};
use crate::support::test_site::{TestSite, test_site};
use axum::http::StatusCode;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use porchlight::base::{Clock, Millis, Timestamp};
use porchlight::schedule::{About, Access, Pattern, Recurrence, Timetable};
use porchlight::store::NewMeeting;

impl TestSite {
    /// Lists one more meeting, on Tuesdays at this hour of UTC.
    async fn lists(&self, slug: &str, hour: i8) {
        let store = &self.site.app.store;
        let first = self.meeting().await;
        let room = store
            .room_settings(first.id)
            .await
            .expect("it reads")
            .expect("it is there");
        let meeting = NewMeeting {
            group: first.group,
            slug: slug.to_owned(),
            about: About {
                title: format!("The {slug}"),
                notes: String::new(),
                kinds: vec!["BE".to_owned()],
                language: "es".to_owned(),
                access: Access::Closed,
                ..About::default()
            },
            timetable: Timetable::new(Recurrence {
                pattern: Pattern::weekly([Weekday::Tuesday]),
                from: Date::constant(2026, 1, 1),
                until: None,
                time: Time::constant(hour, 0, 0, 0),
                zone: TimeZone::get("Europe/London").expect("a zone"),
                minutes: 60,
            }),
            room,
        };
        store
            .create_meeting(&meeting, Timestamp(0))
            .await
            .expect("a new meeting");
        self.site.app.listings_changed().await;
    }
}

async fn again(browser: &mut Browser, path: &str, etag: &str) -> Page {
    let etag = etag.to_owned().leak();
    browser.from.push(("if-none-match", etag));
    let page = browser.get(path).await;
    browser.from.pop();
    page
}

#[tokio::test]
async fn a_page_is_not_sent_twice_while_it_is_true() {
    let here = test_site().await;
    let mut browser = here.stranger();
    let first = browser.get("/").await;
    assert_eq!(first.status, StatusCode::OK);
    assert_eq!(first.header("cache-control"), "private, no-cache");
    let etag = first.header("etag").to_owned();
    let same = again(&mut browser, "/", &etag).await;
    assert_eq!(
        (same.status, same.html.as_str()),
        (StatusCode::NOT_MODIFIED, "")
    );
    assert_eq!(same.header("etag"), etag);
    let other = again(&mut browser, "/?tz=Asia/Tokyo", &etag).await;
    assert_eq!(other.status, StatusCode::OK);
}

#[tokio::test]
async fn a_page_is_made_anew_when_the_minute_turns() {
    let here = test_site().await;
    let mut browser = here.stranger();
    let first = browser.get("/").await;
    assert!(first.html.contains("doors open") && first.html.contains("class=\"btn go\""));
    here.clock.turn(Millis::from_mins(6));
    let later = again(&mut browser, "/", first.header("etag")).await;
    assert_eq!(later.status, StatusCode::OK);
    assert!(later.html.contains("59 min left"), "{}", later.html);
}

#[tokio::test]
async fn what_is_listed_meanwhile_is_there_for_whoever_looks_next() {
    let here = test_site().await;
    let mut browser = here.stranger();
    assert!(!browser.get("/").await.html.contains("The supper"));
    here.lists("supper", 20).await;
    assert!(browser.get("/").await.html.contains("The supper"));
}

#[tokio::test]
async fn dates_do_not_run_out_while_the_program_runs() {
    let here = test_site().await;
    let mut browser = here.stranger();
    browser.get("/").await;
    // A year without a visitor, or a machine that slept.
    here.clock.turn(Millis::from_mins(364 * 24 * 60));
    let page = browser.get("/").await;
    assert!(
        page.html.contains("One meeting is open right now"),
        "{}",
        page.html
    );
}

#[tokio::test]
async fn every_form_of_the_schedule_answers_the_same_question() {
    let here = test_site().await;
    here.lists("supper", 20).await;
    let mut browser = here.stranger();
    for path in ["/", "/week", "/embed", "/schedule.json"] {
        let page = browser
            .get(&format!("{path}?language=es&type=BE&access=closed"))
            .await;
        assert!(page.html.contains("The supper"), "{path}");
        assert!(!page.html.contains("Evening Circle"), "{path}");
    }
    let far = browser.get("/far?from=7&until=23&language=es").await;
    assert!(far.html.contains("The supper") && !far.html.contains("Evening Circle"));
}

#[tokio::test]
async fn the_language_of_the_browser_is_taken_for_whoever_is_far_away() {
    let here = test_site().await;
    here.lists("supper", 20).await;
    let mut browser = here.stranger();
    browser
        .from
        .push(("accept-language", "ca, es-MX;q=0.8, en;q=0.5"));
    let page = browser.get("/far").await;
    assert!(page.html.contains("<option value=\"es\" selected>"));
    assert!(page.html.contains("The supper"));
    // Any language was chosen: it stays chosen.
    let any = browser.get("/far?language=").await;
    assert!(any.html.contains("Evening Circle"));
}

#[tokio::test]
async fn rubbish_in_an_address_asks_for_nothing() {
    let here = test_site().await;
    let mut browser = here.stranger();
    let long = "x".repeat(4_000);
    for path in [
        "/?q=%00%ff%f0%9f&day=someday&after=-1.-1&tz=%2e%2e",
        "/?after=9223372036854775807.9223372036854775807",
        &format!("/?q={long}&tz={long}&type={long}&language={long}"),
        "/far?from=99&until=x&language=%3Cscript%3E",
        "/far?from=7&until=7",
        "/week?awake=24-24",
        "/schedule.json?utm_source=%00&day=",
    ] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.html.contains("<script>"), "{path}");
    }
}

#[tokio::test]
async fn only_the_page_for_other_sites_may_be_framed() {
    let here = test_site().await;
    let mut browser = here.stranger();
    for path in ["/", "/far", "/week", "/meetings/evening-circle", "/sign-in"] {
        let page = browser.get(path).await;
        let policy = page.header("content-security-policy");
        assert!(
            policy.ends_with("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert_eq!(page.header("x-frame-options"), "DENY", "{path}");
    }
    let page = browser.get("/embed").await;
    let policy = page.header("content-security-policy");
    assert!(policy.contains("frame-ancestors 'self'"), "{policy}");
    assert_eq!(page.header("x-frame-options"), "");
}

#[tokio::test]
async fn a_week_without_a_meeting_is_no_empty_site() {
    let here = test_site().await;
    let store = &here.site.app.store;
    let meeting = store.meetings().await.expect("they read").remove(0);
    let mut timetable = meeting.timetable.clone();
    timetable.recurrence.from = jiff::civil::date(2027, 1, 1);
    store
        .update_meeting(
            meeting.id,
            &meeting.slug,
            &meeting.about,
            &timetable,
            0,
            here.clock.now(),
        )
        .await
        .expect("a later start");
    here.site.app.listings_changed().await;
    let page = here.stranger().get("/").await.html;
    assert!(
        page.contains("No meeting is held in the next seven days"),
        "{page}"
    );
    store.delete_meeting(meeting.id).await.expect("it goes");
    here.site.app.listings_changed().await;
    let page = here.stranger().get("/").await.html;
    assert!(page.contains("No meetings are listed here yet"), "{page}");
}
