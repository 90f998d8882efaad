//! One room: which peers are audible, in which slot, and who receives them. Pure.
//!
//! Promises: a peer that the [`ForwardPolicy`] does not allow has no slot, and without a slot nothing
//! is forwarded.

use super::fanout::{Fanout, OutgoingPacket};
use super::loudness::LoudestSpeakers;
use super::peer::AudioPacket;
use super::rtcp::ListenerLoss;
use super::send_queue::{PacketSink, SendQueue};
use super::slots::{SLOTS, SlotIndex, SlotTimeline, ticks_between};
use super::time::MediaTime;
use super::{ForwardPolicy, PeerId};
use crate::base::Millis;

/// The slot of the one speaker of [`ForwardPolicy::One`]: always the same, so that a listener's
/// browser receives all speakers in turn as one stream.
const FLOOR_SLOT: SlotIndex = SlotIndex(0);

/// Shortest time between two reports of who is speaking.
const SPEAKING_INTERVAL: Millis = Millis(250);

#[derive(Default)]
struct Slot {
    timeline: SlotTimeline,
    source: Option<PeerId>,
    /// The RTP timestamp of the last packet, and when it was sent.
    last_sent: Option<(u32, Millis)>,
    loss: ListenerLoss,
}

#[derive(Default)]
pub(super) struct Room {
    pub(super) fanout: Fanout,
    policy: ForwardPolicy,
    loudest: LoudestSpeakers,
    slots: [Slot; SLOTS],
    /// The speakers as last reported, and the earliest time of the next report.
    reported_speakers: Vec<PeerId>,
    next_report_at: Millis,
    /// Number of peers of this room, connected or not.
    pub(super) peers: usize,
}

impl Room {
    /// Sets whose audio is forwarded, from the next packet on.
    pub(super) fn set_policy(&mut self, policy: ForwardPolicy) {
        match &policy {
            ForwardPolicy::Nobody | ForwardPolicy::One(_) => self.loudest.set_allowed(&[], 0),
            ForwardPolicy::Loudest { of, at_most } => self.loudest.set_allowed(of, *at_most),
        }
        self.policy = policy;
        for slot in &mut self.slots {
            if slot
                .source
                .is_some_and(|source| !allows(&self.policy, source))
            {
                slot.source = None;
                slot.timeline.end_run();
            }
        }
    }

    /// Whether the policy allows `peer`. Only then its packets are decrypted.
    pub(super) fn is_audible(&self, peer: PeerId) -> bool {
        allows(&self.policy, peer)
    }

    /// Forwards a packet to all listeners if its speaker has a slot. Returns how many packets are sent.
    pub(super) fn forward(
        &mut self,
        now: MediaTime,
        speaker: PeerId,
        audio: &AudioPacket<'_>,
        queue: &mut SendQueue,
        sink: &mut impl PacketSink,
    ) -> u64 {
        let index = match &self.policy {
            // Regardless of the level: every packet of this speaker is forwarded.
            ForwardPolicy::One(one) => (*one == speaker).then_some(FLOOR_SLOT),
            ForwardPolicy::Loudest { .. } => {
                self.loudest
                    .select_slot(speaker, audio.level, now.since_start)
            }
            ForwardPolicy::Nobody => None,
        };
        let Some(index) = index else { return 0 };
        let slot = &mut self.slots[usize::from(index.0)];
        let mapped = slot
            .timeline
            .map(speaker, audio.sequence, audio.timestamp, now.since_start);
        let Some(mapped) = mapped else { return 0 };
        slot.source = Some(speaker);
        slot.last_sent = Some((mapped.timestamp, now.since_start));
        let packet = OutgoingPacket {
            slot: index,
            mapped,
            payload: audio.payload,
        };
        self.fanout.forward(&packet, speaker, queue, sink)
    }

    /// Records the loss that a listener reports for the source `ssrc`, in 256ths.
    pub(super) fn record_loss(&mut self, listener: PeerId, ssrc: u32, fraction: u8) {
        if let Some(slot) = self.fanout.slot_of(listener, ssrc) {
            self.slots[usize::from(slot.0)].loss.record(fraction);
        }
    }

    /// What listeners have lost of `speaker` since the last call, in 256ths.
    pub(super) fn take_loss(&mut self, speaker: PeerId) -> u8 {
        let slot = self
            .slots
            .iter_mut()
            .find(|slot| slot.source == Some(speaker));
        slot.map_or(0, |slot| slot.loss.take())
    }

    /// A function from a slot and a time to the slot's RTP timestamp then; `None` while nothing was
    /// sent in the slot.
    pub(super) fn slot_clock(&self) -> impl Fn(SlotIndex, MediaTime) -> Option<u32> + use<> {
        let last_sent = self.slots.each_ref().map(|slot| slot.last_sent);
        move |slot, now| {
            let (timestamp, at) = last_sent[usize::from(slot.0)]?;
            Some(timestamp.wrapping_add(ticks_between(at, now.since_start)))
        }
    }

    /// Who is forwarded now, if that has changed and the last report is [`SPEAKING_INTERVAL`] ago.
    pub(super) fn take_speaker_change(&mut self, now: MediaTime) -> Option<&[PeerId]> {
        if now.since_start < self.next_report_at {
            return None;
        }
        if self
            .loudest
            .speaking(now.since_start)
            .eq(self.reported_speakers.iter().copied())
        {
            return None;
        }
        self.reported_speakers.clear();
        self.reported_speakers
            .extend(self.loudest.speaking(now.since_start));
        self.next_report_at = Millis(now.since_start.0 + SPEAKING_INTERVAL.0);
        Some(&self.reported_speakers)
    }
}

fn allows(policy: &ForwardPolicy, peer: PeerId) -> bool {
    match policy {
        ForwardPolicy::Nobody => false,
        ForwardPolicy::One(one) => *one == peer,
        ForwardPolicy::Loudest { of, .. } => of.contains(&peer),
    }
}
