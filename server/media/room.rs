//! One room's sound: who may be heard, in which slot, and by whom. Pure.
//!
//! Promises: whoever [`Hearing`] does not name has no slot, and without a slot nothing is forwarded.

use super::fanout::{Fanout, OutgoingPacket};
use super::loudness::LoudestSpeakers;
use super::peer::AudioPacket;
use super::rtcp::ListenerLoss;
use super::send_queue::{PacketSink, SendQueue};
use super::slots::{SLOTS, SlotIndex, SlotTimeline};
use super::time::MediaTime;
use super::{ForwardPolicy, PeerId};
use crate::base::Millis;

/// RTP ticks in a millisecond: Opus always counts at 48 kHz (RFC 7587).
const TICKS_PER_MILLI: u64 = 48;

/// Where whoever has the floor is heard: always the same, so that all shares of a meeting are one
/// stream to the listener's browser.
const FLOOR_SLOT: SlotIndex = SlotIndex(0);

/// Until who is speaking is told again.
const SPEAKING_INTERVAL: Millis = Millis(250);

#[derive(Default)]
struct Slot {
    timeline: SlotTimeline,
    source: Option<PeerId>,
    /// The timestamp sent last, and when.
    clock: Option<(u32, Millis)>,
    feedback: ListenerLoss,
}

#[derive(Default)]
pub(super) struct Room {
    pub(super) fanout: Fanout,
    hearing: ForwardPolicy,
    choice: LoudestSpeakers,
    slots: [Slot; SLOTS],
    told: Vec<PeerId>,
    tell_after: Millis,
    /// Peers of this room, connected or not.
    pub(super) peers: usize,
}

impl Room {
    /// From the next packet on, exactly these are heard.
    pub(super) fn hear(&mut self, hearing: ForwardPolicy) {
        match &hearing {
            ForwardPolicy::Nobody | ForwardPolicy::One(_) => self.choice.allow(&[], 0),
            ForwardPolicy::Loudest { of, at_most } => self.choice.allow(of, *at_most),
        }
        self.hearing = hearing;
        for slot in &mut self.slots {
            if slot
                .source
                .is_some_and(|source| !allows(&self.hearing, source))
            {
                slot.source = None;
                slot.timeline.end();
            }
        }
    }

    /// Whether a packet of `peer` is worth opening at all.
    pub(super) fn may_be_heard(&self, peer: PeerId) -> bool {
        allows(&self.hearing, peer)
    }

    /// Forwards a packet if its speaker has a slot; returns to how many.
    pub(super) fn forward(
        &mut self,
        now: MediaTime,
        speaker: PeerId,
        sound: &AudioPacket<'_>,
        queue: &mut SendQueue,
        sink: &mut impl PacketSink,
    ) -> u64 {
        let index = match &self.hearing {
            // However quietly they speak: every packet of a share is heard.
            ForwardPolicy::One(one) => (*one == speaker).then_some(FLOOR_SLOT),
            ForwardPolicy::Loudest { .. } => {
                self.choice.hear(speaker, sound.level, now.since_start)
            }
            ForwardPolicy::Nobody => None,
        };
        let Some(index) = index else { return 0 };
        let slot = &mut self.slots[usize::from(index.0)];
        let mapped = slot
            .timeline
            .map(speaker, sound.sequence, sound.timestamp, now.since_start);
        let Some(place) = mapped else { return 0 };
        slot.source = Some(speaker);
        slot.clock = Some((place.timestamp, now.since_start));
        let packet = OutgoingPacket {
            slot: index,
            place,
            payload: sound.payload,
        };
        self.fanout.forward(&packet, speaker, queue, sink)
    }

    /// A listener says how much of a slot it lost.
    pub(super) fn hear_loss(&mut self, listener: PeerId, ssrc: u32, fraction: u8) {
        if let Some(slot) = self.fanout.slot_of(listener, ssrc) {
            self.slots[usize::from(slot.0)].feedback.hear(fraction);
        }
    }

    /// What listeners lose of `speaker`, in 256ths, since this was asked last.
    pub(super) fn take_loss(&mut self, speaker: PeerId) -> u8 {
        let slot = self
            .slots
            .iter_mut()
            .find(|slot| slot.source == Some(speaker));
        slot.map_or(0, |slot| slot.feedback.take())
    }

    /// The time on a slot's timeline at `now`; `None` while nothing was sent in it.
    pub(super) fn slot_time(&self) -> impl Fn(SlotIndex, MediaTime) -> Option<u32> + use<> {
        let clocks = self.slots.each_ref().map(|slot| slot.clock);
        move |slot, now| {
            let (timestamp, at) = clocks[usize::from(slot.0)]?;
            let passed = now.since_start.0.saturating_sub(at.0) * TICKS_PER_MILLI;
            // Timestamps wrap, by RFC 3550.
            Some(timestamp.wrapping_add((passed & u64::from(u32::MAX)) as u32))
        }
    }

    /// Who is forwarded now, when that is news and the last news is long enough ago.
    pub(super) fn news(&mut self, now: MediaTime) -> Option<&[PeerId]> {
        if now.since_start < self.tell_after {
            return None;
        }
        if self
            .choice
            .speaking(now.since_start)
            .eq(self.told.iter().copied())
        {
            return None;
        }
        self.told.clear();
        self.told.extend(self.choice.speaking(now.since_start));
        self.tell_after = Millis(now.since_start.0 + SPEAKING_INTERVAL.0);
        Some(&self.told)
    }
}

fn allows(hearing: &ForwardPolicy, peer: PeerId) -> bool {
    match hearing {
        ForwardPolicy::Nobody => false,
        ForwardPolicy::One(one) => *one == peer,
        ForwardPolicy::Loudest { of, .. } => of.contains(&peer),
    }
}
