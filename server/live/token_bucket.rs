//! How fast one socket may send: a token bucket. The time is a parameter, by a monotonic clock.

use crate::base::Millis;

/// Messages that may come at once: a person who presses many times, or a page that reconnects.
const BURST: f64 = 20.0;
/// Messages a second after that: more than anyone presses.
const PER_SECOND: f64 = 5.0;

/// The tokens that one socket has left.
#[derive(Debug)]
pub(super) struct TokenBucket {
    tokens: f64,
    last: Millis,
}

impl TokenBucket {
    #[must_use]
    pub(super) fn new(now: Millis) -> Self {
        Self {
            tokens: BURST,
            last: now,
        }
    }

    /// Takes one token for a message; `false` when none is left.
    #[must_use]
    pub(super) fn allow(&mut self, now: Millis) -> bool {
        #[expect(
            clippy::cast_precision_loss,
            reason = "milliseconds between two messages: days at most, exact enough in a float"
        )]
        let gained = now.0.saturating_sub(self.last.0) as f64 / 1_000.0 * PER_SECOND;
        self.last = now;
        self.tokens = (self.tokens + gained).min(BURST);
        if self.tokens < 1.0 {
            return false;
        }
        self.tokens -= 1.0;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_allowed_and_then_the_steady_rate() {
        let start = Millis(10_000);
        let mut bucket = TokenBucket::new(start);
        assert!((0..20).all(|_| bucket.allow(start)));
        assert!(!bucket.allow(start));
        assert!(bucket.allow(Millis(10_200)));
        assert!(!bucket.allow(Millis(10_200)));
    }
}
