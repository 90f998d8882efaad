//! Secrets that are handed out once and kept only as hashes.

use super::Entropy;
use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::BASE64URL_NOPAD;
use std::fmt;

/// 256 random bits as URL-safe text: a session, an invitation, a way back to a seat.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretToken([u8; Self::LEN]);

/// The text is no token of this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a token of this server")]
pub struct NoToken;

impl SecretToken {
    /// Bytes; nobody guesses 256 bits.
    const LEN: usize = 32;

    #[must_use]
    pub fn new(entropy: &dyn Entropy) -> Self {
        let mut bytes = [0; Self::LEN];
        entropy.fill(&mut bytes);
        Self(bytes)
    }

    /// # Errors
    /// When the text is no token.
    pub fn parse(text: &str) -> Result<Self, NoToken> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| NoToken)?;
        bytes.try_into().map(Self).map_err(|_| NoToken)
    }

    /// What may be kept: SHA-256 of the secret. A plain hash is enough for 256 random bits, and
    /// looking one up by its hash leaks no timing of the secret.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let mut hash = [0; 32];
        hash.copy_from_slice(digest(&SHA256, &self.0).as_ref());
        hash
    }
}

impl fmt::Display for SecretToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64URL_NOPAD.encode(&self.0))
    }
}

impl fmt::Debug for SecretToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[token]")
    }
}
