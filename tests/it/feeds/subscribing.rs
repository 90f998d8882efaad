//! What is stored of a feed, for how long, and what happens when it fails.

use super::FEED;
use super::test_feeds::{TestFeeds, body, both, failed, feed_origin};
use porchlight::base::{FeedId, Millis};
use porchlight::feeds::{FetchError, FetchResponse, MAX_LISTINGS};
use porchlight::schedule::guide::{OtherFormat, RowErrorKind};

const DAY: Millis = Millis::from_mins(24 * 60);

#[tokio::test]
async fn online_meetings_are_listed_and_invalid_rows_are_reported() {
    let site = TestFeeds::subscribed().await;
    assert_eq!(site.titles(), both(false));
    let feed = site.feeds.all().remove(0);
    assert_eq!(feed.skipped_rows, 1, "the church hall");
    assert_eq!(feed.row_errors.len(), 1);
    assert_eq!(
        (feed.row_errors[0].row, feed.row_errors[0].name.as_str()),
        (5, "Some Day")
    );
    let bus = &feed.listings[1].timetable.recurrence;
    assert_eq!(
        bus.zone.iana_name(),
        Some("Europe/London"),
        "the default zone of the feed"
    );
}

#[tokio::test]
async fn without_a_zone_only_rows_that_name_none_are_errors() {
    let site = TestFeeds::new().await;
    let url = "https://directory.example/feed";
    let id = site
        .feeds
        .add("Nord", url, "")
        .await
        .expect("a new address");
    site.fetch_with(body(FEED)).await;
    let feed = site.feeds.all().remove(0);
    assert_eq!(feed.state.error, None);
    let titles: Vec<_> = site.titles().into_iter().map(|(title, _)| title).collect();
    assert_eq!(titles, ["Night Shift"], "its row has a zone");
    let kinds: Vec<_> = feed.row_errors.iter().map(|row| &row.kind).collect();
    assert_eq!(kinds[..2], [&RowErrorKind::NoZone, &RowErrorKind::NoZone]);
    site.clock.advance(DAY);
    site.fetch_with(body(&FEED.replace("\"timezone\"", "\"zone\"")))
        .await;
    let error = site.feeds.all()[0].state.error;
    assert_eq!(error, Some(FetchError::NoZone));
    assert!(site.feeds.edit(id, "Nord", "Europe/London").await.unwrap());
    site.fetch_with(body(FEED)).await;
    assert_eq!(site.titles(), both(false));
}

#[tokio::test]
async fn the_reason_of_a_failure_survives_a_restart() {
    for (text, error) in [
        ("BEGIN:VCALENDAR", FetchError::Other(OtherFormat::Calendar)),
        ("[{", FetchError::Truncated { line: 1 }),
        ("", FetchError::Other(OtherFormat::Nothing)),
    ] {
        let site = TestFeeds::subscribed().await;
        site.clock.advance(DAY);
        site.fetch_with(body(text)).await;
        let site = site.restart().await;
        assert_eq!(site.feeds.all()[0].state.error, Some(error), "{text}");
    }
}

#[tokio::test]
async fn a_failing_feed_keeps_its_meetings_until_they_are_dropped() {
    let site = TestFeeds::subscribed().await;
    let failures = [
        failed(),
        body("[]"),
        body("<html>"),
        body("[{\"name\": 5}"),
        body("{}"),
    ];
    for response in failures {
        site.clock.advance(Millis(DAY.0 / 2));
        site.fetch_with(response).await;
        assert_eq!(site.titles(), both(false));
        assert!(site.feeds.all()[0].state.error.is_some());
    }
    for (days, expected) in [(2, both(true)), (11, Vec::new())] {
        site.clock.advance(Millis(DAY.0 * days));
        assert_eq!(site.titles(), expected, "after {days} more days");
    }
    site.fetch_with(body(FEED)).await;
    assert_eq!(site.titles(), both(false), "a success removes the mark");
    assert_eq!(site.feeds.all()[0].state.error, None);
}

#[tokio::test]
async fn a_restart_loses_nothing_and_makes_an_unconditional_request() {
    let site = TestFeeds::subscribed().await;
    site.clock.advance(DAY);
    site.fetch_with(FetchResponse::NotModified).await;
    let requests = site.fetch.requests.lock().expect("no panic").clone();
    assert_eq!(
        requests[1].etag.as_deref(),
        Some("\"v1\""),
        "a conditional request"
    );
    let site = site.restart().await;
    site.clock.advance(DAY);
    assert_eq!(site.titles(), both(false));
    site.clock.advance(DAY);
    site.fetch_with(body(FEED)).await;
    assert_eq!(site.fetch.requests.lock().expect("no panic")[0].etag, None);
    assert_eq!(
        site.feeds.all()[0].row_errors.len(),
        1,
        "errors of rows are known again"
    );
}

#[tokio::test]
async fn a_telephone_number_is_not_stored() {
    const DIAL_IN: &str = r#"[{"name": "By Phone", "slug": "phone", "day": 2, "time": "21:00",
        "conference_phone": "+17195550100,,812#"}]"#;
    let site = TestFeeds::subscribed().await;
    let id = site.feeds.all()[0].id;
    site.fetch.respond(body(DIAL_IN));
    site.feeds.fetch_now(id);
    assert!(site.feeds.fetch_next().await);
    let listing = site.feeds.listings().remove(0);
    let origin = feed_origin(listing.origin);
    assert_eq!(origin.dial_in.as_deref(), Some("+17195550100,,812#"));
    assert_eq!((origin.join, origin.page), (None, None));
    let stored = site.store.feeds().await.expect("the store works").remove(0);
    assert_eq!(stored.listings, "[]", "the number is not stored");
    let site = site.restart().await;
    site.fetch.respond(body(DIAL_IN));
    assert!(site.feeds.fetch_next().await, "it is fetched again at once");
    assert_eq!(site.feeds.listings().len(), 1);
}

#[tokio::test]
async fn a_renamed_feed_keeps_its_meetings_under_the_new_name() {
    let site = TestFeeds::subscribed().await;
    let id = site.feeds.all()[0].id;
    assert!(
        site.feeds
            .edit(id, "Norden", "Europe/London")
            .await
            .expect("the store works")
    );
    assert_eq!(site.sources(), ["Norden", "Norden"]);
    assert!(!site.feeds.fetch_next().await, "its zone is the same");
    assert!(
        site.feeds
            .edit(id, "Norden", "Europe/Lisbon")
            .await
            .expect("the store works")
    );
    site.fetch.respond(body(FEED));
    assert!(
        site.feeds.fetch_next().await,
        "it is read again with the new zone"
    );
    let request = site.fetch.requests.lock().expect("no panic").pop();
    assert_eq!(
        request.and_then(|request| request.etag),
        None,
        "not conditional"
    );
    let bus = site.feeds.all()[0].listings[1].timetable.recurrence.clone();
    assert_eq!(bus.zone.iana_name(), Some("Europe/Lisbon"));
    let site = site.restart().await;
    assert_eq!(site.sources(), ["Norden", "Norden"]);
    assert!(
        !site
            .feeds
            .edit(FeedId(99), "None", "UTC")
            .await
            .expect("the store works")
    );
}

#[tokio::test]
async fn a_removed_feed_is_not_listed_and_not_fetched() {
    let site = TestFeeds::subscribed().await;
    let id = site.feeds.all()[0].id;
    assert!(
        site.feeds
            .add("Again", "https://directory.example/feed", "UTC")
            .await
            .is_err()
    );
    site.feeds.remove(id).await.expect("the store works");
    assert!(site.feeds.listings().is_empty() && site.feeds.all().is_empty());
    site.feeds.fetch_now(id);
    assert!(!site.feeds.fetch_next().await);
    assert!(
        site.store
            .feeds()
            .await
            .expect("the store works")
            .is_empty()
    );
}

#[tokio::test]
async fn changes_of_listings_are_notified() {
    let site = TestFeeds::subscribed().await;
    site.feeds.changed().await;
    site.clock.advance(DAY);
    site.fetch_with(body(FEED)).await;
    let notified = futures_util::FutureExt::now_or_never(site.feeds.changed());
    assert_eq!(notified, None, "the meetings are the same");
    site.feeds
        .remove(site.feeds.all()[0].id)
        .await
        .expect("the store works");
    site.feeds.changed().await;
}

#[tokio::test]
async fn a_success_removes_the_stale_mark_at_once() {
    let site = TestFeeds::subscribed().await;
    site.feeds.changed().await;
    for response in [body(FEED), FetchResponse::NotModified] {
        site.clock.advance(Millis(DAY.0 * 5));
        assert_eq!(site.titles(), both(true));
        site.fetch_with(response).await;
        let notified = futures_util::FutureExt::now_or_never(site.feeds.changed());
        assert_eq!(notified, Some(()), "the mark has changed");
        assert_eq!(site.titles(), both(false));
    }
}

#[tokio::test]
async fn after_a_restart_a_failed_feed_keeps_its_retry_delay() {
    let site = TestFeeds::subscribed().await;
    let site = site.restart().await;
    site.fetch.respond(body(FEED));
    assert!(
        site.feeds.fetch_next().await,
        "after a success it is fetched at once"
    );
    assert_eq!(site.feeds.all()[0].row_errors.len(), 1);
    site.clock.advance(DAY);
    site.fetch_with(failed()).await;
    let site = site.restart().await;
    site.clock.advance(DAY);
    assert!(
        !site.feeds.fetch_next().await,
        "the retry delay still applies"
    );
}

#[tokio::test]
async fn a_fetch_requested_during_a_fetch_is_made_afterwards() {
    let site = TestFeeds::subscribed().await;
    let id = site.feeds.all()[0].id;
    site.clock.advance(DAY);
    *site.fetch.fetch_again.lock().expect("no panic") = Some((site.feeds.clone(), id));
    site.fetch_with(FetchResponse::NotModified).await;
    site.fetch.respond(FetchResponse::NotModified);
    assert!(site.feeds.fetch_next().await, "it is fetched once more");
    assert!(!site.feeds.fetch_next().await);
}

#[tokio::test]
async fn not_modified_without_any_content_is_a_failure() {
    let site = TestFeeds::new().await;
    site.fetch.respond(FetchResponse::NotModified);
    let url = "https://directory.example/feed";
    site.feeds
        .add("Nord", url, "UTC")
        .await
        .expect("a new address");
    assert!(site.feeds.fetch_next().await);
    assert_eq!(
        site.feeds.all()[0].state.error,
        Some(FetchError::Status(304))
    );
    assert_eq!(site.feeds.all()[0].state.last_success, None);
}

#[tokio::test]
async fn the_number_of_meetings_of_all_feeds_is_limited() {
    const HALF: usize = MAX_LISTINGS / 2;
    let feed = |count: usize| {
        let row = |number| {
            format!(
                r#"{{"name":"M{number}","slug":"m{number}","day":1,"time":"19:00","conference_url":"https://a.example/{number}"}}"#
            )
        };
        let rows: Vec<_> = (0..count).map(row).collect();
        body(&format!("[{}]", rows.join(",")))
    };
    let site = TestFeeds::new().await;
    for (name, count) in [("First", HALF), ("Second", HALF - 1), ("Third", 1)] {
        site.fetch.respond(feed(count));
        let url = format!("https://{name}.example/feed");
        site.feeds
            .add(name, &url, "UTC")
            .await
            .expect("a new address");
        assert!(site.feeds.fetch_next().await);
    }
    assert_eq!(site.feeds.listings().len(), MAX_LISTINGS);
    let third = || site.feeds.all().pop().expect("the last one");
    assert_eq!(third().state.error, None, "it is within the limit");
    site.feeds.fetch_now(third().id);
    site.fetch_with(feed(2)).await;
    assert_eq!(third().state.error, Some(FetchError::NoCapacity));
    assert_eq!(third().listings.len(), 1, "its earlier meetings stay");
    let first = site.feeds.all()[0].id;
    site.feeds.remove(first).await.expect("the store works");
    site.feeds.fetch_now(third().id);
    site.fetch_with(feed(2)).await;
    assert_eq!((third().state.error, third().listings.len()), (None, 2));
}
