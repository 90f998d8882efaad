//! RTP headers (RFC 3550) with header extensions (RFC 8285), and demultiplexing of the protocols that
//! share the port (RFC 7983).
//!
//! Promises: nothing is allocated or copied, and no input panics. Deliberately absent: payloads.
//! May be imported by `media` alone.

use std::ops::Range;

#[cfg(test)]
mod tests;

/// Bytes of a header without contributing sources (CSRCs) or extensions.
pub const HEADER_LEN: usize = 12;

/// The protocol of a datagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatagramKind {
    /// ICE connectivity checks.
    Stun,
    /// The handshake.
    Dtls,
    /// Audio (SRTP).
    Rtp,
    /// Reports (SRTCP).
    Rtcp,
    /// Anything else.
    Other,
}

/// Determines the protocol by the first byte (RFC 7983), and RTP or RTCP by the second (RFC 5761).
#[must_use]
pub fn demux(datagram: &[u8]) -> DatagramKind {
    match datagram {
        [0..=3, ..] => DatagramKind::Stun,
        [20..=63, ..] => DatagramKind::Dtls,
        [128..=191, 192..=223, ..] => DatagramKind::Rtcp,
        [128..=191, _, ..] => DatagramKind::Rtp,
        _ => DatagramKind::Other,
    }
}

/// Why a packet has no valid RTP header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RtpViolation {
    /// Shorter than its header says.
    #[error("the packet is too short")]
    TooShort,
    /// Another version than 2.
    #[error("the packet is not RTP version 2")]
    Version,
}

/// The level of a packet's audio (RFC 6464).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AudioLevel {
    /// Whether the sender's voice detection found speech.
    pub is_voice: bool,
    /// How far the level is below full scale, 0 to 127 dB. 127 is digital silence.
    pub minus_dbov: u8,
}

/// A packet's header. SRTP does not encrypt it, so it can be read before decryption.
#[derive(Clone, Copy, Debug)]
pub struct Header<'a> {
    /// The payload type, 0 to 127.
    pub payload_type: u8,
    /// The marker bit.
    pub marker: bool,
    /// The sequence number.
    pub sequence: u16,
    /// The timestamp, in ticks of the payload's clock.
    pub timestamp: u32,
    /// The synchronisation source.
    pub ssrc: u32,
    /// Bytes of the header, with contributing sources and extensions.
    pub header_len: usize,
    packet: &'a [u8],
    extensions: Extensions<'a>,
}

/// The header extension block, by its form.
#[derive(Clone, Copy, Debug)]
enum Extensions<'a> {
    None,
    OneByte(&'a [u8]),
    TwoByte(&'a [u8]),
}

impl<'a> Header<'a> {
    /// Parses the header at the start of `packet`.
    ///
    /// # Errors
    /// When there is no valid header.
    pub fn parse(packet: &'a [u8]) -> Result<Self, RtpViolation> {
        let fixed: &[u8; HEADER_LEN] = packet.first_chunk().ok_or(RtpViolation::TooShort)?;
        let [flags, kind, s0, s1, t0, t1, t2, t3, r0, r1, r2, r3] = *fixed;
        if flags >> 6 != 2 {
            return Err(RtpViolation::Version);
        }
        let sources = usize::from(flags & 0x0f) * 4;
        let mut header_len = HEADER_LEN + sources;
        let mut extensions = Extensions::None;
        if flags & 0x10 != 0 {
            let rest = packet.get(header_len..).ok_or(RtpViolation::TooShort)?;
            let (&[p0, p1, l0, l1], body) =
                rest.split_first_chunk().ok_or(RtpViolation::TooShort)?;
            let len = usize::from(u16::from_be_bytes([l0, l1])) * 4;
            let body = body.get(..len).ok_or(RtpViolation::TooShort)?;
            extensions = match u16::from_be_bytes([p0, p1]) {
                0xbede => Extensions::OneByte(body),
                // The low four bits belong to the application and are not used.
                0x1000..=0x100f => Extensions::TwoByte(body),
                _ => Extensions::None,
            };
            header_len += 4 + len;
        }
        if packet.len() < header_len {
            return Err(RtpViolation::TooShort);
        }
        Ok(Self {
            payload_type: kind & 0x7f,
            marker: kind & 0x80 != 0,
            sequence: u16::from_be_bytes([s0, s1]),
            timestamp: u32::from_be_bytes([t0, t1, t2, t3]),
            ssrc: u32::from_be_bytes([r0, r1, r2, r3]),
            header_len,
            packet,
            extensions,
        })
    }

    /// The byte range of the payload, without padding; `None` when the padding is invalid.
    /// Only valid after decryption, because SRTP encrypts the length of the padding.
    #[must_use]
    pub fn payload(&self) -> Option<Range<usize>> {
        let padded = self.packet[0] & 0x20 != 0;
        let payload = &self.packet[self.header_len..];
        let padding = match payload.last() {
            Some(&count) if padded && count > 0 => usize::from(count),
            _ if padded => return None,
            _ => 0,
        };
        let len = payload.len().checked_sub(padding)?;
        Some(self.header_len..self.header_len + len)
    }

    /// The content of the header extension with this id, in either form.
    #[must_use]
    pub fn extension(&self, id: u8) -> Option<&'a [u8]> {
        match self.extensions {
            Extensions::None => None,
            Extensions::OneByte(block) => find(block, id, |rest| match *rest {
                // Id 15 is reserved and ends the block.
                [] | [0xf0..=0xff, ..] => None,
                [head, ref body @ ..] => Some((head >> 4, usize::from(head & 0x0f) + 1, body)),
            }),
            Extensions::TwoByte(block) => find(block, id, |rest| match *rest {
                [id, len, ref body @ ..] => Some((id, usize::from(len), body)),
                _ => None,
            }),
        }
    }

    /// The audio level, from the header extension with this id.
    #[must_use]
    pub fn audio_level(&self, id: u8) -> Option<AudioLevel> {
        let &byte = self.extension(id)?.first()?;
        Some(AudioLevel {
            is_voice: byte & 0x80 != 0,
            minus_dbov: byte & 0x7f,
        })
    }
}

/// Searches a block of extension elements. `split` separates the next element's id and length from
/// the bytes after them.
fn find(
    mut block: &[u8],
    wanted: u8,
    split: impl Fn(&[u8]) -> Option<(u8, usize, &[u8])>,
) -> Option<&[u8]> {
    while let Some((&first, after)) = block.split_first() {
        if first == 0 {
            block = after;
            continue;
        }
        let (id, len, body) = split(block)?;
        let (data, rest) = body.split_at_checked(len)?;
        if id == wanted {
            return Some(data);
        }
        block = rest;
    }
    None
}

/// Writes a header without contributing sources or extensions.
pub fn write_header(
    buffer: &mut [u8; HEADER_LEN],
    payload_type: u8,
    marker: bool,
    sequence: u16,
    timestamp: u32,
    ssrc: u32,
) {
    buffer[0] = 0x80;
    buffer[1] = (u8::from(marker) << 7) | (payload_type & 0x7f);
    buffer[2..4].copy_from_slice(&sequence.to_be_bytes());
    buffer[4..8].copy_from_slice(&timestamp.to_be_bytes());
    buffer[8..12].copy_from_slice(&ssrc.to_be_bytes());
}
