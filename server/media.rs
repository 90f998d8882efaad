//! The media plane: forwards the audio of whoever may be heard to everyone in the room.
//!
//! Promises: one port for UDP and TCP alike; not a packet of anyone who was not made audible is
//! forwarded; nothing is allocated per forwarded packet; peers that fall silent are reaped.
//! Deliberately absent: rooms, people, permissions (told by [`Media::set_audible`]), recording.
//! The protocol parts are pure (sans-IO); threads and sockets live in `engine`, `udp` and `tcp`.
//! May import `base`; the engine also `config` and `metrics`. Never `room`.

pub mod loudness;
pub mod rtcp;
pub mod rtp;
pub mod sdp;
pub mod slots;
pub mod srtp;
pub mod stun;

use std::net::{IpAddr, SocketAddr};

/// One browser's audio connection. Never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeerId(pub u64);

/// Peers that hear each other. Chosen by the caller, unique per running room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoomKey(pub u64);

/// Who of a room is forwarded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Hearing {
    #[default]
    Nobody,
    One(PeerId),
    /// The loudest `at_most` of these, by the audio-level header extension (RFC 6464).
    Loudest { of: Vec<PeerId>, at_most: u8 },
}

/// What the caller is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaEvent {
    /// DTLS is up: audio can flow.
    Connected(PeerId),
    /// No valid packet for 30 s, a failed handshake, or a closing alert.
    Gone(PeerId),
    /// Who of an open floor is forwarded now, loudest first; on change, at most 4 times a second.
    Speaking(RoomKey, Vec<PeerId>),
}

/// An offer that can't be answered; for a developer's eyes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OfferProblem {
    #[error("the offer is not SDP: {0}")]
    Unreadable(String),
    #[error("the offer lacks {0}")]
    Missing(&'static str),
    #[error("the media plane holds as many peers as it may")]
    Full,
    #[error("the media plane has stopped")]
    Stopped,
}

/// Where the media plane listens and what it tells browsers.
#[derive(Clone, Debug)]
pub struct MediaSettings {
    pub bind: SocketAddr,
    /// Addresses put into answers as candidates, best first. Never empty.
    pub public_addresses: Vec<IpAddr>,
    /// Peers at once.
    pub max_peers: usize,
}

/// A handle on the running media plane; cheap to clone. Dropping the last one stops it.
#[derive(Clone)]
pub struct Media {}

impl Media {
    /// Binds the port and starts the threads. `events` is called on the control thread and must
    /// not block.
    ///
    /// # Errors
    /// When the port can't be had.
    pub fn start(
        _settings: MediaSettings,
        _events: impl Fn(MediaEvent) + Send + 'static,
    ) -> std::io::Result<Self> {
        todo!()
    }

    /// Where it listens (the port that was given when 0 was asked for).
    #[must_use]
    pub fn local_address(&self) -> SocketAddr {
        todo!()
    }

    /// Makes a peer of `room` from a browser's offer and returns the SDP answer.
    ///
    /// # Errors
    /// When the offer can't be used.
    pub fn connect(&self, _room: RoomKey, _offer: &str) -> Result<(PeerId, String), OfferProblem> {
        todo!()
    }

    pub fn disconnect(&self, _peer: PeerId) {
        todo!()
    }

    /// From the next packet on, exactly these are forwarded to all others of the room.
    pub fn set_audible(&self, _room: RoomKey, _hearing: Hearing) {
        todo!()
    }
}
