//! What a room is created with.
//! The serialised names are those of stored snapshots and must not change.

use super::{Format, QueueMode};
use crate::base::{Millis, Timestamp};
use serde::{Deserialize, Serialize};

/// The occurrence that a room is for, and the group's settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomPlan {
    /// The planned start of the meeting.
    pub starts: Timestamp,
    /// The planned end of the meeting.
    pub ends: Timestamp,
    /// From when on people may join.
    pub doors_open: Timestamp,
    /// The planned end of the fellowship.
    pub doors_close: Timestamp,
    /// The running order.
    pub format: Format,
    /// The rule of order when the room begins.
    pub queue_mode: QueueMode,
    /// The time allowed per share when the room begins; `None` for no limit.
    pub share_limit: Option<Millis>,
    /// How long a called person has to press. Snapshots of former versions have none.
    #[serde(default = "usual_call_timeout")]
    pub call_timeout: Millis,
    /// How many people are forwarded at once on an open floor.
    pub open_floor_voices: u8,
    /// The number of seats, lobby included. Trusted servants may join beyond it: otherwise a full
    /// room could keep its own chair out.
    pub capacity: u32,
    /// How many arrivals at once switch the lobby on; `None` for never.
    pub lobby_burst: Option<Burst>,
}

/// How long a called person has to press, unless the group chose another time (DOMAIN.md, "The queue").
pub const CALL_TIMEOUT: Millis = Millis::from_secs(30);

fn usual_call_timeout() -> Millis {
    CALL_TIMEOUT
}

/// A burst is more than `arrivals` people within `within`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Burst {
    /// The most people who may arrive without a burst.
    pub arrivals: u32,
    /// The length of the sliding window.
    pub within: Millis,
}

impl Burst {
    /// A popular meeting of 300 fills over some minutes, about one person a second at its peak; a
    /// swarm of attackers arrives at once. Three times that peak lies between the two.
    pub const DEFAULT: Self = Self {
        arrivals: 30,
        within: Millis::from_secs(10),
    };
}
