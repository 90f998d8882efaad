//! The share queue.

use crate::base::{ParticipantId, Timestamp};
use serde::{Deserialize, Serialize};

/// How the next person is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum QueueMode {
    #[default]
    HandsInOrder,
    NotYetShared,
    NewcomersFirst,
    RoundRobin,
    /// The speaker picks the next.
    Tag,
    ChairPicks,
}

/// Why a place is kept without being callable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum HeldBecause {
    LostConnection,
    NoAnswer,
    /// The chair's own choice.
    Chair,
}

/// Where one share stands. Finished ones (done, passed, withdrawn, skipped) leave the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryState {
    Waiting,
    /// Asked to speak; waits for the person's own press until 15 s after `since`.
    Called {
        since: Timestamp,
    },
    Held {
        because: HeldBecause,
        since: Timestamp,
    },
    /// Has the floor (see `Floor` for time); kept at the head of the list while it lasts.
    Speaking,
}

/// One place in the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub person: ParticipantId,
    pub state: EntryState,
    /// When the hand went up.
    pub since: Timestamp,
    /// Raised for the present step alone (newcomers, milestones, burning desire): comes before
    /// the other hands, and is one of them when the step is over.
    pub for_step: bool,
}
