//! What the media plane has done so far, for metrics and measurements. Numbers only.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Totals since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Peers that were let go, for whatever reason.
    pub departed: u64,
    pub failed_handshakes: u64,
    /// Packets of those who may be heard.
    pub heard: u64,
    /// Packets dropped unread: their peer may not be heard.
    pub unheard: u64,
    /// Packets sent on, one for each listener.
    pub forwarded: u64,
    /// Packets that the kernel or a slow connection had no room for.
    pub lost: u64,
}

/// The same, where another thread can read them.
#[derive(Default)]
pub(super) struct SharedCounters {
    departed: AtomicU64,
    failed_handshakes: AtomicU64,
    heard: AtomicU64,
    unheard: AtomicU64,
    forwarded: AtomicU64,
    lost: AtomicU64,
}

impl SharedCounters {
    pub(super) fn publish(&self, counters: Counters) {
        self.departed.store(counters.departed, Relaxed);
        self.failed_handshakes
            .store(counters.failed_handshakes, Relaxed);
        self.heard.store(counters.heard, Relaxed);
        self.unheard.store(counters.unheard, Relaxed);
        self.forwarded.store(counters.forwarded, Relaxed);
        self.lost.store(counters.lost, Relaxed);
    }

    pub(super) fn read(&self) -> Counters {
        Counters {
            departed: self.departed.load(Relaxed),
            failed_handshakes: self.failed_handshakes.load(Relaxed),
            heard: self.heard.load(Relaxed),
            unheard: self.unheard.load(Relaxed),
            forwarded: self.forwarded.load(Relaxed),
            lost: self.lost.load(Relaxed),
        }
    }
}
