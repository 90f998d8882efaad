//! The cryptography of the profiles, for a packet whose index is known.

use super::keys::{MasterKey, Protocol, Purpose, apply_keystream, counter_mode};
use super::profile::{LONG_KEY_LEN, Profile, SALT_LEN, SHORT_KEY_LEN};
use super::violation::SrtpViolation;
use aws_lc_rs::aead::{AES_128_GCM, AES_256_GCM, Aad, Algorithm, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::cipher::EncryptingKey;
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;

/// Bytes of a GCM tag.
const GCM_TAG: usize = 16;
/// Bytes of a truncated SHA-1 tag: 80 bits.
const SHA1_TAG: usize = 10;
/// Bytes of an RTCP packet that are not encrypted: the first header and the sender's SSRC.
pub(super) const RTCP_HEADER: usize = 8;
/// Bytes of the SRTCP index at the end of a packet (before a SHA-1 tag).
const INDEX_LEN: usize = 4;
/// The E flag before the SRTCP index: the packet is encrypted.
const ENCRYPTED: u32 = 1 << 31;

/// The session keys of one protocol in one direction.
pub(super) enum Cipher {
    Gcm {
        key: LessSafeKey,
        salt: [u8; SALT_LEN],
    },
    /// Boxed, because it is rarely used and twice as large.
    Sha1(Box<Sha1>),
}

pub(super) struct Sha1 {
    key: EncryptingKey,
    salt: [u8; SALT_LEN],
    authentication: hmac::Key,
}

/// Identifies a packet among all that are encrypted with one key.
#[derive(Clone, Copy)]
pub(super) struct PacketIndex {
    pub(super) ssrc: u32,
    /// RTP: the rollover counter and the sequence number, 48 bits. RTCP: the SRTCP index, 31 bits.
    pub(super) index: u64,
}

impl Cipher {
    pub(super) fn new(profile: Profile, master: &MasterKey, protocol: Protocol) -> Self {
        let salt = master.derive(protocol, Purpose::Salt);
        let short = || master.derive::<SHORT_KEY_LEN>(protocol, Purpose::Encryption);
        let long = || master.derive::<LONG_KEY_LEN>(protocol, Purpose::Encryption);
        match profile {
            Profile::AeadAes128Gcm => Self::gcm(&AES_128_GCM, &short(), salt),
            Profile::AeadAes256Gcm => Self::gcm(&AES_256_GCM, &long(), salt),
            Profile::Aes128CmSha1_80 => {
                let authentication: [u8; 20] = master.derive(protocol, Purpose::Authentication);
                Self::Sha1(Box::new(Sha1 {
                    key: counter_mode(&short()),
                    salt,
                    authentication: hmac::Key::new(
                        hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
                        &authentication,
                    ),
                }))
            }
        }
    }

    /// A GCM cipher from session keys. GCM uses the first 12 bytes of the salt.
    pub(super) fn gcm(algorithm: &'static Algorithm, key: &[u8], salt: [u8; SALT_LEN]) -> Self {
        let key = UnboundKey::new(algorithm, key).expect("the key has the length of the algorithm");
        Self::Gcm {
            key: LessSafeKey::new(key),
            salt,
        }
    }

    /// Encrypts the packet in the first `len` bytes of `buffer` in place; its header has `header_len`
    /// bytes. Returns the new length; `None` when `buffer` is too short for the tag.
    pub(super) fn seal_rtp(
        &self,
        packet_index: PacketIndex,
        buffer: &mut [u8],
        header_len: usize,
        len: usize,
    ) -> Option<usize> {
        match self {
            Self::Gcm { key, salt } => {
                let (packet, tag_space) = buffer.split_at_mut_checked(len)?;
                let tag_space = tag_space.first_chunk_mut::<GCM_TAG>()?;
                let (header, payload) = packet.split_at_mut_checked(header_len)?;
                *tag_space = gcm_seal(key, packet_index.nonce(salt), header, payload);
                Some(len + GCM_TAG)
            }
            Self::Sha1(cipher) => {
                let (packet, tag_space) = buffer.split_at_mut_checked(len)?;
                let tag_space = tag_space.first_chunk_mut::<SHA1_TAG>()?;
                apply_keystream(
                    &cipher.key,
                    packet_index.counter(&cipher.salt),
                    packet.get_mut(header_len..)?,
                );
                *tag_space = cipher.tag(packet, &packet_index.rollover());
                Some(len + SHA1_TAG)
            }
        }
    }

    /// Decrypts in place. Returns the new length.
    pub(super) fn open_rtp(
        &self,
        packet_index: PacketIndex,
        packet: &mut [u8],
        header_len: usize,
    ) -> Result<usize, SrtpViolation> {
        let malformed = SrtpViolation::Malformed;
        match self {
            Self::Gcm { key, salt } => {
                let (header, sealed) = packet.split_at_mut_checked(header_len).ok_or(malformed)?;
                let payload = gcm_open(key, packet_index.nonce(salt), header, sealed)?;
                Ok(header_len + payload)
            }
            Self::Sha1(cipher) => {
                let (sealed, tag) = packet.split_last_chunk_mut::<SHA1_TAG>().ok_or(malformed)?;
                let len = sealed.len();
                if len < header_len {
                    return Err(malformed);
                }
                cipher.check(sealed, &packet_index.rollover(), tag)?;
                apply_keystream(
                    &cipher.key,
                    packet_index.counter(&cipher.salt),
                    &mut sealed[header_len..],
                );
                Ok(len)
            }
        }
    }

    /// Encrypts a packet of at least [`RTCP_HEADER`] bytes.
    pub(super) fn seal_rtcp(&self, packet_index: PacketIndex, packet: &mut Vec<u8>) {
        let word = (packet_index.index as u32 | ENCRYPTED).to_be_bytes();
        match self {
            Self::Gcm { key, salt } => {
                let (header, body) = packet.split_at_mut(RTCP_HEADER);
                let tag = gcm_seal(key, packet_index.nonce(salt), &rtcp_aad(header, word), body);
                packet.extend_from_slice(&tag);
                packet.extend_from_slice(&word);
            }
            Self::Sha1(cipher) => {
                let body = &mut packet[RTCP_HEADER..];
                apply_keystream(&cipher.key, packet_index.counter(&cipher.salt), body);
                packet.extend_from_slice(&word);
                let tag = cipher.tag(packet, &[]);
                packet.extend_from_slice(&tag);
            }
        }
    }

    /// The index in an SRTCP packet. `None` when the packet is too short or not encrypted.
    pub(super) fn rtcp_index(&self, packet: &[u8]) -> Option<u64> {
        let (end, min_len) = match self {
            Self::Gcm { .. } => (packet.len(), RTCP_HEADER + GCM_TAG + INDEX_LEN),
            Self::Sha1(_) => (packet.len().checked_sub(SHA1_TAG)?, RTCP_HEADER + INDEX_LEN),
        };
        if end < min_len {
            return None;
        }
        let word = u32::from_be_bytes(*packet[..end].last_chunk()?);
        (word & ENCRYPTED != 0).then_some(u64::from(word & !ENCRYPTED))
    }

    /// Decrypts a packet whose index [`Self::rtcp_index`] returned.
    pub(super) fn open_rtcp(
        &self,
        packet_index: PacketIndex,
        packet: &mut Vec<u8>,
    ) -> Result<(), SrtpViolation> {
        let len = match self {
            Self::Gcm { key, salt } => {
                let (sealed, word) = packet
                    .split_last_chunk_mut::<INDEX_LEN>()
                    .ok_or(SrtpViolation::Malformed)?;
                let (header, body) = sealed
                    .split_at_mut_checked(RTCP_HEADER)
                    .ok_or(SrtpViolation::Malformed)?;
                let aad = rtcp_aad(header, *word);
                RTCP_HEADER + gcm_open(key, packet_index.nonce(salt), &aad, body)?
            }
            Self::Sha1(cipher) => {
                let (sealed, tag) = packet
                    .split_last_chunk_mut::<SHA1_TAG>()
                    .ok_or(SrtpViolation::Malformed)?;
                cipher.check(sealed, &[], tag)?;
                let len = sealed.len() - INDEX_LEN;
                let body = &mut sealed[RTCP_HEADER..len];
                apply_keystream(&cipher.key, packet_index.counter(&cipher.salt), body);
                len
            }
        };
        packet.truncate(len);
        Ok(())
    }
}

impl PacketIndex {
    /// RFC 7714 sections 8.1 and 9.1. The two are the same computation when the index has 48 bits.
    fn nonce(self, salt: &[u8; SALT_LEN]) -> Nonce {
        let mut nonce = [0; 12];
        nonce[2..6].copy_from_slice(&self.ssrc.to_be_bytes());
        nonce[6..].copy_from_slice(&self.index.to_be_bytes()[2..]);
        nonce
            .iter_mut()
            .zip(salt)
            .for_each(|(byte, salt)| *byte ^= salt);
        Nonce::assume_unique_for_key(nonce)
    }

    /// The initial counter (RFC 3711 section 4.1.1).
    fn counter(self, salt: &[u8; SALT_LEN]) -> [u8; 16] {
        let mut counter = [0; 16];
        counter[4..8].copy_from_slice(&self.ssrc.to_be_bytes());
        counter[8..14].copy_from_slice(&self.index.to_be_bytes()[2..]);
        counter
            .iter_mut()
            .zip(salt)
            .for_each(|(byte, salt)| *byte ^= salt);
        counter
    }

    fn rollover(self) -> [u8; 4] {
        ((self.index >> 16) as u32).to_be_bytes()
    }
}

impl Sha1 {
    /// The tag over `message` followed by `suffix`.
    fn tag(&self, message: &[u8], suffix: &[u8]) -> [u8; SHA1_TAG] {
        let mut context = hmac::Context::with_key(&self.authentication);
        context.update(message);
        context.update(suffix);
        let mut tag = [0; SHA1_TAG];
        tag.copy_from_slice(&context.sign().as_ref()[..SHA1_TAG]);
        tag
    }

    fn check(&self, message: &[u8], suffix: &[u8], tag: &[u8]) -> Result<(), SrtpViolation> {
        verify_slices_are_equal(&self.tag(message, suffix), tag).map_err(|_| SrtpViolation::Forged)
    }
}

fn gcm_seal(key: &LessSafeKey, nonce: Nonce, aad: &[u8], body: &mut [u8]) -> [u8; GCM_TAG] {
    let tag = key
        .seal_in_place_separate_tag(nonce, Aad::from(aad), body)
        .expect("a packet is far shorter than the 64 GiB limit of GCM");
    let mut bytes = [0; GCM_TAG];
    bytes.copy_from_slice(tag.as_ref());
    bytes
}

/// Decrypts in place. Returns the length of the plaintext at the start of `sealed`.
fn gcm_open(
    key: &LessSafeKey,
    nonce: Nonce,
    aad: &[u8],
    sealed: &mut [u8],
) -> Result<usize, SrtpViolation> {
    key.open_in_place(nonce, Aad::from(aad), sealed)
        .map(|body| body.len())
        .map_err(|_| SrtpViolation::Forged)
}

/// The authenticated but unencrypted part of an RTCP packet: the header, then the E flag and the index.
fn rtcp_aad(header: &[u8], word: [u8; INDEX_LEN]) -> [u8; RTCP_HEADER + INDEX_LEN] {
    let mut aad = [0; RTCP_HEADER + INDEX_LEN];
    aad[..RTCP_HEADER].copy_from_slice(header);
    aad[RTCP_HEADER..].copy_from_slice(&word);
    aad
}
