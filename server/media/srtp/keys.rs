//! Derives session keys from the keying material of DTLS (RFC 5764 section 4.2, RFC 3711 section 4.3).

use super::profile::{LONG_KEY_LEN, Profile, SALT_LEN};
use super::violation::SrtpViolation;
use aws_lc_rs::cipher::{AES_128, AES_256, EncryptingKey, EncryptionContext, UnboundCipherKey};
use aws_lc_rs::iv::FixedLength;

/// One side's master key and salt.
#[derive(Clone)]
pub struct MasterKey {
    /// The first `key_len` of these.
    pub(super) key: [u8; LONG_KEY_LEN],
    pub(super) key_len: usize,
    pub(super) salt: [u8; SALT_LEN],
}

/// Splits the keying material that DTLS exported into the client's and the server's master key.
///
/// # Errors
/// When its length is not [`Profile::key_material_len`].
pub fn split_keying_material(
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

/// The purpose of a session key; its value is the label of RFC 3711 section 4.3.1.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Encryption = 0,
    Authentication = 1,
    Salt = 2,
}

/// SRTP or SRTCP; the value is added to the label (RFC 3711 section 4.3.2).
#[derive(Clone, Copy)]
pub(super) enum Protocol {
    Rtp = 0,
    Rtcp = 3,
}

impl MasterKey {
    /// Derives a session key. The key derivation rate is 0, as always in WebRTC.
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
        .expect("the key has one of the two AES lengths, and both support counter mode")
}

/// Encrypts or decrypts `bytes`: in counter mode both are the same operation.
pub(super) fn apply_keystream(key: &EncryptingKey, counter: [u8; 16], bytes: &mut [u8]) {
    let context = EncryptionContext::Iv128(FixedLength::from(counter));
    key.less_safe_encrypt(bytes, context)
        .expect("a counter of AES has 16 bytes");
}
