//! Reception statistics of a source (RFC 3550, appendices A.1, A.3 and A.8).

use super::{MAX_LOST, ReportBlock};
use crate::base::Millis;
use crate::media::slots::TICKS_PER_MILLI;

/// Sequence numbers that may be skipped before counting restarts (RFC 3550, A.1). The RFC waits for a
/// second packet to confirm it; here one is enough, because it is authenticated.
const MAX_DROPOUT: u16 = 3_000;
/// How old a packet may be and still count as late (RFC 3550, A.1).
const MAX_MISORDER: u16 = 100;

/// Counts the packets of one source.
#[derive(Clone, Debug)]
pub struct ReceptionStats {
    ssrc: u32,
    /// `None` before the first packet.
    count: Option<Count>,
    /// The last sender report: the middle 32 bits of its NTP timestamp, and when it was received.
    sender_report: Option<(u32, Millis)>,
}

#[derive(Clone, Copy, Debug)]
struct Count {
    /// Sequence numbers, with the number of wraps in the upper bits.
    first: u64,
    highest: u64,
    received: u64,
    /// The number of expected and of received packets at the last report.
    expected_before: u64,
    received_before: u64,
    /// Ticks between the last packet's timestamp and its arrival, plus a constant.
    transit: u32,
    /// In 16ths of a tick.
    jitter: u64,
}

impl ReceptionStats {
    /// Statistics of the source `ssrc`, without any packet yet.
    #[must_use]
    pub fn new(ssrc: u32) -> Self {
        Self {
            ssrc,
            count: None,
            sender_report: None,
        }
    }

    /// Counts a received packet.
    pub fn record_packet(&mut self, sequence: u16, timestamp: u32, now: Millis) {
        let transit = (now.0 as u32)
            .wrapping_mul(TICKS_PER_MILLI)
            .wrapping_sub(timestamp);
        let count = self
            .count
            .get_or_insert_with(|| Count::start(sequence, transit));
        if !count.advance(sequence) {
            *count = Count::start(sequence, transit);
        }
        count.received += 1;
        let change = transit.wrapping_sub(count.transit) as i32;
        count.transit = transit;
        count.jitter = count.jitter + u64::from(change.unsigned_abs()) - ((count.jitter + 8) >> 4);
    }

    /// Records a sender report of the source.
    pub fn record_sender_report(&mut self, ntp: u64, now: Millis) {
        self.sender_report = Some(((ntp >> 16) as u32, now));
    }

    /// The block for a report. The fraction of the next report is counted from here. All counts are 0
    /// before the first packet.
    pub fn report(&mut self, now: Millis) -> ReportBlock {
        let (last_sender_report, delay) = self.sender_report.map_or((0, 0), |(middle, at)| {
            (
                middle,
                now.0.saturating_sub(at.0).saturating_mul(65_536) / 1_000,
            )
        });
        let block = ReportBlock {
            ssrc: self.ssrc,
            last_sender_report,
            delay: u32::try_from(delay).unwrap_or(u32::MAX),
            ..ReportBlock::default()
        };
        let Some(count) = &mut self.count else {
            return block;
        };
        let max = i64::from(MAX_LOST);
        let lost = (count.expected() as i64 - count.received as i64).clamp(-max - 1, max);
        ReportBlock {
            fraction_lost: count.take_fraction(),
            cumulative_lost: lost as i32,
            highest_sequence: count.highest as u32,
            jitter: u32::try_from(count.jitter >> 4).unwrap_or(u32::MAX),
            ..block
        }
    }
}

impl Count {
    /// Starts at this sequence number.
    fn start(sequence: u16, transit: u32) -> Self {
        let first = u64::from(sequence);
        Self {
            first,
            highest: first,
            received: 0,
            expected_before: 0,
            received_before: 0,
            transit,
            jitter: 0,
        }
    }

    /// Updates the highest sequence number. Returns whether this one continues the sequence.
    fn advance(&mut self, sequence: u16) -> bool {
        let ahead = sequence.wrapping_sub(self.highest as u16);
        if ahead < MAX_DROPOUT {
            self.highest += u64::from(ahead);
            return true;
        }
        ahead.wrapping_neg() <= MAX_MISORDER
    }

    fn expected(&self) -> u64 {
        self.highest - self.first + 1
    }

    /// The fraction lost since the last call, in 256ths.
    fn take_fraction(&mut self) -> u8 {
        let expected = self.expected() - self.expected_before;
        let received = self.received - self.received_before;
        (self.expected_before, self.received_before) = (self.expected(), self.received);
        let lost = expected.saturating_sub(received);
        let fraction = (lost << 8).checked_div(expected).unwrap_or(0);
        u8::try_from(fraction).unwrap_or(u8::MAX)
    }
}
