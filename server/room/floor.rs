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
    /// The chair leads or speaks between shares.
    Chair,
    /// The assigned reader reads.
    Reading,
    /// The lead speaker speaks.
    Speaker,
    /// A servant makes an announcement.
    Announcement,
}

/// Who has the floor, and their clock. While the meeting is led there is at most one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Floor {
    /// The holder.
    pub person: ParticipantId,
    /// Why they have it.
    pub turn: Turn,
    /// When the turn began.
    pub since: Timestamp,
    /// Time allowed; `None` for no limit.
    pub limit: Option<Millis>,
    /// How long before the limit the one warning comes: 1 min for shares, 2 min for a lead speaker.
    pub warn_before: Millis,
    /// Time used before the clock last started. A freeze, a mute or a lost connection stops the
    /// clock.
    pub used: Millis,
    /// When the clock last started; `None` while it is stopped.
    pub running_since: Option<Timestamp>,
    /// The holder is not heard until they press `StartSharing` again: they were muted, or lost
    /// the connection, or the server restarted, or the room was frozen.
    pub muted: bool,
    /// A host who is heard beside the holder for a moment. Snapshots of former versions lack it.
    #[serde(default)]
    pub word: Option<Word>,
}

/// A word of a host beside the turn of another. The clock of the turn waits for its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// The host.
    pub by: ParticipantId,
    /// Since when they are heard.
    pub since: Timestamp,
}

/// Whose audio is forwarded. The room decides it, the media plane only carries it out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Audible {
    /// Silence.
    #[default]
    Nobody,
    /// The holder of the floor.
    One(ParticipantId),
    /// Open floor: the loudest few of the people whose microphones are open. Beside a turn: its holder and
    /// the host who says a word.
    Loudest {
        /// Everyone whose microphone is open.
        of: Vec<ParticipantId>,
        /// How many are forwarded at once.
        at_most: u8,
    },
}
