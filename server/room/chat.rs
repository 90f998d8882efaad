//! The text chat: who may write to whom, and the messages while the room lasts.

use super::Role;
use crate::base::{ParticipantId, Redacted, Timestamp};
use serde::{Deserialize, Serialize};

/// Who may write now, and to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ChatPolicy {
    /// Everyone to everyone.
    Open,
    /// Hosts to everyone; others to the hosts only.
    Announcements,
    /// To the hosts only.
    ToHosts,
    /// Hosts among themselves only; nobody else writes.
    Closed,
}

/// Who reads a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    Everyone,
    /// The writer, the chair, co-chairs, tech hosts, chat monitors, greeters, timekeepers.
    Hosts,
    /// One person, from a host (or to a host, as an answer).
    Person(ParticipantId),
}

/// Numbers messages within one room, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(transparent)]
pub struct MessageId(pub u32);

/// One message. Lives in memory only: snapshots leave it out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatMessage {
    pub id: MessageId,
    pub from: ParticipantId,
    /// The writer's name at that time, since the writer may have left.
    pub name: Redacted<String>,
    /// The writer's roles then.
    pub roles: Vec<Role>,
    pub audience: Audience,
    pub at: Timestamp,
    pub text: Redacted<String>,
}

/// Scalar values in one message: some lines of talk, not a leaflet.
const LONGEST_MESSAGE: usize = 500;
/// Endings that make a word with a dot an address even without a path. A hurdle for the common
/// case, not a wall: bare words are no links on the page either.
const ADDRESS_ENDINGS: [&str; 18] = [
    "app", "biz", "co", "com", "dev", "gg", "info", "io", "link", "ly", "me", "net", "online",
    "org", "ru", "site", "uk", "xyz",
];

/// The message without the blanks around it, if it may be posted: neither empty nor too long, and
/// without characters that control the terminal or turn the direction of what follows.
pub(super) fn clean(text: &str) -> Option<&str> {
    let text = text.trim();
    let turns_direction = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let fits = !text.is_empty() && text.chars().count() <= LONGEST_MESSAGE;
    (fits && !text.contains(|c: char| c.is_control() || turns_direction(c))).then_some(text)
}

/// Whether a message points to a page or a mailbox.
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
