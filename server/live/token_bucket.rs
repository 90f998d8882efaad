//! How fast one socket may send: a token bucket. The time is a parameter.

use crate::base::Timestamp;

/// Messages that may come at once: a person who presses many times, or a page that reconnects.
const BURST: f64 = 20.0;
/// Messages a second after that: more than anyone presses.
const PER_SECOND: f64 = 5.0;

/// The tokens that one socket has left.
#[derive(Debug)]
pub(super) struct TokenBucket {
    tokens: f64,
    last: Timestamp,
}

impl TokenBucket {
    #[must_use]
    pub(super) fn new(now: Timestamp) -> Self {
        Self {
            tokens: BURST,
            last: now,
        }
    }

    /// Takes one token for a message; `false` when none is left.
    #[must_use]
    pub(super) fn allow(&mut self, now: Timestamp) -> bool {
        #[expect(
            clippy::cast_precision_loss,
            reason = "milliseconds between two messages: days at most, exact enough in a float"
        )]
        let gained = now.since(self.last).0 as f64 / 1_000.0 * PER_SECOND;
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
    use crate::base::Millis;

    #[test]
    fn a_burst_is_allowed_and_then_the_steady_rate() {
        let start = Timestamp(0);
        let mut bucket = TokenBucket::new(start);
        assert!((0..20).all(|_| bucket.allow(start)));
        assert!(!bucket.allow(start));
        assert!(bucket.allow(start + Millis(200)));
        assert!(!bucket.allow(start + Millis(200)));
    }

    #[test]
    fn a_clock_that_is_set_back_adds_and_removes_no_tokens() {
        let mut bucket = TokenBucket::new(Timestamp(10_000));
        assert!((0..20).all(|_| bucket.allow(Timestamp(10_000))));
        assert!(!bucket.allow(Timestamp(0)));
        assert!(bucket.allow(Timestamp(200)));
    }
}
