//! What the rooms of a meeting are made of.

use crate::base::Millis;
use crate::room::{Format, QueueMode, default_format};
use serde::{Deserialize, Serialize};

/// What every room of a meeting is made of (see `room::RoomPlan`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomSettings {
    pub format: Format,
    pub queue_mode: QueueMode,
    /// `None`: no limit.
    pub share_limit: Option<Millis>,
    pub open_floor_voices: u8,
    pub capacity: u32,
}

/// Of a room whose group has not decided otherwise (room/DOMAIN.md, "Defaults").
const SHARE_LIMIT: Millis = Millis::from_mins(3);
const OPEN_FLOOR_VOICES: u8 = 3;
const CAPACITY: u32 = 1_000;

impl RoomSettings {
    /// Those of a new meeting.
    #[must_use]
    pub fn usual() -> Self {
        Self {
            format: default_format(),
            queue_mode: QueueMode::default(),
            share_limit: Some(SHARE_LIMIT),
            open_floor_voices: OPEN_FLOOR_VOICES,
            capacity: CAPACITY,
        }
    }
}
