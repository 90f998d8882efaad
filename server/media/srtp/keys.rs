//! From what DTLS exported to the keys of a session (RFC 5764 section 4.2, RFC 3711 section 4.3).

use super::{Profile, SrtpViolation};
use aws_lc_rs::cipher::{AES_128, AES_256, EncryptingKey, EncryptionContext, UnboundCipherKey};
use aws_lc_rs::iv::FixedLength;

/// Bytes of an AES-128 and an AES-256 key.
pub(super) const SHORT_KEY_LEN: usize = 16;
pub(super) const LONG_KEY_LEN: usize = 32;
/// Bytes of the longest salt; the shorter one is filled up with zeros, as derivation wants it.
pub(super) const SALT_LEN: usize = 14;

/// One side's master key and salt.
#[derive(Clone)]
pub struct MasterKey {
    /// The first `key_len` of these.
    pub(super) key: [u8; LONG_KEY_LEN],
    pub(super) key_len: usize,
    pub(super) salt: [u8; SALT_LEN],
}

/// Splits what DTLS exported into the client's and the server's key.
///
/// # Errors
/// When its length is not [`Profile::key_material_len`].
pub fn split(
    profile: Profile,
    keying_material: &[u8],
) -> Result<(MasterKey, MasterKey), SrtpViolation> {
    if keying_material.len() != profile.key_material_len() {
        return Err(SrtpViolation::KeyLength);
    }
    let key_len = profile.key_len();
    let (keys, salts) = keying_material.split_at(2 * key_len);
    let side = |index: usize| {
        let mut master = MasterKey {
            key: [0; LONG_KEY_LEN],
            key_len,
            salt: [0; SALT_LEN],
        };
        let len = profile.salt_len();
        master.key[..key_len].copy_from_slice(&keys[index * key_len..][..key_len]);
        master.salt[..len].copy_from_slice(&salts[index * len..][..len]);
        master
    };
    Ok((side(0), side(1)))
}

/// What a session key is for, by its label in RFC 3711 section 4.3.1 and 4.3.2.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Encryption = 0,
    Authentication = 1,
    Salt = 2,
}

/// Which of the two protocols.
#[derive(Clone, Copy)]
pub(super) enum Protocol {
    Rtp = 0,
    Rtcp = 3,
}

impl MasterKey {
    /// The session key of this purpose; the key derivation rate is 0, as WebRTC has it.
    pub(super) fn derive<const N: usize>(&self, protocol: Protocol, purpose: Purpose) -> [u8; N] {
        let mut counter = [0; 16];
        counter[..SALT_LEN].copy_from_slice(&self.salt);
        counter[7] ^= protocol as u8 + purpose as u8;
        let mut derived = [0; N];
        apply_keystream(
            &counter_mode(&self.key[..self.key_len]),
            counter,
            &mut derived,
        );
        derived
    }
}

/// AES in counter mode, with a key of either length.
pub(super) fn counter_mode(key: &[u8]) -> EncryptingKey {
    let algorithm = if key.len() == LONG_KEY_LEN {
        &AES_256
    } else {
        &AES_128
    };
    UnboundCipherKey::new(algorithm, key)
        .and_then(EncryptingKey::ctr)
        .expect("keys have one of two lengths, and both kinds of AES have a counter mode")
}

/// Encrypts or decrypts: the two are the same.
pub(super) fn apply_keystream(key: &EncryptingKey, counter: [u8; 16], bytes: &mut [u8]) {
    let context = EncryptionContext::Iv128(FixedLength::from(counter));
    key.less_safe_encrypt(bytes, context)
        .expect("16 bytes are a counter of AES");
}
