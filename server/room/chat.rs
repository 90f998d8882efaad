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
