//! Totals of the media plane, for metrics and measurements.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Totals since the start of the media plane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Peers that were removed, for any reason.
    pub removed_peers: u64,
    /// DTLS handshakes that failed.
    pub failed_handshakes: u64,
    /// Audio packets received from audible peers.
    pub audible_packets: u64,
    /// Audio packets dropped without decryption, because their peer is not audible.
    pub inaudible_packets: u64,
    /// Audio packets sent; one received packet counts once per listener.
    pub forwarded_packets: u64,
    /// Outgoing packets dropped because a socket's buffer was full or its connection too slow.
    pub lost_packets: u64,
}

/// [`Counters`] that the media thread writes and other threads read.
#[derive(Default)]
pub(super) struct SharedCounters {
    removed_peers: AtomicU64,
    failed_handshakes: AtomicU64,
    audible_packets: AtomicU64,
    inaudible_packets: AtomicU64,
    forwarded_packets: AtomicU64,
    lost_packets: AtomicU64,
}

impl SharedCounters {
    pub(super) fn publish(&self, counters: Counters) {
        self.removed_peers.store(counters.removed_peers, Relaxed);
        self.failed_handshakes
            .store(counters.failed_handshakes, Relaxed);
        self.audible_packets
            .store(counters.audible_packets, Relaxed);
        self.inaudible_packets
            .store(counters.inaudible_packets, Relaxed);
        self.forwarded_packets
            .store(counters.forwarded_packets, Relaxed);
        self.lost_packets.store(counters.lost_packets, Relaxed);
    }

    pub(super) fn read(&self) -> Counters {
        Counters {
            removed_peers: self.removed_peers.load(Relaxed),
            failed_handshakes: self.failed_handshakes.load(Relaxed),
            audible_packets: self.audible_packets.load(Relaxed),
            inaudible_packets: self.inaudible_packets.load(Relaxed),
            forwarded_packets: self.forwarded_packets.load(Relaxed),
            lost_packets: self.lost_packets.load(Relaxed),
        }
    }
}
