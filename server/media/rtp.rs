//! RTP headers: signatures only for now.
use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Stun,
    Dtls,
    Rtp,
    Rtcp,
    Other,
}

/// What a datagram is, by its first bytes (RFC 7983, RFC 5761).
#[must_use]
pub fn demux(_datagram: &[u8]) -> Kind {
    todo!()
}

#[derive(Clone, Copy, Debug)]
pub struct Header<'a> {
    pub payload_type: u8,
    pub marker: bool,
    pub sequence: u16,
    pub timestamp: u32,
    pub ssrc: u32,
    pub header_len: usize,
    #[expect(dead_code, reason = "filled by the next commit")]
    packet: &'a [u8],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RtpProblem {
    #[error("the packet is too short")]
    TooShort,
    #[error("the packet is not RTP version 2")]
    Version,
}

impl<'a> Header<'a> {
    pub fn parse(_packet: &'a [u8]) -> Result<Self, RtpProblem> {
        todo!()
    }

    /// Where the payload lies, without padding; only of an opened packet. `None`: broken padding.
    #[must_use]
    pub fn payload(&self) -> Option<Range<usize>> {
        todo!()
    }

    #[must_use]
    pub fn extension(&self, _id: u8) -> Option<&'a [u8]> {
        todo!()
    }

    /// RFC 6464: whether it is voice, and how far below the loudest possible, 0 to 127 dB.
    #[must_use]
    pub fn audio_level(&self, _id: u8) -> Option<(bool, u8)> {
        todo!()
    }
}

/// The bytes of a header without sources or extensions.
pub const HEADER_LEN: usize = 12;

pub fn write_header(
    _buffer: &mut [u8; HEADER_LEN],
    _payload_type: u8,
    _marker: bool,
    _sequence: u16,
    _timestamp: u32,
    _ssrc: u32,
) {
    todo!()
}
