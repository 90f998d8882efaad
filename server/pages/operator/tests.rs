//! What the operator's page says about a feed.

use super::super::samples::{NOW, Sample, visitor};
use super::*;
use crate::base::{FeedId, Millis};
use crate::feeds::{FeedState, FetchError};
use crate::schedule::guide::OtherFormat;
use crate::schedule::zone;

/// The page with one feed, for a visitor in New York.
fn render(state: FeedState, listed: bool) -> String {
    let sample = Sample::new();
    let visitor = visitor(NOW, Some("New York"));
    let feed = Feed {
        id: FeedId(3),
        name: "Big".into(),
        url: "https://big.example/feed.json".into(),
        zone: "America/Kentucky/Monticello".into(),
        state,
        listings: sample.listings().into_iter().filter(|_| listed).collect(),
        row_errors: Vec::new(),
        skipped_rows: 0,
    };
    let forms = OperatorForms::default();
    OperatorPage::new(&[feed], &[], &forms, &visitor, sample.frame(true))
        .render()
        .expect("a page")
}

/// The last fetch failed; the one an hour ago succeeded if `good`.
fn failed(error: FetchError, good: bool) -> FeedState {
    let now = visitor(NOW, None).now;
    FeedState {
        last_success: good.then(|| now - Millis::from_mins(60)),
        next_fetch: now + Millis::from_mins(35),
        failures: 1,
        error: Some(error),
        ..FeedState::default()
    }
}

#[test]
fn former_meetings_are_mentioned_only_if_there_were_any() {
    for error in [FetchError::Empty, FetchError::NoCapacity] {
        let stays = "Its earlier meetings stay listed for now.";
        assert!(render(failed(error, true), true).contains(stays));
        let never = render(failed(error, false), false);
        assert!(!never.contains(stays), "{never}");
        assert!(
            never.contains("None of its meetings are listed yet."),
            "{never}"
        );
    }
}

#[test]
fn each_failure_is_named_as_what_it_is() {
    use OtherFormat::{Binary, Calendar, Nothing, Text, WebPage, Xml};
    for (error, expected) in [
        (FetchError::Other(Nothing), "The answer is empty."),
        (FetchError::Other(WebPage), "That is a web page"),
        (FetchError::WebPage, "That is a web page"),
        (FetchError::Other(Xml), "That is XML"),
        (FetchError::Other(Calendar), "That is a calendar"),
        (FetchError::Other(Binary), "That is a file such as a PDF"),
        (FetchError::Other(Text), "That is plain text"),
        (FetchError::Incomplete, "The answer broke off"),
        (
            FetchError::Truncated { line: 7 },
            "It ends in the middle, in line 7",
        ),
        (FetchError::NotHttp, "not what a web server sends"),
        (FetchError::NoZone, "which time zone their times are in"),
    ] {
        let page = render(failed(error, false), false);
        assert!(page.contains(expected), "{error:?}: {page}");
    }
}

#[test]
fn a_feed_at_a_private_address_is_said_to_be_resolved_again() {
    let page = render(failed(FetchError::Private, false), false);
    let next = "Its address will be checked again on Tuesday 24 November at 15:00, New York time.";
    assert!(page.contains(next), "{page}");
    assert!(!page.contains("fetched next"), "{page}");
}

#[test]
fn the_time_of_the_next_fetch_names_its_zone() {
    let page = render(failed(FetchError::Unreachable, true), true);
    let next = "It will be fetched next on Tuesday 24 November at 15:00, New York time.";
    assert!(page.contains(next), "{page}");
    assert!(!page.contains("Its earlier meetings"), "{page}");
}

#[test]
fn the_zone_of_the_form_identifies_the_zone_of_the_feed() {
    let page = render(FeedState::default(), false);
    let shown = page
        .split("id=\"feed-3-zone\" name=\"zone\" value=\"")
        .nth(1)
        .expect("a field");
    let shown = shown.split('"').next().expect("its value");
    let zone = zone::parse(shown).expect("a zone");
    assert_eq!(zone.iana_name(), Some("America/Kentucky/Monticello"));
}
