//! How a source is received (RFC 3550, appendices A.1, A.3 and A.8).

use super::{MOST_LOST, ReportBlock};
use crate::base::Millis;
use crate::media::slots::TICKS_PER_MILLI;

/// How far a sequence number may leap ahead before counting starts over: RFC 3550, A.1. There
/// two packets have to agree on it; here each one is authentic.
const MAX_DROPOUT: u16 = 3_000;
/// How far one may lie behind and still be a late packet: RFC 3550, A.1.
const MAX_MISORDER: u16 = 100;

/// What arrives of one source.
#[derive(Clone, Debug)]
pub struct ReceptionStats {
    ssrc: u32,
    /// Nothing before the first packet.
    count: Option<Count>,
    /// The last sender report: the middle of its NTP time, and when it came.
    sender_report: Option<(u32, Millis)>,
}

#[derive(Clone, Copy, Debug)]
struct Count {
    /// Sequence numbers with their rounds.
    first: u64,
    highest: u64,
    received: u64,
    /// The first two as of the last report.
    expected_before: u64,
    received_before: u64,
    /// Ticks between sending and arrival, from an arbitrary start.
    transit: u32,
    /// In 16ths of a tick.
    jitter: u64,
}

impl ReceptionStats {
    #[must_use]
    pub fn new(ssrc: u32) -> Self {
        Self {
            ssrc,
            count: None,
            sender_report: None,
        }
    }

    /// Counts a packet.
    pub fn received(&mut self, sequence: u16, timestamp: u32, now: Millis) {
        let transit = (now.0 as u32)
            .wrapping_mul(TICKS_PER_MILLI)
            .wrapping_sub(timestamp);
        let count = self
            .count
            .get_or_insert_with(|| Count::from(sequence, transit));
        if !count.place(sequence) {
            *count = Count::from(sequence, transit);
        }
        count.received += 1;
        let change = transit.wrapping_sub(count.transit) as i32;
        count.transit = transit;
        count.jitter = count.jitter + u64::from(change.unsigned_abs()) - ((count.jitter + 8) >> 4);
    }

    /// Notes a sender report of the source.
    pub fn sender_reported(&mut self, ntp: u64, now: Millis) {
        self.sender_report = Some(((ntp >> 16) as u32, now));
    }

    /// The block for the next report; the next one's fraction is counted from here. All nought
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
        let most = i64::from(MOST_LOST);
        let lost = (count.expected() as i64 - count.received as i64).clamp(-most - 1, most);
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
    fn from(sequence: u16, transit: u32) -> Self {
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

    /// Notes how far the source is; whether the number goes with those before.
    fn place(&mut self, sequence: u16) -> bool {
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

    /// The share lost since the last call, in 256ths.
    fn take_fraction(&mut self) -> u8 {
        let expected = self.expected() - self.expected_before;
        let received = self.received - self.received_before;
        (self.expected_before, self.received_before) = (self.expected(), self.received);
        let lost = expected.saturating_sub(received);
        let fraction = (lost << 8).checked_div(expected).unwrap_or(0);
        u8::try_from(fraction).unwrap_or(u8::MAX)
    }
}
