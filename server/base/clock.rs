//! Time as a parameter. Only [`SystemClock`] reads the clock of the machine.

use serde::{Deserialize, Serialize};
use std::ops::{Add, Sub};
use std::sync::LazyLock;
use std::time::Instant;

/// A span of time in whole milliseconds.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Millis(pub u64);

impl Millis {
    /// A span of whole seconds.
    #[must_use]
    pub const fn from_secs(seconds: u64) -> Self {
        Self(seconds * 1_000)
    }

    /// A span of whole minutes.
    #[must_use]
    pub const fn from_mins(minutes: u64) -> Self {
        Self(minutes * 60_000)
    }
}

/// An instant: milliseconds since the Unix epoch, UTC.
///
/// It is wall time, not that of a monotonic clock, because a room continues after a restart of the process.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The time since `earlier`, or zero when that is later (after a clock was set back).
    #[must_use]
    pub fn since(self, earlier: Self) -> Millis {
        Millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

impl Add<Millis> for Timestamp {
    type Output = Self;
    fn add(self, span: Millis) -> Self {
        Self(self.0.saturating_add_unsigned(span.0))
    }
}

impl Add<ClockStep> for Timestamp {
    type Output = Self;
    fn add(self, step: ClockStep) -> Self {
        Self(self.0.saturating_add(step.0))
    }
}

impl Sub<ClockStep> for Timestamp {
    type Output = Self;
    fn sub(self, step: ClockStep) -> Self {
        Self(self.0.saturating_sub(step.0))
    }
}

impl Sub<Millis> for Timestamp {
    type Output = Self;
    fn sub(self, span: Millis) -> Self {
        Self(self.0.saturating_sub_unsigned(span.0))
    }
}

/// A source of the current time, so that tests can set it.
pub trait Clock: Send + Sync + 'static {
    /// The current time. It jumps when the clock of the machine is set.
    fn now(&self) -> Timestamp;

    /// The time since some fixed moment, by a monotonic clock: nobody can set it, so the difference of two
    /// values is the time between them. It means nothing to another process.
    fn monotonic(&self) -> Millis;
}

/// The machine's own clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

/// Where the monotonic time of this process begins.
static PROCESS_START: LazyLock<Instant> = LazyLock::new(Instant::now);

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the only place that reads the clock of the machine"
    )]
    fn now(&self) -> Timestamp {
        let since_epoch = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
    }

    fn monotonic(&self) -> Millis {
        let elapsed = PROCESS_START.elapsed().as_millis();
        Millis(u64::try_from(elapsed).unwrap_or(u64::MAX))
    }
}

/// Notices when the clock of the machine was set: wall time and monotonic time differ by a constant otherwise.
#[derive(Clone, Copy, Debug)]
pub struct StepDetector {
    /// Wall time minus monotonic time, in milliseconds.
    offset: i64,
}

/// How much the clock was set forward (positive) or back, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockStep(pub i64);

/// A smaller difference comes from rounding, and from reading the two clocks one after the other.
const MIN_STEP_MS: u64 = 250;

impl StepDetector {
    /// Begins at the present reading of both clocks.
    #[must_use]
    pub fn new(clock: &dyn Clock) -> Self {
        Self {
            offset: offset(clock.now(), clock.monotonic()),
        }
    }

    /// How much the clock was set since the last call that returned a step; `now` and `monotonic` were read
    /// together.
    pub fn detect(&mut self, now: Timestamp, monotonic: Millis) -> Option<ClockStep> {
        let offset = offset(now, monotonic);
        let step = offset.saturating_sub(self.offset);
        if step.unsigned_abs() < MIN_STEP_MS {
            return None;
        }
        self.offset = offset;
        Some(ClockStep(step))
    }
}

fn offset(now: Timestamp, monotonic: Millis) -> i64 {
    now.0.saturating_sub_unsigned(monotonic.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_set_is_noticed_once_and_time_that_passes_is_not() {
        let mut detector = StepDetector { offset: 1_000_000 };
        let mut detect = |now, monotonic| detector.detect(Timestamp(now), Millis(monotonic));
        assert_eq!(detect(1_005_000, 5_000), None);
        assert_eq!(detect(1_065_010, 65_000), None, "read a little later");
        assert_eq!(detect(4_666_000, 66_000), Some(ClockStep(3_600_000)));
        assert_eq!(detect(4_667_000, 67_000), None);
        assert_eq!(detect(1_068_000, 68_000), Some(ClockStep(-3_600_000)));
    }
}
