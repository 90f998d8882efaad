//! What comes in.

use super::cipher::{Cipher, PacketIndex, RTCP_HEADER};
use super::keys::{MasterKey, Protocol};
use super::replay_window::ReplayWindow;
use super::{Profile, SrtpViolation};
use crate::media::rtp::Header;

/// How many of a peer's sources may send reports. Browsers use one for each section (a
/// microphone and three slots); twice that leaves room.
const REPORTERS: usize = 8;

/// Opens what one peer sends.
pub struct Opener {
    rtp: Cipher,
    rtcp: Cipher,
    source: Option<(u32, ReplayWindow)>,
    reporters: [Option<(u32, ReplayWindow)>; REPORTERS],
}

impl Opener {
    #[must_use]
    pub fn new(profile: Profile, key: &MasterKey) -> Self {
        Self {
            rtp: Cipher::new(profile, key, Protocol::Rtp),
            rtcp: Cipher::new(profile, key, Protocol::Rtcp),
            source: None,
            reporters: [None; REPORTERS],
        }
    }

    /// Makes this the one source whose RTP is opened. Naming the same one again changes nothing;
    /// naming another forgets what the one before has sent.
    pub fn accept(&mut self, ssrc: u32) {
        if self.accepted() != Some(ssrc) {
            self.source = Some((ssrc, ReplayWindow::default()));
        }
    }

    #[must_use]
    pub fn accepted(&self) -> Option<u32> {
        self.source.map(|(ssrc, _)| ssrc)
    }

    /// Opens in place; returns the new length, header included. What fails is left unusable.
    ///
    /// # Errors
    /// When the packet is of another source (told before any cryptography), not fresh, or not
    /// authentic. None of these changes anything.
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
        replay_window.pass(index);
        Ok(len)
    }

    /// Opens in place. What fails is left unusable.
    ///
    /// # Errors
    /// As for RTP, but every source may report, up to eight that are authentic.
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
            .find(|reporter| reporter.is_none_or(|(known, _)| known == ssrc))
            .ok_or(SrtpViolation::OtherSource)?;
        let mut replay_window =
            reporter.map_or_else(ReplayWindow::default, |(_, replay_window)| replay_window);
        if !replay_window.is_fresh(index) {
            return Err(SrtpViolation::Replayed);
        }
        self.rtcp.open_rtcp(PacketIndex { ssrc, index }, packet)?;
        replay_window.pass(index);
        *reporter = Some((ssrc, replay_window));
        Ok(())
    }
}
