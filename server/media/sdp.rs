//! SDP: reading a browser's one offer and writing the one answer (RFC 8866, RFC 8829).
//!
//! Promises: bounded work, no panic on any input, and nothing of an offer gets into the answer
//! unless it is a plain token. `rtc-sdp` takes the text apart; what it means is decided here.
//! Deliberately absent: renegotiation, trickled candidates (ICE-lite needs none of the
//! browser's), video, and RED: what its receivers would need done for them is not done yet, so
//! it is read but never accepted.
//! May be imported by `media` alone.

mod answer;
mod offer;

#[cfg(test)]
mod tests;

use super::OfferViolation;
use std::net::IpAddr;

/// What a browser offered. Its DTLS role is not kept: it is the client, or the offer is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub ice_ufrag: String,
    pub ice_password: String,
    /// SHA-256 of the certificate that the browser will show.
    pub fingerprint: [u8; 32],
    pub microphone: AudioSection,
    /// 1 to [`super::slots::SLOTS`] of them.
    pub slots: Vec<AudioSection>,
    /// Every section in its order: an answer says something to each.
    lines: Vec<SectionRole>,
}

/// One audio section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AudioSection {
    pub mid: String,
    /// Payload type of Opus.
    pub opus: u8,
    /// Payload type of RED around that Opus (RFC 2198).
    pub red: Option<u8>,
    /// Header extension id of RFC 6464's audio level.
    pub audio_level: Option<u8>,
    /// Header extension id of the section's name.
    pub mid_extension: Option<u8>,
    /// What the browser sends from in this section, when it says so: audio from the microphone,
    /// reports from a slot.
    pub ssrc: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum SectionRole {
    Microphone,
    Slot(usize),
    /// Its media line with port 0, and its mid.
    Rejected {
        media: String,
        mid: Option<String>,
    },
}

/// Our half of the answer.
#[derive(Clone, Debug)]
pub struct AnswerParams<'a> {
    /// Any number below 2^63, for the origin line.
    pub session: u64,
    pub ice_ufrag: &'a str,
    pub ice_password: &'a str,
    /// SHA-256 of our certificate.
    pub fingerprint: [u8; 32],
    /// Best first.
    pub addresses: &'a [IpAddr],
    /// The same for UDP and TCP.
    pub port: u16,
    /// Whether UDP candidates are given beside the TCP ones.
    pub udp: bool,
    /// What each slot is sent from, in their order; those for slots not offered are left over.
    pub slot_ssrcs: &'a [u32; super::slots::SLOTS],
    /// Our name in RTCP; the same for all slots.
    pub cname: &'a str,
}

impl Offer {
    /// Reads an offer: one audio section that may send (the microphone), before or among one to
    /// three that only receive (the slots). Whatever else is in it will be rejected by the answer.
    ///
    /// # Errors
    /// When it is no SDP, too big, or lacks what a connection needs.
    pub fn parse(sdp: &str) -> Result<Self, OfferViolation> {
        offer::parse(sdp)
    }

    #[must_use]
    pub fn answer(&self, params: &AnswerParams<'_>) -> String {
        answer::write(self, params)
    }
}
