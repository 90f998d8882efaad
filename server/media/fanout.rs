//! Fan-out, the hot path: sends one packet to every listener of a room. Pure.
//!
//! Promises: nothing is allocated per packet; listeners are contiguous in memory. Each listener has its
//! own key, SSRC and payload type, and sequence numbers that start near 0. SRTP's rollover counter
//! starts at 0 on both sides, so a packet lost at the wrap of a sequence number that started high
//! would leave the listener's counter wrong for good.

use super::PeerId;
use super::negotiation::{CNAME, NegotiatedPeer};
use super::rtcp::{self, SenderInfo};
use super::rtp::{HEADER_LEN, write_header};
use super::send_queue::{MAX_DATAGRAM, PacketSink, SendQueue};
use super::slots::{MappedPacket, SLOTS, SlotIndex};
use super::srtp::Sealer;
use super::transport_address::TransportAddress;
use std::collections::HashMap;

/// An audio packet to be forwarded.
#[derive(Clone, Copy)]
pub(super) struct OutgoingPacket<'p> {
    pub(super) slot: SlotIndex,
    pub(super) mapped: MappedPacket,
    pub(super) payload: &'p [u8],
}

/// The outgoing stream of one slot to one listener.
struct ListenerSlot {
    ssrc: u32,
    payload_type: u8,
    /// The timeline index of the first packet that this listener was sent.
    first_index: Option<u64>,
    packets: u32,
    octets: u32,
}

struct Listener {
    peer: PeerId,
    to: TransportAddress,
    sealer: Sealer,
    /// `None` for slots that the browser did not offer.
    slots: [Option<ListenerSlot>; SLOTS],
}

/// The listeners of one room.
#[derive(Default)]
pub(super) struct Fanout {
    listeners: Vec<Listener>,
    /// Index of each peer in `listeners`.
    positions: HashMap<PeerId, usize>,
}

impl Fanout {
    pub(super) fn add(
        &mut self,
        negotiated: &NegotiatedPeer,
        to: TransportAddress,
        sealer: Sealer,
    ) {
        let listener_slot = |slot: usize| {
            negotiated
                .offer
                .slots
                .get(slot)
                .map(|section| ListenerSlot {
                    ssrc: negotiated.ssrcs[slot],
                    payload_type: section.opus,
                    first_index: None,
                    packets: 0,
                    octets: 0,
                })
        };
        self.remove(negotiated.id);
        self.positions.insert(negotiated.id, self.listeners.len());
        let slots = std::array::from_fn(listener_slot);
        self.listeners.push(Listener {
            peer: negotiated.id,
            to,
            sealer,
            slots,
        });
    }

    pub(super) fn remove(&mut self, peer: PeerId) {
        let Some(position) = self.positions.remove(&peer) else {
            return;
        };
        self.listeners.swap_remove(position);
        if let Some(moved) = self.listeners.get(position) {
            self.positions.insert(moved.peer, position);
        }
    }

    /// Changes the address to which the listener's packets are sent.
    pub(super) fn set_address(&mut self, peer: PeerId, to: TransportAddress) {
        if let Some(listener) = self.listener(peer) {
            listener.to = to;
        }
    }

    /// Sends `packet` to everyone but its speaker. Returns the number of packets.
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
                to, sealer, slots, ..
            } = listener;
            let Some(slot) = &mut slots[usize::from(packet.slot.0)] else {
                continue;
            };
            queue.write(*to, sink, |datagram| {
                let len = slot.seal(packet, sealer, datagram)?;
                sent += 1;
                Some(len)
            });
        }
        sent
    }

    /// The slot that a listener's report block for `ssrc` is about.
    pub(super) fn slot_of(&mut self, peer: PeerId, ssrc: u32) -> Option<SlotIndex> {
        let slots = &self.listener(peer)?.slots;
        let index = slots
            .iter()
            .position(|slot| slot.as_ref().is_some_and(|slot| slot.ssrc == ssrc))?;
        u8::try_from(index).ok().map(SlotIndex)
    }

    /// Sends a receiver report to a speaker.
    pub(super) fn send_receiver_report(
        &mut self,
        peer: PeerId,
        block: &rtcp::ReportBlock,
        queue: &mut SendQueue,
        sink: &mut impl PacketSink,
        scratch: &mut Vec<u8>,
    ) {
        let Some(Listener {
            to, sealer, slots, ..
        }) = self.listener(peer)
        else {
            return;
        };
        let ssrc = slots[0].as_ref().map_or(0, |slot| slot.ssrc);
        rtcp::write_receiver_report(ssrc, Some(block), CNAME, scratch);
        sealer.seal_rtcp(scratch);
        queue.push(*to, sink, scratch);
    }

    /// Sends a listener a sender report for each slot in which it was sent anything. `clock` gives the
    /// RTP timestamp of a slot at the time `ntp`.
    pub(super) fn send_sender_reports(
        &mut self,
        peer: PeerId,
        ntp: u64,
        clock: impl Fn(SlotIndex) -> Option<u32>,
        queue: &mut SendQueue,
        sink: &mut impl PacketSink,
        scratch: &mut Vec<u8>,
    ) {
        let Some(Listener {
            to, sealer, slots, ..
        }) = self.listener(peer)
        else {
            return;
        };
        for (index, slot) in (0..).map(SlotIndex).zip(slots.iter().flatten()) {
            let (Some(rtp), Some(_)) = (clock(index), slot.first_index) else {
                continue;
            };
            let info = SenderInfo {
                ssrc: slot.ssrc,
                ntp,
                rtp,
                packets: slot.packets,
                octets: slot.octets,
            };
            rtcp::write_sender_report(&info, CNAME, scratch);
            sealer.seal_rtcp(scratch);
            if !scratch.is_empty() {
                queue.push(*to, sink, scratch);
            }
        }
    }

    fn listener(&mut self, peer: PeerId) -> Option<&mut Listener> {
        self.listeners.get_mut(*self.positions.get(&peer)?)
    }
}

impl ListenerSlot {
    /// Writes the packet for this listener and encrypts it. Returns its length; `None` when it must
    /// not be sent.
    fn seal(
        &mut self,
        packet: &OutgoingPacket<'_>,
        sealer: &mut Sealer,
        datagram: &mut [u8; MAX_DATAGRAM],
    ) -> Option<usize> {
        let OutgoingPacket {
            mapped, payload, ..
        } = packet;
        // An index below the first is a packet that was reordered on its way to the server.
        let index = mapped
            .index
            .checked_sub(*self.first_index.get_or_insert(mapped.index))?;
        // RFC 3711: the sequence number is the index without its rollovers.
        let sequence = (index & 0xffff) as u16;
        let len = HEADER_LEN + payload.len();
        let (header, rest) = datagram.split_first_chunk_mut::<HEADER_LEN>()?;
        write_header(
            header,
            self.payload_type,
            mapped.marker,
            sequence,
            mapped.timestamp,
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
