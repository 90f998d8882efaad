//! From an offer to an answer, and what the plane must know of the peer that is about to come.
//!
//! Pure. Runs on the caller's thread, so that a burst of joins does not hold up the audio.

use super::sdp::{AnswerParams, Offer};
use super::slots::SLOTS;
use super::{OfferViolation, PeerId, RoomKey};
use crate::base::Entropy;
use std::net::IpAddr;

/// Random bytes of the name that checks are addressed to: 64 bits, two of which never meet.
const UFRAG_BYTES: usize = 8;

/// Random bytes of the password of checks: 144 bits; RFC 8445 wants at least 128.
const PASSWORD_BYTES: usize = 18;

/// The name under which all audio is sent. It says nothing about anyone.
pub(super) const CNAME: &str = "room";

/// What the media plane tells browsers about itself.
pub struct ServerTransport<'a> {
    pub fingerprint: [u8; 32],
    /// Best first.
    pub addresses: &'a [IpAddr],
    pub port: u16,
    pub udp: bool,
}

/// A peer that was promised a place.
pub struct NegotiatedPeer {
    pub peer: PeerId,
    pub room: RoomKey,
    pub ufrag: String,
    pub password: String,
    /// What we send each slot from.
    pub ssrcs: [u32; SLOTS],
    pub offer: Offer,
}

impl NegotiatedPeer {
    /// Reads `offer` and writes the answer to it.
    ///
    /// # Errors
    /// When the offer can't be used.
    pub fn from_offer(
        peer: PeerId,
        room: RoomKey,
        offer: &str,
        transport: &ServerTransport<'_>,
        entropy: &impl Entropy,
    ) -> Result<(Self, String), OfferViolation> {
        let offer = Offer::parse(offer)?;
        let base64 = data_encoding::BASE64_NOPAD;
        let negotiated = Self {
            peer,
            room,
            ufrag: base64.encode(&entropy.bytes::<UFRAG_BYTES>()),
            password: base64.encode(&entropy.bytes::<PASSWORD_BYTES>()),
            ssrcs: slot_ssrcs(entropy),
            offer,
        };
        let answer = negotiated.offer.answer(&AnswerParams {
            session: u64::from_be_bytes(entropy.bytes()) >> 1,
            ice_ufrag: &negotiated.ufrag,
            ice_password: &negotiated.password,
            fingerprint: transport.fingerprint,
            addresses: transport.addresses,
            port: transport.port,
            udp: transport.udp,
            slot_ssrcs: &negotiated.ssrcs,
            cname: CNAME,
        });
        Ok((negotiated, answer))
    }
}

/// Sources that differ from each other in their last bits, whatever else they are.
fn slot_ssrcs(entropy: &impl Entropy) -> [u32; SLOTS] {
    let base = u32::from_be_bytes(entropy.bytes()) & !0b11;
    let mut next = base;
    [(); SLOTS].map(|()| {
        next += 1;
        next
    })
}
