//! Time in the media plane: the same instant in the three forms that protocols need.

use crate::base::{Millis, Timestamp};
use std::time::{Duration, Instant};

/// Seconds between the epochs of NTP (1900) and Unix (1970); RFC 868.
const NTP_TO_UNIX: u64 = 2_208_988_800;

/// When the plane started, on the monotonic and on the wall clock. The wall clock is read only once,
/// so that a change of it never shows in reports to browsers.
#[derive(Clone, Copy, Debug)]
pub struct StartTime {
    /// On the monotonic clock.
    pub instant: Instant,
    /// The same on the wall clock.
    pub wall: Timestamp,
}

impl StartTime {
    /// `instant` in both forms.
    #[must_use]
    pub fn at(&self, instant: Instant) -> MediaTime {
        MediaTime {
            instant,
            since_start: self.since_start(instant),
        }
    }

    /// Time from the start to `instant`; 0 for an earlier one.
    #[must_use]
    pub fn since_start(&self, instant: Instant) -> Millis {
        let elapsed = instant.saturating_duration_since(self.instant);
        Millis(u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX))
    }

    /// The NTP timestamp of sender reports: seconds since 1900 in the upper 32 bits, the fraction in
    /// units of 2^-32 s in the lower (RFC 3550 section 4).
    #[must_use]
    pub fn ntp(&self, time: MediaTime) -> u64 {
        let unix =
            Duration::from_millis(u64::try_from(self.wall.0).unwrap_or(0) + time.since_start.0);
        let fraction = (u64::from(unix.subsec_nanos()) << 32) / 1_000_000_000;
        ((unix.as_secs() + NTP_TO_UNIX) << 32) | fraction
    }
}

/// An instant, as the monotonic clock has it and relative to the start.
#[derive(Clone, Copy, Debug)]
pub struct MediaTime {
    /// For `dimpl`, which keeps its own timers.
    pub instant: Instant,
    /// For all other timers.
    pub since_start: Millis,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ntp_timestamp_counts_from_1900_in_units_of_two_to_the_minus_32() {
        let instant = Instant::now();
        let start = StartTime {
            instant,
            wall: Timestamp(1_000),
        };
        let later = start.at(instant + Duration::from_millis(500));
        assert_eq!(start.ntp(later), ((NTP_TO_UNIX + 1) << 32) | (1 << 31));
    }
}
