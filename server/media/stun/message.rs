//! The encoding of a STUN message: a header of 20 bytes, then attributes padded to 4 bytes.

use super::violation::StunViolation;
use aws_lc_rs::hmac;
use std::net::{IpAddr, SocketAddr};

pub(super) const BINDING_REQUEST: u16 = 0x0001;
pub(super) const BINDING_SUCCESS: u16 = 0x0101;

pub(super) const USERNAME: u16 = 0x0006;
const MESSAGE_INTEGRITY: u16 = 0x0008;
const MESSAGE_INTEGRITY_SHA256: u16 = 0x001c;
const XOR_MAPPED_ADDRESS: u16 = 0x0020;
const PRIORITY: u16 = 0x0024;
const USE_CANDIDATE: u16 = 0x0025;
const FINGERPRINT: u16 = 0x8028;

const HEADER_LEN: usize = 20;
const COOKIE: u32 = 0x2112_a442;
/// Bytes of the MESSAGE-INTEGRITY attribute, with its header.
const INTEGRITY_LEN: usize = 24;
/// Bytes of the FINGERPRINT attribute, with its header.
const FINGERPRINT_LEN: usize = 8;
/// The fingerprint is a CRC-32 that is XORed with this ("STUN" in ASCII), RFC 8489 section 14.7.
const FINGERPRINT_XOR: u32 = 0x5354_554e;

/// A complete message whose fingerprint was checked.
pub(super) struct Message<'a> {
    pub(super) kind: u16,
    pub(super) transaction: [u8; 12],
    /// The attributes before MESSAGE-INTEGRITY, or all when it is absent.
    attributes: &'a [u8],
    pub(super) integrity: Option<Integrity<'a>>,
}

/// The MESSAGE-INTEGRITY tag, and what it was computed over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Integrity<'a> {
    /// With the length that the message had when the tag was computed.
    pub(super) header: [u8; HEADER_LEN],
    pub(super) attributes: &'a [u8],
    pub(super) tag: &'a [u8],
}

pub(super) enum Attribute<'a> {
    Username(&'a str),
    UseCandidate,
    MappedAddress(SocketAddr),
    Unknown(u16),
}

/// Whether a message with this unknown attribute must be rejected. RFC 8489 section 14: those below
/// 0x8000 must not be ignored. PRIORITY (used only by the controlling agent) and a second form of
/// integrity are known and can be ignored.
pub(super) fn must_be_understood(kind: u16) -> bool {
    kind < 0x8000 && !matches!(kind, PRIORITY | MESSAGE_INTEGRITY_SHA256)
}

/// Parses the header and the structure of a message.
pub(super) fn read(bytes: &[u8]) -> Result<Message<'_>, StunViolation> {
    let (&header, body): (&[u8; HEADER_LEN], _) =
        bytes.split_first_chunk().ok_or(StunViolation::NotStun)?;
    let [k0, k1, l0, l1, c0, c1, c2, c3, transaction @ ..] = header;
    let len = usize::from(u16::from_be_bytes([l0, l1]));
    let cookie = u32::from_be_bytes([c0, c1, c2, c3]);
    if k0 >= 0x40 || cookie != COOKIE || len % 4 != 0 || len != body.len() {
        return Err(StunViolation::NotStun);
    }
    let mut message = Message {
        kind: u16::from_be_bytes([k0, k1]),
        transaction,
        attributes: body,
        integrity: None,
    };
    let mut at = 0;
    while let Some((kind, value, next)) = split(&body[at..])? {
        if kind == MESSAGE_INTEGRITY && message.integrity.is_none() {
            if value.len() != INTEGRITY_LEN - 4 {
                return Err(StunViolation::Attributes);
            }
            let attributes = &body[..at];
            let mut header = header;
            header[2..4].copy_from_slice(&((at + INTEGRITY_LEN) as u16).to_be_bytes());
            message.attributes = attributes;
            message.integrity = Some(Integrity {
                header,
                attributes,
                tag: value,
            });
        }
        if kind == FINGERPRINT {
            // Nothing may follow it, so the header has the length that it was computed with.
            if value != fingerprint(&bytes[..HEADER_LEN + at]) || !next.is_empty() {
                return Err(StunViolation::Fingerprint);
            }
        }
        at = body.len() - next.len();
    }
    Ok(message)
}

impl<'a> Message<'a> {
    pub(super) fn attributes(&self) -> impl Iterator<Item = Result<Attribute<'a>, StunViolation>> {
        let (mut rest, transaction) = (self.attributes, self.transaction);
        std::iter::from_fn(move || {
            // Cannot fail: `read` has split all attributes before.
            let (kind, value, next) = split(rest).ok()??;
            rest = next;
            Some(match kind {
                USERNAME => std::str::from_utf8(value)
                    .map(Attribute::Username)
                    .or(Err(StunViolation::Attributes)),
                USE_CANDIDATE => Ok(Attribute::UseCandidate),
                XOR_MAPPED_ADDRESS => parse_mapped_address(value, transaction)
                    .map(Attribute::MappedAddress)
                    .ok_or(StunViolation::Attributes),
                other => Ok(Attribute::Unknown(other)),
            })
        })
    }
}

/// The FINGERPRINT value over everything before the attribute.
fn fingerprint(message: &[u8]) -> [u8; 4] {
    (crc32fast::hash(message) ^ FINGERPRINT_XOR).to_be_bytes()
}

/// An attribute's type, its value, and the bytes after it.
type Split<'a> = Option<(u16, &'a [u8], &'a [u8])>;

fn split(bytes: &[u8]) -> Result<Split<'_>, StunViolation> {
    if bytes.is_empty() {
        return Ok(None);
    }
    let (&[k0, k1, l0, l1], rest) = bytes.split_first_chunk().ok_or(StunViolation::NotStun)?;
    let len = usize::from(u16::from_be_bytes([l0, l1]));
    let (padded, next) = rest
        .split_at_checked(len.next_multiple_of(4))
        .ok_or(StunViolation::NotStun)?;
    Ok(Some((u16::from_be_bytes([k0, k1]), &padded[..len], next)))
}

/// What addresses are XORed with: the magic cookie and the transaction id.
fn xor_mask(transaction: [u8; 12]) -> [u8; 16] {
    let mut mask = [0; 16];
    mask[..4].copy_from_slice(&COOKIE.to_be_bytes());
    mask[4..].copy_from_slice(&transaction);
    mask
}

fn xored<const N: usize>(mut bytes: [u8; N], transaction: [u8; 12]) -> [u8; N] {
    bytes
        .iter_mut()
        .zip(xor_mask(transaction))
        .for_each(|(byte, mask)| *byte ^= mask);
    bytes
}

/// Parses the value of XOR-MAPPED-ADDRESS.
fn parse_mapped_address(value: &[u8], transaction: [u8; 12]) -> Option<SocketAddr> {
    let (&[_, family, p0, p1], address) = value.split_first_chunk()?;
    let port = u16::from_be_bytes(xored([p0, p1], transaction));
    let address = match family {
        1 => IpAddr::from(xored(<[u8; 4]>::try_from(address).ok()?, transaction)),
        2 => IpAddr::from(xored(<[u8; 16]>::try_from(address).ok()?, transaction)),
        _ => return None,
    };
    Some(SocketAddr::new(address, port))
}

/// Writes a message into a buffer.
pub(super) struct Writer<'a> {
    transaction: [u8; 12],
    out: &'a mut Vec<u8>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(kind: u16, transaction: [u8; 12], out: &'a mut Vec<u8>) -> Self {
        out.clear();
        out.extend_from_slice(&kind.to_be_bytes());
        out.extend_from_slice(&[0; 2]);
        out.extend_from_slice(&xor_mask(transaction));
        Self { transaction, out }
    }

    pub(super) fn attribute(&mut self, kind: u16, value: &[u8]) {
        self.out.extend_from_slice(&kind.to_be_bytes());
        self.out
            .extend_from_slice(&(value.len() as u16).to_be_bytes());
        self.out.extend_from_slice(value);
        self.out.resize(self.out.len().next_multiple_of(4), 0);
    }

    pub(super) fn mapped_address(&mut self, mapped: SocketAddr) {
        let [p0, p1] = xored(mapped.port().to_be_bytes(), self.transaction);
        // A dual-stack socket reports an IPv4 peer with an IPv6 address; the peer expects its IPv4
        // address.
        match mapped.ip().to_canonical() {
            IpAddr::V4(address) => {
                let [a, b, c, d] = xored(address.octets(), self.transaction);
                self.attribute(XOR_MAPPED_ADDRESS, &[0, 1, p0, p1, a, b, c, d]);
            }
            IpAddr::V6(address) => {
                let mut value = [0, 2, p0, p1].to_vec();
                value.extend_from_slice(&xored(address.octets(), self.transaction));
                self.attribute(XOR_MAPPED_ADDRESS, &value);
            }
        }
    }

    /// Ends the message with MESSAGE-INTEGRITY and FINGERPRINT.
    pub(super) fn finish(mut self, password: &str) {
        self.set_len(INTEGRITY_LEN);
        let tag = integrity_tag(password, &[self.out]);
        self.attribute(MESSAGE_INTEGRITY, tag.as_ref());
        self.set_len(FINGERPRINT_LEN);
        let fingerprint = fingerprint(self.out);
        self.attribute(FINGERPRINT, &fingerprint);
    }

    /// Sets the length field as if `additional` bytes were already written.
    fn set_len(&mut self, additional: usize) {
        let len = (self.out.len() - HEADER_LEN + additional) as u16;
        self.out[2..4].copy_from_slice(&len.to_be_bytes());
    }
}

/// The MESSAGE-INTEGRITY tag of a message that consists of these parts.
pub(super) fn integrity_tag(password: &str, parts: &[&[u8]]) -> hmac::Tag {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes());
    let mut context = hmac::Context::with_key(&key);
    parts.iter().for_each(|part| context.update(part));
    context.sign()
}
