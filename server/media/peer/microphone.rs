//! What comes out of a peer's microphone.

use crate::base::Millis;
use crate::media::rtcp::{ReceptionStats, ReportBlock, Reports};
use crate::media::rtp::Header;
use crate::media::sdp::AudioSection;
use crate::media::srtp::Opener;
use crate::media::time::MediaTime;

/// Until another source may follow one that fell silent, when the offer named none. Keeps a peer
/// from making us start over with every packet.
const SOURCE_CHANGE: Millis = Millis::from_secs(2);

/// An opened packet of sound.
pub(in crate::media) struct AudioPacket<'p> {
    pub(in crate::media) sequence: u16,
    pub(in crate::media) timestamp: u32,
    /// Whether it is voice, and how far below the loudest possible, 0 to 127 dB (RFC 6464).
    pub(in crate::media) level: Option<(bool, u8)>,
    pub(in crate::media) payload: &'p [u8],
}

pub(super) struct Microphone {
    payload_type: u8,
    audio_level: Option<u8>,
    /// The offer named the source: no other is ever taken for it.
    fixed: bool,
    heard_at: Option<Millis>,
    stats: Option<ReceptionStats>,
}

impl Microphone {
    pub(super) fn new(section: &AudioSection) -> Self {
        Self {
            payload_type: section.opus,
            audio_level: section.audio_level,
            fixed: section.ssrc.is_some(),
            heard_at: None,
            stats: None,
        }
    }

    pub(super) fn open<'p>(
        &mut self,
        opener: &mut Opener,
        now: MediaTime,
        packet: &'p mut [u8],
    ) -> Option<AudioPacket<'p>> {
        // The header is in clear; what it claims decides only whether the packet is worth opening.
        let claimed = Header::parse(packet).ok()?;
        if claimed.payload_type != self.payload_type {
            return None;
        }
        let ssrc = claimed.ssrc;
        if opener.accepted() != Some(ssrc) {
            if self.fixed || !self.may_change(now) {
                return None;
            }
            opener.accept(ssrc);
            self.stats = None;
        }
        let len = opener.open_rtp(packet).ok()?;
        let packet = &packet[..len];
        let header = Header::parse(packet).ok()?;
        let payload = packet.get(header.payload()?)?;
        self.heard_at = Some(now.since_start);
        self.stats
            .get_or_insert_with(|| ReceptionStats::new(ssrc))
            .received(header.sequence, header.timestamp, now.since_start);
        Some(AudioPacket {
            sequence: header.sequence,
            timestamp: header.timestamp,
            level: self.audio_level.and_then(|id| header.audio_level(id)),
            payload,
        })
    }

    pub(super) fn hear(&mut self, reports: &Reports, now: MediaTime) {
        if let (Some(stats), Some(sender)) = (&mut self.stats, reports.sender) {
            stats.sender_reported(sender.ntp, now.since_start);
        }
    }

    pub(super) fn report(&mut self, now: MediaTime) -> Option<ReportBlock> {
        Some(self.stats.as_mut()?.report(now.since_start))
    }

    fn may_change(&self, now: MediaTime) -> bool {
        self.heard_at
            .is_none_or(|at| now.since_start.0 >= at.0 + SOURCE_CHANGE.0)
    }
}
