//! Keeps handshakes, the dearest thing a stranger can make us do, from crowding out the audio. Pure.

use crate::base::Millis;
use std::collections::HashMap;
use std::net::IpAddr;

/// Handshakes one address may begin at once: a large meeting whose members share an operator's NAT
/// and come back after a restart. A refused one begins a second later, which people notice.
const BURST: u32 = 500;

/// One more every so often, for one address and for all together. 2 ms: 500 a second, at 0.2 to
/// 0.5 ms each a quarter of a core at the most.
const REFILL_ONE: Millis = Millis(5);
const REFILL_ALL: Millis = Millis(2);

/// All together, at once.
const BURST_ALL: u32 = 1_000;

/// Addresses remembered. When more come at once, those with a full allowance are forgotten.
const MAX_REMEMBERED: usize = 4_096;

/// An allowance that refills with time.
#[derive(Clone, Copy)]
struct TokenBucket {
    left: u32,
    since: Millis,
}

impl TokenBucket {
    fn refill(&mut self, now: Millis, every: Millis, most: u32) {
        let refills = now.0.saturating_sub(self.since.0) / every.0;
        let refilled = u64::from(self.left).saturating_add(refills);
        self.left = u32::try_from(refilled).unwrap_or(most).min(most);
        self.since = Millis(self.since.0 + refills * every.0);
    }
}

pub(super) struct HandshakeLimiter {
    all: TokenBucket,
    each: HashMap<IpAddr, TokenBucket>,
}

impl Default for HandshakeLimiter {
    fn default() -> Self {
        Self {
            all: TokenBucket {
                left: BURST_ALL,
                since: Millis(0),
            },
            each: HashMap::new(),
        }
    }
}

impl HandshakeLimiter {
    /// Whether a handshake may begin now. One refused is begun by its repetition.
    pub(super) fn admits(&mut self, from: IpAddr, now: Millis) -> bool {
        self.all.refill(now, REFILL_ALL, BURST_ALL);
        if self.each.len() >= MAX_REMEMBERED && !self.each.contains_key(&from) {
            self.each.retain(|_, allowance| {
                allowance.refill(now, REFILL_ONE, BURST);
                allowance.left < BURST
            });
            if self.each.len() >= MAX_REMEMBERED {
                return false;
            }
        }
        let one = self.each.entry(from).or_insert(TokenBucket {
            left: BURST,
            since: now,
        });
        one.refill(now, REFILL_ONE, BURST);
        let admitted = one.left > 0 && self.all.left > 0;
        if admitted {
            one.left -= 1;
            self.all.left -= 1;
        }
        admitted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    fn address(n: u32) -> IpAddr {
        Ipv4Addr::from_bits(n).into()
    }

    fn admitted(handshake_limiter: &mut HandshakeLimiter, from: IpAddr, now: Millis) -> usize {
        (0..10_000)
            .filter(|_| handshake_limiter.admits(from, now))
            .count()
    }

    #[test]
    fn one_address_cannot_use_up_what_is_for_all() {
        let mut handshake_limiter = HandshakeLimiter::default();
        assert_eq!(
            admitted(&mut handshake_limiter, address(1), Millis(0)),
            BURST as usize
        );
        assert!(handshake_limiter.admits(address(2), Millis(0)));
    }

    #[test]
    fn an_allowance_refills_with_time_and_no_further() {
        let mut handshake_limiter = HandshakeLimiter::default();
        admitted(&mut handshake_limiter, address(1), Millis(0));
        assert_eq!(
            admitted(&mut handshake_limiter, address(1), Millis(REFILL_ONE.0 * 3)),
            3
        );
        assert_eq!(
            admitted(&mut handshake_limiter, address(1), Millis(1_000_000)),
            BURST as usize
        );
    }

    #[test]
    fn many_addresses_together_are_held_to_the_common_allowance_and_bounded_memory() {
        let mut handshake_limiter = HandshakeLimiter::default();
        let count = (0..100_000)
            .filter(|n| handshake_limiter.admits(address(*n), Millis(0)))
            .count();
        assert_eq!(count, BURST_ALL as usize);
        assert!(handshake_limiter.each.len() <= MAX_REMEMBERED);
        assert!(
            handshake_limiter.admits(address(1), Millis(10_000)),
            "the old ones make room in time"
        );
    }
}
