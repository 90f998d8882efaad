//! One continuous stream out of whoever speaks in turn.
//!
//! A listener's slot is to its browser one sender that never changes. So every packet is given a
//! place on the slot's own timeline: what is lost on the way in stays a gap (the browser conceals
//! it, or repairs it from the next packet), a new speaker follows right after the one before.
//! Promises: no place is given twice; in order of place, time never runs back, unless a source's
//! own does, and then only among its own packets. Deliberately absent: listeners. One timeline
//! serves all of a room: a listener's sequence number is the index less the index where they came
//! in, so it starts small, as SRTP's rollover counter needs.
//! May be imported by `media` alone.

use super::PeerId;
use crate::base::Millis;

#[cfg(test)]
mod tests;

/// Receive slots of a peer.
pub const SLOTS: usize = 3;

/// Ticks of Opus's RTP clock in a millisecond, whatever rate it codes at (RFC 7587).
pub const TICKS_PER_MILLI: u32 = 48;

/// How many packets may lack in a row, or one be late, before it counts as a new beginning: 1.3 s
/// of speech. What is later than that does not come: SRTP's replay window is as wide.
const REACH: u16 = 64;
/// How much further than real time a source's clock may run between two packets, in ticks: 2 s,
/// more than any network holds back.
const LEEWAY: u32 = 2_000 * TICKS_PER_MILLI;
/// How long a packet lasts until two in a row have told, in ticks: 20 ms, what browsers send.
const USUAL_STEP: u32 = 20 * TICKS_PER_MILLI;
/// The longest that a packet of Opus lasts, in ticks: 120 ms.
const LONGEST_STEP: u32 = 120 * TICKS_PER_MILLI;

/// Which of a peer's receive slots, counted from 0 and below [`SLOTS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlotIndex(pub u8);

/// A packet's place on a slot's timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MappedPacket {
    /// Counts from 0.
    pub index: u64,
    pub timestamp: u32,
    /// The first of a speaker: the browser may adapt its buffer here (RFC 3551).
    pub marker: bool,
}

/// The timeline of one slot of one room.
#[derive(Clone, Debug, Default)]
pub struct SlotTimeline {
    /// The newest place given.
    newest: Option<TimelinePoint>,
    /// Who speaks, while it goes on.
    run: Option<SourceRun>,
}

#[derive(Clone, Copy, Debug)]
struct TimelinePoint {
    index: u64,
    timestamp: u32,
    at: Millis,
}

/// One source's packets without a break.
#[derive(Clone, Copy, Debug)]
struct SourceRun {
    source: PeerId,
    /// The source's own numbers of the newest packet.
    sequence: u16,
    timestamp: u32,
    /// Where the run began.
    first: TimelinePoint,
    /// Bit n: the place n before the newest was given.
    given: u64,
    /// How long a packet lasts.
    step: u32,
}

impl SlotTimeline {
    /// Where a packet goes. `None`: it came before, or too late: drop it.
    pub fn map(
        &mut self,
        source: PeerId,
        sequence: u16,
        timestamp: u32,
        now: Millis,
    ) -> Option<MappedPacket> {
        let (Some(newest), Some(run)) = (self.newest, &mut self.run) else {
            return Some(self.begin(source, sequence, timestamp, now));
        };
        if run.source != source {
            return Some(self.begin(source, sequence, timestamp, now));
        }
        let ahead = sequence.wrapping_sub(run.sequence);
        let behind = ahead.wrapping_neg();
        if behind < REACH {
            return run.late(newest, behind, timestamp);
        }
        let ticks = timestamp.wrapping_sub(run.timestamp);
        let most = ticks_of(now, newest.at).saturating_add(LEEWAY);
        if ahead > REACH || ticks > most {
            return Some(self.begin(source, sequence, timestamp, now));
        }
        let place = TimelinePoint {
            index: newest.index + u64::from(ahead),
            timestamp: newest.timestamp.wrapping_add(ticks),
            at: now,
        };
        if ahead == 1 && (1..=LONGEST_STEP).contains(&ticks) {
            run.step = ticks;
        }
        run.given = run.given.checked_shl(u32::from(ahead)).unwrap_or(0) | 1;
        (run.sequence, run.timestamp) = (sequence, timestamp);
        self.newest = Some(place);
        Some(MappedPacket {
            index: place.index,
            timestamp: place.timestamp,
            marker: false,
        })
    }

    /// Nobody is forwarded here for now. What the same source sends later begins anew; without
    /// this, what was not forwarded meanwhile would look like loss.
    pub fn end(&mut self) {
        self.run = None;
    }

    /// Puts a packet right after the newest, as far on as time has really gone.
    fn begin(
        &mut self,
        source: PeerId,
        sequence: u16,
        timestamp: u32,
        now: Millis,
    ) -> MappedPacket {
        let step = self.run.map_or(USUAL_STEP, |run| run.step);
        let place = match self.newest {
            None => TimelinePoint {
                index: 0,
                timestamp: 0,
                at: now,
            },
            Some(newest) => TimelinePoint {
                index: newest.index + 1,
                timestamp: newest
                    .timestamp
                    .wrapping_add(ticks_of(now, newest.at).max(step)),
                at: now,
            },
        };
        self.newest = Some(place);
        self.run = Some(SourceRun {
            source,
            sequence,
            timestamp,
            first: place,
            given: 1,
            step: USUAL_STEP,
        });
        MappedPacket {
            index: place.index,
            timestamp: place.timestamp,
            marker: true,
        }
    }
}

impl SourceRun {
    /// The place of a packet that is `behind` the newest, when it is free and lies in this run.
    fn late(&mut self, newest: TimelinePoint, behind: u16, timestamp: u32) -> Option<MappedPacket> {
        let index = newest
            .index
            .checked_sub(u64::from(behind))
            .filter(|&i| i > self.first.index)?;
        let bit = 1 << behind;
        let ticks = self.timestamp.wrapping_sub(timestamp);
        let ran = newest.timestamp.wrapping_sub(self.first.timestamp);
        if self.given & bit != 0 || ticks > ran {
            return None;
        }
        self.given |= bit;
        Some(MappedPacket {
            index,
            timestamp: newest.timestamp.wrapping_sub(ticks),
            marker: false,
        })
    }
}

/// The ticks from `before` to `now`. After a day they start over, as RTP's clock does.
fn ticks_of(now: Millis, before: Millis) -> u32 {
    (now.0.saturating_sub(before.0) as u32).wrapping_mul(TICKS_PER_MILLI)
}
