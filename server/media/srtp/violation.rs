//! Packets and keys that are rejected.

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
