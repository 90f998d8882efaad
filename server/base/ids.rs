//! Identifiers. Each kind has its own type, so that they can't be mixed up.

use super::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id! {
    /// The seat of one person in one room. Numbered from 1 in the order of arrival, never reused
    /// within a room, and without meaning outside it.
    ParticipantId(u32)
}
id! {
    /// A row of `groups`.
    GroupId(i64)
}
id! {
    /// A row of `meetings`.
    MeetingId(i64)
}
id! {
    /// A row of `feeds`.
    FeedId(i64)
}
id! {
    /// A row of `accounts`. It is not the account number, with which people sign in.
    AccountId(i64)
}

/// One dated occurrence of a meeting. It identifies the room as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OccurrenceId {
    /// Which meeting.
    pub meeting: MeetingId,
    /// The start according to the recurrence, even if this occurrence was moved.
    pub starts: Timestamp,
}
