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
mod profile;
mod replay_window;
mod sealer;
mod violation;

#[cfg(test)]
mod tests;

pub use keys::{MasterKey, split_keying_material};
pub use opener::Opener;
pub use profile::Profile;
pub use sealer::Sealer;
pub use violation::SrtpViolation;
