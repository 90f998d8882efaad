//! What goes out.

use super::Profile;
use super::cipher::{Cipher, PacketIndex, RTCP_HEADER};
use super::keys::{MasterKey, Protocol};
use super::replay_window::ReplayWindow;
use crate::media::rtp::Header;
use crate::media::slots::SLOTS;

/// Index after the last that SRTCP has (RFC 3711 section 3.4).
const RTCP_INDEX_END: u32 = 1 << 31;

/// Seals what one peer is sent.
pub struct Sealer {
    rtp: Cipher,
    rtcp: Cipher,
    sources: [Option<(u32, ReplayWindow)>; SLOTS],
    /// One count for all sources: SRTCP needs it to grow, not to be dense.
    rtcp_index: u32,
}

impl Sealer {
    #[must_use]
    pub fn new(profile: Profile, key: &MasterKey) -> Self {
        Self {
            rtp: Cipher::new(profile, key, Protocol::Rtp),
            rtcp: Cipher::new(profile, key, Protocol::Rtcp),
            sources: [None; SLOTS],
            rtcp_index: 0,
        }
    }

    /// Seals the `len` bytes at the start of `buffer` in place; returns the new length.
    ///
    /// A source's first sequence number should be small: its receiver starts with rollover
    /// counter 0 at the first packet that reaches it.
    ///
    /// Returns 0, and nothing may be sent, when `buffer` has no room for
    /// [`Profile::rtp_overhead`], holds no RTP, or is of one source more than there are slots; and
    /// when the sequence number was used or is too old to tell, because using a counter twice
    /// would give the key away.
    #[must_use]
    pub fn seal_rtp(&mut self, buffer: &mut [u8], len: usize) -> usize {
        self.try_seal_rtp(buffer, len).unwrap_or(0)
    }

    fn try_seal_rtp(&mut self, buffer: &mut [u8], len: usize) -> Option<usize> {
        let Header {
            ssrc,
            sequence,
            header_len,
            ..
        } = Header::parse(buffer.get(..len)?).ok()?;
        let known = |source: &&mut Option<(u32, ReplayWindow)>| match source {
            Some((known, _)) => *known == ssrc,
            None => true,
        };
        let (_, replay_window) = self
            .sources
            .iter_mut()
            .find(known)?
            .get_or_insert((ssrc, ReplayWindow::default()));
        let index = replay_window
            .index_of(sequence)
            .filter(|&index| replay_window.is_fresh(index))?;
        let sealed = self
            .rtp
            .seal_rtp(PacketIndex { ssrc, index }, buffer, header_len, len)?;
        replay_window.pass(index);
        Some(sealed)
    }

    /// Seals in place. Leaves nothing when nothing may be sent: what is no RTCP, or after 2^31
    /// packets.
    pub fn seal_rtcp(&mut self, packet: &mut Vec<u8>) {
        let header: Option<&[u8; RTCP_HEADER]> = packet.first_chunk();
        let (Some(&[.., s0, s1, s2, s3]), 0..RTCP_INDEX_END) = (header, self.rtcp_index) else {
            packet.clear();
            return;
        };
        let ssrc = u32::from_be_bytes([s0, s1, s2, s3]);
        let packet_index = PacketIndex {
            ssrc,
            index: u64::from(self.rtcp_index),
        };
        self.rtcp_index += 1;
        self.rtcp.seal_rtcp(packet_index, packet);
    }
}
