//! The targets by name. A folder of seeds belongs to each.

mod accounts;
mod directories;
mod dtls;
mod media;
mod names;
mod operator;
mod room;

pub type Target = fn(&[u8]);

const TARGETS: &[(&str, Target)] = &[
    ("account_number", accounts::account_number),
    ("client_frame", room::client_frame),
    ("config", operator::config),
    ("dtls", dtls::dtls),
    ("first_name", names::first_name),
    ("format", room::format),
    ("framing", media::framing),
    ("guide", directories::guide),
    ("passphrase", accounts::passphrase),
    ("rtcp", media::rtcp),
    ("rtp", media::rtp),
    ("sdp", media::sdp),
    ("sheet", directories::sheet),
    ("srtp", media::srtp),
    ("stun", media::stun),
    ("token", accounts::token),
    ("contact_links", directories::contact_links),
];

pub fn named(name: &str) -> Option<Target> {
    TARGETS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, target)| *target)
}

pub fn names() -> Vec<&'static str> {
    TARGETS.iter().map(|(name, _)| *name).collect()
}

/// Runs `check` on bytes that are text; others never reach a parser of text.
fn on_text(bytes: &[u8], check: impl FnOnce(&str)) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        check(text);
    }
}
