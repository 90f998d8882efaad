//! A simulated network around the media plane: clients, datagrams in transit, and a clock that the
//! test advances. The same seed gives the same run.

use super::minimal_peer::{MinimalPeer, Received, ReceivedAudio};
use porchlight::base::{Entropy, Timestamp};
use porchlight::media::dtls::Identity;
use porchlight::media::negotiation::{NegotiatedPeer, ServerTransport};
use porchlight::media::plane::Plane;
use porchlight::media::rtcp::Reports;
use porchlight::media::send_queue::{Datagram, PacketSink};
use porchlight::media::time::StartTime;
use porchlight::media::transport_address::TransportAddress;
use porchlight::media::{ForwardPolicy, MediaEvent, PeerId, RoomKey};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// What the network does to datagrams.
#[derive(Clone, Copy, Debug, Default)]
pub struct LinkConditions {
    /// Lost datagrams per thousand.
    pub lost: u64,
    /// Duplicated datagrams per thousand.
    pub duplicated: u64,
    /// Minimum time in transit.
    pub delay: Duration,
    /// Maximum additional time, chosen at random for each datagram, so that it also reorders.
    pub jitter: Duration,
}

/// Random numbers from a seed (SplitMix64).
pub struct Seeded(AtomicU64);

impl Seeded {
    pub fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    pub fn next(&self) -> u64 {
        let mut z = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Relaxed);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&self, limit: u64) -> u64 {
        if limit == 0 { 0 } else { self.next() % limit }
    }
}

impl Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_be_bytes()[..chunk.len()]);
        }
    }
}

/// The destination of a datagram. `Server` holds the sender's address.
#[derive(Clone, Copy)]
enum Destination {
    Server(TransportAddress),
    Client(SocketAddr),
}

/// A media client on the simulated network.
pub struct Client {
    pub peer: MinimalPeer,
    pub id: PeerId,
    pub address: SocketAddr,
    pub received: Vec<ReceivedAudio>,
    pub reports: Vec<Reports>,
}

/// The datagrams in transit, by time of arrival.
struct Link {
    conditions: LinkConditions,
    random: Seeded,
    now: Instant,
    order: u64,
    in_transit: BTreeMap<(Instant, u64), (Destination, Vec<u8>)>,
}

impl Link {
    fn send(&mut self, destination: Destination, bytes: &[u8]) {
        if self.random.below(1_000) < self.conditions.lost {
            return;
        }
        let copies = 1 + u64::from(self.random.below(1_000) < self.conditions.duplicated);
        for _ in 0..copies {
            let jitter = u64::try_from(self.conditions.jitter.as_micros()).expect("a short time");
            let delay = self.conditions.delay + Duration::from_micros(self.random.below(jitter));
            self.order += 1;
            self.in_transit.insert(
                (self.now + delay, self.order),
                (destination, bytes.to_vec()),
            );
        }
    }
}

/// Sends the server's datagrams over the link.
struct LinkSink<'a>(&'a RefCell<Link>);

impl PacketSink for LinkSink<'_> {
    fn send_batch(&mut self, batch: &[Datagram]) {
        for datagram in batch {
            let TransportAddress::Udp(to) = datagram.to() else {
                panic!("there is no TCP here")
            };
            self.0
                .borrow_mut()
                .send(Destination::Client(to), datagram.bytes());
        }
    }
}

pub struct Network {
    pub plane: Plane,
    pub clients: Vec<Client>,
    pub events: Vec<MediaEvent>,
    /// Datagrams that the server sent to an address of no client.
    pub sent_to_strangers: usize,
    link: RefCell<Link>,
    entropy: Seeded,
    server_identity: Arc<Identity>,
    client_identity: Arc<Identity>,
    started: Instant,
    next_check: Instant,
    checks: u64,
}

/// The interval at which timers are handled.
const STEP: Duration = Duration::from_millis(20);

impl Network {
    pub fn new(seed: u64, conditions: LinkConditions) -> Self {
        let started = Instant::now();
        let identity = || Arc::new(Identity::generate().expect("a certificate"));
        let server_identity = identity();
        let start = StartTime {
            instant: started,
            wall: Timestamp(1_700_000_000_000),
        };
        Self {
            plane: Plane::new(start, server_identity.clone()),
            clients: Vec::new(),
            events: Vec::new(),
            sent_to_strangers: 0,
            link: RefCell::new(Link {
                conditions,
                random: Seeded::new(seed),
                now: started,
                order: 0,
                in_transit: BTreeMap::new(),
            }),
            entropy: Seeded::new(seed ^ 0xabcd),
            server_identity,
            client_identity: identity(),
            started,
            next_check: started,
            checks: 0,
        }
    }

    pub fn now(&self) -> Instant {
        self.link.borrow().now
    }

    pub fn elapsed(&self) -> Duration {
        self.now() - self.started
    }

    pub fn set_weather(&mut self, conditions: LinkConditions) {
        self.link.get_mut().conditions = conditions;
    }

    /// Adds a client that has an answer to its offer; it connects as time passes. Returns its index.
    pub fn join(&mut self, room: RoomKey) -> usize {
        let shown = self.client_identity.clone();
        self.join_showing(room, shown)
    }

    /// Adds a client that shows another certificate than its offer announces.
    pub fn join_as_impostor(&mut self, room: RoomKey) -> usize {
        let other = Arc::new(Identity::generate().expect("a certificate"));
        self.join_showing(room, other)
    }

    fn join_showing(&mut self, room: RoomKey, shown: Arc<Identity>) -> usize {
        let index = self.clients.len();
        let number = u32::try_from(index).expect("few clients");
        let mut peer = MinimalPeer::new(number, self.client_identity.clone());
        let id = PeerId(u64::from(number) + 1);
        let transport = ServerTransport {
            fingerprint: self.server_identity.fingerprint(),
            addresses: &[IpAddr::V4(Ipv4Addr::LOCALHOST)],
            port: 3478,
            udp: true,
        };
        let (negotiated, answer) =
            NegotiatedPeer::from_offer(id, room, &peer.offer(), &transport, &self.entropy)
                .expect("a good offer");
        let now = self.now();
        self.plane.add_peer(now, negotiated);
        peer.accept_answer(&answer, &shown, now);
        let address = SocketAddr::from(([10, 0, (index >> 8) as u8, (index & 255) as u8], 40_000));
        self.clients.push(Client {
            peer,
            id,
            address,
            received: Vec::new(),
            reports: Vec::new(),
        });
        index
    }

    pub fn set_policy(&mut self, room: RoomKey, policy: ForwardPolicy) {
        self.plane.set_policy(room, policy);
    }

    /// A client sends an audio packet, `level` dB below full scale.
    pub fn send_audio(&mut self, client: usize, sequence: u16, level: u8, payload: &[u8]) {
        let Client { peer, address, .. } = &mut self.clients[client];
        let link = &self.link;
        let timestamp = u32::from(sequence).wrapping_mul(960);
        peer.send_audio(sequence, timestamp, level, payload, |datagram| {
            link.borrow_mut().send(
                Destination::Server(TransportAddress::Udp(*address)),
                datagram,
            );
        });
    }

    /// A client reports how much it has lost, in 256ths.
    pub fn report_loss(&mut self, client: usize, fraction_lost: u8) {
        let Client { peer, address, .. } = &mut self.clients[client];
        let link = &self.link;
        peer.report_loss(fraction_lost, |datagram| {
            link.borrow_mut().send(
                Destination::Server(TransportAddress::Udp(*address)),
                datagram,
            );
        });
    }

    /// Sends any bytes from any address to the server.
    pub fn inject(&mut self, from: SocketAddr, bytes: &[u8]) {
        self.link
            .get_mut()
            .send(Destination::Server(TransportAddress::Udp(from)), bytes);
    }

    /// Advances the clock until `is_done` is true, at most by `limit`. Returns whether it became true.
    pub fn run_until(&mut self, limit: Duration, mut is_done: impl FnMut(&Self) -> bool) -> bool {
        let end = self.now() + limit;
        while self.now() < end {
            if is_done(self) {
                return true;
            }
            self.step();
        }
        is_done(self)
    }

    pub fn run(&mut self, time: Duration) {
        self.run_until(time, |_| false);
    }

    /// Advances the clock until all clients are connected, and fails after a minute. It takes so long
    /// because the time between two retransmissions of a DTLS flight doubles each time.
    pub fn connect_all(&mut self) {
        let all = |network: &Self| {
            network
                .clients
                .iter()
                .all(|client| client.peer.is_connected())
        };
        assert!(
            self.run_until(Duration::from_secs(60), all),
            "everyone connects"
        );
    }

    fn step(&mut self) {
        let until = self.now() + STEP;
        self.run_client_timers();
        loop {
            let link = self.link.get_mut();
            let Some(entry) = link
                .in_transit
                .first_entry()
                .filter(|entry| entry.key().0 <= until)
            else {
                break;
            };
            link.now = link.now.max(entry.key().0);
            let (destination, bytes) = entry.remove();
            self.deliver(destination, bytes);
        }
        self.link.get_mut().now = until;
        self.plane.handle_timeout(until, &mut LinkSink(&self.link));
        self.events.extend(self.plane.drain_events());
    }

    fn deliver(&mut self, destination: Destination, mut bytes: Vec<u8>) {
        let now = self.now();
        let link = &self.link;
        match destination {
            Destination::Server(from) => {
                self.plane
                    .receive(now, from, &mut bytes, &mut LinkSink(link));
                self.plane.flush(&mut LinkSink(link));
            }
            Destination::Client(to) => {
                let Some(client) = self.clients.iter_mut().find(|client| client.address == to)
                else {
                    self.sent_to_strangers += 1;
                    return;
                };
                let from = Destination::Server(TransportAddress::Udp(to));
                let send = |datagram: &[u8]| link.borrow_mut().send(from, datagram);
                match client.peer.receive(now, &mut bytes, send) {
                    Received::Audio(audio) => client.received.push(audio),
                    Received::Reports(reports) => client.reports.push(reports),
                    Received::Nothing => {}
                }
            }
        }
    }

    /// Sends checks as a browser does, every 100 ms until connected and every 5 s afterwards, and
    /// handles the clients' timers.
    fn run_client_timers(&mut self) {
        let now = self.now();
        let link = &self.link;
        let is_check_due = now >= self.next_check;
        if is_check_due {
            self.next_check = now + Duration::from_millis(100);
            self.checks += 1;
        }
        for client in &mut self.clients {
            let to = Destination::Server(TransportAddress::Udp(client.address));
            let is_consent_due = self.checks.is_multiple_of(50);
            if is_check_due && (is_consent_due || !client.peer.is_connected()) {
                client
                    .peer
                    .send_check(|datagram| link.borrow_mut().send(to, datagram));
            }
            client
                .peer
                .handle_timeout(now, |datagram| link.borrow_mut().send(to, datagram));
        }
    }
}
