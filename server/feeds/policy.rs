//! When a feed is asked next, and how long its meetings are believed. Pure.

use super::fetch::FetchError;
use crate::base::{Millis, Timestamp};
use serde::{Deserialize, Serialize};

/// After this long without a good answer the meetings of a feed are marked.
pub const STALE_AFTER: Millis = Millis::from_mins(3 * 24 * 60);

/// After this long they are no longer shown: a meeting that may have ended misleads.
pub const DROPPED_AFTER: Millis = Millis::from_mins(14 * 24 * 60);

/// How often a feed that answers is asked: directories change by the day, not by the minute.
const HOURLY: Millis = Millis::from_mins(60);

/// The first wait after a failure; it doubles each time, up to a day.
const FIRST_WAIT: Millis = Millis::from_mins(5);
const LONGEST_WAIT: Millis = Millis::from_mins(24 * 60);

/// A site that asks for more patience than this is asked after it all the same.
const MOST_PATIENCE: Millis = Millis::from_mins(7 * 24 * 60);

/// What is known of a feed beside its meetings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedState {
    /// When it was asked last.
    pub asked: Option<Timestamp>,
    /// When it last answered well.
    pub good: Option<Timestamp>,
    /// When it is asked next; at once when it never was.
    pub next: Timestamp,
    /// How often in a row it did not answer well.
    pub failures: u32,
    pub trouble: Option<FetchError>,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

impl FeedState {
    /// It answered well. `chance` is drawn anew from `0..=u16::MAX`, so that not all feeds of the
    /// world are asked at one minute.
    pub fn succeeded(&mut self, now: Timestamp, chance: u16) {
        self.asked = Some(now);
        self.good = Some(now);
        self.failures = 0;
        self.trouble = None;
        self.next = now + HOURLY + part(Millis(HOURLY.0 / 4), chance);
    }

    /// It did not. `patience` is what the site asked for (`Retry-After`).
    pub fn failed(
        &mut self,
        now: Timestamp,
        trouble: FetchError,
        patience: Option<Millis>,
        chance: u16,
    ) {
        let doubled = FIRST_WAIT.0 << self.failures.min(16);
        let wait = Millis(doubled.min(LONGEST_WAIT.0));
        // Between half of it and all of it.
        let wait = Millis(wait.0 / 2 + part(Millis(wait.0 / 2), chance).0);
        let patience = patience.unwrap_or(Millis(0)).min(MOST_PATIENCE);
        self.asked = Some(now);
        self.failures = self.failures.saturating_add(1);
        self.trouble = Some(trouble);
        self.next = now + wait.max(patience);
    }

    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.next <= now
    }

    #[must_use]
    pub fn is_stale(&self, now: Timestamp) -> bool {
        self.good.is_none_or(|good| now.since(good) > STALE_AFTER)
    }

    #[must_use]
    pub fn is_dropped(&self, now: Timestamp) -> bool {
        self.good.is_none_or(|good| now.since(good) > DROPPED_AFTER)
    }
}

/// So much of a span as chance has it.
const fn part(span: Millis, chance: u16) -> Millis {
    Millis(span.0 * chance as u64 / u16::MAX as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000_000);

    fn minutes(state: &FeedState) -> u64 {
        state.next.since(NOW).0 / 60_000
    }

    #[test]
    fn a_feed_that_answers_is_asked_about_hourly() {
        let mut state = FeedState::default();
        assert!(state.is_due(NOW), "one that never was is asked at once");
        state.succeeded(NOW, 0);
        assert_eq!(minutes(&state), 60);
        state.succeeded(NOW, u16::MAX);
        assert_eq!(minutes(&state), 75);
        assert!(!state.is_due(NOW));
    }

    #[test]
    fn one_that_fails_is_asked_less_and_less_often() {
        let mut state = FeedState::default();
        let mut waits = Vec::new();
        for _ in 0..12 {
            state.failed(NOW, FetchError::Unreachable, None, u16::MAX);
            waits.push(minutes(&state));
        }
        assert_eq!(
            waits,
            [5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440, 1440]
        );
        state.failed(NOW, FetchError::Unreachable, None, 0);
        assert_eq!(minutes(&state), 720, "chance halves it at most");
        state.succeeded(NOW, 0);
        state.failed(NOW, FetchError::Unreachable, None, u16::MAX);
        assert_eq!(
            minutes(&state),
            5,
            "a good answer makes up for all failures"
        );
        for _ in 0..70 {
            state.failed(NOW, FetchError::Unreachable, None, u16::MAX);
        }
        assert_eq!(minutes(&state), 1440);
    }

    #[test]
    fn a_site_that_asks_for_patience_gets_it_within_bounds() {
        let mut state = FeedState::default();
        state.failed(NOW, FetchError::Status(503), Some(Millis::from_mins(90)), 0);
        assert_eq!(minutes(&state), 90);
        state.failed(NOW, FetchError::Status(429), Some(Millis(u64::MAX)), 0);
        assert_eq!(minutes(&state), 7 * 24 * 60);
        state.failed(NOW, FetchError::Status(429), Some(Millis(0)), u16::MAX);
        assert_eq!(minutes(&state), 20, "never sooner than we would");
    }

    #[test]
    fn what_was_not_confirmed_is_marked_and_then_dropped() {
        let mut state = FeedState::default();
        assert!(state.is_dropped(NOW), "nothing was ever read");
        state.succeeded(NOW, 0);
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
                "{days}"
            );
        }
    }
}
