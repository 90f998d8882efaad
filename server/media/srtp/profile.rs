//! The protection profiles, and the lengths of their keys and tags.

/// Bytes of an AES-128 and an AES-256 key.
pub(super) const SHORT_KEY_LEN: usize = 16;
pub(super) const LONG_KEY_LEN: usize = 32;
/// Bytes of the longest salt. The shorter one is padded with zeros, as the derivation requires.
pub(super) const SALT_LEN: usize = 14;

/// A protection profile (RFC 5764, RFC 7714), best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// AES-128-GCM.
    AeadAes128Gcm,
    /// AES-256-GCM: preferred by `dimpl`, and by Chromium over the other GCM profile.
    AeadAes256Gcm,
    /// AES-128 in counter mode with an 80-bit HMAC-SHA1 tag, for browsers without GCM.
    Aes128CmSha1_80,
}

impl Profile {
    /// Bytes of keying material to export from DTLS: a key and a salt for each side.
    #[must_use]
    pub const fn key_material_len(self) -> usize {
        2 * (self.key_len() + self.salt_len())
    }

    /// Bytes that encryption adds to an RTP packet.
    #[must_use]
    pub const fn rtp_overhead(self) -> usize {
        match self {
            Self::AeadAes128Gcm | Self::AeadAes256Gcm => 16,
            Self::Aes128CmSha1_80 => 10,
        }
    }

    pub(super) const fn key_len(self) -> usize {
        match self {
            Self::AeadAes128Gcm | Self::Aes128CmSha1_80 => SHORT_KEY_LEN,
            Self::AeadAes256Gcm => LONG_KEY_LEN,
        }
    }

    pub(super) const fn salt_len(self) -> usize {
        match self {
            Self::AeadAes128Gcm | Self::AeadAes256Gcm => 12,
            Self::Aes128CmSha1_80 => 14,
        }
    }
}
