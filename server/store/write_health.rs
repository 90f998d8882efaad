//! Whether changes can be stored at present. Pure.

use super::error::StoreError;
use crate::base::{Millis, Timestamp};

/// After a failure the database counts as failing for this long, even if a test write succeeds: a large change
/// may fail where a small one succeeds, and people's changes are what counts.
const FAILING_FOR: Millis = Millis::from_secs(30);

/// A test write is not repeated within this time, so that many requests of `/readyz` are one write.
const CHECKED_FOR: Millis = Millis::from_secs(1);

/// The latest results of changes and of test writes.
#[derive(Debug, Default)]
pub(super) struct WriteHealth {
    /// A failure since the last call of [`Self::known`]; its time is that of the next call.
    new_failure: Option<StoreError>,
    failure: Option<(Timestamp, StoreError)>,
    last_success: Option<Timestamp>,
}

impl WriteHealth {
    /// Records a failed change.
    pub(super) fn record_failure(&mut self, error: StoreError) {
        self.new_failure = Some(error);
    }

    /// Whether the last test write or change failed.
    pub(super) const fn is_failing(&self) -> bool {
        self.failure.is_some()
    }

    /// Whether changes can be stored; `None` when only a test write can tell.
    pub(super) fn known(&mut self, now: Timestamp) -> Option<Result<(), StoreError>> {
        if let Some(error) = self.new_failure.take() {
            self.failure = Some((now, error));
        }
        if let Some((at, error)) = &self.failure {
            return is_within(FAILING_FOR, *at, now).then(|| Err(error.clone()));
        }
        let is_recent = (self.last_success).is_some_and(|at| is_within(CHECKED_FOR, at, now));
        is_recent.then_some(Ok(()))
    }

    /// Records the result of a test write.
    pub(super) fn record_check(&mut self, now: Timestamp, result: &Result<(), StoreError>) {
        if result.is_err() {
            // It is the failure of the test write itself. A change that failed meanwhile counts later.
            self.new_failure = None;
        }
        self.failure = result.as_ref().err().map(|error| (now, error.clone()));
        self.last_success = result.is_ok().then_some(now);
    }
}

/// Whether `now` is less than `span` after `at`. A clock that was set back ends the span.
fn is_within(span: Millis, at: Timestamp, now: Timestamp) -> bool {
    at <= now && now.since(at) < span
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(known: Option<Result<(), StoreError>>) -> Option<String> {
        known.map(|result| result.map_or_else(|error| error.to_string(), |()| "good".to_owned()))
    }

    #[test]
    fn a_failure_counts_until_a_test_write_succeeds_half_a_minute_later() {
        let mut health = WriteHealth::default();
        let at = |seconds: i64| Timestamp(1_800_000_000_000 + seconds * 1_000);
        assert_eq!(reason(health.known(at(0))), None, "nothing is known");
        health.record_check(at(0), &Ok(()));
        assert_eq!(reason(health.known(at(0))).as_deref(), Some("good"));
        assert_eq!(reason(health.known(at(1))), None);
        health.record_failure(StoreError::Full);
        let full = StoreError::Full.to_string();
        for second in [2, 15, 31] {
            assert_eq!(reason(health.known(at(second))), Some(full.clone()));
        }
        assert_eq!(reason(health.known(at(32))), None);
        assert!(health.is_failing());
        health.record_check(at(32), &Err(StoreError::Locked));
        let locked = StoreError::Locked.to_string();
        assert_eq!(reason(health.known(at(61))), Some(locked));
        health.record_check(at(62), &Ok(()));
        assert!(!health.is_failing());
        health.record_failure(StoreError::Full);
        health.record_check(at(62), &Ok(()));
        assert_eq!(
            reason(health.known(at(62))),
            Some(full),
            "it failed meanwhile"
        );
        health.record_check(at(92), &Ok(()));
        assert_eq!(reason(health.known(at(92))).as_deref(), Some("good"));
    }

    #[test]
    fn a_clock_that_is_set_back_ends_no_more_than_one_answer() {
        let mut health = WriteHealth::default();
        health.record_check(Timestamp(5_000), &Err(StoreError::Full));
        assert_eq!(reason(health.known(Timestamp(4_000))), None);
    }
}
