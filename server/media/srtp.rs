//! SRTP and SRTCP (RFC 3711, RFC 7714): sealing what goes out, opening what comes in.
//!
//! Promises: no counter is ever used twice with one key; state grows neither with traffic nor
//! with forgeries; RTP is sealed and opened in place without allocating; no input panics.
//! `rtc-srtp` does none of these (it allocates per packet and keeps state for forged sources), so
//! it serves as the independent implementation in the tests.
//! Deliberately absent: re-keying, MKI, unencrypted SRTCP: WebRTC uses none of them.
//! May be imported by `media` alone.

mod cipher;
mod keys;
mod opener;
mod replay_window;
mod sealer;

#[cfg(test)]
mod tests;

pub use keys::{MasterKey, split};
pub use opener::Opener;
pub use sealer::Sealer;

/// A protection profile (RFC 5764, RFC 7714), best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    AeadAes128Gcm,
    /// What `dimpl` prefers and Chromium offers first of the two.
    AeadAes256Gcm,
    /// For browsers that don't have the other.
    Aes128CmSha1_80,
}

impl Profile {
    /// Bytes to export from DTLS: a key and a salt for either side.
    #[must_use]
    pub const fn key_material_len(self) -> usize {
        2 * (self.key_len() + self.salt_len())
    }

    /// Bytes that sealing adds to an RTP packet.
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

/// Why a packet was not opened, or keys not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SrtpViolation {
    #[error("the keying material has the wrong length")]
    KeyLength,
    #[error("the packet is too short or its header is broken")]
    Malformed,
    #[error("the packet is of a source that was not accepted")]
    OtherSource,
    #[error("the packet came before, or is too old to tell")]
    Replayed,
    #[error("the packet was not sealed with this key")]
    Forged,
}
