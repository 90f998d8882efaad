//! How often one client may try. Clients are counted by salted hashes that live in memory and rotate: no
//! address is stored (room/DOMAIN.md, "Privacy").

mod counts;

use crate::base::{Entropy, Millis, Timestamp};
use aws_lc_rs::digest::{Context, SHA256};
use counts::Counts;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// What is limited, each counted by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Attempt {
    /// Signing in or up: each guess costs a passphrase hash.
    Passphrase,
    /// Opening a room's socket. All people in a treatment centre may share one address.
    Socket,
}

impl Attempt {
    /// The number that one client may make in one window.
    const fn limit(self) -> u32 {
        match self {
            Self::Passphrase => 20,
            Self::Socket => 600,
        }
    }
}

/// The length of a window; after it the salt and all counts are discarded.
const WINDOW: Millis = Millis::from_mins(10);

/// The most callers that are counted at once. Beyond it, the one with the lowest count is forgotten.
const MAX_CALLERS: usize = 50_000;

/// The most rooms and accounts that are counted at once.
const MAX_TARGETS: usize = 10_000;

/// How many times the limit of one caller a /48 of IPv6 may use. Subscribers of some providers get one, and
/// have 65,536 networks to call from; other providers put many subscribers into one.
const WIDE_NETWORK_FACTOR: u32 = 8;

/// How many times the limit of one caller a room or an account may get from new callers while all places
/// are taken.
const TARGET_FACTOR: u32 = 10;

/// The rate limits of all clients.
pub struct Limits {
    entropy: Arc<dyn Entropy>,
    window: Mutex<Window>,
}

type Key = (Attempt, u64);

struct Window {
    since: Timestamp,
    salt: [u8; 16],
    callers: Counts<Key>,
    targets: Counts<Key>,
}

impl Window {
    fn new(since: Timestamp, salt: [u8; 16]) -> Self {
        Self {
            since,
            salt,
            callers: Counts::new(MAX_CALLERS),
            targets: Counts::new(MAX_TARGETS),
        }
    }

    /// Counts one attempt of the caller with this key.
    fn allow_caller(&mut self, key: Key, limit: u32) -> bool {
        self.callers.count(key) <= limit
    }
}

impl Limits {
    /// Nothing is counted yet.
    #[must_use]
    pub fn new(entropy: Arc<dyn Entropy>) -> Self {
        // The window starts at the epoch, so that the first attempt begins a new one.
        Self {
            entropy,
            window: Mutex::new(Window::new(Timestamp(0), [0; 16])),
        }
    }

    /// Counts one attempt; `false` when there were too many. `target` is the room or the account that it
    /// aims at: when the table of callers is full, new ones are limited together for each target, so that an
    /// attack on one room leaves the others open.
    pub(crate) fn allow(
        &self,
        attempt: Attempt,
        client: IpAddr,
        target: &str,
        now: Timestamp,
    ) -> bool {
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        if now.since(window.since) > WINDOW {
            let mut salt = [0; 16];
            self.entropy.fill(&mut salt);
            *window = Window::new(now, salt);
        }
        let salt = window.salt;
        let hashed = |kind: &str, bytes: &[u8]| (attempt, hash(&salt, kind, bytes));
        let limit = attempt.limit();
        let (key, wide) = match client {
            IpAddr::V4(address) => (hashed("/32", &address.octets()), None),
            IpAddr::V6(address) => {
                let octets = address.octets();
                (
                    hashed("/64", &octets[..8]),
                    Some(hashed("/48", &octets[..6])),
                )
            }
        };
        let is_crowded = window.callers.is_full() && !window.callers.contains(&key);
        let mut is_allowed = window.allow_caller(key, limit);
        if let Some(wide) = wide {
            is_allowed &= window.allow_caller(wide, limit * WIDE_NETWORK_FACTOR);
        }
        if is_crowded {
            let count = window.targets.count(hashed("target", target.as_bytes()));
            is_allowed &= count <= limit * TARGET_FACTOR;
        }
        is_allowed
    }
}

fn hash(salt: &[u8], kind: &str, bytes: &[u8]) -> u64 {
    let mut context = Context::new(&SHA256);
    context.update(salt);
    context.update(kind.as_bytes());
    context.update(bytes);
    let mut first = [0; 8];
    first.copy_from_slice(&context.finish().as_ref()[..8]);
    u64::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{Ipv4Addr, Ipv6Addr};

    struct ConstantEntropy;
    impl Entropy for ConstantEntropy {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(7);
        }
    }

    const ONE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
    const OTHER: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2));
    const NOW: Timestamp = Timestamp(1_000_000_000);

    fn limits() -> Limits {
        Limits::new(Arc::new(ConstantEntropy))
    }

    /// An address in this subnet of one /48.
    fn in_wide_network(subnet: u16) -> IpAddr {
        Ipv6Addr::new(0x2001, 0xdb8, 7, subnet, 0, 0, 0, 1).into()
    }

    #[test]
    fn a_client_with_too_many_attempts_is_refused_alone_and_until_the_window_ends() {
        let limits = limits();
        let allow = |attempt, client, now| limits.allow(attempt, client, "a", now);
        assert!((0..20).all(|_| allow(Attempt::Passphrase, ONE, NOW)));
        assert!(!allow(Attempt::Passphrase, ONE, NOW));
        assert!(allow(Attempt::Passphrase, OTHER, NOW));
        assert!(allow(Attempt::Socket, ONE, NOW));
        let later = NOW + WINDOW + Millis(1);
        assert!(allow(Attempt::Passphrase, ONE, later));
    }

    #[test]
    fn a_wide_network_counts_as_a_caller_beside_its_subnets() {
        let limits = limits();
        let allow = |client| limits.allow(Attempt::Passphrase, client, "a", NOW);
        assert!((0..20).all(|_| allow(in_wide_network(0))));
        assert!(!allow(in_wide_network(0)));
        let allowed = (1..1_000).filter(|subnet| allow(in_wide_network(*subnet)));
        assert_eq!(allowed.count(), 20 * 8 - 21);
        assert!(allow(Ipv6Addr::new(0x2001, 0xdb8, 8, 0, 0, 0, 0, 1).into()));
    }

    #[test]
    fn a_flood_of_addresses_locks_nobody_out_of_other_rooms() {
        let limits = limits();
        let allow = |client, room| limits.allow(Attempt::Socket, client, room, NOW);
        assert!((0..600).all(|_| allow(ONE, "evening")));
        for address in 0..60_000_u32 {
            allow(Ipv4Addr::from(0x0a00_0000 + address).into(), "evening");
        }
        assert!(!allow(ONE, "evening"), "its count was kept");
        assert!(!allow(Ipv4Addr::new(198, 51, 100, 1).into(), "evening"));
        assert!(allow(OTHER, "morning"));
    }

    #[test]
    fn a_moderate_flood_of_addresses_locks_nobody_out_at_all() {
        let limits = limits();
        let allow = |client| limits.allow(Attempt::Socket, client, "evening", NOW);
        for address in 0..50_400_u32 {
            allow(Ipv4Addr::from(0x0a00_0000 + address).into());
        }
        assert!((0..600).all(|_| allow(ONE)));
    }
}
