//! The bytes of a STUN message: a header of 20 bytes, then attributes filled up to 4 bytes.

use super::{StunViolation, integrity_tag};
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
/// Bytes of the integrity attribute, its own head included.
const INTEGRITY_LEN: usize = 24;
/// Bytes of the fingerprint attribute, its own head included.
const FINGERPRINT_LEN: usize = 8;
/// The fingerprint is a CRC-32 that is XORed with this ("STUN" in ASCII), RFC 8489 section 14.7.
const FINGERPRINT_XOR: u32 = 0x5354_554e;

/// A whole message, its fingerprint checked.
pub(super) struct Message<'a> {
    pub(super) kind: u16,
    pub(super) transaction: [u8; 12],
    /// Those that integrity covers, or all when there is none.
    attributes: &'a [u8],
    pub(super) integrity: Option<Integrity<'a>>,
}

/// What the integrity tag was computed over, and the tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Integrity<'a> {
    /// With the length as it was when the tag was computed.
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

/// RFC 8489 section 14: the lower half may not be passed over. What is meant for others (the
/// priority matters to who nominates) or says what another attribute says as well is understood.
pub(super) fn must_be_understood(kind: u16) -> bool {
    kind < 0x8000 && !matches!(kind, PRIORITY | MESSAGE_INTEGRITY_SHA256)
}

/// Reads the frame of a message.
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
            // As nothing may follow it, the header's length is the one it was computed with.
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
            // Every split has worked before, when the frame was read.
            let (kind, value, next) = split(rest).ok()??;
            rest = next;
            Some(match kind {
                USERNAME => std::str::from_utf8(value)
                    .map(Attribute::Username)
                    .or(Err(StunViolation::Attributes)),
                USE_CANDIDATE => Ok(Attribute::UseCandidate),
                XOR_MAPPED_ADDRESS => unmap(value, transaction)
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

/// An attribute's kind, its value, and what follows.
type Split<'a> = Option<(u16, &'a [u8], &'a [u8])>;

fn split(bytes: &[u8]) -> Result<Split<'_>, StunViolation> {
    if bytes.is_empty() {
        return Ok(None);
    }
    let (&[k0, k1, l0, l1], rest) = bytes.split_first_chunk().ok_or(StunViolation::NotStun)?;
    let len = usize::from(u16::from_be_bytes([l0, l1]));
    let (filled, next) = rest
        .split_at_checked(len.next_multiple_of(4))
        .ok_or(StunViolation::NotStun)?;
    Ok(Some((u16::from_be_bytes([k0, k1]), &filled[..len], next)))
}

/// The pad that addresses are mixed with: the cookie and the transaction.
fn pad(transaction: [u8; 12]) -> [u8; 16] {
    let mut pad = [0; 16];
    pad[..4].copy_from_slice(&COOKIE.to_be_bytes());
    pad[4..].copy_from_slice(&transaction);
    pad
}

fn mixed<const N: usize>(mut bytes: [u8; N], transaction: [u8; 12]) -> [u8; N] {
    bytes
        .iter_mut()
        .zip(pad(transaction))
        .for_each(|(byte, pad)| *byte ^= pad);
    bytes
}

fn unmap(value: &[u8], transaction: [u8; 12]) -> Option<SocketAddr> {
    let (&[_, family, p0, p1], address) = value.split_first_chunk()?;
    let port = u16::from_be_bytes(mixed([p0, p1], transaction));
    let address = match family {
        1 => IpAddr::from(mixed(<[u8; 4]>::try_from(address).ok()?, transaction)),
        2 => IpAddr::from(mixed(<[u8; 16]>::try_from(address).ok()?, transaction)),
        _ => return None,
    };
    Some(SocketAddr::new(address, port))
}

/// Writes a message from front to back.
pub(super) struct Writer<'a> {
    transaction: [u8; 12],
    out: &'a mut Vec<u8>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(kind: u16, transaction: [u8; 12], out: &'a mut Vec<u8>) -> Self {
        out.clear();
        out.extend_from_slice(&kind.to_be_bytes());
        out.extend_from_slice(&[0; 2]);
        out.extend_from_slice(&pad(transaction));
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
        let [p0, p1] = mixed(mapped.port().to_be_bytes(), self.transaction);
        // A socket for both families shows an IPv4 peer as an IPv6 one; the peer knows itself as
        // the former.
        match mapped.ip().to_canonical() {
            IpAddr::V4(address) => {
                let [a, b, c, d] = mixed(address.octets(), self.transaction);
                self.attribute(XOR_MAPPED_ADDRESS, &[0, 1, p0, p1, a, b, c, d]);
            }
            IpAddr::V6(address) => {
                let mut value = [0, 2, p0, p1].to_vec();
                value.extend_from_slice(&mixed(address.octets(), self.transaction));
                self.attribute(XOR_MAPPED_ADDRESS, &value);
            }
        }
    }

    /// Ends the message with integrity and fingerprint.
    pub(super) fn finish(mut self, password: &str) {
        self.set_len(INTEGRITY_LEN);
        let tag = integrity_tag(password, &[self.out]);
        self.attribute(MESSAGE_INTEGRITY, tag.as_ref());
        self.set_len(FINGERPRINT_LEN);
        let fingerprint = fingerprint(self.out);
        self.attribute(FINGERPRINT, &fingerprint);
    }

    /// Says the length that the message will have with `more` bytes.
    fn set_len(&mut self, more: usize) {
        let len = (self.out.len() - HEADER_LEN + more) as u16;
        self.out[2..4].copy_from_slice(&len.to_be_bytes());
    }
}
