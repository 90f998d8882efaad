//! SDP: parses a browser's offer and writes the answer (RFC 8866, RFC 8829).
//!
//! Promises: the work is bounded, no input causes a panic, and only plain tokens of an offer are
//! copied into the answer. `rtc-sdp` parses the syntax; the meaning is decided here.
//! Deliberately absent: renegotiation, trickled candidates (ICE-lite does not need the browser's),
//! video, and RED: it is parsed but never accepted, because forwarding it to browsers without RED is
//! not implemented.
//! May be imported by `media` alone.

mod answer;
mod offer;

#[cfg(test)]
mod tests;

use super::OfferViolation;
use std::net::IpAddr;

/// A browser's offer. It has no DTLS role: the browser is always the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The browser's username fragment.
    pub ice_ufrag: String,
    /// The browser's ICE password.
    pub ice_password: String,
    /// SHA-256 of the browser's certificate.
    pub fingerprint: [u8; 32],
    /// The section in which the browser sends.
    pub microphone: AudioSection,
    /// The sections in which it receives: 1 to [`super::slots::SLOTS`].
    pub slots: Vec<AudioSection>,
    /// The role of every section, in the order of the offer: the answer needs one section for each.
    roles: Vec<SectionRole>,
}

/// An accepted audio section (m= line).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AudioSection {
    /// Its media id.
    pub mid: String,
    /// Payload type of Opus.
    pub opus: u8,
    /// Payload type of RED, redundant audio (RFC 2198).
    pub red: Option<u8>,
    /// Header extension id of the audio level (RFC 6464).
    pub audio_level: Option<u8>,
    /// Header extension id of the media id.
    pub mid_extension: Option<u8>,
    /// The SSRC with which the browser sends in this section, if it announces one: audio in the
    /// microphone's section, reports in a slot's.
    pub ssrc: Option<u32>,
}

/// What a section of the offer is used for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum SectionRole {
    Microphone,
    /// An index of `Offer::slots`.
    Slot(usize),
    /// Not used. `media` is its m= line with port 0.
    Rejected {
        media: String,
        mid: Option<String>,
    },
}

/// The server's part of the answer.
#[derive(Clone, Debug)]
pub struct AnswerParams<'a> {
    /// The session id of the origin line: any number below 2^63.
    pub session: u64,
    /// The server's username fragment for this peer.
    pub ice_ufrag: &'a str,
    /// The server's ICE password for this peer.
    pub ice_password: &'a str,
    /// SHA-256 of the server's certificate.
    pub fingerprint: [u8; 32],
    /// Best first.
    pub addresses: &'a [IpAddr],
    /// The same for UDP and TCP.
    pub port: u16,
    /// Whether the answer has UDP candidates beside the TCP ones.
    pub udp: bool,
    /// The SSRC of each slot; those of slots that were not offered are not used.
    pub slot_ssrcs: &'a [u32; super::slots::SLOTS],
    /// The canonical name in RTCP, the same for all slots.
    pub cname: &'a str,
}

impl Offer {
    /// Parses an offer: one audio section that may send (the microphone) and one to three that only
    /// receive (the slots), in any order. The answer rejects all other sections.
    ///
    /// # Errors
    /// When it is not SDP, too large, or lacks what a connection needs.
    pub fn parse(sdp: &str) -> Result<Self, OfferViolation> {
        offer::parse(sdp)
    }

    /// The answer to this offer, as SDP.
    #[must_use]
    pub fn answer(&self, params: &AnswerParams<'_>) -> String {
        answer::write(self, params)
    }
}
