//! Where the occurrence stands as a whole.

use serde::{Deserialize, Serialize};

/// The phases of domain.md. Freezing and being unattended lie over a phase and leave it as it
/// was, so they are not phases of their own (see `Room::frozen` and `Room::unattended`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Before the doors open; nobody is inside.
    Scheduled,
    /// Unled talk before the meeting: the floor is open.
    DoorsOpen,
    /// Led, at one step of the format.
    InSession,
    /// Unled talk after the meeting: the floor is open again.
    Fellowship,
    /// Over. Nothing may change any more; chat is erased.
    Ended,
}

impl Phase {
    /// Whether several may be heard at once and nobody leads.
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
