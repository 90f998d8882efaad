//! Identifiers: newtypes, so that one can't stand in for another.

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
    /// One person's seat in one room. Numbered from 1 in the order of arrival, never reused
    /// within a room and meaningless outside it.
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
    /// A row of `accounts`. Not the account number: that is the secret-like handle people type.
    AccountId(i64)
}

/// One dated occurrence of a meeting; also the name of its room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OccurrenceId {
    pub meeting: MeetingId,
    /// The start that the recurrence gives, before any move.
    pub starts: Timestamp,
}
