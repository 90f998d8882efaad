//! RTCP: signatures only for now.
use crate::base::Millis;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reports {
    pub blocks: Vec<ReportBlock>,
    pub sender: Option<SenderInfo>,
    pub bye: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReportBlock {
    pub ssrc: u32,
    /// In 256ths, since the report before.
    pub fraction_lost: u8,
    pub cumulative_lost: i32,
    pub highest_sequence: u32,
    /// In units of the RTP clock.
    pub jitter: u32,
    pub last_sender_report: u32,
    /// In 65,536ths of a second.
    pub delay: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SenderInfo {
    pub ssrc: u32,
    pub ntp: u64,
    pub rtp: u32,
    pub packets: u32,
    pub octets: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RtcpProblem {
    #[error("the packet is not RTCP")]
    Unreadable,
}

pub fn parse(_packet: &[u8]) -> Result<Reports, RtcpProblem> {
    todo!()
}

/// Clears `out` and writes a receiver report with our name.
pub fn receiver_report(_from: u32, _block: Option<&ReportBlock>, _cname: &str, _out: &mut Vec<u8>) {
    todo!()
}

/// Clears `out` and writes a sender report with our name.
pub fn sender_report(_info: &SenderInfo, _cname: &str, _out: &mut Vec<u8>) {
    todo!()
}

/// What arrives of one source (RFC 3550, A.1, A.3 and A.8).
#[derive(Clone, Debug)]
pub struct ReceptionStats {}

impl ReceptionStats {
    #[must_use]
    pub fn new(_ssrc: u32) -> Self {
        todo!()
    }

    pub fn received(&mut self, _sequence: u16, _timestamp: u32, _now: Millis) {
        todo!()
    }

    pub fn sender_reported(&mut self, _ntp: u64, _now: Millis) {
        todo!()
    }

    /// The block for the next report; starts a new interval.
    pub fn report(&mut self, _now: Millis) -> ReportBlock {
        todo!()
    }
}

/// What listeners lose of one speaker.
#[derive(Clone, Debug)]
pub struct FeedbackLoss {}

impl FeedbackLoss {
    #[must_use]
    pub fn new() -> Self {
        todo!()
    }

    pub fn hear(&mut self, _fraction_lost: u8) {
        todo!()
    }

    /// The loss that 80 % of the reports since the last call don't exceed; starts afresh.
    pub fn take(&mut self) -> u8 {
        todo!()
    }
}
