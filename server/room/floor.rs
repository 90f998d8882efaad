//! The floor: the right to be heard now.

use crate::base::{Millis, ParticipantId, Timestamp};
use serde::{Deserialize, Serialize};

/// Why the holder has the floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// A timed share from the queue.
    Share,
    /// The chair leading or speaking between shares.
    Chair,
    /// A named reader in a reading step.
    Reading,
    /// The lead speaker.
    Speaker,
    /// A servant in announcements.
    Announcement,
}

/// Who has the floor, and their clock. At most one exists in a led phase, by construction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Floor {
    pub person: ParticipantId,
    pub turn: Turn,
    pub since: Timestamp,
    /// Time allowed; `None` when nobody counts.
    pub limit: Option<Millis>,
    /// The last stretch, announced once: 1 min for shares, 2 min for a lead speaker.
    pub warn_before: Millis,
    /// Time already used before a pause (a freeze, a mute or a lost line stops the clock).
    pub used: Millis,
    /// Since when the clock runs; `None` while it is paused.
    pub running_since: Option<Timestamp>,
    /// Not heard until the holder presses `StartSharing` again: muted by a host or by
    /// themselves, or after a lost line, a restart or a freeze.
    pub muted: bool,
}

/// Whom the media plane may forward, told by the room and obeyed blindly.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Audible {
    #[default]
    Nobody,
    /// Led: exactly this person.
    One(ParticipantId),
    /// Open floor: the loudest few of these.
    Loudest { of: Vec<ParticipantId>, at_most: u8 },
}
