//! SDP offers and answers: signatures only for now.
use super::OfferProblem;
use std::net::IpAddr;

/// What a browser offered. `setup` is not kept: anything but a client's role is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub ice_ufrag: String,
    pub ice_password: String,
    /// SHA-256 of the certificate that the browser will show.
    pub fingerprint: [u8; 32],
    pub microphone: Section,
    /// 1 to [`super::slots::SLOTS`] of them.
    pub slots: Vec<Section>,
}

/// One audio section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    pub mid: String,
    /// Payload types.
    pub opus: u8,
    pub red: Option<u8>,
    /// Ids of header extensions.
    pub audio_level: Option<u8>,
    pub mid_extension: Option<u8>,
    /// What the browser will send from, when it says so.
    pub ssrc: Option<u32>,
}

/// Our half of the answer.
#[derive(Clone, Debug)]
pub struct AnswerParams<'a> {
    /// Any number below 2^63, for the origin line.
    pub session: u64,
    pub ice_ufrag: &'a str,
    pub ice_password: &'a str,
    pub fingerprint: [u8; 32],
    /// Best first.
    pub addresses: &'a [IpAddr],
    pub port: u16,
    /// Whether UDP candidates are given beside the TCP ones.
    pub udp: bool,
    /// One for each slot of the offer, at least.
    pub slot_ssrcs: &'a [u32],
    pub cname: &'a str,
}

impl Offer {
    pub fn parse(_sdp: &str) -> Result<Self, OfferProblem> {
        todo!()
    }

    #[must_use]
    pub fn answer(&self, _params: &AnswerParams<'_>) -> String {
        todo!()
    }
}
