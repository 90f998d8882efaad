//! The phase of the whole occurrence.

use serde::{Deserialize, Serialize};

/// The phases of DOMAIN.md ("The room as a state machine"). A freeze or an empty chair leaves the
/// phase as it is, so they are not phases of their own (see `Room::frozen` and
/// `Room::unattended_since`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Before the doors open; nobody is inside.
    Scheduled,
    /// Unled talk before the meeting: the floor is open.
    DoorsOpen,
    /// The meeting is led, at one step of the format.
    InSession,
    /// Unled talk after the meeting: the floor is open again.
    Fellowship,
    /// Over. Nothing changes any more; chat is erased.
    Ended,
}

impl Phase {
    /// Whether nobody leads and several people may be heard at once.
    #[must_use]
    pub const fn is_open_floor(self) -> bool {
        matches!(self, Self::DoorsOpen | Self::Fellowship)
    }

    /// Whether people may be inside.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::DoorsOpen | Self::InSession | Self::Fellowship)
    }
}
