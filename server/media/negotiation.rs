//! Offer and answer: negotiates one peer's connection, before the peer connects.
//!
//! Pure. Runs on the caller's thread, so that a burst of joins does not delay the audio.

use super::sdp::{AnswerParams, Offer};
use super::slots::SLOTS;
use super::{OfferViolation, PeerId, RoomKey};
use crate::base::Entropy;
use std::net::IpAddr;

/// Random bytes of a username fragment (ufrag): 64 bits, so that no two are equal.
const UFRAG_BYTES: usize = 8;

/// Random bytes of an ICE password: 144 bits; RFC 8445 requires at least 128.
const PASSWORD_BYTES: usize = 18;

/// The RTCP canonical name of all streams. It identifies nobody.
pub(super) const CNAME: &str = "room";

/// How browsers reach and authenticate the server.
pub struct ServerTransport<'a> {
    /// SHA-256 of the server's certificate.
    pub fingerprint: [u8; 32],
    /// Best first.
    pub addresses: &'a [IpAddr],
    /// The same for UDP and TCP.
    pub port: u16,
    /// Whether answers contain UDP candidates.
    pub udp: bool,
}

/// A peer whose offer was answered: all that the plane needs to know of it.
pub struct NegotiatedPeer {
    /// Its number.
    pub id: PeerId,
    /// Its room.
    pub room: RoomKey,
    /// The server's username fragment for this peer.
    pub ufrag: String,
    /// The server's ICE password for this peer.
    pub password: String,
    /// The SSRC of each slot that is sent to this peer.
    pub ssrcs: [u32; SLOTS],
    /// What the browser offered.
    pub offer: Offer,
}

impl NegotiatedPeer {
    /// Parses `offer` and writes the SDP answer to it.
    ///
    /// # Errors
    /// When the offer cannot be answered.
    pub fn from_offer(
        id: PeerId,
        room: RoomKey,
        offer: &str,
        transport: &ServerTransport<'_>,
        entropy: &impl Entropy,
    ) -> Result<(Self, String), OfferViolation> {
        let offer = Offer::parse(offer)?;
        let base64 = data_encoding::BASE64_NOPAD;
        let negotiated = Self {
            id,
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

/// Random SSRCs that differ in their last two bits, so that no two are equal.
fn slot_ssrcs(entropy: &impl Entropy) -> [u32; SLOTS] {
    let base = u32::from_be_bytes(entropy.bytes()) & !0b11;
    let mut next = base;
    [(); SLOTS].map(|()| {
        next += 1;
        next
    })
}
