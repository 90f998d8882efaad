//! Merges the packets of successive speakers into one continuous RTP stream per slot.
//!
//! To a listener's browser a slot is one sender that never changes. So every packet is mapped to an
//! index and a timestamp of the slot's own timeline: a packet lost on its way to the server stays a
//! gap (the browser conceals it), and a new speaker follows directly after the previous one.
//! Promises: no index is used twice; timestamps never decrease with the index, unless a source's own
//! do, and then only among its own packets. Deliberately absent: listeners. One timeline serves all
//! listeners of a room: a listener's sequence number is the index minus the index of its first
//! packet, so it starts at 0, as SRTP's rollover counter needs.
//! May be imported by `media` alone.

use super::PeerId;
use crate::base::Millis;

#[cfg(test)]
mod tests;

/// Number of receive slots of a peer: how many speakers it can receive at the same time.
pub const SLOTS: usize = 3;

/// Ticks of the RTP clock in a millisecond: Opus always uses 48 kHz (RFC 7587).
pub const TICKS_PER_MILLI: u32 = 48;

/// Sequence numbers that may be missing in a row, or by which a packet may be late, before a new run
/// starts: 1.3 s of speech. Later packets never get here: SRTP's replay window has the same size.
const MAX_GAP: u16 = 64;
/// How far a source's timestamps may run ahead of real time between two packets, in ticks: 2 s, more
/// than any network delays a packet.
const MAX_CLOCK_LEAD: u32 = 2_000 * TICKS_PER_MILLI;
/// Assumed duration of a packet until two consecutive ones show it, in ticks: 20 ms, as browsers send.
const DEFAULT_PACKET_TICKS: u32 = 20 * TICKS_PER_MILLI;
/// Longest duration of an Opus packet, in ticks: 120 ms.
const MAX_PACKET_TICKS: u32 = 120 * TICKS_PER_MILLI;

/// One of a peer's receive slots, from 0 to [`SLOTS`] - 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlotIndex(pub u8);

/// Where a packet belongs on a slot's timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MappedPacket {
    /// Counts from 0, without rollover.
    pub index: u64,
    /// The RTP timestamp.
    pub timestamp: u32,
    /// Set on the first packet of a run: the browser may adjust its buffer there (RFC 3551).
    pub marker: bool,
}

/// The timeline of one slot of one room.
#[derive(Clone, Debug, Default)]
pub struct SlotTimeline {
    /// The point with the highest index so far.
    newest: Option<TimelinePoint>,
    /// The current run, if any.
    run: Option<SourceRun>,
}

#[derive(Clone, Copy, Debug)]
struct TimelinePoint {
    index: u64,
    timestamp: u32,
    at: Millis,
}

/// Consecutive packets of one source.
#[derive(Clone, Copy, Debug)]
struct SourceRun {
    source: PeerId,
    /// The source's own sequence number and timestamp of the newest packet.
    sequence: u16,
    timestamp: u32,
    /// The point of the run's first packet.
    first: TimelinePoint,
    /// Bit n is set when the index n below the newest is used.
    used: u64,
    /// Duration of a packet, in ticks.
    packet_ticks: u32,
}

impl SlotTimeline {
    /// Maps a packet of `source` to the timeline. `None` when it is a duplicate or too late: drop it.
    pub fn map(
        &mut self,
        source: PeerId,
        sequence: u16,
        timestamp: u32,
        now: Millis,
    ) -> Option<MappedPacket> {
        let (Some(newest), Some(run)) = (self.newest, &mut self.run) else {
            return Some(self.start_run(source, sequence, timestamp, now));
        };
        if run.source != source {
            return Some(self.start_run(source, sequence, timestamp, now));
        }
        let ahead = sequence.wrapping_sub(run.sequence);
        let behind = ahead.wrapping_neg();
        if behind < MAX_GAP {
            return run.map_late(newest, behind, timestamp);
        }
        let ticks = timestamp.wrapping_sub(run.timestamp);
        let max_ticks = ticks_between(newest.at, now).saturating_add(MAX_CLOCK_LEAD);
        if ahead > MAX_GAP || ticks > max_ticks {
            return Some(self.start_run(source, sequence, timestamp, now));
        }
        let point = TimelinePoint {
            index: newest.index + u64::from(ahead),
            timestamp: newest.timestamp.wrapping_add(ticks),
            at: now,
        };
        if ahead == 1 && (1..=MAX_PACKET_TICKS).contains(&ticks) {
            run.packet_ticks = ticks;
        }
        run.used = run.used.checked_shl(u32::from(ahead)).unwrap_or(0) | 1;
        (run.sequence, run.timestamp) = (sequence, timestamp);
        self.newest = Some(point);
        Some(MappedPacket {
            index: point.index,
            timestamp: point.timestamp,
            marker: false,
        })
    }

    /// Ends the current run, because its source is no longer forwarded. Without this, the packets
    /// that were not forwarded would look like loss when the source is forwarded again.
    pub fn end_run(&mut self) {
        self.run = None;
    }

    /// Maps a packet directly after the newest. Its timestamp advances by the time that has passed.
    fn start_run(
        &mut self,
        source: PeerId,
        sequence: u16,
        timestamp: u32,
        now: Millis,
    ) -> MappedPacket {
        let packet_ticks = self
            .run
            .map_or(DEFAULT_PACKET_TICKS, |run| run.packet_ticks);
        let point = match self.newest {
            None => TimelinePoint {
                index: 0,
                timestamp: 0,
                at: now,
            },
            Some(newest) => TimelinePoint {
                index: newest.index + 1,
                timestamp: newest
                    .timestamp
                    .wrapping_add(ticks_between(newest.at, now).max(packet_ticks)),
                at: now,
            },
        };
        self.newest = Some(point);
        self.run = Some(SourceRun {
            source,
            sequence,
            timestamp,
            first: point,
            used: 1,
            packet_ticks: DEFAULT_PACKET_TICKS,
        });
        MappedPacket {
            index: point.index,
            timestamp: point.timestamp,
            marker: true,
        }
    }
}

impl SourceRun {
    /// Maps a packet that is `behind` sequence numbers older than the newest. `None` when its index is
    /// used already or lies before this run.
    fn map_late(
        &mut self,
        newest: TimelinePoint,
        behind: u16,
        timestamp: u32,
    ) -> Option<MappedPacket> {
        let index = newest
            .index
            .checked_sub(u64::from(behind))
            .filter(|&index| index > self.first.index)?;
        let bit = 1 << behind;
        let ticks = self.timestamp.wrapping_sub(timestamp);
        let run_ticks = newest.timestamp.wrapping_sub(self.first.timestamp);
        if self.used & bit != 0 || ticks > run_ticks {
            return None;
        }
        self.used |= bit;
        Some(MappedPacket {
            index,
            timestamp: newest.timestamp.wrapping_sub(ticks),
            marker: false,
        })
    }
}

/// RTP ticks from `earlier` to `later`. They wrap after about a day, as RTP timestamps do.
pub(super) fn ticks_between(earlier: Millis, later: Millis) -> u32 {
    (later.0.saturating_sub(earlier.0) as u32).wrapping_mul(TICKS_PER_MILLI)
}
