//! The text chat: policies, audiences, messages, and the checks of a text.

use super::Role;
use crate::base::{ParticipantId, Redacted, Timestamp};
use serde::{Deserialize, Serialize};

/// Who may write to whom now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ChatPolicy {
    /// Everyone to everyone.
    Open,
    /// Hosts to everyone, others to the hosts only.
    Announcements,
    /// Everyone to the hosts only.
    ToHosts,
    /// Hosts to each other only.
    Closed,
}

/// Who reads a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everyone in the room.
    Everyone,
    /// The writer, the chair, co-chairs, tech hosts, chat monitors, greeters, timekeepers.
    Hosts,
    /// One person, from a host (or a host, as a reply).
    Person(ParticipantId),
}

/// The number of a message within one room, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(transparent)]
pub struct MessageId(pub u32);

/// One message. It exists in memory only; snapshots leave it out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatMessage {
    /// Counts up within the room.
    pub id: MessageId,
    /// The writer.
    pub from: ParticipantId,
    /// The writer's name, stored because the writer may leave.
    pub name: Redacted<String>,
    /// The writer's roles at that time.
    pub roles: Vec<Role>,
    /// Who may read it.
    pub audience: Audience,
    /// When it was posted.
    pub at: Timestamp,
    /// Plain text.
    pub text: Redacted<String>,
}

/// Unicode scalar values in one message: a few lines of talk, no leaflet.
const MAX_MESSAGE_CHARS: usize = 500;
/// Domain endings that make a word a link even without a path. This catches the common cases only;
/// the page does not turn any text into links.
const ADDRESS_ENDINGS: [&str; 18] = [
    "app", "biz", "co", "com", "dev", "gg", "info", "io", "link", "ly", "me", "net", "online",
    "org", "ru", "site", "uk", "xyz",
];

/// The trimmed text if it may be posted: neither empty nor too long, and without control characters
/// and characters that change the writing direction.
pub(super) fn validate_text(text: &str) -> Option<&str> {
    let text = text.trim();
    let changes_direction = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let has_valid_length = !text.is_empty() && text.chars().count() <= MAX_MESSAGE_CHARS;
    (has_valid_length && !text.contains(|c: char| c.is_control() || changes_direction(c)))
        .then_some(text)
}

/// Whether a text contains a web or mail address.
pub(super) fn has_link(text: &str) -> bool {
    let text = text.to_lowercase();
    text.contains("://") || text.split_whitespace().any(is_address)
}

fn is_address(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    if word.starts_with("www.") || word.starts_with("mailto:") {
        return true;
    }
    let (host, path) = word
        .split_once('/')
        .map_or((word, None), |(host, path)| (host, Some(path)));
    let Some((_, ending)) = host.rsplit_once('.') else {
        return false;
    };
    let is_ending = ending.len() >= 2 && ending.bytes().all(|byte| byte.is_ascii_lowercase());
    is_ending && (path.is_some() || ADDRESS_ENDINGS.contains(&ending))
}
