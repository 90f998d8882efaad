//! Limits the rate of new DTLS handshakes, the most expensive work that a stranger can cause, so that
//! audio always has CPU time left. Pure.

use crate::base::Millis;
use std::collections::HashMap;
use std::net::IpAddr;

/// Handshakes that one IP address may start at once: a large meeting whose members share a provider's
/// NAT and reconnect after a restart. A refused client retries about a second later.
const BURST: u32 = 500;

/// Time after which one address, and all addresses together, get one more token. 2 ms allow 500
/// handshakes a second, at 0.2 to 0.5 ms each a quarter of a core at most.
const REFILL_ONE: Millis = Millis(5);
const REFILL_ALL: Millis = Millis(2);

/// Handshakes that all addresses together may start at once.
const BURST_ALL: u32 = 1_000;

/// Maximum number of addresses in the table. When it is full, those with a full bucket are removed.
const MAX_ADDRESSES: usize = 4_096;

/// A number of tokens that grows with time.
#[derive(Clone, Copy)]
struct TokenBucket {
    tokens: u32,
    /// Up to when refills are counted.
    refilled_at: Millis,
}

impl TokenBucket {
    fn refill(&mut self, now: Millis, every: Millis, capacity: u32) {
        let refills = now.0.saturating_sub(self.refilled_at.0) / every.0;
        let tokens = u64::from(self.tokens).saturating_add(refills);
        self.tokens = u32::try_from(tokens).unwrap_or(capacity).min(capacity);
        self.refilled_at = Millis(self.refilled_at.0 + refills * every.0);
    }
}

pub(super) struct HandshakeLimiter {
    shared: TokenBucket,
    by_address: HashMap<IpAddr, TokenBucket>,
}

impl Default for HandshakeLimiter {
    fn default() -> Self {
        Self {
            shared: TokenBucket {
                tokens: BURST_ALL,
                refilled_at: Millis(0),
            },
            by_address: HashMap::new(),
        }
    }
}

impl HandshakeLimiter {
    /// Takes one token for a new handshake. `false`: drop the datagram; the client retransmits it.
    pub(super) fn allow(&mut self, from: IpAddr, now: Millis) -> bool {
        self.shared.refill(now, REFILL_ALL, BURST_ALL);
        if self.by_address.len() >= MAX_ADDRESSES && !self.by_address.contains_key(&from) {
            self.by_address.retain(|_, bucket| {
                bucket.refill(now, REFILL_ONE, BURST);
                bucket.tokens < BURST
            });
            if self.by_address.len() >= MAX_ADDRESSES {
                return false;
            }
        }
        let one = self.by_address.entry(from).or_insert(TokenBucket {
            tokens: BURST,
            refilled_at: now,
        });
        one.refill(now, REFILL_ONE, BURST);
        let allowed = one.tokens > 0 && self.shared.tokens > 0;
        if allowed {
            one.tokens -= 1;
            self.shared.tokens -= 1;
        }
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    fn address(n: u32) -> IpAddr {
        Ipv4Addr::from_bits(n).into()
    }

    fn count_allowed(limiter: &mut HandshakeLimiter, from: IpAddr, now: Millis) -> usize {
        (0..10_000).filter(|_| limiter.allow(from, now)).count()
    }

    #[test]
    fn one_address_cannot_use_the_tokens_of_others() {
        let mut limiter = HandshakeLimiter::default();
        assert_eq!(
            count_allowed(&mut limiter, address(1), Millis(0)),
            BURST as usize
        );
        assert!(limiter.allow(address(2), Millis(0)));
    }

    #[test]
    fn a_bucket_refills_with_time_up_to_its_capacity() {
        let mut limiter = HandshakeLimiter::default();
        count_allowed(&mut limiter, address(1), Millis(0));
        assert_eq!(
            count_allowed(&mut limiter, address(1), Millis(REFILL_ONE.0 * 3)),
            3
        );
        assert_eq!(
            count_allowed(&mut limiter, address(1), Millis(1_000_000)),
            BURST as usize
        );
    }

    #[test]
    fn many_addresses_share_one_limit_and_a_bounded_table() {
        let mut limiter = HandshakeLimiter::default();
        let count = (0..100_000)
            .filter(|n| limiter.allow(address(*n), Millis(0)))
            .count();
        assert_eq!(count, BURST_ALL as usize);
        assert!(limiter.by_address.len() <= MAX_ADDRESSES);
        assert!(
            limiter.allow(address(1), Millis(10_000)),
            "full buckets are removed in time"
        );
    }
}
