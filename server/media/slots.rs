//! Slots: signatures only for now.
use super::PeerId;
use crate::base::Millis;

/// Receive slots of a peer.
pub const SLOTS: usize = 3;

/// Which of a peer's receive slots, counted from 0 and below [`SLOTS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlotIndex(pub u8);

/// A packet's place on a slot's timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// Counts from 0. A listener's sequence number is this less where they came in.
    pub index: u64,
    pub timestamp: u32,
    pub marker: bool,
}

#[derive(Clone, Debug, Default)]
pub struct SlotTimeline {}

impl SlotTimeline {
    /// Where a packet goes; `None`: too late or seen before, drop it.
    pub fn map(
        &mut self,
        _source: PeerId,
        _sequence: u16,
        _timestamp: u32,
        _now: Millis,
    ) -> Option<Mapped> {
        todo!()
    }

    /// The source was stopped: what it sends later begins anew instead of looking like loss.
    pub fn end(&mut self) {
        todo!()
    }
}
