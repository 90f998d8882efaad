//! A simulated network around the media plane: participants, datagrams under way, and a clock that
//! only moves when told. The same seed gives the same run.

use super::minimal_peer::{Heard, MinimalPeer, Received};
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
    /// In a thousand.
    pub lost: u64,
    pub doubled: u64,
    /// Every datagram takes this long,
    pub delay: Duration,
    /// and up to this much longer, at random: which also reorders.
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

/// Where a datagram is going.
#[derive(Clone, Copy)]
enum Towards {
    Server(TransportAddress),
    Client(SocketAddr),
}

/// A participant on the simulated network.
pub struct Guest {
    pub peer: MinimalPeer,
    pub id: PeerId,
    pub address: SocketAddr,
    pub heard: Vec<Heard>,
    pub reports: Vec<Reports>,
}

/// Datagrams under way, by arrival.
struct Air {
    conditions: LinkConditions,
    random: Seeded,
    now: Instant,
    order: u64,
    under_way: BTreeMap<(Instant, u64), (Towards, Vec<u8>)>,
}

impl Air {
    fn send(&mut self, towards: Towards, bytes: &[u8]) {
        if self.random.below(1_000) < self.conditions.lost {
            return;
        }
        let copies = 1 + u64::from(self.random.below(1_000) < self.conditions.doubled);
        for _ in 0..copies {
            let jitter = u64::try_from(self.conditions.jitter.as_micros()).expect("a short time");
            let delay = self.conditions.delay + Duration::from_micros(self.random.below(jitter));
            self.order += 1;
            self.under_way
                .insert((self.now + delay, self.order), (towards, bytes.to_vec()));
        }
    }
}

/// The server's way out.
struct LinkSink<'a>(&'a RefCell<Air>);

impl PacketSink for LinkSink<'_> {
    fn send_batch(&mut self, batch: &[Datagram]) {
        for datagram in batch {
            let TransportAddress::Udp(to) = datagram.to() else {
                panic!("there is no TCP here")
            };
            self.0
                .borrow_mut()
                .send(Towards::Client(to), datagram.bytes());
        }
    }
}

pub struct Network {
    pub plane: Plane,
    pub guests: Vec<Guest>,
    pub events: Vec<MediaEvent>,
    /// Datagrams that the server sent to nobody's address.
    pub strangers_answered: usize,
    air: RefCell<Air>,
    entropy: Seeded,
    ours: Arc<Identity>,
    theirs: Arc<Identity>,
    started: Instant,
    next_check: Instant,
    checks: u64,
}

/// How often guests repeat their checks and let time pass.
const STEP: Duration = Duration::from_millis(20);

impl Network {
    pub fn new(seed: u64, conditions: LinkConditions) -> Self {
        let started = Instant::now();
        let identity = || Arc::new(Identity::generate().expect("a certificate"));
        let ours = identity();
        let start = StartTime {
            started,
            wall: Timestamp(1_700_000_000_000),
        };
        Self {
            plane: Plane::new(start, ours.clone()),
            guests: Vec::new(),
            events: Vec::new(),
            strangers_answered: 0,
            air: RefCell::new(Air {
                conditions,
                random: Seeded::new(seed),
                now: started,
                order: 0,
                under_way: BTreeMap::new(),
            }),
            entropy: Seeded::new(seed ^ 0xabcd),
            ours,
            theirs: identity(),
            started,
            next_check: started,
            checks: 0,
        }
    }

    pub fn now(&self) -> Instant {
        self.air.borrow().now
    }

    pub fn elapsed(&self) -> Duration {
        self.now() - self.started
    }

    pub fn set_weather(&mut self, conditions: LinkConditions) {
        self.air.get_mut().conditions = conditions;
    }

    /// Offers, and takes the answer; the connection comes with time. Returns the guest's index.
    pub fn join(&mut self, room: RoomKey) -> usize {
        let shown = self.theirs.clone();
        self.join_showing(room, shown)
    }

    /// Joins with another certificate than the offer announces.
    pub fn join_as_impostor(&mut self, room: RoomKey) -> usize {
        let other = Arc::new(Identity::generate().expect("a certificate"));
        self.join_showing(room, other)
    }

    fn join_showing(&mut self, room: RoomKey, shown: Arc<Identity>) -> usize {
        let index = self.guests.len();
        let number = u32::try_from(index).expect("few guests");
        let mut peer = MinimalPeer::new(number, self.theirs.clone());
        let id = PeerId(u64::from(number) + 1);
        let transport = ServerTransport {
            fingerprint: self.ours.fingerprint(),
            addresses: &[IpAddr::V4(Ipv4Addr::LOCALHOST)],
            port: 3478,
            udp: true,
        };
        let (negotiated, answer) =
            NegotiatedPeer::from_offer(id, room, &peer.offer(), &transport, &self.entropy)
                .expect("a good offer");
        let now = self.now();
        self.plane.join(now, negotiated);
        peer.take_answer(&answer, &shown, now);
        let address = SocketAddr::from(([10, 0, (index >> 8) as u8, (index & 255) as u8], 40_000));
        self.guests.push(Guest {
            peer,
            id,
            address,
            heard: Vec::new(),
            reports: Vec::new(),
        });
        index
    }

    pub fn hear(&mut self, room: RoomKey, hearing: ForwardPolicy) {
        self.plane.hear(room, hearing);
    }

    /// A guest sends a packet of sound.
    pub fn speak(&mut self, guest: usize, sequence: u16, level: u8, payload: &[u8]) {
        let Guest { peer, address, .. } = &mut self.guests[guest];
        let air = &self.air;
        let timestamp = u32::from(sequence).wrapping_mul(960);
        peer.speak(sequence, timestamp, level, payload, |datagram| {
            air.borrow_mut()
                .send(Towards::Server(TransportAddress::Udp(*address)), datagram);
        });
    }

    /// A guest says how much it lost.
    pub fn report_loss(&mut self, guest: usize, fraction_lost: u8) {
        let Guest { peer, address, .. } = &mut self.guests[guest];
        let air = &self.air;
        peer.report_loss(fraction_lost, |datagram| {
            air.borrow_mut()
                .send(Towards::Server(TransportAddress::Udp(*address)), datagram);
        });
    }

    /// Anyone sends anything.
    pub fn inject(&mut self, from: SocketAddr, bytes: &[u8]) {
        self.air
            .get_mut()
            .send(Towards::Server(TransportAddress::Udp(from)), bytes);
    }

    /// Lets time pass, in steps, until `done` or for `limit`; says whether it was done.
    pub fn run_until(&mut self, limit: Duration, mut done: impl FnMut(&Self) -> bool) -> bool {
        let end = self.now() + limit;
        while self.now() < end {
            if done(self) {
                return true;
            }
            self.step();
        }
        done(self)
    }

    pub fn run(&mut self, time: Duration) {
        self.run_until(time, |_| false);
    }

    /// All guests so far are connected, or the test ends here. A minute, because a client whose last
    /// flight goes unanswered waits twice as long each time before it repeats it.
    pub fn connect_all(&mut self) {
        let all = |network: &Self| network.guests.iter().all(|guest| guest.peer.is_connected());
        assert!(
            self.run_until(Duration::from_secs(60), all),
            "everyone connects"
        );
    }

    fn step(&mut self) {
        let until = self.now() + STEP;
        self.wake_guests();
        loop {
            let air = self.air.get_mut();
            let Some(entry) = air
                .under_way
                .first_entry()
                .filter(|entry| entry.key().0 <= until)
            else {
                break;
            };
            air.now = air.now.max(entry.key().0);
            let (towards, bytes) = entry.remove();
            self.deliver(towards, bytes);
        }
        self.air.get_mut().now = until;
        self.plane.wake(until, &mut LinkSink(&self.air));
        self.events.extend(self.plane.events());
    }

    fn deliver(&mut self, towards: Towards, mut bytes: Vec<u8>) {
        let now = self.now();
        let air = &self.air;
        match towards {
            Towards::Server(from) => {
                self.plane
                    .receive(now, from, &mut bytes, &mut LinkSink(air));
                self.plane.flush(&mut LinkSink(air));
            }
            Towards::Client(to) => {
                let Some(guest) = self.guests.iter_mut().find(|guest| guest.address == to) else {
                    self.strangers_answered += 1;
                    return;
                };
                let from = Towards::Server(TransportAddress::Udp(to));
                let send = |datagram: &[u8]| air.borrow_mut().send(from, datagram);
                match guest.peer.receive(now, &mut bytes, send) {
                    Received::Heard(heard) => guest.heard.push(heard),
                    Received::Reports(reports) => guest.reports.push(reports),
                    Received::Nothing => {}
                }
            }
        }
    }

    /// Checks like a browser: every 100 ms until connected and every 5 s afterwards.
    fn wake_guests(&mut self) {
        let now = self.now();
        let air = &self.air;
        let quick = now >= self.next_check;
        if quick {
            self.next_check = now + Duration::from_millis(100);
            self.checks += 1;
        }
        for guest in &mut self.guests {
            let to = Towards::Server(TransportAddress::Udp(guest.address));
            let consent = self.checks.is_multiple_of(50);
            if quick && (consent || !guest.peer.is_connected()) {
                guest
                    .peer
                    .check(|datagram| air.borrow_mut().send(to, datagram));
            }
            guest
                .peer
                .wake(now, |datagram| air.borrow_mut().send(to, datagram));
        }
    }
}
