//! All peers and rooms: takes packets, commands and time in, gives packets and events out.
//!
//! Promises: a packet is opened only when its peer may be heard in its room now; every table is
//! bounded. Pure (sans-IO): the same code runs under the engine's sockets and a simulated network.

use super::dtls::{DtlsError, Identity};
use super::handshake_limiter::HandshakeLimiter;
use super::negotiation::NegotiatedPeer;
use super::peer::{DueReport, Peer};
use super::room::Room;
use super::rtp::{DatagramKind, demux};
use super::send_queue::{PacketSink, SendQueue};
use super::time::{MediaTime, StartTime};
use super::transport_address::TransportAddress;
use super::{Counters, ForwardPolicy, MediaEvent, PeerId, RoomKey, stun};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

/// Peers that may be between their offer and the end of their handshake: enough for a large meeting
/// to come back at once after a restart. Each holds about 20 KB.
const MAX_HALF_OPEN: usize = 2_048;

/// Room for the longest control packet.
const SCRATCH: usize = 2_048;

pub struct Plane {
    start: StartTime,
    identity: Arc<Identity>,
    peers: HashMap<PeerId, Peer>,
    half_open: usize,
    by_ufrag: HashMap<String, PeerId>,
    by_route: HashMap<TransportAddress, PeerId>,
    rooms: HashMap<RoomKey, Room>,
    handshake_limiter: HandshakeLimiter,
    queue: SendQueue,
    scratch: Vec<u8>,
    events: Vec<MediaEvent>,
    counters: Counters,
    /// Filled by [`Self::wake`]; kept so that waking allocates nothing.
    ended: Vec<PeerId>,
    due: Vec<(PeerId, DueReport)>,
}

impl Plane {
    #[must_use]
    pub fn new(start: StartTime, identity: Arc<Identity>) -> Self {
        Self {
            start,
            identity,
            peers: HashMap::new(),
            half_open: 0,
            by_ufrag: HashMap::new(),
            by_route: HashMap::new(),
            rooms: HashMap::new(),
            handshake_limiter: HandshakeLimiter::default(),
            queue: SendQueue::default(),
            scratch: Vec::with_capacity(SCRATCH),
            events: Vec::new(),
            counters: Counters::default(),
            ended: Vec::new(),
            due: Vec::new(),
        }
    }

    /// Expects a peer.
    pub fn join(&mut self, now: Instant, negotiated: NegotiatedPeer) {
        let peer = negotiated.peer;
        if self.half_open >= MAX_HALF_OPEN {
            self.counters.departed += 1;
            self.events.push(MediaEvent::Gone(peer));
            return;
        }
        self.half_open += 1;
        self.by_ufrag.insert(negotiated.ufrag.clone(), peer);
        self.rooms.entry(negotiated.room).or_default().peers += 1;
        let now = self.start.at(now);
        self.peers
            .insert(peer, Peer::new(negotiated, &self.identity, now));
    }

    /// Forgets a peer, without an event.
    pub fn leave(&mut self, peer: PeerId) {
        let Some(peer) = self.peers.remove(&peer) else {
            return;
        };
        self.counters.departed += 1;
        self.by_ufrag.remove(&peer.negotiated().ufrag);
        for path in peer.paths().valid() {
            forget_route(&mut self.by_route, *path, peer.id());
        }
        if !peer.is_connected() {
            self.half_open -= 1;
        }
        if let Some(room) = self.rooms.get_mut(&peer.room()) {
            room.fanout.remove(peer.id());
            room.peers -= 1;
            if room.peers == 0 {
                self.rooms.remove(&peer.room());
            }
        }
    }

    /// From the next packet on, exactly these are heard in `room`. A room without peers has nothing
    /// to hear: peers are never reused, so nobody named could come to it later.
    pub fn hear(&mut self, room: RoomKey, hearing: ForwardPolicy) {
        if let Some(room) = self.rooms.get_mut(&room) {
            room.hear(hearing);
        }
    }

    /// Takes one datagram in; says whether it was genuine.
    pub fn receive(
        &mut self,
        now: Instant,
        from: TransportAddress,
        datagram: &mut [u8],
        sink: &mut impl PacketSink,
    ) -> bool {
        let now = self.start.at(now);
        let genuine = match demux(datagram) {
            DatagramKind::Stun => self.check(now, from, datagram, sink),
            DatagramKind::Dtls => self.handshake(now, from, datagram, sink),
            DatagramKind::Rtp => self.sound(now, from, datagram, sink),
            DatagramKind::Rtcp => self.reports(now, from, datagram),
            DatagramKind::Other => None,
        };
        genuine.is_some()
    }

    /// Hands over what waits to be sent. To be called when no datagram waits to be received.
    pub fn flush(&mut self, sink: &mut impl PacketSink) {
        self.queue.flush(sink);
    }

    /// Lets time pass. To be called about every 50 ms.
    pub fn wake(&mut self, now: Instant, sink: &mut impl PacketSink) {
        let now = self.start.at(now);
        let Self {
            peers,
            queue,
            ended,
            due,
            start,
            ..
        } = self;
        for (id, peer) in peers.iter_mut() {
            let to = peer.paths().current();
            let send =
                |datagram: &[u8]| to.into_iter().for_each(|to| queue.push(to, sink, datagram));
            if peer
                .wake(now, start, send, |report| due.push((*id, report)))
                .is_err()
            {
                ended.push(*id);
            }
        }
        while let Some(peer) = self.ended.pop() {
            self.end(peer);
        }
        while let Some((peer, report)) = self.due.pop() {
            self.report(now, peer, report, sink);
        }
        for (key, room) in &mut self.rooms {
            if let Some(speaking) = room.news(now) {
                self.events
                    .push(MediaEvent::Speaking(*key, speaking.to_vec()));
            }
        }
        self.queue.flush(sink);
    }

    /// What happened since this was called last.
    pub fn events(&mut self) -> impl Iterator<Item = MediaEvent> {
        self.events.drain(..)
    }

    #[must_use]
    pub fn counters(&self) -> Counters {
        self.counters
    }

    fn check(
        &mut self,
        now: MediaTime,
        from: TransportAddress,
        datagram: &[u8],
        sink: &mut impl PacketSink,
    ) -> Option<()> {
        let request = stun::parse(datagram).ok()?;
        let id = *self.by_ufrag.get(request.local_ufrag)?;
        let peer = self.peers.get_mut(&id)?;
        let before = peer.paths().current();
        let forgotten = peer.check(now, from, &request, &mut self.scratch)?;
        if let Some(path) = forgotten {
            forget_route(&mut self.by_route, path, id);
        }
        self.by_route.insert(from, id);
        let current = peer.paths().current();
        if let Some(to) = current.filter(|_| current != before)
            && let Some(room) = self.rooms.get_mut(&peer.room())
        {
            room.fanout.reroute(id, to);
        }
        self.queue.push(from, sink, &self.scratch);
        Some(())
    }

    fn handshake(
        &mut self,
        now: MediaTime,
        from: TransportAddress,
        datagram: &[u8],
        sink: &mut impl PacketSink,
    ) -> Option<()> {
        let id = *self.by_route.get(&from)?;
        let peer = self.peers.get_mut(&id)?;
        if !peer.has_begun()
            && !self
                .handshake_limiter
                .admits(from.address().ip(), now.since_start)
        {
            return None;
        }
        let to = peer.paths().current().unwrap_or(from);
        let queue = &mut self.queue;
        match peer.handshake(now, &self.start, datagram, |reply| {
            queue.push(to, sink, reply)
        }) {
            Ok(None) => {}
            Ok(Some(sealer)) => {
                let room = self.rooms.entry(peer.room()).or_default();
                room.fanout.add(peer.negotiated(), to, sealer);
                self.half_open -= 1;
                self.events.push(MediaEvent::Connected(id));
            }
            Err(end) => {
                self.counters.failed_handshakes += u64::from(end != DtlsError::Closed);
                self.end(id);
            }
        }
        Some(())
    }

    fn sound(
        &mut self,
        now: MediaTime,
        from: TransportAddress,
        datagram: &mut [u8],
        sink: &mut impl PacketSink,
    ) -> Option<()> {
        let id = *self.by_route.get(&from)?;
        let peer = self.peers.get_mut(&id)?;
        let room = self.rooms.get_mut(&peer.room())?;
        if !room.may_be_heard(id) {
            self.counters.unheard += 1;
            return None;
        }
        let sound = peer.open_sound(now, datagram)?;
        self.counters.heard += 1;
        self.counters.forwarded += room.forward(now, id, &sound, &mut self.queue, sink);
        Some(())
    }

    fn reports(&mut self, now: MediaTime, from: TransportAddress, datagram: &[u8]) -> Option<()> {
        let id = *self.by_route.get(&from)?;
        let peer = self.peers.get_mut(&id)?;
        self.scratch.clear();
        self.scratch.extend_from_slice(datagram);
        let reports = peer.open_reports(now, &mut self.scratch)?;
        let room = self.rooms.get_mut(&peer.room())?;
        // A goodbye (BYE) is of one source, not of the peer: a browser may send it when a share ends
        // and the microphone is taken away, and must go on hearing. Peers end by DTLS or by silence.
        for block in &reports.blocks {
            room.hear_loss(id, block.ssrc, block.fraction_lost);
        }
        Some(())
    }

    fn report(&mut self, now: MediaTime, id: PeerId, due: DueReport, sink: &mut impl PacketSink) {
        let Some(peer) = self.peers.get_mut(&id) else {
            return;
        };
        let Some(room) = self.rooms.get_mut(&peer.room()) else {
            return;
        };
        match due {
            DueReport::ReceiverReport => {
                let Some(mut block) = peer.reception(now) else {
                    return;
                };
                block.fraction_lost = lost_either_way(block.fraction_lost, room.take_loss(id));
                room.fanout
                    .report_reception(id, &block, &mut self.queue, sink, &mut self.scratch);
            }
            DueReport::SenderReport => {
                let time = room.slot_time();
                let (ntp, clock) = (self.start.ntp(now), |slot| time(slot, now));
                room.fanout.report_sending(
                    id,
                    ntp,
                    clock,
                    &mut self.queue,
                    sink,
                    &mut self.scratch,
                );
            }
        }
    }

    fn end(&mut self, peer: PeerId) {
        self.leave(peer);
        self.events.push(MediaEvent::Gone(peer));
    }
}

/// What is lost on the way in or on the way out, in 256ths.
fn lost_either_way(on_the_way_in: u8, on_the_way_out: u8) -> u8 {
    let (inward, outward) = (u32::from(on_the_way_in), u32::from(on_the_way_out));
    let lost = inward + outward - inward * outward / 256;
    u8::try_from(lost).unwrap_or(u8::MAX)
}

/// A path may belong to another peer by now (a browser that joined again from the same port).
fn forget_route(
    routes: &mut HashMap<TransportAddress, PeerId>,
    path: TransportAddress,
    of: PeerId,
) {
    if routes.get(&path) == Some(&of) {
        routes.remove(&path);
    }
}
