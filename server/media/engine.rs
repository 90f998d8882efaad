//! The thread that owns the media plane's sockets and drives [`Plane`].
//!
//! Promises: it never waits for anyone: not for a socket, not for a caller, not for a listener.
//! One thread does all: our own share of a packet is below a microsecond, the rest is the kernel's.
//! Sealing and sending in batches of 64 spreads a large fan-out by itself. What a packet costs is
//! printed by `cargo run --release --example load`; one thread reaches about 3,000 listeners of one
//! voice at 50 packets a second. More would need the listeners of a room split over threads.

use super::counters::SharedCounters;
use super::negotiation::NegotiatedPeer;
use super::plane::Plane;
use super::send_queue::{BATCH, Datagram, PacketSink};
use super::tcp::Tcp;
use super::transport_address::TransportAddress;
use super::udp::{UdpReceiver, UdpSender};
use super::{Counters, ForwardPolicy, MediaEvent, PeerId, RoomKey};
use mio::{Events, Poll, Token};
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::{Duration, Instant};

pub(super) const WAKER: Token = Token(0);
const UDP: Token = Token(1);
const LISTENER: Token = Token(2);

/// The first of the tokens that belong to TCP.
pub(super) const FIRST_TCP_TOKEN: usize = LISTENER.0;

/// How often time is let pass for the plane. Half of the shortest wait that anyone would notice,
/// the repetition of a handshake's flight.
const TICK: Duration = Duration::from_millis(50);

/// Batches taken from the UDP socket before others get their turn.
const BATCHES_IN_A_ROW: usize = 16;

/// Events taken from the poll at once.
const POLL_EVENTS: usize = 256;

/// What a handle asks for.
pub(super) enum Command {
    Join(Box<NegotiatedPeer>),
    Leave(PeerId),
    Hear(RoomKey, ForwardPolicy),
    Stop,
}

pub(super) struct Engine<F> {
    poll: Poll,
    inner: Inner,
    udp: UdpReceiver,
    sender: UdpSender,
    tcp: Tcp,
    lost: u64,
    tell: F,
    counters: Arc<SharedCounters>,
}

/// The plane and those who command it.
struct Inner {
    plane: Plane,
    commands: Receiver<Command>,
    stopped: bool,
}

/// Everything that packets leave through.
struct SocketSink<'a> {
    udp: &'a UdpSender,
    tcp: &'a mut Tcp,
    lost: &'a mut u64,
}

impl PacketSink for SocketSink<'_> {
    fn send_batch(&mut self, batch: &[Datagram]) {
        for run in batch.chunk_by(|a, b| is_udp(a) && is_udp(b)) {
            match run[0].to() {
                TransportAddress::Udp(_) => *self.lost += self.udp.send(run) as u64,
                TransportAddress::Tcp(connection, _) => {
                    *self.lost += u64::from(!self.tcp.send(connection, run[0].bytes()));
                }
            }
        }
    }
}

fn is_udp(datagram: &Datagram) -> bool {
    matches!(datagram.to(), TransportAddress::Udp(_))
}

impl<F: Fn(MediaEvent)> Engine<F> {
    pub(super) fn new(
        poll: Poll,
        plane: Plane,
        (mut udp, sender): (UdpReceiver, UdpSender),
        mut tcp: Tcp,
        commands: Receiver<Command>,
        tell: F,
        counters: Arc<SharedCounters>,
    ) -> io::Result<Self> {
        udp.register(poll.registry(), UDP)?;
        tcp.register(poll.registry(), LISTENER)?;
        let inner = Inner {
            plane,
            commands,
            stopped: false,
        };
        Ok(Self {
            poll,
            inner,
            udp,
            sender,
            tcp,
            lost: 0,
            tell,
            counters,
        })
    }

    /// Runs until told to stop.
    pub(super) fn run(mut self) {
        let mut events = Events::with_capacity(POLL_EVENTS);
        let mut tick = Instant::now() + TICK;
        let mut udp_ready = false;
        while !self.inner.stopped {
            let wait = if udp_ready {
                Duration::ZERO
            } else {
                tick.saturating_duration_since(Instant::now())
            };
            // An interrupted wait is a short one; a broken poll would show at once in every test.
            let _ = self.poll.poll(&mut events, Some(wait));
            self.inner.obey();
            udp_ready = self.serve(&events, udp_ready);
            let now = Instant::now();
            if now >= tick {
                tick = now + TICK;
                self.tcp.wake(now);
                let (plane, mut outlet) = self.plane_and_outlet();
                plane.wake(now, &mut outlet);
            }
            self.tell();
        }
    }

    /// Serves whatever is ready; says whether the UDP socket may have more.
    fn serve(&mut self, events: &Events, mut udp_ready: bool) -> bool {
        for event in events {
            match event.token() {
                WAKER => {}
                UDP => udp_ready = true,
                LISTENER => self.tcp.accept(self.poll.registry(), Instant::now()),
                connection => self.serve_connection(connection),
            }
        }
        udp_ready && self.receive()
    }

    fn receive(&mut self) -> bool {
        for _ in 0..BATCHES_IN_A_ROW {
            let count = self.udp.receive();
            // After receiving: whatever was asked for before a packet came holds for that packet.
            self.inner.obey();
            let now = Instant::now();
            let mut outlet = SocketSink {
                udp: &self.sender,
                tcp: &mut self.tcp,
                lost: &mut self.lost,
            };
            for index in 0..count {
                let (from, datagram) = self.udp.datagram(index);
                self.inner
                    .plane
                    .receive(now, TransportAddress::Udp(from), datagram, &mut outlet);
            }
            self.inner.plane.flush(&mut outlet);
            if count < BATCH {
                return false;
            }
        }
        true
    }

    fn serve_connection(&mut self, connection: Token) {
        let Self {
            inner,
            sender,
            tcp,
            lost,
            ..
        } = self;
        let now = Instant::now();
        tcp.serve(connection, now, |tcp, to, frame| {
            inner.obey();
            let mut outlet = SocketSink {
                udp: sender,
                tcp,
                lost,
            };
            let genuine = inner.plane.receive(now, to, frame, &mut outlet);
            inner.plane.flush(&mut outlet);
            genuine
        });
    }

    fn plane_and_outlet(&mut self) -> (&mut Plane, SocketSink<'_>) {
        let outlet = SocketSink {
            udp: &self.sender,
            tcp: &mut self.tcp,
            lost: &mut self.lost,
        };
        (&mut self.inner.plane, outlet)
    }

    fn tell(&mut self) {
        for event in self.inner.plane.events() {
            (self.tell)(event);
        }
        self.counters.publish(Counters {
            lost: self.lost,
            ..self.inner.plane.counters()
        });
    }
}

impl Inner {
    fn obey(&mut self) {
        loop {
            match self.commands.try_recv() {
                Ok(Command::Join(negotiated)) => self.plane.join(Instant::now(), *negotiated),
                Ok(Command::Leave(peer)) => self.plane.leave(peer),
                Ok(Command::Hear(room, hearing)) => self.plane.hear(room, hearing),
                Err(TryRecvError::Empty) => return,
                Ok(Command::Stop) | Err(TryRecvError::Disconnected) => {
                    self.stopped = true;
                    return;
                }
            }
        }
    }
}
