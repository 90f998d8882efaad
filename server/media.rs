//! The media plane: forwards the audio of the audible peers of a room to all its other peers.
//!
//! Promises: one port number serves UDP and TCP; no packet of a peer that was not made audible is
//! forwarded; nothing is allocated per forwarded packet; silent peers are removed.
//! Deliberately absent: meetings, people and permissions (the caller decides them and calls
//! [`Media::set_audible`]), and recording.
//! The protocol modules are pure (sans-IO); threads and sockets are in `engine`, `udp` and `tcp`.
//! May import `base`; `engine` also `config` and `metrics`. Never `room`.

mod counters;
pub mod dtls;
mod engine;
mod event;
mod fanout;
pub mod framing;
mod handshake_limiter;
mod ids;
pub mod loudness;
pub mod negotiation;
mod paths;
mod peer;
pub mod plane;
mod policy;
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
mod violation;

pub use counters::Counters;
pub use event::MediaEvent;
pub use ids::{PeerId, RoomKey};
pub use policy::ForwardPolicy;
pub use violation::OfferViolation;

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

/// Capacity of the command queue to the media thread. The thread reads it after every batch of
/// packets, so it fills up only under heavy overload, and then joins are refused.
const COMMAND_QUEUE: usize = 4_096;

/// Where the media plane listens and which addresses its answers announce.
#[derive(Clone, Debug)]
pub struct MediaSettings {
    /// The local address for UDP and TCP. Port 0 takes any free port.
    pub bind: SocketAddr,
    /// The IP addresses of the ICE candidates in answers, best first. Never empty.
    pub public_addresses: Vec<IpAddr>,
    /// Whether answers contain UDP candidates. Without them every browser connects by TCP.
    pub udp_candidates: bool,
    /// The maximum number of peers at the same time.
    pub max_peers: usize,
    /// The maximum number of TCP connections at the same time, those without a peer included.
    pub max_tcp: usize,
}

/// A handle to the running media plane; cheap to clone. Dropping the last clone stops the plane.
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
    /// Peers accepted since the start. Minus `Counters::removed_peers` it is the number of peers now.
    accepted_peers: AtomicU64,
    last_peer: AtomicU64,
    counters: Arc<SharedCounters>,
}

impl Media {
    /// Binds the port and starts the media thread. `on_event` runs on that thread: it must neither
    /// block nor call back into this handle.
    ///
    /// # Errors
    /// When the port cannot be bound, or no certificate can be made.
    pub fn start(
        settings: MediaSettings,
        on_event: impl Fn(MediaEvent) + Send + 'static,
    ) -> io::Result<Self> {
        let identity = Arc::new(Identity::generate().map_err(io::Error::other)?);
        let poll = mio::Poll::new()?;
        let (udp, tcp) = bind_both(&settings)?;
        let (sender, commands) = sync_channel(COMMAND_QUEUE);
        let counters = Arc::new(SharedCounters::default());
        let handle = Handle {
            local_address: udp.0.local_address()?,
            fingerprint: identity.fingerprint(),
            commands: sender,
            waker: mio::Waker::new(poll.registry(), engine::WAKER)?,
            accepted_peers: AtomicU64::new(0),
            last_peer: AtomicU64::new(0),
            counters: counters.clone(),
            settings,
        };
        let start = StartTime {
            instant: Instant::now(),
            wall: SystemClock.now(),
        };
        let plane = Plane::new(start, identity);
        let engine = Engine::new(poll, plane, udp, tcp, commands, on_event, counters)?;
        std::thread::Builder::new()
            .name("media".into())
            .spawn(|| engine.run())?;
        Ok(Self {
            handle: Arc::new(handle),
        })
    }

    /// The address it listens on, with the real port when [`MediaSettings::bind`] has port 0.
    #[must_use]
    pub fn local_address(&self) -> SocketAddr {
        self.handle.local_address
    }

    /// Adds a peer to `room` from a browser's SDP offer. Returns its number and the SDP answer.
    ///
    /// # Errors
    /// When the offer cannot be answered, or no more peers are accepted.
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
        handle.reserve_peer()?;
        match handle
            .commands
            .try_send(Command::AddPeer(Box::new(negotiated)))
        {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => {
                handle.accepted_peers.fetch_sub(1, Relaxed);
                return Err(OfferViolation::Full);
            }
            Err(TrySendError::Disconnected(_)) => return Err(OfferViolation::Stopped),
        }
        handle.wake();
        Ok((peer, answer))
    }

    /// Removes a peer, without an event. An unknown peer is ignored.
    pub fn disconnect(&self, peer: PeerId) {
        self.handle.command(Command::RemovePeer(peer));
    }

    /// Sets whose audio is forwarded in `room`, from the next received packet on.
    pub fn set_audible(&self, room: RoomKey, policy: ForwardPolicy) {
        self.handle.command(Command::SetPolicy(room, policy));
    }

    /// Totals since the start; at most 50 ms old.
    #[must_use]
    pub fn counters(&self) -> Counters {
        self.handle.counters.read()
    }
}

impl Handle {
    /// Counts one more accepted peer, unless the maximum is reached.
    fn reserve_peer(&self) -> Result<(), OfferViolation> {
        let limit = self.counters.read().removed_peers + self.settings.max_peers as u64;
        let increment = |accepted| (accepted < limit).then_some(accepted + 1);
        self.accepted_peers
            .fetch_update(Relaxed, Relaxed, increment)
            .map(drop)
            .map_err(|_| OfferViolation::Full)
    }

    fn command(&self, command: Command) {
        // A stopped plane has neither peers nor rooms, so a failed send loses nothing.
        if self.commands.send(command).is_ok() {
            self.wake();
        }
    }

    fn wake(&self) {
        // It fails only when the thread has ended. If a wake-up is lost, the thread reads its commands
        // at the next tick.
        let _ = self.waker.wake();
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.command(Command::Stop);
    }
}

/// Binds UDP and TCP to the same port number, also when the requested port is 0.
fn bind_both(
    settings: &MediaSettings,
) -> io::Result<((udp::UdpReceiver, udp::UdpSender), tcp::Tcp)> {
    /// A port that is free for UDP is nearly always free for TCP too.
    const ATTEMPTS: usize = 16;
    let address = settings.bind;
    let max_tcp = tcp::max_connections(settings.max_peers).min(settings.max_tcp);
    let mut attempts = if address.port() == 0 { ATTEMPTS } else { 1 };
    loop {
        let udp = udp::bind(address)?;
        match tcp::Tcp::bind(udp.0.local_address()?, max_tcp, engine::FIRST_TCP_TOKEN) {
            Ok(tcp) => return Ok((udp, tcp)),
            Err(error) if attempts == 1 => return Err(error),
            Err(_) => attempts -= 1,
        }
    }
}
