//! How fast one socket may send: a token bucket over told time.

use crate::base::Timestamp;

/// Messages that may come at once: a press-happy person, or a page that reconnects.
const BURST: f64 = 20.0;
/// Messages a second after that: more than anyone presses.
const PER_SECOND: f64 = 5.0;

#[derive(Debug)]
pub struct TokenBucket {
    tokens: f64,
    last: Timestamp,
}

impl TokenBucket {
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        Self {
            tokens: BURST,
            last: now,
        }
    }

    /// Counts one message; `false` when it came too fast.
    #[must_use]
    pub fn allow(&mut self, now: Timestamp) -> bool {
        // A span of at most days: exact enough in a float.
        #[expect(
            clippy::cast_precision_loss,
            reason = "milliseconds between two messages"
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
    fn a_burst_passes_and_then_the_steady_rate() {
        let start = Timestamp(0);
        let mut pace = TokenBucket::new(start);
        assert!((0..20).all(|_| pace.allow(start)));
        assert!(!pace.allow(start));
        assert!(pace.allow(start + Millis(200)));
        assert!(!pace.allow(start + Millis(200)));
    }

    #[test]
    fn a_clock_set_back_gives_nothing_and_takes_nothing() {
        let mut pace = TokenBucket::new(Timestamp(10_000));
        assert!((0..20).all(|_| pace.allow(Timestamp(10_000))));
        assert!(!pace.allow(Timestamp(0)));
        assert!(pace.allow(Timestamp(200)));
    }
}
