//! The public schedule over HTTP: always current, cacheable, and the same for every representation.

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
    /// Adds a meeting on Tuesdays at this hour in London.
    async fn add_meeting(&self, slug: &str, hour: i8) {
        let store = &self.site.app.store;
        let first = self.meeting().await;
        let room = store
            .room_settings(first.id)
            .await
            .expect("the store can be read")
            .expect("it exists");
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

async fn revalidate(browser: &mut Browser, path: &str, etag: &str) -> Page {
    let etag = etag.to_owned().leak();
    browser.request_headers.push(("if-none-match", etag));
    let page = browser.get(path).await;
    browser.request_headers.pop();
    page
}

#[tokio::test]
async fn an_unchanged_page_is_not_sent_again() {
    let site = test_site().await;
    let mut browser = site.stranger();
    let first = browser.get("/").await;
    assert_eq!(first.status, StatusCode::OK);
    assert_eq!(first.header("cache-control"), "private, no-cache");
    let etag = first.header("etag").to_owned();
    let same = revalidate(&mut browser, "/", &etag).await;
    assert_eq!(
        (same.status, same.html.as_str()),
        (StatusCode::NOT_MODIFIED, "")
    );
    assert_eq!(same.header("etag"), etag);
    let other = revalidate(&mut browser, "/?tz=Asia/Tokyo", &etag).await;
    assert_eq!(other.status, StatusCode::OK);
}

#[tokio::test]
async fn a_page_is_rebuilt_every_minute() {
    let site = test_site().await;
    let mut browser = site.stranger();
    let first = browser.get("/").await;
    assert!(first.html.contains("doors open") && first.html.contains("class=\"btn go\""));
    site.clock.advance(Millis::from_mins(6));
    let later = revalidate(&mut browser, "/", first.header("etag")).await;
    assert_eq!(later.status, StatusCode::OK);
    assert!(later.html.contains("59 min left"), "{}", later.html);
}

#[tokio::test]
async fn a_new_meeting_appears_on_the_next_request() {
    let site = test_site().await;
    let mut browser = site.stranger();
    assert!(!browser.get("/").await.html.contains("The supper"));
    site.add_meeting("supper", 20).await;
    assert!(browser.get("/").await.html.contains("The supper"));
}

#[tokio::test]
async fn the_directory_is_rebuilt_before_its_dates_end() {
    let site = test_site().await;
    let mut browser = site.stranger();
    browser.get("/").await;
    // As after a year without a visitor, or when the computer was suspended.
    site.clock.advance(Millis::from_mins(364 * 24 * 60));
    let page = browser.get("/").await;
    assert!(
        page.html.contains("One meeting is open right now"),
        "{}",
        page.html
    );
}

#[tokio::test]
async fn every_representation_applies_the_same_filter() {
    let site = test_site().await;
    site.add_meeting("supper", 20).await;
    let mut browser = site.stranger();
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
async fn far_page_filters_by_the_language_of_the_browser() {
    let site = test_site().await;
    site.add_meeting("supper", 20).await;
    let mut browser = site.stranger();
    browser
        .request_headers
        .push(("accept-language", "ca, es-MX;q=0.8, en;q=0.5"));
    let page = browser.get("/far").await;
    assert!(page.html.contains("<option value=\"es\" selected>"));
    assert!(page.html.contains("The supper"));
    // An explicit choice of any language is respected.
    let any = browser.get("/far?language=").await;
    assert!(any.html.contains("Evening Circle"));
}

#[tokio::test]
async fn invalid_query_parameters_are_ignored() {
    let site = test_site().await;
    let mut browser = site.stranger();
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
async fn only_the_embed_page_may_be_framed() {
    let site = test_site().await;
    let mut browser = site.stranger();
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
async fn an_empty_week_is_distinguished_from_an_empty_site() {
    let site = test_site().await;
    let store = site.store();
    let meeting = store
        .meetings()
        .await
        .expect("the meetings are read")
        .remove(0);
    let mut timetable = meeting.timetable.clone();
    timetable.recurrence.from = jiff::civil::date(2027, 1, 1);
    store
        .update_meeting(
            meeting.id,
            &meeting.slug,
            &meeting.about,
            &timetable,
            0,
            site.clock.now(),
        )
        .await
        .expect("the meeting is updated");
    site.app().listings_changed().await;
    let page = site.stranger().get("/").await.html;
    assert!(
        page.contains("No meetings in the next seven days"),
        "{page}"
    );
    store
        .delete_meeting(meeting.id)
        .await
        .expect("the meeting is deleted");
    site.app().listings_changed().await;
    let page = site.stranger().get("/").await.html;
    assert!(page.contains("No meetings are listed here yet"), "{page}");
}
