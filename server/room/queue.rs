//! The share queue.

use crate::base::{ParticipantId, Timestamp};
use serde::{Deserialize, Serialize};

/// The rule of order in the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum QueueMode {
    /// As the hands went up; those who have not shared yet come first.
    #[default]
    HandsInOrder,
    /// The fewer shares, the earlier.
    NotYetShared,
    /// Newcomers who have not shared come first.
    NewcomersFirst,
    /// In order of arrival, continuing after the last speaker.
    RoundRobin,
    /// The speaker picks the next.
    Tag,
    /// As the hands went up; the chair picks freely.
    ChairPicks,
}

/// Why a person keeps a place but is not callable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum HeldBecause {
    /// Their connection dropped.
    LostConnection,
    /// They were called and did not press in time.
    NoAnswer,
    /// They were called and pressed, but their browser did not let them use a microphone.
    Microphone,
    /// The chair's team chose to hold them.
    Chair,
}

/// The state of one queue entry. Finished ones (done, passed, withdrawn, skipped) leave the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryState {
    /// Waits to be called.
    Waiting,
    /// Asked to speak; has `RoomPlan::call_timeout` from `since` on to press.
    Called {
        /// When the chair called, later by the length of a freeze since.
        since: Timestamp,
        /// When they pressed, if their browser asks them about the microphone since then. They have
        /// `PERMISSION_TIMEOUT` from then on.
        #[serde(default)]
        answered: Option<Timestamp>,
    },
    /// Keeps the place but is not callable.
    Held {
        /// The reason.
        because: HeldBecause,
        /// When the hold began.
        since: Timestamp,
    },
    /// Has the floor (see `Floor` for the time); stays first in the queue meanwhile.
    Speaking,
}

/// One place in the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueEntry {
    /// Whose hand is up.
    pub person: ParticipantId,
    /// What happens with it.
    pub state: EntryState,
    /// When the hand went up.
    pub since: Timestamp,
    /// Raised for the current step only (newcomers, milestones, burning desire). It comes before
    /// ordinary hands and becomes one of them when the step is over.
    pub for_step: bool,
}
