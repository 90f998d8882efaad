//! When a feed is fetched next, and how long its meetings are shown. Pure.

use super::fetch::FetchError;
use crate::base::{Millis, Timestamp};
use serde::{Deserialize, Serialize};

/// After this long without a successful fetch, the meetings of a feed are marked as stale.
pub const STALE_AFTER: Millis = Millis::from_mins(3 * 24 * 60);

/// After this long without a successful fetch, the meetings of a feed are no longer shown: a meeting that may no
/// longer exist misleads people.
pub const DROPPED_AFTER: Millis = Millis::from_mins(14 * 24 * 60);

/// The time from a successful fetch to the next fetch: directories change every few days.
const FETCH_INTERVAL: Millis = Millis::from_mins(60);

/// The retry delay after the first failure. It doubles with each further failure.
const MIN_RETRY_DELAY: Millis = Millis::from_mins(5);
/// The longest retry delay.
const MAX_RETRY_DELAY: Millis = Millis::from_mins(24 * 60);

/// The longest `Retry-After` that is respected.
const MAX_RETRY_AFTER: Millis = Millis::from_mins(7 * 24 * 60);

/// What is stored about a feed besides its meetings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedState {
    /// When it was last fetched, with or without success.
    #[serde(rename = "asked")]
    pub last_fetch: Option<Timestamp>,
    /// When it was last fetched successfully.
    #[serde(rename = "good")]
    pub last_success: Option<Timestamp>,
    /// When it is fetched next. The default is in the past: at once.
    #[serde(rename = "next")]
    pub next_fetch: Timestamp,
    /// The number of failures since the last success.
    pub failures: u32,
    /// Why the last fetch failed.
    #[serde(rename = "trouble")]
    pub error: Option<FetchError>,
    /// The `ETag` of the last successful response.
    pub etag: Option<String>,
    /// The `Last-Modified` of the last successful response.
    pub last_modified: Option<String>,
}

impl FeedState {
    /// Records a successful fetch. `random` is a random number that delays the next fetch by up to
    /// 15 minutes, so that feeds are not all fetched at once.
    pub fn record_success(&mut self, now: Timestamp, random: u16) {
        self.last_fetch = Some(now);
        self.last_success = Some(now);
        self.failures = 0;
        self.error = None;
        self.next_fetch = now + FETCH_INTERVAL + random_part(Millis(FETCH_INTERVAL.0 / 4), random);
    }

    /// Records a failed fetch. `retry_after` is the delay that the response requested (`Retry-After`), and
    /// `random` is a random number that shortens the retry delay by up to a half.
    pub fn record_failure(
        &mut self,
        now: Timestamp,
        error: FetchError,
        retry_after: Option<Millis>,
        random: u16,
    ) {
        let doubled = MIN_RETRY_DELAY.0 << self.failures.min(16);
        let half = Millis(doubled.min(MAX_RETRY_DELAY.0) / 2);
        let delay = Millis(half.0 + random_part(half, random).0);
        let retry_after = retry_after.unwrap_or(Millis(0)).min(MAX_RETRY_AFTER);
        self.last_fetch = Some(now);
        self.failures = self.failures.saturating_add(1);
        self.error = Some(error);
        self.next_fetch = now + delay.max(retry_after);
    }

    /// Whether it is time for the next fetch.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.next_fetch <= now
    }

    /// Whether the last successful fetch was more than [`STALE_AFTER`] ago.
    #[must_use]
    pub fn is_stale(&self, now: Timestamp) -> bool {
        self.succeeded_longer_ago_than(STALE_AFTER, now)
    }

    /// Whether the last successful fetch was more than [`DROPPED_AFTER`] ago.
    #[must_use]
    pub fn is_dropped(&self, now: Timestamp) -> bool {
        self.succeeded_longer_ago_than(DROPPED_AFTER, now)
    }

    fn succeeded_longer_ago_than(&self, limit: Millis, now: Timestamp) -> bool {
        let success = self.last_success;
        success.is_none_or(|success| now.since(success) > limit)
    }
}

/// `span` times `random / u16::MAX`: zero to the whole span.
const fn random_part(span: Millis, random: u16) -> Millis {
    Millis(span.0 * random as u64 / u16::MAX as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000_000);

    fn minutes_until_next_fetch(state: &FeedState) -> u64 {
        state.next_fetch.since(NOW).0 / 60_000
    }

    #[test]
    fn a_feed_without_failures_is_fetched_about_hourly() {
        let mut state = FeedState::default();
        assert!(state.is_due(NOW), "a new feed is fetched at once");
        state.record_success(NOW, 0);
        assert_eq!(minutes_until_next_fetch(&state), 60);
        state.record_success(NOW, u16::MAX);
        assert_eq!(minutes_until_next_fetch(&state), 75);
        assert!(!state.is_due(NOW));
    }

    #[test]
    fn the_retry_delay_doubles_up_to_a_day() {
        let mut state = FeedState::default();
        let mut delays = Vec::new();
        for _ in 0..12 {
            state.record_failure(NOW, FetchError::Unreachable, None, u16::MAX);
            delays.push(minutes_until_next_fetch(&state));
        }
        assert_eq!(
            delays,
            [5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440, 1440]
        );
        state.record_failure(NOW, FetchError::Unreachable, None, 0);
        let delay = minutes_until_next_fetch(&state);
        assert_eq!(
            delay, 720,
            "the random number shortens the delay by at most a half"
        );
        state.record_success(NOW, 0);
        state.record_failure(NOW, FetchError::Unreachable, None, u16::MAX);
        let delay = minutes_until_next_fetch(&state);
        assert_eq!(delay, 5, "a success resets the delay");
        for _ in 0..70 {
            state.record_failure(NOW, FetchError::Unreachable, None, u16::MAX);
        }
        assert_eq!(minutes_until_next_fetch(&state), 1440);
    }

    #[test]
    fn retry_after_is_respected_up_to_a_week() {
        let mut state = FeedState::default();
        let mut fail = |error, retry_after, random| {
            state.record_failure(NOW, error, Some(retry_after), random);
            minutes_until_next_fetch(&state)
        };
        let delay = fail(FetchError::Status(503), Millis::from_mins(90), 0);
        assert_eq!(delay, 90);
        let delay = fail(FetchError::Status(429), Millis(u64::MAX), 0);
        assert_eq!(delay, 7 * 24 * 60);
        let delay = fail(FetchError::Status(429), Millis(0), u16::MAX);
        assert_eq!(
            delay, 20,
            "a short Retry-After does not shorten the retry delay"
        );
    }

    #[test]
    fn meetings_become_stale_and_are_then_dropped() {
        let mut state = FeedState::default();
        assert!(
            state.is_dropped(NOW),
            "a feed that was never fetched has nothing to show"
        );
        state.record_success(NOW, 0);
        for (days, stale, dropped) in [
            (0, false, false),
            (3, false, false),
            (4, true, false),
            (15, true, true),
        ] {
            let later = NOW + Millis::from_mins(days * 24 * 60);
            assert_eq!(
                (state.is_stale(later), state.is_dropped(later)),
                (stale, dropped),
                "after {days} days"
            );
        }
    }

    #[test]
    fn the_stored_json_keeps_the_field_names_of_earlier_versions() {
        let mut state = FeedState::default();
        state.record_success(Timestamp(1), 0);
        state.record_failure(Timestamp(2), FetchError::NoCapacity, None, u16::MAX);
        let stored = r#"{"asked":2,"good":1,"next":300002,"failures":1,"trouble":"no_room","etag":null,"last_modified":null}"#;
        assert_eq!(
            serde_json::to_string(&state).expect("it serialises"),
            stored
        );
        assert_eq!(
            serde_json::from_str::<FeedState>(stored).expect("it parses"),
            state
        );
    }
}
