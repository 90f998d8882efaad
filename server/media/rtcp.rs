//! RTCP: parses the reports of browsers and writes the server's (RFC 3550).
//!
//! Promises: no input causes a panic; reports are written into the caller's buffer. `rtc-rtcp` rejects
//! a datagram when it does not know one packet in it, and has no negative loss, so it only serves the
//! tests as an independent implementation.
//! Deliberately absent: retransmission requests and congestion feedback (not negotiated, so ignored),
//! and the encryption of SRTCP (see `srtp`).
//! May be imported by `media` alone.

mod listener_loss;
mod reception;

#[cfg(test)]
mod tests;

pub use listener_loss::ListenerLoss;
pub use reception::ReceptionStats;

const SENDER_REPORT: u8 = 200;
const RECEIVER_REPORT: u8 = 201;
const SOURCE_DESCRIPTION: u8 = 202;
const GOODBYE: u8 = 203;
/// The CNAME item of a source description.
const CNAME: u8 = 1;
/// Bytes of a report block.
const BLOCK_LEN: usize = 24;
/// The largest cumulative loss: it has 24 bits, with a sign.
const MAX_LOST: i32 = (1 << 23) - 1;

/// The content of one datagram.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reports {
    /// How the peer receives each source.
    pub blocks: Vec<ReportBlock>,
    /// What the peer has sent.
    pub sender: Option<SenderInfo>,
    /// Whether a source has ended (BYE).
    pub bye: bool,
}

/// The reception statistics of one source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReportBlock {
    /// The source.
    pub ssrc: u32,
    /// Packets lost since the previous report, in 256ths of those expected.
    pub fraction_lost: u8,
    /// Packets lost since the beginning; negative when there were duplicates. 24 bits.
    pub cumulative_lost: i32,
    /// The highest sequence number, with the number of its wraps in the upper 16 bits.
    pub highest_sequence: u32,
    /// Interarrival jitter, in ticks of the RTP clock.
    pub jitter: u32,
    /// The middle 32 bits of the NTP timestamp of the last sender report; 0 when there was none.
    pub last_sender_report: u32,
    /// Time since that report was received, in units of 1/65,536 s.
    pub delay: u32,
}

/// What a source has sent, and the same instant on two clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SenderInfo {
    /// The source.
    pub ssrc: u32,
    /// NTP timestamp: seconds since 1900 in the upper 32 bits, the fraction in the lower.
    pub ntp: u64,
    /// The same instant as RTP timestamp.
    pub rtp: u32,
    /// Packets sent.
    pub packets: u32,
    /// Bytes of payload sent.
    pub octets: u32,
}

/// Why a datagram is not RTCP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RtcpViolation {
    /// Incomplete, or not RTCP at all.
    #[error("the datagram is not a sequence of complete RTCP packets")]
    Malformed,
}

/// Parses all packets of a datagram. Packets of unknown types are ignored.
///
/// # Errors
/// When the packets do not fill the datagram exactly, or one is too short for its report blocks.
pub fn parse(mut datagram: &[u8]) -> Result<Reports, RtcpViolation> {
    let mut reports = Reports::default();
    while !datagram.is_empty() {
        datagram = read_packet(datagram, &mut reports).ok_or(RtcpViolation::Malformed)?;
    }
    Ok(reports)
}

/// Parses the first packet into `reports`. Returns the bytes after it.
fn read_packet<'a>(datagram: &'a [u8], reports: &mut Reports) -> Option<&'a [u8]> {
    let (&[flags, kind, l0, l1], rest) = datagram.split_first_chunk()?;
    let (body, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes([l0, l1])) * 4)?;
    let count = usize::from(flags & 0x1f);
    if flags >> 6 != 2 {
        return None;
    }
    match kind {
        SENDER_REPORT => {
            let (info, blocks) = body.split_first_chunk::<24>()?;
            reports.sender = Some(read_sender(info));
            read_blocks(blocks, count, reports)?;
        }
        RECEIVER_REPORT => read_blocks(body.get(4..)?, count, reports)?,
        GOODBYE => reports.bye = true,
        _ => {}
    }
    Some(rest)
}

/// Parses `count` report blocks. Bytes after them are padding or a profile's extension: ignored.
fn read_blocks(blocks: &[u8], count: usize, reports: &mut Reports) -> Option<()> {
    let blocks = blocks.get(..count * BLOCK_LEN)?;
    reports
        .blocks
        .extend(blocks.as_chunks::<BLOCK_LEN>().0.iter().map(read_block));
    Some(())
}

fn read_sender(bytes: &[u8; 24]) -> SenderInfo {
    let [ssrc, seconds, fraction, rtp, packets, octets] = words(bytes);
    let ntp = (u64::from(seconds) << 32) | u64::from(fraction);
    SenderInfo {
        ssrc,
        ntp,
        rtp,
        packets,
        octets,
    }
}

fn read_block(bytes: &[u8; BLOCK_LEN]) -> ReportBlock {
    let [
        ssrc,
        lost,
        highest_sequence,
        jitter,
        last_sender_report,
        delay,
    ] = words(bytes);
    ReportBlock {
        ssrc,
        fraction_lost: (lost >> 24) as u8,
        // Shifted left and right to extend the sign of its 24 bits.
        cumulative_lost: (lost << 8) as i32 >> 8,
        highest_sequence,
        jitter,
        last_sender_report,
        delay,
    }
}

fn words(bytes: &[u8; 24]) -> [u32; 6] {
    std::array::from_fn(|n| {
        u32::from_be_bytes([
            bytes[4 * n],
            bytes[4 * n + 1],
            bytes[4 * n + 2],
            bytes[4 * n + 3],
        ])
    })
}

impl ReportBlock {
    /// The same block with at least this fraction lost. A speaker's browser adds redundancy for the
    /// loss in its reports, so they must contain what listeners lose.
    #[must_use]
    pub fn at_least(self, fraction_lost: u8) -> Self {
        Self {
            fraction_lost: self.fraction_lost.max(fraction_lost),
            ..self
        }
    }
}

/// Writes a receiver report and a source description into `out`, replacing its content.
pub fn write_receiver_report(
    ssrc: u32,
    block: Option<&ReportBlock>,
    cname: &str,
    out: &mut Vec<u8>,
) {
    out.clear();
    let count = u8::from(block.is_some());
    write_header(
        RECEIVER_REPORT,
        count,
        1 + usize::from(count) * BLOCK_LEN / 4,
        out,
    );
    out.extend_from_slice(&ssrc.to_be_bytes());
    if let Some(block) = block {
        let lost = block.cumulative_lost.clamp(-MAX_LOST - 1, MAX_LOST) as u32 & 0x00ff_ffff;
        let lost = (u32::from(block.fraction_lost) << 24) | lost;
        let ReportBlock {
            ssrc,
            highest_sequence,
            jitter,
            last_sender_report,
            delay,
            ..
        } = *block;
        write_words(
            [
                ssrc,
                lost,
                highest_sequence,
                jitter,
                last_sender_report,
                delay,
            ],
            out,
        );
    }
    write_source_description(ssrc, cname, out);
}

/// Writes a sender report and a source description into `out`, replacing its content.
pub fn write_sender_report(info: &SenderInfo, cname: &str, out: &mut Vec<u8>) {
    out.clear();
    let SenderInfo {
        ssrc,
        ntp,
        rtp,
        packets,
        octets,
    } = *info;
    write_header(SENDER_REPORT, 0, 6, out);
    write_words(
        [ssrc, (ntp >> 32) as u32, ntp as u32, rtp, packets, octets],
        out,
    );
    write_source_description(ssrc, cname, out);
}

fn write_header(kind: u8, count: u8, body_words: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(&[0x80 | count, kind]);
    out.extend_from_slice(&(body_words as u16).to_be_bytes());
}

fn write_words(words: [u32; 6], out: &mut Vec<u8>) {
    out.extend(words.iter().flat_map(|word| word.to_be_bytes()));
}

/// Writes the source description that every compound packet must have (RFC 3550 section 6.1).
fn write_source_description(ssrc: u32, cname: &str, out: &mut Vec<u8>) {
    let name = &cname.as_bytes()[..cname.len().min(255)];
    // The SSRC, the item's type and length, the item, and at least one zero that ends the list.
    let len = (4 + 2 + name.len() + 1).next_multiple_of(4);
    write_header(SOURCE_DESCRIPTION, 1, len / 4, out);
    let end = out.len() + len;
    out.extend_from_slice(&ssrc.to_be_bytes());
    out.extend_from_slice(&[CNAME, name.len() as u8]);
    out.extend_from_slice(name);
    out.resize(end, 0);
}
