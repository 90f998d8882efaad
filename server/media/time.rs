//! Time inside the media plane: one instant, in the three forms that protocols want.

use crate::base::{Millis, Timestamp};
use std::time::{Duration, Instant};

/// Seconds between the epochs of NTP (1900) and Unix (1970); RFC 868.
const NTP_TO_UNIX: u64 = 2_208_988_800;

/// When the plane started, on both clocks. Wall time is read once, so that reports to browsers never
/// jump with it.
#[derive(Clone, Copy, Debug)]
pub struct StartTime {
    pub started: Instant,
    pub wall: Timestamp,
}

impl StartTime {
    #[must_use]
    pub fn at(&self, instant: Instant) -> MediaTime {
        MediaTime {
            instant,
            since_start: self.since_start(instant),
        }
    }

    #[must_use]
    pub fn since_start(&self, instant: Instant) -> Millis {
        let elapsed = instant.saturating_duration_since(self.started);
        Millis(u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX))
    }

    /// As sender reports carry it: seconds and their 2^32nd parts since 1900.
    #[must_use]
    pub fn ntp(&self, time: MediaTime) -> u64 {
        let unix =
            Duration::from_millis(u64::try_from(self.wall.0).unwrap_or(0) + time.since_start.0);
        let fraction = (u64::from(unix.subsec_nanos()) << 32) / 1_000_000_000;
        ((unix.as_secs() + NTP_TO_UNIX) << 32) | fraction
    }
}

/// Now.
#[derive(Clone, Copy, Debug)]
pub struct MediaTime {
    pub instant: Instant,
    pub since_start: Millis,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ntp_counts_from_1900_in_parts_of_two_to_the_32() {
        let started = Instant::now();
        let start = StartTime {
            started,
            wall: Timestamp(1_000),
        };
        let later = start.at(started + Duration::from_millis(500));
        assert_eq!(start.ntp(later), ((NTP_TO_UNIX + 1) << 32) | (1 << 31));
    }
}
