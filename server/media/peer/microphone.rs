//! The audio that a peer sends.

use crate::base::Millis;
use crate::media::rtcp::{ReceptionStats, ReportBlock, Reports};
use crate::media::rtp::{AudioLevel, Header};
use crate::media::sdp::AudioSection;
use crate::media::srtp::Opener;
use crate::media::time::MediaTime;

/// How long a source must be silent before another SSRC replaces it, when the offer announced none.
/// Without this limit a peer could reset our state with every packet.
const SOURCE_CHANGE_DELAY: Millis = Millis::from_secs(2);

/// A decrypted audio packet.
pub(in crate::media) struct AudioPacket<'p> {
    pub(in crate::media) sequence: u16,
    pub(in crate::media) timestamp: u32,
    /// `None` when the packet has no audio-level extension.
    pub(in crate::media) level: Option<AudioLevel>,
    pub(in crate::media) payload: &'p [u8],
}

pub(super) struct Microphone {
    payload_type: u8,
    /// Id of the audio-level header extension.
    level_extension: Option<u8>,
    /// Whether the offer announced the SSRC. Then no other SSRC is accepted.
    has_fixed_source: bool,
    last_packet_at: Option<Millis>,
    stats: Option<ReceptionStats>,
}

impl Microphone {
    pub(super) fn new(section: &AudioSection) -> Self {
        Self {
            payload_type: section.opus,
            level_extension: section.audio_level,
            has_fixed_source: section.ssrc.is_some(),
            last_packet_at: None,
            stats: None,
        }
    }

    pub(super) fn open<'p>(
        &mut self,
        opener: &mut Opener,
        now: MediaTime,
        packet: &'p mut [u8],
    ) -> Option<AudioPacket<'p>> {
        // The header is not encrypted, but not authenticated yet either: it only decides whether the
        // packet is decrypted.
        let unverified = Header::parse(packet).ok()?;
        if unverified.payload_type != self.payload_type {
            return None;
        }
        let ssrc = unverified.ssrc;
        if opener.accepted_ssrc() != Some(ssrc) {
            if self.has_fixed_source || !self.can_change_source(now) {
                return None;
            }
            opener.accept_ssrc(ssrc);
            self.stats = None;
        }
        let len = opener.open_rtp(packet).ok()?;
        let packet = &packet[..len];
        let header = Header::parse(packet).ok()?;
        let payload = packet.get(header.payload()?)?;
        self.last_packet_at = Some(now.since_start);
        self.stats
            .get_or_insert_with(|| ReceptionStats::new(ssrc))
            .record_packet(header.sequence, header.timestamp, now.since_start);
        Some(AudioPacket {
            sequence: header.sequence,
            timestamp: header.timestamp,
            level: self.level_extension.and_then(|id| header.audio_level(id)),
            payload,
        })
    }

    pub(super) fn record_sender_report(&mut self, reports: &Reports, now: MediaTime) {
        if let (Some(stats), Some(sender)) = (&mut self.stats, reports.sender) {
            stats.record_sender_report(sender.ntp, now.since_start);
        }
    }

    pub(super) fn reception_report(&mut self, now: MediaTime) -> Option<ReportBlock> {
        Some(self.stats.as_mut()?.report(now.since_start))
    }

    fn can_change_source(&self, now: MediaTime) -> bool {
        self.last_packet_at
            .is_none_or(|at| now.since_start.0 >= at.0 + SOURCE_CHANGE_DELAY.0)
    }
}
