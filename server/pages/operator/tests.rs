//! What an operator is told of a feed, and that it is true.

use super::super::samples::{NOW, Sample, visitor};
use super::*;
use crate::base::{FeedId, Millis};

/// Of one feed, as it is shown in New York.
fn told(state: FeedState, listed: bool) -> String {
    let sample = Sample::new();
    let looks = visitor(NOW, Some("New York"));
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
    OperatorPage::new(&[feed], &[], &forms, &looks, sample.frame(true))
        .render()
        .expect("a page")
}

/// Read well an hour ago or never, and in trouble since.
fn troubled(trouble: FetchError, good: bool) -> FeedState {
    let now = visitor(NOW, None).now;
    FeedState {
        last_success: good.then(|| now - Millis::from_mins(60)),
        next_fetch: now + Millis::from_mins(35),
        failures: 1,
        error: Some(trouble),
        ..FeedState::default()
    }
}

#[test]
fn what_stays_listed_is_told_only_where_something_was() {
    for trouble in [FetchError::Empty, FetchError::NoCapacity] {
        let stays = "What it held before stays listed for now.";
        assert!(told(troubled(trouble, true), true).contains(stays));
        let never = told(troubled(trouble, false), false);
        assert!(!never.contains(stays), "{never}");
        assert!(
            never.contains("None of its meetings are listed yet."),
            "{never}"
        );
    }
}

#[test]
fn a_feed_inside_a_network_is_not_said_to_be_asked() {
    let page = told(troubled(FetchError::Private, false), false);
    let next =
        "Where its name leads is looked up again on Tuesday 24 November at 15:00, New York time.";
    assert!(page.contains(next), "{page}");
    assert!(!page.contains("asked next"), "{page}");
}

#[test]
fn the_clock_of_the_next_asking_is_named() {
    let page = told(troubled(FetchError::Unreachable, true), true);
    let next = "It is asked next on Tuesday 24 November at 15:00, New York time.";
    assert!(page.contains(next), "{page}");
    assert!(!page.contains("What it held before"), "{page}");
}

#[test]
fn a_zone_is_called_by_its_city_where_that_names_it() {
    for (zone, shown) in [
        ("Europe/Lisbon", "Lisbon"),
        ("America/New_York", "New York"),
        ("UTC", "UTC"),
    ] {
        assert_eq!(city_of(zone), shown);
    }
    let page = told(FeedState::default(), false);
    let shown = page
        .split("id=\"feed-3-zone\" name=\"zone\" value=\"")
        .nth(1)
        .expect("a field");
    let shown = shown.split('"').next().expect("its value");
    let meant = zone::parse(shown).expect("a zone");
    assert_eq!(meant.iana_name(), Some("America/Kentucky/Monticello"));
}
