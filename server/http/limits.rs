//! How often one client may try. Clients are counted by salted hashes that live in memory and rotate: no
//! address is stored (room/DOMAIN.md, "Privacy").

use crate::base::{Entropy, Millis, Timestamp};
use aws_lc_rs::digest::{Context, SHA256};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// What is limited, each counted by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

/// The most clients that are counted at once; beyond it, new ones share one count.
const MAX_CLIENTS: usize = 50_000;

/// The rate limits of all clients.
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
    /// Nothing is counted yet.
    #[must_use]
    pub fn new(entropy: Arc<dyn Entropy>) -> Self {
        // The window starts at the epoch, so that the first attempt begins a new one.
        Self {
            entropy,
            window: Mutex::default(),
        }
    }

    /// Counts one attempt; `false` when there were too many.
    pub(crate) fn allow(&self, attempt: Attempt, client: IpAddr, now: Timestamp) -> bool {
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
        let mut key = (attempt, hash(&window.salt, client));
        if window.counts.len() >= MAX_CLIENTS && !window.counts.contains_key(&key) {
            key.1 = 0;
        }
        let count = window.counts.entry(key).or_default();
        *count = count.saturating_add(1);
        *count <= attempt.limit()
    }
}

fn hash(salt: &[u8], client: IpAddr) -> u64 {
    let mut context = Context::new(&SHA256);
    context.update(salt);
    match client {
        IpAddr::V4(address) => context.update(&address.octets()),
        // One subscriber has a whole /64.
        IpAddr::V6(address) => context.update(&address.octets()[..8]),
    }
    let mut first = [0; 8];
    first.copy_from_slice(&context.finish().as_ref()[..8]);
    u64::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    struct ConstantEntropy;
    impl Entropy for ConstantEntropy {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(7);
        }
    }

    const ONE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
    const OTHER: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2));

    #[test]
    fn a_client_with_too_many_attempts_is_refused_alone_and_until_the_window_ends() {
        let limits = Limits::new(Arc::new(ConstantEntropy));
        let now = Timestamp(1_000_000_000);
        assert!((0..20).all(|_| limits.allow(Attempt::Passphrase, ONE, now)));
        assert!(!limits.allow(Attempt::Passphrase, ONE, now));
        assert!(limits.allow(Attempt::Passphrase, OTHER, now));
        assert!(limits.allow(Attempt::Socket, ONE, now));
        let later = now + WINDOW + Millis(1);
        assert!(limits.allow(Attempt::Passphrase, ONE, later));
    }
}
