//! The hot path: one packet to every listener of a room.
//!
//! Promises: nothing is allocated per packet; listeners lie side by side in memory; each has its own
//! key, source and payload type, and sequence numbers that start near 0, so that the rollover counter
//! of SRTP (which starts at 0 too) can't be missed with a lost packet. Pure.

use super::PeerId;
use super::negotiation::{CNAME, NegotiatedPeer};
use super::rtcp::{self, SenderInfo};
use super::rtp::{HEADER_LEN, write_header};
use super::send_queue::{MAX_DATAGRAM, PacketSink, SendQueue};
use super::slots::{MappedPacket, SLOTS, SlotIndex};
use super::srtp::Sealer;
use super::transport_address::TransportAddress;
use std::collections::HashMap;

/// A packet of sound on its way out.
#[derive(Clone, Copy)]
pub(super) struct OutgoingPacket<'p> {
    pub(super) slot: SlotIndex,
    pub(super) place: MappedPacket,
    pub(super) payload: &'p [u8],
}

/// One slot of one listener.
struct ListenerSlot {
    ssrc: u32,
    payload_type: u8,
    /// Where on the slot's timeline this listener came in.
    start: Option<u64>,
    packets: u32,
    octets: u32,
}

struct Listener {
    peer: PeerId,
    to: TransportAddress,
    sealer: Sealer,
    /// As many as the browser offered.
    ears: [Option<ListenerSlot>; SLOTS],
}

/// The listeners of one room.
#[derive(Default)]
pub(super) struct Fanout {
    listeners: Vec<Listener>,
    places: HashMap<PeerId, usize>,
}

impl Fanout {
    pub(super) fn add(
        &mut self,
        negotiated: &NegotiatedPeer,
        to: TransportAddress,
        sealer: Sealer,
    ) {
        let ear = |slot: usize| {
            negotiated
                .offer
                .slots
                .get(slot)
                .map(|section| ListenerSlot {
                    ssrc: negotiated.ssrcs[slot],
                    payload_type: section.opus,
                    start: None,
                    packets: 0,
                    octets: 0,
                })
        };
        self.remove(negotiated.peer);
        self.places.insert(negotiated.peer, self.listeners.len());
        let ears = std::array::from_fn(ear);
        self.listeners.push(Listener {
            peer: negotiated.peer,
            to,
            sealer,
            ears,
        });
    }

    pub(super) fn remove(&mut self, peer: PeerId) {
        let Some(place) = self.places.remove(&peer) else {
            return;
        };
        self.listeners.swap_remove(place);
        if let Some(moved) = self.listeners.get(place) {
            self.places.insert(moved.peer, place);
        }
    }

    /// The listener is reached by another path from now on.
    pub(super) fn reroute(&mut self, peer: PeerId, to: TransportAddress) {
        if let Some(listener) = self.listener(peer) {
            listener.to = to;
        }
    }

    /// Sends `packet` to everyone but its speaker; returns to how many.
    pub(super) fn forward(
        &mut self,
        packet: &OutgoingPacket<'_>,
        speaker: PeerId,
        queue: &mut SendQueue,
        sink: &mut impl PacketSink,
    ) -> u64 {
        let mut sent = 0;
        for listener in self
            .listeners
            .iter_mut()
            .filter(|listener| listener.peer != speaker)
        {
            let Listener {
                to, sealer, ears, ..
            } = listener;
            let Some(ear) = &mut ears[usize::from(packet.slot.0)] else {
                continue;
            };
            queue.write(*to, sink, |datagram| {
                let len = ear.seal(packet, sealer, datagram)?;
                sent += 1;
                Some(len)
            });
        }
        sent
    }

    /// Which slot a listener's report is about.
    pub(super) fn slot_of(&mut self, peer: PeerId, ssrc: u32) -> Option<SlotIndex> {
        let ears = &self.listener(peer)?.ears;
        let slot = ears
            .iter()
            .position(|ear| ear.as_ref().is_some_and(|ear| ear.ssrc == ssrc))?;
        u8::try_from(slot).ok().map(SlotIndex)
    }

    /// Tells a speaker how well it arrives.
    pub(super) fn report_reception(
        &mut self,
        peer: PeerId,
        block: &rtcp::ReportBlock,
        queue: &mut SendQueue,
        sink: &mut impl PacketSink,
        scratch: &mut Vec<u8>,
    ) {
        let Some(Listener {
            to, sealer, ears, ..
        }) = self.listener(peer)
        else {
            return;
        };
        let from = ears[0].as_ref().map_or(0, |ear| ear.ssrc);
        rtcp::receiver_report(from, Some(block), CNAME, scratch);
        sealer.seal_rtcp(scratch);
        queue.push(*to, sink, scratch);
    }

    /// Tells a listener about each slot in which it heard anything; `clock` gives the time of each.
    pub(super) fn report_sending(
        &mut self,
        peer: PeerId,
        ntp: u64,
        clock: impl Fn(SlotIndex) -> Option<u32>,
        queue: &mut SendQueue,
        sink: &mut impl PacketSink,
        scratch: &mut Vec<u8>,
    ) {
        let Some(Listener {
            to, sealer, ears, ..
        }) = self.listener(peer)
        else {
            return;
        };
        for (slot, ear) in (0..).map(SlotIndex).zip(ears.iter().flatten()) {
            let (Some(rtp), Some(_)) = (clock(slot), ear.start) else {
                continue;
            };
            let info = SenderInfo {
                ssrc: ear.ssrc,
                ntp,
                rtp,
                packets: ear.packets,
                octets: ear.octets,
            };
            rtcp::sender_report(&info, CNAME, scratch);
            sealer.seal_rtcp(scratch);
            if !scratch.is_empty() {
                queue.push(*to, sink, scratch);
            }
        }
    }

    fn listener(&mut self, peer: PeerId) -> Option<&mut Listener> {
        self.listeners.get_mut(*self.places.get(&peer)?)
    }
}

impl ListenerSlot {
    /// Writes the packet as this listener is to get it. `None`: it must not be sent to them.
    fn seal(
        &mut self,
        packet: &OutgoingPacket<'_>,
        sealer: &mut Sealer,
        datagram: &mut [u8; MAX_DATAGRAM],
    ) -> Option<usize> {
        let OutgoingPacket { place, payload, .. } = packet;
        // A packet from before they came in (reordered on its way to us) is not for them.
        let index = place
            .index
            .checked_sub(*self.start.get_or_insert(place.index))?;
        // The sequence number is the index, less its rollovers, by RFC 3711.
        let sequence = (index & 0xffff) as u16;
        let len = HEADER_LEN + payload.len();
        let (header, rest) = datagram.split_first_chunk_mut::<HEADER_LEN>()?;
        write_header(
            header,
            self.payload_type,
            place.marker,
            sequence,
            place.timestamp,
            self.ssrc,
        );
        rest.get_mut(..payload.len())?.copy_from_slice(payload);
        let len = match sealer.seal_rtp(datagram, len) {
            0 => return None,
            len => len,
        };
        self.packets = self.packets.wrapping_add(1);
        self.octets = self.octets.wrapping_add(payload.len() as u32);
        Some(len)
    }
}
