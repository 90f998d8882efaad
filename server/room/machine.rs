//! The machine itself.

use super::{
    Audible, ChatMessage, ChatPolicy, Command, Entry, Event, Floor, Format, Person, Phase,
    QueueMode, Refusal, Snapshot, SnapshotError,
};
use crate::base::{Millis, ParticipantId, Timestamp};
use serde::{Deserialize, Serialize};

/// What a room is made for: one occurrence and the group's settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomPlan {
    pub starts: Timestamp,
    pub ends: Timestamp,
    pub doors_open: Timestamp,
    /// Doors close at the latest then (fellowship's end).
    pub doors_close: Timestamp,
    pub format: Format,
    pub queue_mode: QueueMode,
    pub share_limit: Option<Millis>,
    /// How many are forwarded at once on an open floor.
    pub open_floor_voices: u8,
    /// Seats, lobby included.
    pub capacity: u32,
}

pub struct Room {}

impl Room {
    pub fn new(_plan: RoomPlan, _now: Timestamp) -> Self { todo!() }
    /// # Errors
    /// A refusal; the room is unchanged.
    pub fn apply(&mut self, _now: Timestamp, _command: Command) -> Result<(), Refusal> { todo!() }
    /// Does what is due at `now`.
    pub fn handle_timeout(&mut self, _now: Timestamp) { todo!() }
    /// When `handle_timeout` is wanted next.
    pub fn poll_timeout(&self) -> Option<Timestamp> { todo!() }
    /// The events since the last call, oldest first.
    pub fn poll_event(&mut self) -> Option<Event> { todo!() }
    pub fn snapshot(&self) -> Snapshot { todo!() }
    /// Every line is down after a restart: all present people are `Away` from `now` on.
    /// # Errors
    /// When the snapshot is of an unknown version or damaged.
    pub fn restore(_snapshot: &Snapshot, _now: Timestamp) -> Result<Self, SnapshotError> { todo!() }

    pub fn plan(&self) -> &RoomPlan { todo!() }
    pub fn phase(&self) -> Phase { todo!() }
    /// Who froze the room, and when.
    pub fn frozen(&self) -> Option<(ParticipantId, Timestamp)> { todo!() }
    /// Since when nobody chairs in a led phase.
    pub fn unattended(&self) -> Option<Timestamp> { todo!() }
    pub fn chair(&self) -> Option<ParticipantId> { todo!() }
    /// Index into the format, while in session.
    pub fn step(&self) -> Option<usize> { todo!() }
    pub fn step_since(&self) -> Timestamp { todo!() }
    /// Who reads or speaks in a step.
    pub fn assigned(&self, _step: usize) -> Option<ParticipantId> { todo!() }
    pub fn lobby(&self) -> bool { todo!() }
    /// Everyone with a seat, lobby included, in order of arrival.
    pub fn people(&self) -> impl Iterator<Item = &Person> { std::iter::empty() }
    pub fn person(&self, _id: ParticipantId) -> Option<&Person> { todo!() }
    /// In calling order, the speaker first.
    pub fn queue(&self) -> &[Entry] { todo!() }
    pub fn queue_open(&self) -> bool { todo!() }
    pub fn queue_mode(&self) -> QueueMode { todo!() }
    pub fn share_limit(&self) -> Option<Millis> { todo!() }
    pub fn floor(&self) -> Option<&Floor> { todo!() }
    pub fn audible(&self) -> Audible { todo!() }
    pub fn chat_policy(&self) -> ChatPolicy { todo!() }
    pub fn messages(&self) -> &[ChatMessage] { todo!() }
    /// Whether `reader` may see `message`.
    pub fn may_read(&self, _reader: ParticipantId, _message: &ChatMessage) -> bool { todo!() }
}
