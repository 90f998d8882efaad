//! How often one caller may try. Callers are salted hashes that live in memory and rotate:
//! no address is kept (room/DOMAIN.md, "Privacy").

use crate::base::{Entropy, Millis, Timestamp};
use aws_lc_rs::digest::{Context, SHA256};
use axum::http::HeaderMap;
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

/// What is counted, each by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Attempt {
    /// Signing in or up: guesses cost us a password hash each.
    Passphrase,
    /// Opening a socket. A treatment centre may share one address.
    Entrance,
}

impl Attempt {
    /// How many in one window.
    const fn allowed(self) -> u32 {
        match self {
            Self::Passphrase => 20,
            Self::Entrance => 600,
        }
    }
}

/// The salt and all counts are thrown away this often.
const WINDOW: Millis = Millis::from_mins(10);

/// Callers counted at once; beyond it, strangers share one count.
const CALLERS: usize = 50_000;

pub struct Limits {
    entropy: Arc<dyn Entropy>,
    window: Mutex<Window>,
}

#[derive(Default)]
struct Window {
    since: Timestamp,
    salt: [u8; 16],
    counts: HashMap<(Attempt, u64), u32>,
}

impl Limits {
    #[must_use]
    pub fn new(entropy: Arc<dyn Entropy>) -> Self {
        // An empty window of the epoch: the first attempt starts a fresh one.
        Self {
            entropy,
            window: Mutex::default(),
        }
    }

    /// Counts one attempt; `false` when there were too many.
    pub fn allow(&self, attempt: Attempt, caller: IpAddr, now: Timestamp) -> bool {
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        if now.since(window.since) > WINDOW {
            let mut salt = [0; 16];
            self.entropy.fill(&mut salt);
            *window = Window {
                since: now,
                salt,
                counts: HashMap::new(),
            };
        }
        let mut key = (attempt, hash(&window.salt, caller));
        if window.counts.len() >= CALLERS && !window.counts.contains_key(&key) {
            key.1 = 0;
        }
        let count = window.counts.entry(key).or_default();
        *count = count.saturating_add(1);
        *count <= attempt.allowed()
    }
}

/// Who asks: the peer, or whom a proxy on this same iso_instant names last in `X-Forwarded-For`.
#[must_use]
pub fn caller(peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
    let forwarded = || {
        let last = headers.get_all("x-forwarded-for").iter().next_back()?;
        last.to_str()
            .ok()?
            .rsplit(',')
            .next()?
            .trim()
            .parse::<IpAddr>()
            .ok()
    };
    // On a socket for both kinds an IPv4 caller looks like IPv6, and all of them like one network.
    let peer = peer.ip().to_canonical();
    if peer.is_loopback() {
        forwarded().unwrap_or(peer).to_canonical()
    } else {
        peer
    }
}

fn hash(salt: &[u8], caller: IpAddr) -> u64 {
    let mut context = Context::new(&SHA256);
    context.update(salt);
    match caller {
        IpAddr::V4(address) => context.update(&address.octets()),
        // One subscriber has a whole /64.
        IpAddr::V6(address) => context.update(&address.octets()[..8]),
    }
    let mut first = [0; 8];
    first.copy_from_slice(&context.finish().as_ref()[..8]);
    u64::from_be_bytes(first)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "what the tests write can be read")]
mod tests {
    use super::*;

    struct Fixed;
    impl Entropy for Fixed {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(7);
        }
    }

    const ONE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const OTHER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2));

    #[test]
    fn too_many_attempts_of_one_caller_stop_that_caller_alone_and_not_for_ever() {
        let limits = Limits::new(Arc::new(Fixed));
        let now = Timestamp(1_000_000_000);
        assert!((0..20).all(|_| limits.allow(Attempt::Passphrase, ONE, now)));
        assert!(!limits.allow(Attempt::Passphrase, ONE, now));
        assert!(limits.allow(Attempt::Passphrase, OTHER, now));
        assert!(limits.allow(Attempt::Entrance, ONE, now));
        let later = now + WINDOW + Millis(1);
        assert!(limits.allow(Attempt::Passphrase, ONE, later));
    }

    #[test]
    fn a_forwarded_address_counts_only_from_a_proxy_on_this_machine() {
        let headers: HeaderMap = [(
            "x-forwarded-for".parse().unwrap(),
            "10.0.0.1, 192.0.2.1".parse().unwrap(),
        )]
        .into_iter()
        .collect();
        assert_eq!(caller("127.0.0.1:5".parse().unwrap(), &headers), ONE);
        assert_eq!(caller("192.0.2.2:5".parse().unwrap(), &headers), OTHER);
        assert_eq!(
            caller("[::ffff:127.0.0.1]:5".parse().unwrap(), &headers),
            ONE
        );
        assert_eq!(
            caller("[::ffff:192.0.2.2]:5".parse().unwrap(), &headers),
            OTHER
        );
    }
}
