//! The media plane: forwards the audio of whoever may be heard to everyone in the room.
//!
//! Promises: one port for UDP and TCP alike; not a packet of anyone who was not made audible is
//! forwarded; nothing is allocated per forwarded packet; peers that fall silent are reaped.
//! Deliberately absent: rooms, people, permissions (told by [`Media::set_audible`]), recording.
//! The protocol parts are pure (sans-IO); threads and sockets live in `engine`, `udp` and `tcp`.
//! May import `base`; the engine also `config` and `metrics`. Never `room`.

mod counters;
pub mod dtls;
mod engine;
mod fanout;
pub mod framing;
mod handshake_limiter;
pub mod loudness;
pub mod negotiation;
mod paths;
mod peer;
pub mod plane;
mod room;
pub mod rtcp;
pub mod rtp;
pub mod sdp;
pub mod send_queue;
pub mod slots;
pub mod srtp;
pub mod stun;
mod syscalls;
mod tcp;
pub mod time;
pub mod transport_address;
mod udp;

pub use counters::Counters;

use crate::base::{Clock, SystemClock, SystemEntropy};
use counters::SharedCounters;
use dtls::Identity;
use engine::{Command, Engine};
use negotiation::{NegotiatedPeer, ServerTransport};
use plane::Plane;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::time::Instant;
use time::StartTime;

/// Commands that may wait for the control thread. It looks after every batch of packets, so more
/// than a few hundred wait only when it is badly behind, and then joins are refused.
const WAITING_COMMANDS: usize = 4_096;

/// One browser's audio connection. Never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeerId(pub u64);

/// Peers that hear each other. Chosen by the caller, unique per running room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoomKey(pub u64);

/// Who of a room is forwarded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ForwardPolicy {
    #[default]
    Nobody,
    One(PeerId),
    /// The loudest `at_most` of these, by the audio-level header extension (RFC 6464).
    Loudest {
        of: Vec<PeerId>,
        at_most: u8,
    },
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
pub enum OfferViolation {
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
    /// Whether answers name UDP at all. Without it every browser comes by TCP.
    pub udp_candidates: bool,
    /// Peers at once.
    pub max_peers: usize,
}

/// A handle on the running media plane; cheap to clone. Dropping the last one stops it.
#[derive(Clone)]
pub struct Media {
    handle: Arc<Handle>,
}

struct Handle {
    settings: MediaSettings,
    local_address: SocketAddr,
    fingerprint: [u8; 32],
    commands: SyncSender<Command>,
    waker: mio::Waker,
    /// Peers that were ever promised a place. Those still here: less those departed.
    promised: AtomicU64,
    last_peer: AtomicU64,
    counters: Arc<SharedCounters>,
}

impl Media {
    /// Binds the port and starts the threads. `events` is called on the control thread and must
    /// not block, nor call back into this handle.
    ///
    /// # Errors
    /// When the port can't be had.
    pub fn start(
        settings: MediaSettings,
        events: impl Fn(MediaEvent) + Send + 'static,
    ) -> io::Result<Self> {
        let identity = Arc::new(Identity::generate().map_err(io::Error::other)?);
        let poll = mio::Poll::new()?;
        let (udp, tcp) = bind_both(settings.bind, settings.max_peers)?;
        let (sender, commands) = sync_channel(WAITING_COMMANDS);
        let counters = Arc::new(SharedCounters::default());
        let handle = Handle {
            local_address: udp.0.local_address()?,
            fingerprint: identity.fingerprint(),
            commands: sender,
            waker: mio::Waker::new(poll.registry(), engine::WAKER)?,
            promised: AtomicU64::new(0),
            last_peer: AtomicU64::new(0),
            counters: counters.clone(),
            settings,
        };
        let start = StartTime {
            started: Instant::now(),
            wall: SystemClock.now(),
        };
        let plane = Plane::new(start, identity);
        let engine = Engine::new(poll, plane, udp, tcp, commands, events, counters)?;
        std::thread::Builder::new()
            .name("media".into())
            .spawn(|| engine.run())?;
        Ok(Self {
            handle: Arc::new(handle),
        })
    }

    /// Where it listens (the port that was given when 0 was asked for).
    #[must_use]
    pub fn local_address(&self) -> SocketAddr {
        self.handle.local_address
    }

    /// Makes a peer of `room` from a browser's offer and returns the SDP answer.
    ///
    /// # Errors
    /// When the offer can't be used.
    pub fn connect(&self, room: RoomKey, offer: &str) -> Result<(PeerId, String), OfferViolation> {
        let handle = &*self.handle;
        let transport = ServerTransport {
            fingerprint: handle.fingerprint,
            addresses: &handle.settings.public_addresses,
            port: handle.local_address.port(),
            udp: handle.settings.udp_candidates,
        };
        let peer = PeerId(handle.last_peer.fetch_add(1, Relaxed) + 1);
        let (negotiated, answer) =
            NegotiatedPeer::from_offer(peer, room, offer, &transport, &SystemEntropy)?;
        handle.promise()?;
        match handle
            .commands
            .try_send(Command::Join(Box::new(negotiated)))
        {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => {
                handle.promised.fetch_sub(1, Relaxed);
                return Err(OfferViolation::Full);
            }
            Err(TrySendError::Disconnected(_)) => return Err(OfferViolation::Stopped),
        }
        handle.wake();
        Ok((peer, answer))
    }

    pub fn disconnect(&self, peer: PeerId) {
        self.handle.command(Command::Leave(peer));
    }

    /// From the next packet on, exactly these are forwarded to all others of the room.
    pub fn set_audible(&self, room: RoomKey, hearing: ForwardPolicy) {
        self.handle.command(Command::Hear(room, hearing));
    }

    /// What was done so far; at most 50 ms old.
    #[must_use]
    pub fn counters(&self) -> Counters {
        self.handle.counters.read()
    }
}

impl Handle {
    /// Takes one of the places, if one is free.
    fn promise(&self) -> Result<(), OfferViolation> {
        let free_below = self.counters.read().departed + self.settings.max_peers as u64;
        let one_more = |promised| (promised < free_below).then_some(promised + 1);
        self.promised
            .fetch_update(Relaxed, Relaxed, one_more)
            .map(drop)
            .map_err(|_| OfferViolation::Full)
    }

    fn command(&self, command: Command) {
        // Once the plane has stopped there is nobody to be heard or to leave.
        if self.commands.send(command).is_ok() {
            self.wake();
        }
    }

    fn wake(&self) {
        // Can fail only when the thread is gone; otherwise it looks by itself within a tick.
        let _ = self.waker.wake();
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.command(Command::Stop);
    }
}

/// UDP and TCP on the same number, also when any number will do.
fn bind_both(
    address: SocketAddr,
    max_peers: usize,
) -> io::Result<((udp::UdpReceiver, udp::UdpSender), tcp::Tcp)> {
    /// A free UDP port is nearly always free for TCP too.
    const ATTEMPTS: usize = 16;
    let mut attempts = if address.port() == 0 { ATTEMPTS } else { 1 };
    loop {
        let udp = udp::bind(address)?;
        match tcp::Tcp::bind(udp.0.local_address()?, max_peers, engine::FIRST_TCP_TOKEN) {
            Ok(tcp) => return Ok((udp, tcp)),
            Err(error) if attempts == 1 => return Err(error),
            Err(_) => attempts -= 1,
        }
    }
}
