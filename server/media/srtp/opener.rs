//! Decrypts incoming packets.

use super::cipher::{Cipher, PacketIndex, RTCP_HEADER};
use super::keys::{MasterKey, Protocol};
use super::replay_window::ReplayWindow;
use super::{Profile, SrtpViolation};
use crate::media::rtp::Header;

/// Maximum number of SSRCs from which one peer may send reports. Browsers use one per media section
/// (a microphone and three slots); this is twice as many.
const MAX_REPORTERS: usize = 8;

/// Decrypts what one peer sends.
pub struct Opener {
    rtp: Cipher,
    rtcp: Cipher,
    source: Option<(u32, ReplayWindow)>,
    reporters: [Option<(u32, ReplayWindow)>; MAX_REPORTERS],
}

impl Opener {
    /// `key` is the sending side's master key.
    #[must_use]
    pub fn new(profile: Profile, key: &MasterKey) -> Self {
        Self {
            rtp: Cipher::new(profile, key, Protocol::Rtp),
            rtcp: Cipher::new(profile, key, Protocol::Rtcp),
            source: None,
            reporters: [None; MAX_REPORTERS],
        }
    }

    /// Sets the one SSRC whose RTP is decrypted. A new one gets an empty replay window; the same one
    /// keeps its window.
    pub fn accept_ssrc(&mut self, ssrc: u32) {
        if self.accepted_ssrc() != Some(ssrc) {
            self.source = Some((ssrc, ReplayWindow::default()));
        }
    }

    /// The SSRC whose RTP is decrypted.
    #[must_use]
    pub fn accepted_ssrc(&self) -> Option<u32> {
        self.source.map(|(ssrc, _)| ssrc)
    }

    /// Decrypts in place. Returns the new length, with the header. After an error the packet's content
    /// is undefined.
    ///
    /// # Errors
    /// When the packet has another SSRC (checked before any cryptography), is a replay, or is not
    /// authentic. The state does not change then.
    pub fn open_rtp(&mut self, packet: &mut [u8]) -> Result<usize, SrtpViolation> {
        let Header {
            ssrc,
            sequence,
            header_len,
            ..
        } = Header::parse(packet).map_err(|_| SrtpViolation::Malformed)?;
        let (_, replay_window) = self
            .source
            .as_mut()
            .filter(|source| source.0 == ssrc)
            .ok_or(SrtpViolation::OtherSource)?;
        let index = replay_window
            .index_of(sequence)
            .filter(|&index| replay_window.is_fresh(index))
            .ok_or(SrtpViolation::Replayed)?;
        let len = self
            .rtp
            .open_rtp(PacketIndex { ssrc, index }, packet, header_len)?;
        replay_window.record(index);
        Ok(len)
    }

    /// Decrypts in place. After an error the packet's content is undefined.
    ///
    /// # Errors
    /// As [`Self::open_rtp`], except that any SSRC is accepted, up to eight with authentic packets.
    pub fn open_rtcp(&mut self, packet: &mut Vec<u8>) -> Result<(), SrtpViolation> {
        let index = self
            .rtcp
            .rtcp_index(packet)
            .ok_or(SrtpViolation::Malformed)?;
        let header: &[u8; RTCP_HEADER] = packet.first_chunk().ok_or(SrtpViolation::Malformed)?;
        let &[flags, _, _, _, s0, s1, s2, s3] = header;
        if flags >> 6 != 2 {
            return Err(SrtpViolation::Malformed);
        }
        let ssrc = u32::from_be_bytes([s0, s1, s2, s3]);
        let reporter = self
            .reporters
            .iter_mut()
            .find(|reporter| reporter.is_none_or(|(reporter_ssrc, _)| reporter_ssrc == ssrc))
            .ok_or(SrtpViolation::OtherSource)?;
        let mut replay_window =
            reporter.map_or_else(ReplayWindow::default, |(_, replay_window)| replay_window);
        if !replay_window.is_fresh(index) {
            return Err(SrtpViolation::Replayed);
        }
        self.rtcp.open_rtcp(PacketIndex { ssrc, index }, packet)?;
        replay_window.record(index);
        *reporter = Some((ssrc, replay_window));
        Ok(())
    }
}
