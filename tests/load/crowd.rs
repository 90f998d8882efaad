//! A speaker and many minimal_peer listeners, each on its own socket, all in one thread.

use crate::minimal_peer::{MinimalPeer, Received};
use crate::server::{ServerProcess, Usage};
use mio::net::UdpSocket;
use mio::{Events, Interest, Poll, Token};
use porchlight::media::dtls::Identity;
use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Between two packets of the speaker: 50 a second.
const PACKET: Duration = Duration::from_millis(20);

/// Bytes of a packet's payload: Opus at 40 kbit/s.
const PAYLOAD: usize = 100;

/// RTP ticks from one packet to the next.
const TICKS: u32 = 960;

/// Between two rounds in which everyone's timers are looked at.
const ROUND: Duration = Duration::from_millis(50);

/// Between two consent checks of a connected participant, as in browsers, in rounds.
const CONSENT: u64 = 100;

pub struct SlotHolder {
    peer: MinimalPeer,
    socket: UdpSocket,
    joined: Instant,
    first_heard: Option<Instant>,
    heard: u64,
}

pub struct Crowd {
    server: Arc<Mutex<ServerProcess>>,
    identity: Arc<Identity>,
    poll: Poll,
    /// The speaker comes first.
    seats: Vec<SlotHolder>,
    started: Instant,
    next_packet: Instant,
    next_round: Instant,
    rounds: u64,
    sequence: u16,
    timestamp: u32,
    /// Packets by their delay in tenths of a millisecond.
    delays: BTreeMap<u64, u64>,
}

impl Crowd {
    pub fn new(server: Arc<Mutex<ServerProcess>>) -> io::Result<Self> {
        let now = Instant::now();
        Ok(Self {
            server,
            identity: Arc::new(Identity::generate().map_err(io::Error::other)?),
            poll: Poll::new()?,
            seats: Vec::new(),
            started: now,
            next_packet: now,
            next_round: now,
            rounds: 0,
            sequence: 0,
            timestamp: 0,
            delays: BTreeMap::new(),
        })
    }

    /// The first to come holds the floor.
    pub fn seat_speaker(&mut self) -> io::Result<()> {
        let peer = self.join()?;
        self.server().give_floor(peer)?;
        self.play(Duration::from_secs(15), |seats| {
            seats[0].peer.is_connected()
        })
        .map(drop)
    }

    /// Lets listeners come while the speaker speaks, until all of them hear it.
    pub fn seat(&mut self, listeners: usize, per_second: u32) -> io::Result<()> {
        let begun = Instant::now();
        for number in 0..u32::try_from(listeners).map_err(io::Error::other)? {
            self.join()?;
            let next = begun + Duration::from_secs(1) * (number + 1) / per_second;
            self.play(next.saturating_duration_since(Instant::now()), |_| false)?;
        }
        self.play(Duration::from_secs(30), |seats| {
            seats.iter().skip(1).all(|seat| seat.first_heard.is_some())
        })?;
        Ok(())
    }

    pub fn usage(&mut self) -> io::Result<Usage> {
        self.server().usage()
    }

    /// Counts from here.
    pub fn forget_heard(&mut self) {
        self.delays.clear();
        self.seats.iter_mut().for_each(|seat| seat.heard = 0);
    }

    pub fn heard(&self) -> u64 {
        self.seats.iter().map(|seat| seat.heard).sum()
    }

    /// How long everyone took from the offer to the first packet; those who never heard are missing.
    pub fn join_times(&self) -> Vec<Duration> {
        let listeners = self.seats.iter().skip(1);
        let mut times: Vec<_> = listeners
            .filter_map(|seat| Some(seat.first_heard?.duration_since(seat.joined)))
            .collect();
        times.sort_unstable();
        times
    }

    /// From the speaker's socket to a listener's, in tenths of a millisecond, with how many.
    pub fn delays(&self) -> BTreeMap<u64, u64> {
        self.delays.clone()
    }

    /// Lets time pass until `done`, or for `limit`; returns how many packets were spoken.
    pub fn play(
        &mut self,
        limit: Duration,
        mut done: impl FnMut(&[SlotHolder]) -> bool,
    ) -> io::Result<u64> {
        let end = Instant::now() + limit;
        let mut events = Events::with_capacity(1_024);
        let mut spoken = 0;
        loop {
            let now = Instant::now();
            if now >= end || done(&self.seats) {
                return Ok(spoken);
            }
            if now >= self.next_packet {
                spoken += u64::from(self.speak(now));
            }
            if now >= self.next_round {
                self.round(now);
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
        let number = u32::try_from(self.seats.len()).map_err(io::Error::other)?;
        let mut peer = MinimalPeer::new(number, self.identity.clone());
        let joined = Instant::now();
        let (id, answer) = self.server().connect(&peer.offer())?;
        let to =
            udp_candidate(&answer).ok_or_else(|| io::Error::other("the answer names no UDP"))?;
        peer.take_answer(&answer, &self.identity, joined);
        let mut socket = UdpSocket::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        socket.connect(to)?;
        self.poll
            .registry()
            .register(&mut socket, Token(self.seats.len()), Interest::READABLE)?;
        // What the server's socket has no room for is repeated in the next round.
        peer.check(|datagram| drop(socket.send(datagram)));
        self.seats.push(SlotHolder {
            peer,
            socket,
            joined,
            first_heard: None,
            heard: 0,
        });
        Ok(id)
    }

    fn speak(&mut self, now: Instant) -> bool {
        self.next_packet += PACKET;
        self.sequence = self.sequence.wrapping_add(1);
        self.timestamp = self.timestamp.wrapping_add(TICKS);
        let (sequence, timestamp) = (self.sequence, self.timestamp);
        let mut payload = [0; PAYLOAD];
        let age = u64::try_from(now.duration_since(self.started).as_nanos()).unwrap_or(u64::MAX);
        payload[..8].copy_from_slice(&age.to_be_bytes());
        let Some(SlotHolder { peer, socket, .. }) = self.seats.first_mut() else {
            return false;
        };
        let mut sent = false;
        peer.speak(sequence, timestamp, 30, &payload, |datagram| {
            sent = socket.send(datagram).is_ok()
        });
        sent
    }

    fn round(&mut self, now: Instant) {
        self.next_round = now + ROUND;
        self.rounds += 1;
        for (number, SlotHolder { peer, socket, .. }) in (0..).zip(&mut self.seats) {
            // Each at its own time, or thousands of checks would fall into one round.
            let consent = (self.rounds + number).is_multiple_of(CONSENT);
            if consent || !peer.is_connected() {
                peer.check(|datagram| drop(socket.send(datagram)));
            }
            peer.wake(now, |datagram| drop(socket.send(datagram)));
        }
    }

    fn receive(&mut self, index: usize) {
        let Some(SlotHolder {
            peer,
            socket,
            first_heard,
            heard,
            ..
        }) = self.seats.get_mut(index)
        else {
            return;
        };
        let mut buffer = [0; 1_500];
        while let Ok(len) = socket.recv(&mut buffer) {
            let now = Instant::now();
            let took = peer.receive(now, &mut buffer[..len], |datagram| {
                drop(socket.send(datagram))
            });
            let Received::Heard(sound) = took else {
                continue;
            };
            first_heard.get_or_insert(now);
            *heard += 1;
            let spoken = sound
                .payload
                .first_chunk()
                .map_or(0, |bytes| u64::from_be_bytes(*bytes));
            let spoken = self.started + Duration::from_nanos(spoken);
            let delay = now.saturating_duration_since(spoken).as_micros() / 100;
            *self
                .delays
                .entry(u64::try_from(delay).unwrap_or(u64::MAX))
                .or_default() += 1;
        }
    }

    fn server(&self) -> std::sync::MutexGuard<'_, ServerProcess> {
        self.server.lock().expect("nobody panics while holding it")
    }
}

/// Where an answer says the server is reached over UDP.
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
