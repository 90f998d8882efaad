//! Accounts of those who serve: a number, a passphrase, and the tokens that stand for a person.
//!
//! Promises: secrets hide themselves in `Debug`, are kept only as hashes and compared in constant
//! time; an account that does not exist costs the same work as one with another passphrase.
//! Deliberately absent: e-mail, names (`base::FirstName`), rows (`store`), limits on attempts (`http`).
//! Pure, but for [`PassphraseHasher`] in `accounts/hashing.rs`, which alone uses tokio. May import `base`.

mod account_number;
mod hashing;
mod passphrase;
mod phc;
mod token;

pub use account_number::{AccountNumber, AccountNumberRefusal};
pub use hashing::PassphraseHasher;
pub use passphrase::{Passphrase, PassphraseRefusal};
pub use phc::{HashCost, Phc};
pub use token::{InviteToken, ResumeToken, SessionToken, TokenError};
