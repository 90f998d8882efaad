//! Accounts of people with a service: numbers, passphrases and tokens.
//!
//! Promises: `Debug` does not show secrets; they are stored only as hashes and compared in constant
//! time; signing in takes the same time whether or not the account exists.
//! Deliberately absent: e-mail, names (`base::FirstName`), rows (`store`), limits on attempts (`http`).
//! Pure except for [`PassphraseHasher`] in `accounts/hashing.rs`, the only part that uses tokio. May import `base`.

mod account_number;
mod hashing;
mod passphrase;
mod phc;
mod token;

pub use account_number::{AccountNumber, AccountNumberRefusal};
pub use hashing::PassphraseHasher;
pub use passphrase::{Passphrase, PassphraseRefusal};
pub use phc::{HashCost, PassphraseHash};
pub use token::{InviteToken, ResumeToken, SessionToken, TokenError};
