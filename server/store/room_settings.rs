//! The settings of the rooms of a meeting.

use crate::base::Millis;
use crate::room::{CALL_TIMEOUT, Format, QueueMode, default_format};
use serde::{Deserialize, Serialize};

/// The settings of every room of a meeting (see `room::RoomPlan`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomSettings {
    /// The steps of a meeting.
    pub format: Format,
    /// The order of the queue.
    pub queue_mode: QueueMode,
    /// The length of a share; `None` for no limit.
    pub share_limit: Option<Millis>,
    /// How long a called person has to press. Settings that are stored without it have the usual time.
    #[serde(default = "usual_call_timeout")]
    pub call_timeout: Millis,
    /// How many people may speak at the same time with an open floor.
    pub open_floor_voices: u8,
    /// How many people may be in a room.
    pub capacity: u32,
}

/// For meetings whose group has not chosen other values (room/DOMAIN.md, "Defaults").
const SHARE_LIMIT: Millis = Millis::from_mins(3);
const OPEN_FLOOR_VOICES: u8 = 3;
const CAPACITY: u32 = 1_000;

fn usual_call_timeout() -> Millis {
    CALL_TIMEOUT
}

impl RoomSettings {
    /// The settings of a new meeting.
    #[must_use]
    pub fn usual() -> Self {
        Self {
            format: default_format(),
            queue_mode: QueueMode::default(),
            share_limit: Some(SHARE_LIMIT),
            call_timeout: CALL_TIMEOUT,
            open_floor_voices: OPEN_FLOOR_VOICES,
            capacity: CAPACITY,
        }
    }
}
