//! Passphrase hashes: Argon2id as PHC strings. The functions block the thread of the caller.

use super::Passphrase;
use super::passphrase::normalise;
use crate::base::{Entropy, Redacted};
use argon2::password_hash::phc::{Output, PasswordHash, Salt};
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};

/// In bytes (RFC 9106 section 3.1 recommends 16).
const SALT_LENGTH: usize = 16;

/// The hash of a passphrase as a PHC string, `$argon2id$...`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassphraseHash(Redacted<String>);

impl From<Redacted<String>> for PassphraseHash {
    fn from(text: Redacted<String>) -> Self {
        Self(text)
    }
}

impl From<PassphraseHash> for Redacted<String> {
    fn from(hash: PassphraseHash) -> Self {
        hash.0
    }
}

/// The cost of one hash. An attacker pays it for each guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes that can be computed in parallel.
    pub lanes: u32,
}

impl HashCost {
    /// The second choice of OWASP's password storage cheat sheet: 19 MiB, two passes, one lane.
    pub const RECOMMENDED: Self = Self {
        memory_kib: 19_456,
        passes: 2,
        lanes: 1,
    };

    /// The lowest cost that Argon2 supports, for tests.
    pub const MINIMUM: Self = Self {
        memory_kib: 8,
        passes: 1,
        lanes: 1,
    };

    /// # Errors
    /// When Argon2 does not support the cost.
    pub(super) fn to_argon2(self) -> Result<Argon2<'static>, argon2::Error> {
        let params = Params::new(self.memory_kib, self.passes, self.lanes, None)?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }
}

/// Hashes a passphrase with a new salt.
pub(super) fn hash(
    argon2: &Argon2<'_>,
    passphrase: &Passphrase,
    entropy: &dyn Entropy,
) -> PassphraseHash {
    let mut salt = [0; SALT_LENGTH];
    entropy.fill(&mut salt);
    let hash = argon2
        .hash_password_with_salt(passphrase.as_bytes(), &salt)
        .expect("the cost, the salt and the length of a passphrase are within Argon2's limits");
    PassphraseHash(Redacted(hash.to_string()))
}

/// Whether a hash is that of the passphrase `text`. False for an invalid hash.
pub(super) fn verify(stored: &PassphraseHash, text: &str) -> bool {
    PasswordHash::new(&stored.0.0).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(normalise(text).as_bytes(), &hash)
            .is_ok()
    })
}

/// Creates a hash of the same cost whose output is random, so that no passphrase matches it.
pub(super) fn create_decoy(argon2: &Argon2<'_>, entropy: &dyn Entropy) -> PassphraseHash {
    let mut random = [0; SALT_LENGTH + Params::DEFAULT_OUTPUT_LEN];
    entropy.fill(&mut random);
    let (salt, output) = random.split_at(SALT_LENGTH);
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: argon2
            .params()
            .try_into()
            .expect("every Argon2 parameter set can be written as a PHC string"),
        salt: Some(Salt::new(salt).expect("16 bytes are a valid salt length")),
        hash: Some(Output::new(output).expect("32 bytes are a valid output length")),
    };
    PassphraseHash(Redacted(hash.to_string()))
}
