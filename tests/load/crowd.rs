//! A speaker and many minimal listeners, each with its own socket, all in one thread.

use crate::it::support::minimal_peer::{MinimalPeer, Received};
use crate::server::{ServerProcess, Usage};
use mio::net::UdpSocket;
use mio::{Events, Interest, Poll, Token};
use porchlight::media::dtls::Identity;
use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Time between two packets of the speaker: 50 a second.
const PACKET: Duration = Duration::from_millis(20);

/// Bytes of a packet's payload: Opus at 40 kbit/s.
const PAYLOAD: usize = 100;

/// RTP ticks between two packets.
const TICKS: u32 = 960;

/// The interval at which the timers of all clients are handled.
const ROUND: Duration = Duration::from_millis(50);

/// Rounds between two consent checks of a connected client: 5 s, as in browsers.
const CONSENT_ROUNDS: u64 = 100;

pub struct Client {
    peer: MinimalPeer,
    socket: UdpSocket,
    joined: Instant,
    first_received: Option<Instant>,
    received: u64,
}

pub struct Crowd {
    server: Arc<Mutex<ServerProcess>>,
    identity: Arc<Identity>,
    poll: Poll,
    /// The first one is the speaker.
    clients: Vec<Client>,
    started: Instant,
    next_packet: Instant,
    next_round: Instant,
    rounds: u64,
    sequence: u16,
    timestamp: u32,
    /// Number of packets by their delay in tenths of a millisecond.
    delays: BTreeMap<u64, u64>,
}

impl Crowd {
    pub fn new(server: Arc<Mutex<ServerProcess>>) -> io::Result<Self> {
        let now = Instant::now();
        Ok(Self {
            server,
            identity: Arc::new(Identity::generate().map_err(io::Error::other)?),
            poll: Poll::new()?,
            clients: Vec::new(),
            started: now,
            next_packet: now,
            next_round: now,
            rounds: 0,
            sequence: 0,
            timestamp: 0,
            delays: BTreeMap::new(),
        })
    }

    /// Adds the speaker, before all listeners, and gives it the floor.
    pub fn add_speaker(&mut self) -> io::Result<()> {
        let peer = self.join()?;
        self.server().give_floor(peer)?;
        self.run(Duration::from_secs(15), |clients| {
            clients[0].peer.is_connected()
        })
        .map(drop)
    }

    /// Adds listeners while the speaker speaks, and waits until all of them receive it.
    pub fn add_listeners(&mut self, listeners: usize, per_second: u32) -> io::Result<()> {
        let started = Instant::now();
        for number in 0..u32::try_from(listeners).map_err(io::Error::other)? {
            self.join()?;
            let next = started + Duration::from_secs(1) * (number + 1) / per_second;
            self.run(next.saturating_duration_since(Instant::now()), |_| false)?;
        }
        self.run(Duration::from_secs(30), |clients| {
            clients
                .iter()
                .skip(1)
                .all(|client| client.first_received.is_some())
        })?;
        Ok(())
    }

    pub fn usage(&mut self) -> io::Result<Usage> {
        self.server().usage()
    }

    /// Resets the number and the delays of received packets.
    pub fn reset_received(&mut self) {
        self.delays.clear();
        self.clients
            .iter_mut()
            .for_each(|client| client.received = 0);
    }

    pub fn received(&self) -> u64 {
        self.clients.iter().map(|client| client.received).sum()
    }

    /// Each listener's time from the offer to the first packet, sorted. Those without a packet are absent.
    pub fn join_times(&self) -> Vec<Duration> {
        let listeners = self.clients.iter().skip(1);
        let mut times: Vec<_> = listeners
            .filter_map(|client| Some(client.first_received?.duration_since(client.joined)))
            .collect();
        times.sort_unstable();
        times
    }

    /// Number of packets by their delay from the speaker's socket to a listener's, in tenths of a
    /// millisecond.
    pub fn delays(&self) -> BTreeMap<u64, u64> {
        self.delays.clone()
    }

    /// Runs until `is_done` is true, at most for `limit`. Returns the number of packets that were sent.
    pub fn run(
        &mut self,
        limit: Duration,
        mut is_done: impl FnMut(&[Client]) -> bool,
    ) -> io::Result<u64> {
        let end = Instant::now() + limit;
        let mut events = Events::with_capacity(1_024);
        let mut sent_packets = 0;
        loop {
            let now = Instant::now();
            if now >= end || is_done(&self.clients) {
                return Ok(sent_packets);
            }
            if now >= self.next_packet {
                sent_packets += u64::from(self.send_packet(now));
            }
            if now >= self.next_round {
                self.handle_timers(now);
            }
            let next = end.min(self.next_packet).min(self.next_round);
            self.poll
                .poll(&mut events, Some(next.saturating_duration_since(now)))?;
            for event in &events {
                self.receive(event.token().0);
            }
        }
    }

    fn join(&mut self) -> io::Result<u64> {
        let number = u32::try_from(self.clients.len()).map_err(io::Error::other)?;
        let mut peer = MinimalPeer::new(number, self.identity.clone());
        let joined = Instant::now();
        let (id, answer) = self.server().connect(&peer.offer())?;
        let to = udp_candidate(&answer)
            .ok_or_else(|| io::Error::other("the answer has no UDP candidate"))?;
        peer.accept_answer(&answer, &self.identity, joined);
        let mut socket = UdpSocket::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        socket.connect(to)?;
        self.poll.registry().register(
            &mut socket,
            Token(self.clients.len()),
            Interest::READABLE,
        )?;
        // If the server's socket buffer is full, the check is repeated in the next round.
        peer.send_check(|datagram| drop(socket.send(datagram)));
        self.clients.push(Client {
            peer,
            socket,
            joined,
            first_received: None,
            received: 0,
        });
        Ok(id)
    }

    fn send_packet(&mut self, now: Instant) -> bool {
        self.next_packet += PACKET;
        self.sequence = self.sequence.wrapping_add(1);
        self.timestamp = self.timestamp.wrapping_add(TICKS);
        let (sequence, timestamp) = (self.sequence, self.timestamp);
        let mut payload = [0; PAYLOAD];
        let age = u64::try_from(now.duration_since(self.started).as_nanos()).unwrap_or(u64::MAX);
        payload[..8].copy_from_slice(&age.to_be_bytes());
        let Some(Client { peer, socket, .. }) = self.clients.first_mut() else {
            return false;
        };
        let mut sent = false;
        peer.send_audio(sequence, timestamp, 30, &payload, |datagram| {
            sent = socket.send(datagram).is_ok();
        });
        sent
    }

    fn handle_timers(&mut self, now: Instant) {
        self.next_round = now + ROUND;
        self.rounds += 1;
        for (number, Client { peer, socket, .. }) in (0..).zip(&mut self.clients) {
            // In a different round for each client: otherwise thousands of checks would be sent in one round.
            let consent = (self.rounds + number).is_multiple_of(CONSENT_ROUNDS);
            if consent || !peer.is_connected() {
                peer.send_check(|datagram| drop(socket.send(datagram)));
            }
            peer.handle_timeout(now, |datagram| drop(socket.send(datagram)));
        }
    }

    fn receive(&mut self, index: usize) {
        let Some(Client {
            peer,
            socket,
            first_received,
            received,
            ..
        }) = self.clients.get_mut(index)
        else {
            return;
        };
        let mut buffer = [0; 1_500];
        while let Ok(len) = socket.recv(&mut buffer) {
            let now = Instant::now();
            let received_datagram = peer.receive(now, &mut buffer[..len], |datagram| {
                drop(socket.send(datagram));
            });
            let Received::Audio(audio) = received_datagram else {
                continue;
            };
            first_received.get_or_insert(now);
            *received += 1;
            let sent = audio
                .payload
                .first_chunk()
                .map_or(0, |bytes| u64::from_be_bytes(*bytes));
            let sent = self.started + Duration::from_nanos(sent);
            let delay = now.saturating_duration_since(sent).as_micros() / 100;
            *self
                .delays
                .entry(u64::try_from(delay).unwrap_or(u64::MAX))
                .or_default() += 1;
        }
    }

    fn server(&self) -> std::sync::MutexGuard<'_, ServerProcess> {
        self.server
            .lock()
            .expect("no thread panics while it holds the lock")
    }
}

/// The address of the first UDP candidate in an answer.
fn udp_candidate(answer: &str) -> Option<SocketAddr> {
    answer.lines().find_map(|line| {
        let fields: Vec<_> = line.strip_prefix("a=candidate:")?.split(' ').collect();
        if !fields.get(2)?.eq_ignore_ascii_case("udp") {
            return None;
        }
        Some(SocketAddr::new(
            fields.get(4)?.parse().ok()?,
            fields.get(5)?.parse().ok()?,
        ))
    })
}
