//! Log lines that anybody can cause, each at most once a minute.

use crate::base::{Millis, Timestamp};
use std::sync::atomic::{AtomicI64, Ordering};

/// The shortest time between two lines of one kind.
const INTERVAL: Millis = Millis::from_mins(1);

/// When a line was last logged, in milliseconds of the epoch.
pub(crate) struct LogInterval(AtomicI64);

impl LogInterval {
    /// Nothing was logged yet.
    pub(crate) const fn new() -> Self {
        Self(AtomicI64::new(i64::MIN))
    }

    /// Whether a line at this time is logged; if so, the next one is not until the interval has passed. A
    /// clock that was set back does not delay it.
    pub(crate) fn is_due(&self, now: Timestamp) -> bool {
        let interval = INTERVAL.0.cast_signed();
        let is_due = |last: i64| now.0 < last || now.0.saturating_sub(last) >= interval;
        let update = |last: i64| is_due(last).then_some(now.0);
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, update)
            .is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_logged_once_a_minute() {
        let last = LogInterval::new();
        let start = Timestamp(1_000_000_000);
        assert!(last.is_due(start));
        assert!(!last.is_due(start + Millis::from_secs(59)));
        assert!(last.is_due(start + Millis::from_secs(60)));
        assert!(!last.is_due(start + Millis::from_secs(61)));
        assert!(last.is_due(start), "the clock was set back");
    }
}
