//! STUN binding requests and responses (RFC 8489), as far as ICE-lite needs them (RFC 8445).
//!
//! Promises: a request is parsed without copying; no input causes a panic; what follows the integrity
//! attribute is ignored, because nothing authenticates it. `rtc-stun` copies every message and each
//! attribute, so it only serves the tests as an independent implementation.
//! Deliberately absent: TURN, error responses (an invalid check is not answered), retransmission.
//! May be imported by `media` and by `cli` (which checks the port).

mod message;
mod violation;

#[cfg(test)]
mod tests;

pub use violation::StunViolation;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use message::{Attribute, Integrity, Writer, integrity_tag};
use std::net::SocketAddr;

/// An ICE connectivity check. It is not authenticated before [`Self::verify`].
#[derive(Clone, Copy, Debug)]
pub struct BindingRequest<'a> {
    /// The transaction id.
    pub transaction: [u8; 12],
    /// The first half of the username: the receiver's ufrag.
    pub local_ufrag: &'a str,
    /// The second half of the username: the sender's ufrag.
    pub remote_ufrag: &'a str,
    /// Whether the peer nominates this path (USE-CANDIDATE).
    pub use_candidate: bool,
    integrity: Integrity<'a>,
}

/// Parses a connectivity check.
///
/// # Errors
/// When the bytes are something else, or the username or the integrity attribute is missing.
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
    /// Whether the check was authenticated with `local_password`.
    #[must_use]
    pub fn verify(&self, local_password: &str) -> bool {
        verify(&self.integrity, local_password)
    }

    /// Writes the success response into `out`, replacing its content. `mapped` is the address from
    /// which the check was received.
    pub fn write_success(&self, local_password: &str, mapped: SocketAddr, out: &mut Vec<u8>) {
        let mut writer = Writer::new(message::BINDING_SUCCESS, self.transaction, out);
        writer.mapped_address(mapped);
        writer.finish(local_password);
    }
}

/// Writes a connectivity check into `out`, replacing its content: the client's side. `username` is
/// `remote ufrag:local ufrag`, `password` is the remote one.
pub fn write_binding_request(
    transaction: [u8; 12],
    username: &str,
    password: &str,
    out: &mut Vec<u8>,
) {
    let mut writer = Writer::new(message::BINDING_REQUEST, transaction, out);
    writer.attribute(message::USERNAME, username.as_bytes());
    writer.finish(password);
}

/// Parses the success response to the check of this transaction. Returns the mapped address in it.
///
/// # Errors
/// When the bytes are something else, or the response was authenticated with another password.
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
