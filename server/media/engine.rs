//! The media thread: owns the sockets and drives the [`Plane`].
//!
//! Promises: it never blocks on a socket, a caller or a listener.
//! One thread is enough: the program's own work per packet takes less than a microsecond, the rest is work of
//! the kernel. Sending in batches of 64 spreads a large fan-out over time. `cargo run --release
//! --example load` prints the cost of a packet; one thread serves about 3,000 listeners of one
//! speaker at 50 packets a second. For more, the listeners of a room would have to be divided among
//! threads.

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

/// The first of the poll tokens that belong to TCP: the listener, then its connections.
pub(super) const FIRST_TCP_TOKEN: usize = LISTENER.0;

/// The interval at which timers are checked: a fifth of the shortest timer, the first retransmission of a DTLS
/// flight (250 ms).
const TICK: Duration = Duration::from_millis(50);

/// The number of batches that are read from the UDP socket before the TCP connections are served again.
const MAX_UDP_BATCHES: usize = 16;

/// The maximum number of readiness events of one poll.
const POLL_EVENTS: usize = 256;

/// What a [`super::Media`] handle requests from the media thread.
pub(super) enum Command {
    AddPeer(Box<NegotiatedPeer>),
    RemovePeer(PeerId),
    SetPolicy(RoomKey, ForwardPolicy),
    Stop,
}

pub(super) struct Engine<F> {
    poll: Poll,
    control: Control,
    udp: UdpReceiver,
    sender: UdpSender,
    tcp: Tcp,
    lost_packets: u64,
    on_event: F,
    counters: Arc<SharedCounters>,
}

/// The plane, and the commands that change it.
struct Control {
    plane: Plane,
    commands: Receiver<Command>,
    stopped: bool,
}

/// Sends packets through the sockets.
struct SocketSink<'a> {
    udp: &'a UdpSender,
    tcp: &'a mut Tcp,
    lost_packets: &'a mut u64,
}

impl PacketSink for SocketSink<'_> {
    fn send_batch(&mut self, batch: &[Datagram]) {
        for chunk in batch.chunk_by(|a, b| is_udp(a) && is_udp(b)) {
            match chunk[0].to() {
                TransportAddress::Udp(_) => *self.lost_packets += self.udp.send(chunk) as u64,
                TransportAddress::Tcp(connection, _) => {
                    *self.lost_packets += u64::from(!self.tcp.send(connection, chunk[0].bytes()));
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
        on_event: F,
        counters: Arc<SharedCounters>,
    ) -> io::Result<Self> {
        udp.register(poll.registry(), UDP)?;
        tcp.register(poll.registry(), LISTENER)?;
        let control = Control {
            plane,
            commands,
            stopped: false,
        };
        Ok(Self {
            poll,
            control,
            udp,
            sender,
            tcp,
            lost_packets: 0,
            on_event,
            counters,
        })
    }

    /// Runs until it is stopped by a command.
    pub(super) fn run(mut self) {
        let mut events = Events::with_capacity(POLL_EVENTS);
        let mut next_tick = Instant::now() + TICK;
        let mut udp_ready = false;
        while !self.control.stopped {
            let timeout = if udp_ready {
                Duration::ZERO
            } else {
                next_tick.saturating_duration_since(Instant::now())
            };
            // The only expected error is an interruption, after which the loop continues as after a timeout.
            let _ = self.poll.poll(&mut events, Some(timeout));
            self.control.run_commands();
            udp_ready = self.serve(&events, udp_ready);
            let now = Instant::now();
            if now >= next_tick {
                next_tick = now + TICK;
                self.tcp.close_silent(now);
                let (plane, mut sink) = self.plane_and_sink();
                plane.handle_timeout(now, &mut sink);
            }
            self.publish();
        }
    }

    /// Serves the sockets that are ready. Returns whether the UDP socket may have more datagrams.
    fn serve(&mut self, events: &Events, mut udp_ready: bool) -> bool {
        for event in events {
            match event.token() {
                WAKER => {}
                UDP => udp_ready = true,
                LISTENER => self.tcp.accept(self.poll.registry(), Instant::now()),
                connection => self.serve_connection(connection),
            }
        }
        udp_ready && self.receive_udp()
    }

    /// Reads UDP datagrams. Returns whether the socket may have more.
    fn receive_udp(&mut self) -> bool {
        for _ in 0..MAX_UDP_BATCHES {
            let count = self.udp.receive();
            // After receiving, so that a command sent before a packet arrived applies to that packet.
            self.control.run_commands();
            let now = Instant::now();
            let mut sink = SocketSink {
                udp: &self.sender,
                tcp: &mut self.tcp,
                lost_packets: &mut self.lost_packets,
            };
            for index in 0..count {
                let (from, datagram) = self.udp.datagram(index);
                self.control
                    .plane
                    .receive(now, TransportAddress::Udp(from), datagram, &mut sink);
            }
            self.control.plane.flush(&mut sink);
            if count < BATCH {
                return false;
            }
        }
        true
    }

    fn serve_connection(&mut self, connection: Token) {
        let Self {
            control,
            sender,
            tcp,
            lost_packets,
            ..
        } = self;
        let now = Instant::now();
        tcp.serve(connection, now, |tcp, from, frame| {
            control.run_commands();
            let mut sink = SocketSink {
                udp: sender,
                tcp,
                lost_packets,
            };
            let is_valid = control.plane.receive(now, from, frame, &mut sink);
            control.plane.flush(&mut sink);
            is_valid
        });
    }

    fn plane_and_sink(&mut self) -> (&mut Plane, SocketSink<'_>) {
        let sink = SocketSink {
            udp: &self.sender,
            tcp: &mut self.tcp,
            lost_packets: &mut self.lost_packets,
        };
        (&mut self.control.plane, sink)
    }

    /// Passes events to `on_event` and publishes the counters.
    fn publish(&mut self) {
        for event in self.control.plane.drain_events() {
            match &event {
                MediaEvent::Connected(peer) => tracing::debug!(peer = peer.0, "peer connected"),
                MediaEvent::Disconnected(peer) => {
                    tracing::debug!(peer = peer.0, "peer disconnected");
                }
                MediaEvent::Speaking(..) => {}
            }
            (self.on_event)(event);
        }
        self.counters.publish(Counters {
            lost_packets: self.lost_packets,
            ..self.control.plane.counters()
        });
    }
}

impl Control {
    /// Executes all commands in the channel.
    fn run_commands(&mut self) {
        loop {
            match self.commands.try_recv() {
                Ok(Command::AddPeer(peer)) => {
                    tracing::debug!(peer = peer.id.0, room = peer.room.0, "peer added");
                    self.plane.add_peer(Instant::now(), *peer);
                }
                Ok(Command::RemovePeer(peer)) => {
                    tracing::debug!(peer = peer.0, "peer removed");
                    self.plane.remove_peer(peer);
                }
                Ok(Command::SetPolicy(room, policy)) => self.plane.set_policy(room, policy),
                Err(TryRecvError::Empty) => return,
                Ok(Command::Stop) | Err(TryRecvError::Disconnected) => {
                    self.stopped = true;
                    return;
                }
            }
        }
    }
}
