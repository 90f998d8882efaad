//! RTCP: what browsers report about what they are sent, and our own reports (RFC 3550).
//!
//! Promises: no input panics; reports are written into the caller's buffer. `rtc-rtcp` gives up
//! on a whole datagram for one packet in it that it can't read, and knows no negative listener_loss, so it
//! serves as the independent implementation in the tests.
//! Deliberately absent: retransmission requests and congestion feedback, which are not
//! negotiated: they are passed over; and SRTCP, which is taken off before.
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
/// The item of a source description that names the sender.
const CNAME: u8 = 1;
/// Bytes of a report block.
const BLOCK_LEN: usize = 24;
/// The range of a listener_loss: 24 bits with a sign.
const MOST_LOST: i32 = (1 << 23) - 1;

/// What one datagram says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reports {
    /// What the peer makes of what it is sent.
    pub blocks: Vec<ReportBlock>,
    /// What it says about what it sends.
    pub sender: Option<SenderInfo>,
    /// It leaves, or stops sending.
    pub bye: bool,
}

/// How one source is received.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReportBlock {
    pub ssrc: u32,
    /// In 256ths, since the report before.
    pub fraction_lost: u8,
    /// Since the beginning; less than nought when packets came twice. 24 bits.
    pub cumulative_lost: i32,
    /// With its rounds in the upper half.
    pub highest_sequence: u32,
    /// In ticks of the RTP clock.
    pub jitter: u32,
    /// The middle 32 bits of the last sender report's NTP time; 0 when there was none.
    pub last_sender_report: u32,
    /// Since that came, in 65,536ths of a second.
    pub delay: u32,
}

/// What a source has sent, and when by which clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SenderInfo {
    pub ssrc: u32,
    /// Seconds since 1900 in the upper half, the fraction in the lower.
    pub ntp: u64,
    /// The same instant by the RTP clock.
    pub rtp: u32,
    pub packets: u32,
    /// Of payload.
    pub octets: u32,
}

/// Why a datagram is no RTCP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RtcpViolation {
    #[error("the datagram is no whole number of RTCP packets")]
    Unreadable,
}

/// Reads all packets of a datagram.
///
/// # Errors
/// When they don't fill it exactly, or one is shorter than what it says it holds.
pub fn parse(mut datagram: &[u8]) -> Result<Reports, RtcpViolation> {
    let mut reports = Reports::default();
    while !datagram.is_empty() {
        datagram = take_packet(datagram, &mut reports).ok_or(RtcpViolation::Unreadable)?;
    }
    Ok(reports)
}

/// Notes what the first packet says; returns the others.
fn take_packet<'a>(datagram: &'a [u8], reports: &mut Reports) -> Option<&'a [u8]> {
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
            take_blocks(blocks, count, reports)?;
        }
        RECEIVER_REPORT => take_blocks(body.get(4..)?, count, reports)?,
        GOODBYE => reports.bye = true,
        _ => {}
    }
    Some(rest)
}

/// What follows the blocks is padding, or an extension for others.
fn take_blocks(blocks: &[u8], count: usize, reports: &mut Reports) -> Option<()> {
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
        // Shifted up and down again for the sign of its 24 bits.
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
    /// The same, but of the worse of two losses. A speaker's browser protects against what it is
    /// told; so it is told what listeners lose.
    #[must_use]
    pub fn at_least(self, fraction_lost: u8) -> Self {
        Self {
            fraction_lost: self.fraction_lost.max(fraction_lost),
            ..self
        }
    }
}

/// Puts a receiver report with our name into `out`, over whatever was in there.
pub fn receiver_report(from: u32, block: Option<&ReportBlock>, cname: &str, out: &mut Vec<u8>) {
    out.clear();
    let count = u8::from(block.is_some());
    write_head(
        RECEIVER_REPORT,
        count,
        1 + usize::from(count) * BLOCK_LEN / 4,
        out,
    );
    out.extend_from_slice(&from.to_be_bytes());
    if let Some(block) = block {
        let lost = block.cumulative_lost.clamp(-MOST_LOST - 1, MOST_LOST) as u32 & 0x00ff_ffff;
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
    write_name(from, cname, out);
}

/// Puts a sender report with our name into `out`, over whatever was in there.
pub fn sender_report(info: &SenderInfo, cname: &str, out: &mut Vec<u8>) {
    out.clear();
    let SenderInfo {
        ssrc,
        ntp,
        rtp,
        packets,
        octets,
    } = *info;
    write_head(SENDER_REPORT, 0, 6, out);
    write_words(
        [ssrc, (ntp >> 32) as u32, ntp as u32, rtp, packets, octets],
        out,
    );
    write_name(ssrc, cname, out);
}

fn write_head(kind: u8, count: u8, body_words: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(&[0x80 | count, kind]);
    out.extend_from_slice(&(body_words as u16).to_be_bytes());
}

fn write_words(words: [u32; 6], out: &mut Vec<u8>) {
    out.extend(words.iter().flat_map(|word| word.to_be_bytes()));
}

/// The description that every compound packet must have (RFC 3550 section 6.1).
fn write_name(ssrc: u32, cname: &str, out: &mut Vec<u8>) {
    let name = &cname.as_bytes()[..cname.len().min(255)];
    // The source, the item's kind and length, the item, and at least one zero to end the list.
    let len = (4 + 2 + name.len() + 1).next_multiple_of(4);
    write_head(SOURCE_DESCRIPTION, 1, len / 4, out);
    let end = out.len() + len;
    out.extend_from_slice(&ssrc.to_be_bytes());
    out.extend_from_slice(&[CNAME, name.len() as u8]);
    out.extend_from_slice(name);
    out.resize(end, 0);
}
