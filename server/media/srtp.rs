//! SRTP and SRTCP (RFC 3711, RFC 7714): encrypts ("seals") outgoing packets and decrypts ("opens")
//! incoming ones.
//!
//! Promises: no packet index is used twice with one key; state grows neither with traffic nor with
//! forged packets; RTP is sealed and opened in place without allocating; no input causes a panic.
//! `rtc-srtp` keeps none of these (it allocates per packet and stores state for forged sources), so
//! it only serves the tests as an independent implementation.
//! Deliberately absent: re-keying, MKI, unencrypted SRTCP: WebRTC uses none of them.
//! May be imported by `media` alone.

mod cipher;
mod keys;
mod opener;
mod replay_window;
mod sealer;

#[cfg(test)]
mod tests;

pub use keys::{MasterKey, split_keying_material};
pub use opener::Opener;
pub use sealer::Sealer;

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

    const fn key_len(self) -> usize {
        match self {
            Self::AeadAes128Gcm | Self::Aes128CmSha1_80 => keys::SHORT_KEY_LEN,
            Self::AeadAes256Gcm => keys::LONG_KEY_LEN,
        }
    }

    const fn salt_len(self) -> usize {
        match self {
            Self::AeadAes128Gcm | Self::AeadAes256Gcm => 12,
            Self::Aes128CmSha1_80 => 14,
        }
    }
}

/// Why a packet could not be decrypted, or the keying material not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SrtpViolation {
    /// Wrong length of the keying material.
    #[error("the keying material has the wrong length")]
    KeyLength,
    /// No valid header.
    #[error("the packet is too short or its header is invalid")]
    Malformed,
    /// An SSRC that was not accepted.
    #[error("the packet has an SSRC that was not accepted")]
    OtherSource,
    /// A packet index that was received already, or is older than the replay window.
    #[error("the packet is a replay, or older than the replay window")]
    Replayed,
    /// A wrong authentication tag.
    #[error("the authentication tag is wrong")]
    Forged,
}
