//! Encrypts outgoing packets.

use super::Profile;
use super::cipher::{Cipher, PacketIndex, RTCP_HEADER};
use super::keys::{MasterKey, Protocol};
use super::replay_window::ReplayWindow;
use crate::media::rtp::Header;
use crate::media::slots::SLOTS;

/// The first number above the 31-bit SRTCP index (RFC 3711 section 3.4).
const RTCP_INDEX_END: u32 = 1 << 31;

/// Encrypts what is sent to one peer.
pub struct Sealer {
    rtp: Cipher,
    rtcp: Cipher,
    sources: [Option<(u32, ReplayWindow)>; SLOTS],
    /// One counter for all sources: an SRTCP index has to increase, but may skip numbers.
    rtcp_index: u32,
}

impl Sealer {
    /// `key` is the sending side's master key.
    #[must_use]
    pub fn new(profile: Profile, key: &MasterKey) -> Self {
        Self {
            rtp: Cipher::new(profile, key, Protocol::Rtp),
            rtcp: Cipher::new(profile, key, Protocol::Rtcp),
            sources: [None; SLOTS],
            rtcp_index: 0,
        }
    }

    /// Encrypts the RTP packet in the first `len` bytes of `buffer` in place. Returns the new length.
    ///
    /// A source's first sequence number should be small: the receiver starts with rollover counter 0
    /// at the first packet that it receives.
    ///
    /// Returns 0, and nothing may be sent, when `buffer` has no space for [`Profile::rtp_overhead`],
    /// does not hold RTP, or has a new SSRC while there are [`SLOTS`] already; and when the sequence
    /// number was used or is older than the replay window, because a repeated packet index breaks the
    /// encryption.
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
        let is_usable = |source: &&mut Option<(u32, ReplayWindow)>| match source {
            Some((source_ssrc, _)) => *source_ssrc == ssrc,
            None => true,
        };
        let (_, replay_window) = self
            .sources
            .iter_mut()
            .find(is_usable)?
            .get_or_insert((ssrc, ReplayWindow::default()));
        let index = replay_window
            .index_of(sequence)
            .filter(|&index| replay_window.is_fresh(index))?;
        let sealed = self
            .rtp
            .seal_rtp(PacketIndex { ssrc, index }, buffer, header_len, len)?;
        replay_window.record(index);
        Some(sealed)
    }

    /// Encrypts an RTCP packet in place. Clears it when nothing may be sent: when it is not RTCP, or
    /// after 2^31 packets.
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
