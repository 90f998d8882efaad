//! All peers and rooms: packets, commands and the current time go in, packets and events come out.
//!
//! Promises: an audio packet is decrypted only while its peer is audible in its room; every table is
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

/// Maximum number of peers between their offer and the end of their handshake: enough for a large
/// meeting to reconnect at once after a restart. Each takes about 20 KB.
const MAX_HALF_OPEN: usize = 2_048;

/// Bytes of the longest STUN or RTCP packet.
const SCRATCH: usize = 2_048;

/// The state of the media plane.
pub struct Plane {
    start: StartTime,
    identity: Arc<Identity>,
    peers: HashMap<PeerId, Peer>,
    half_open: usize,
    by_ufrag: HashMap<String, PeerId>,
    by_address: HashMap<TransportAddress, PeerId>,
    rooms: HashMap<RoomKey, Room>,
    handshake_limiter: HandshakeLimiter,
    queue: SendQueue,
    scratch: Vec<u8>,
    events: Vec<MediaEvent>,
    counters: Counters,
    /// Filled and emptied by [`Self::handle_timeout`]; stored so that it allocates nothing.
    ended_peers: Vec<PeerId>,
    due_reports: Vec<(PeerId, DueReport)>,
}

impl Plane {
    /// A plane without peers. `identity` is the server's certificate for every DTLS handshake.
    #[must_use]
    pub fn new(start: StartTime, identity: Arc<Identity>) -> Self {
        Self {
            start,
            identity,
            peers: HashMap::new(),
            half_open: 0,
            by_ufrag: HashMap::new(),
            by_address: HashMap::new(),
            rooms: HashMap::new(),
            handshake_limiter: HandshakeLimiter::default(),
            queue: SendQueue::default(),
            scratch: Vec::with_capacity(SCRATCH),
            events: Vec::new(),
            counters: Counters::default(),
            ended_peers: Vec::new(),
            due_reports: Vec::new(),
        }
    }

    /// Adds a peer that has yet to connect. While too many peers are connecting, it is dropped with
    /// [`MediaEvent::Disconnected`].
    pub fn add_peer(&mut self, now: Instant, negotiated: NegotiatedPeer) {
        let peer = negotiated.id;
        if self.half_open >= MAX_HALF_OPEN {
            self.counters.removed_peers += 1;
            self.events.push(MediaEvent::Disconnected(peer));
            return;
        }
        self.half_open += 1;
        self.by_ufrag.insert(negotiated.ufrag.clone(), peer);
        self.rooms.entry(negotiated.room).or_default().peers += 1;
        let now = self.start.at(now);
        self.peers
            .insert(peer, Peer::new(negotiated, &self.identity, now));
    }

    /// Removes a peer, without an event.
    pub fn remove_peer(&mut self, peer: PeerId) {
        let Some(peer) = self.peers.remove(&peer) else {
            return;
        };
        self.counters.removed_peers += 1;
        self.by_ufrag.remove(&peer.negotiated().ufrag);
        for address in peer.paths().valid() {
            forget_address(&mut self.by_address, *address, peer.id());
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

    /// Sets whose audio is forwarded in `room`, from the next packet on. Has no effect on a room
    /// without peers: a policy can name only peers that exist.
    pub fn set_policy(&mut self, room: RoomKey, policy: ForwardPolicy) {
        if let Some(room) = self.rooms.get_mut(&room) {
            room.set_policy(policy);
        }
    }

    /// Handles one datagram. Returns whether it was a valid datagram of a known peer.
    pub fn receive(
        &mut self,
        now: Instant,
        from: TransportAddress,
        datagram: &mut [u8],
        sink: &mut impl PacketSink,
    ) -> bool {
        let now = self.start.at(now);
        let handled = match demux(datagram) {
            DatagramKind::Stun => self.handle_check(now, from, datagram, sink),
            DatagramKind::Dtls => self.handle_dtls(now, from, datagram, sink),
            DatagramKind::Rtp => self.handle_audio(now, from, datagram, sink),
            DatagramKind::Rtcp => self.handle_reports(now, from, datagram),
            DatagramKind::Other => None,
        };
        handled.is_some()
    }

    /// Sends the packets that are queued. Call it when no datagram waits to be received.
    pub fn flush(&mut self, sink: &mut impl PacketSink) {
        self.queue.flush(sink);
    }

    /// Handles the timers that have expired. Call it about every 50 ms.
    pub fn handle_timeout(&mut self, now: Instant, sink: &mut impl PacketSink) {
        let now = self.start.at(now);
        let Self {
            peers,
            queue,
            ended_peers,
            due_reports,
            start,
            ..
        } = self;
        for (id, peer) in peers.iter_mut() {
            let to = peer.paths().selected();
            let send =
                |datagram: &[u8]| to.into_iter().for_each(|to| queue.push(to, sink, datagram));
            if peer
                .handle_timeout(now, start, send, |report| due_reports.push((*id, report)))
                .is_err()
            {
                ended_peers.push(*id);
            }
        }
        while let Some(peer) = self.ended_peers.pop() {
            self.drop_peer(peer);
        }
        while let Some((peer, report)) = self.due_reports.pop() {
            self.send_report(now, peer, report, sink);
        }
        for (key, room) in &mut self.rooms {
            if let Some(speaking) = room.take_speaker_change(now) {
                self.events
                    .push(MediaEvent::Speaking(*key, speaking.to_vec()));
            }
        }
        self.queue.flush(sink);
    }

    /// The events since the last call.
    pub fn drain_events(&mut self) -> impl Iterator<Item = MediaEvent> {
        self.events.drain(..)
    }

    /// Totals since the start. `lost_packets` is always 0 here: only the sockets know it.
    #[must_use]
    pub fn counters(&self) -> Counters {
        self.counters
    }

    fn handle_check(
        &mut self,
        now: MediaTime,
        from: TransportAddress,
        datagram: &[u8],
        sink: &mut impl PacketSink,
    ) -> Option<()> {
        let request = stun::parse(datagram).ok()?;
        let id = *self.by_ufrag.get(request.local_ufrag)?;
        let peer = self.peers.get_mut(&id)?;
        let before = peer.paths().selected();
        let removed = peer.handle_check(now, from, &request, &mut self.scratch)?;
        if let Some(address) = removed {
            forget_address(&mut self.by_address, address, id);
        }
        self.by_address.insert(from, id);
        let selected = peer.paths().selected();
        if let Some(to) = selected.filter(|_| selected != before)
            && let Some(room) = self.rooms.get_mut(&peer.room())
        {
            room.fanout.set_address(id, to);
        }
        self.queue.push(from, sink, &self.scratch);
        Some(())
    }

    fn handle_dtls(
        &mut self,
        now: MediaTime,
        from: TransportAddress,
        datagram: &[u8],
        sink: &mut impl PacketSink,
    ) -> Option<()> {
        let id = *self.by_address.get(&from)?;
        let peer = self.peers.get_mut(&id)?;
        if !peer.has_started_handshake()
            && !self
                .handshake_limiter
                .allow(from.socket_addr().ip(), now.since_start)
        {
            return None;
        }
        let to = peer.paths().selected().unwrap_or(from);
        let queue = &mut self.queue;
        match peer.handle_dtls(now, &self.start, datagram, |reply| {
            queue.push(to, sink, reply);
        }) {
            Ok(None) => {}
            Ok(Some(sealer)) => {
                let room = self.rooms.entry(peer.room()).or_default();
                room.fanout.add(peer.negotiated(), to, sealer);
                self.half_open -= 1;
                self.events.push(MediaEvent::Connected(id));
            }
            Err(error) => {
                self.counters.failed_handshakes += u64::from(error != DtlsError::Closed);
                self.drop_peer(id);
            }
        }
        Some(())
    }

    fn handle_audio(
        &mut self,
        now: MediaTime,
        from: TransportAddress,
        datagram: &mut [u8],
        sink: &mut impl PacketSink,
    ) -> Option<()> {
        let id = *self.by_address.get(&from)?;
        let peer = self.peers.get_mut(&id)?;
        let room = self.rooms.get_mut(&peer.room())?;
        if !room.is_audible(id) {
            self.counters.inaudible_packets += 1;
            return None;
        }
        let packet = peer.open_audio(now, datagram)?;
        self.counters.audible_packets += 1;
        self.counters.forwarded_packets += room.forward(now, id, &packet, &mut self.queue, sink);
        Some(())
    }

    fn handle_reports(
        &mut self,
        now: MediaTime,
        from: TransportAddress,
        datagram: &[u8],
    ) -> Option<()> {
        let id = *self.by_address.get(&from)?;
        let peer = self.peers.get_mut(&id)?;
        self.scratch.clear();
        self.scratch.extend_from_slice(datagram);
        let reports = peer.open_reports(now, &mut self.scratch)?;
        let room = self.rooms.get_mut(&peer.room())?;
        // A BYE concerns one source, not the peer: a browser may send one when its microphone is
        // removed, and still has to receive. A peer ends by a DTLS alert or by silence.
        for block in &reports.blocks {
            room.record_loss(id, block.ssrc, block.fraction_lost);
        }
        Some(())
    }

    fn send_report(
        &mut self,
        now: MediaTime,
        id: PeerId,
        due: DueReport,
        sink: &mut impl PacketSink,
    ) {
        let Some(peer) = self.peers.get_mut(&id) else {
            return;
        };
        let Some(room) = self.rooms.get_mut(&peer.room()) else {
            return;
        };
        match due {
            DueReport::ReceiverReport => {
                let Some(mut block) = peer.reception_report(now) else {
                    return;
                };
                block.fraction_lost = combined_loss(block.fraction_lost, room.take_loss(id));
                room.fanout.send_receiver_report(
                    id,
                    &block,
                    &mut self.queue,
                    sink,
                    &mut self.scratch,
                );
            }
            DueReport::SenderReport => {
                let time = room.slot_clock();
                let (ntp, clock) = (self.start.ntp(now), |slot| time(slot, now));
                room.fanout.send_sender_reports(
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

    fn drop_peer(&mut self, peer: PeerId) {
        self.remove_peer(peer);
        self.events.push(MediaEvent::Disconnected(peer));
    }
}

/// The loss from the speaker to a listener, from the losses before and after the server, in 256ths.
fn combined_loss(inbound: u8, outbound: u8) -> u8 {
    let (inbound, outbound) = (u32::from(inbound), u32::from(outbound));
    let lost = inbound + outbound - inbound * outbound / 256;
    u8::try_from(lost).unwrap_or(u8::MAX)
}

/// Removes an address, unless it belongs to another peer now (a browser that joined again from the
/// same port).
fn forget_address(
    routes: &mut HashMap<TransportAddress, PeerId>,
    address: TransportAddress,
    of: PeerId,
) {
    if routes.get(&address) == Some(&of) {
        routes.remove(&address);
    }
}
