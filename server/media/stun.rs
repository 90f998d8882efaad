//! STUN binding requests and their answers (RFC 8489), as far as ICE-lite needs them (RFC 8445).
//!
//! Promises: a request is read without copying; no input panics; what follows the integrity
//! attribute is ignored, because nothing authenticates it. `rtc-stun` copies every message and each
//! attribute, so it only serves the tests as an independent implementation.
//! Deliberately absent: TURN, error responses (who fails a check learns nothing), retransmission.
//! May be imported by `media` and by `cli` (for its check of the port).

mod message;

#[cfg(test)]
mod tests;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use message::{Attribute, Integrity, Writer};
use std::net::SocketAddr;

/// Why bytes are no message that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StunViolation {
    #[error("the bytes are not one whole STUN message")]
    NotStun,
    #[error("the message is neither a binding request nor the answer that was waited for")]
    OtherMessage,
    #[error("the fingerprint does not fit the message")]
    Fingerprint,
    #[error("the message lacks an attribute, or one has the wrong length")]
    Attributes,
    #[error("the message relies on attribute {0:#06x}, which is unknown here")]
    UnknownAttribute(u16),
    #[error("the message was made with another password")]
    Integrity,
}

/// A connectivity check. Nothing in it is to be believed before [`Self::verify`].
#[derive(Clone, Copy, Debug)]
pub struct BindingRequest<'a> {
    pub transaction: [u8; 12],
    /// The username's first half: whom the check is for.
    pub local_ufrag: &'a str,
    pub remote_ufrag: &'a str,
    /// The peer wants to use this path.
    pub use_candidate: bool,
    integrity: Integrity<'a>,
}

/// Reads a connectivity check.
///
/// # Errors
/// When the bytes are anything else, or the check lacks its username or integrity.
pub fn parse(bytes: &[u8]) -> Result<BindingRequest<'_>, StunViolation> {
    let message = message::read(bytes)?;
    if message.kind != message::BINDING_REQUEST {
        return Err(StunViolation::OtherMessage);
    }
    let (mut username, mut use_candidate) = (None, false);
    for attribute in message.attributes() {
        match attribute? {
            Attribute::Username(name) => username = Some(name),
            Attribute::UseCandidate => use_candidate = true,
            Attribute::Unknown(kind) if message::must_be_understood(kind) => {
                return Err(StunViolation::UnknownAttribute(kind));
            }
            Attribute::MappedAddress(_) | Attribute::Unknown(_) => {}
        }
    }
    let (local_ufrag, remote_ufrag) = username
        .and_then(|name| name.split_once(':'))
        .ok_or(StunViolation::Attributes)?;
    Ok(BindingRequest {
        transaction: message.transaction,
        local_ufrag,
        remote_ufrag,
        use_candidate,
        integrity: message.integrity.ok_or(StunViolation::Attributes)?,
    })
}

impl BindingRequest<'_> {
    /// Whether the peer knows our password.
    #[must_use]
    pub fn verify(&self, local_password: &str) -> bool {
        verify(&self.integrity, local_password)
    }

    /// Puts the answer into `out`, over whatever was in there. `mapped` is where the check came
    /// from.
    pub fn success(&self, local_password: &str, mapped: SocketAddr, out: &mut Vec<u8>) {
        let mut writer = Writer::new(message::BINDING_SUCCESS, self.transaction, out);
        writer.mapped_address(mapped);
        writer.finish(local_password);
    }
}

/// Puts a connectivity check into `out`, over whatever was in there. The client's side:
/// `username` is `their ufrag:our ufrag`, the password is theirs.
pub fn binding_request(transaction: [u8; 12], username: &str, password: &str, out: &mut Vec<u8>) {
    let mut writer = Writer::new(message::BINDING_REQUEST, transaction, out);
    writer.attribute(message::USERNAME, username.as_bytes());
    writer.finish(password);
}

/// The address in the answer to the check of this transaction.
///
/// # Errors
/// When the bytes are anything else, or the answer was not made with this password.
pub fn parse_success(
    bytes: &[u8],
    transaction: [u8; 12],
    password: &str,
) -> Result<SocketAddr, StunViolation> {
    let message = message::read(bytes)?;
    if message.kind != message::BINDING_SUCCESS || message.transaction != transaction {
        return Err(StunViolation::OtherMessage);
    }
    let mut mapped = None;
    for attribute in message.attributes() {
        if let Attribute::MappedAddress(address) = attribute? {
            mapped = Some(address);
        }
    }
    match &message.integrity {
        Some(integrity) if verify(integrity, password) => mapped.ok_or(StunViolation::Attributes),
        _ => Err(StunViolation::Integrity),
    }
}

fn verify(integrity: &Integrity<'_>, password: &str) -> bool {
    let tag = integrity_tag(password, &[&integrity.header, integrity.attributes]);
    verify_slices_are_equal(tag.as_ref(), integrity.tag).is_ok()
}

fn integrity_tag(password: &str, parts: &[&[u8]]) -> hmac::Tag {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes());
    let mut context = hmac::Context::with_key(&key);
    parts.iter().for_each(|part| context.update(part));
    context.sign()
}
