//! Reports the beginning and the end of a series of failures, so that the log gets one line for each.

use super::{Millis, Timestamp};

/// Whether an action fails at present, such as writing to the database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outage {
    /// The time of the first failure of the present series.
    since: Option<Timestamp>,
}

/// The beginning or the end of an outage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutageChange {
    /// This attempt failed and the one before did not.
    Began,
    /// This attempt succeeded after failures.
    Ended {
        /// The time since the first failure.
        lasted: Millis,
    },
}

impl Outage {
    /// Records the result of an attempt. `None` when it is the same as that of the previous attempt.
    pub fn record(&mut self, now: Timestamp, succeeded: bool) -> Option<OutageChange> {
        match (self.since, succeeded) {
            (None, false) => {
                self.since = Some(now);
                Some(OutageChange::Began)
            }
            (Some(since), true) => {
                self.since = None;
                Some(OutageChange::Ended {
                    lasted: now.since(since),
                })
            }
            (None, true) | (Some(_), false) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_failure_and_the_first_success_after_it_are_reported() {
        let mut outage = Outage::default();
        let mut record =
            |second: i64, succeeded| outage.record(Timestamp(second * 1_000), succeeded);
        assert_eq!(record(0, true), None);
        assert_eq!(record(10, false), Some(OutageChange::Began));
        assert_eq!(record(20, false), None);
        let lasted = Millis::from_secs(20);
        assert_eq!(record(30, true), Some(OutageChange::Ended { lasted }));
        assert_eq!(record(40, true), None);
        assert_eq!(record(50, false), Some(OutageChange::Began));
    }
}
