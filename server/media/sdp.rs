//! SDP: parses a browser's offer and writes the answer (RFC 8866, RFC 8829).
//!
//! Promises: the work is bounded, no input causes a panic, and only plain tokens of an offer are
//! copied into the answer. `rtc-sdp` parses the syntax; the meaning is decided here.
//! Deliberately absent: renegotiation, trickled candidates (ICE-lite does not need the browser's),
//! video, and RED: it is parsed but never accepted, because forwarding it to browsers without RED is
//! not implemented.
//! May be imported by `media` alone.

mod answer;
mod offer;

#[cfg(test)]
mod tests;

pub use answer::AnswerParams;
pub use offer::{AudioSection, Offer};
