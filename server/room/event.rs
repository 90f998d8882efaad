//! The outputs of a room: which parts changed. A receiver reads the new value from the room.

use super::ChatMessage;
use super::MessageId;
use crate::base::ParticipantId;
use std::collections::{BTreeSet, VecDeque};

/// Why someone is no longer in the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Departure {
    /// They left.
    Left,
    /// The connection stayed down until the seat expired.
    TimedOut,
    /// They were removed.
    Removed,
    /// The room has ended.
    Ended,
}

/// One change of a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A new seat, after `Command::Arrive`.
    Joined(ParticipantId),
    /// Mark, roles, presence, microphone or share count of one person. May name a person who has
    /// departed since; then there is nothing to read.
    PersonChanged(ParticipantId),
    /// A seat was given up or taken away.
    Departed(ParticipantId, Departure),
    /// Order, states, mode, share limit, or whether the queue is open.
    QueueChanged,
    /// Holder, limit, clock or mute of the floor.
    FloorChanged,
    /// One minute (two for a lead speaker) left: a silent amber sign for all.
    FloorWarned,
    /// Time is up: a soft chime for speaker, chair and timekeeper.
    FloorOvertime,
    /// 30 s over time: the chair is prompted.
    ChairPrompted,
    /// A called person did not press in time.
    NoAnswer(ParticipantId),
    /// Phase, step, readers, freeze, chair, chat policy or lobby. When the phase is `Ended`, the
    /// messages are erased too.
    StageChanged,
    /// The value of `Room::audible`.
    AudibleChanged,
    /// Someone thanked the speaker.
    Thanked(ParticipantId),
    /// A new chat message.
    ChatPosted(ChatMessage),
    /// A chat message was deleted.
    ChatDeleted(MessageId),
}

/// A value that receivers read from the room. Its event need not be queued twice before it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Person(ParticipantId),
    Queue,
    Floor,
    Stage,
    Audible,
}

impl Event {
    const fn part(&self) -> Option<Part> {
        match self {
            Self::PersonChanged(id) => Some(Part::Person(*id)),
            Self::QueueChanged => Some(Part::Queue),
            Self::FloorChanged => Some(Part::Floor),
            Self::StageChanged => Some(Part::Stage),
            Self::AudibleChanged => Some(Part::Audible),
            _ => None,
        }
    }
}

/// Events that have not been read yet, without duplicates.
#[derive(Clone, Default)]
pub(super) struct EventBuffer {
    events: VecDeque<Event>,
    /// The parts whose event is in the buffer.
    changed: BTreeSet<Part>,
}

impl EventBuffer {
    pub(super) fn push(&mut self, event: Event) {
        if event.part().is_none_or(|part| self.changed.insert(part)) {
            self.events.push_back(event);
        }
    }

    pub(super) fn pop(&mut self) -> Option<Event> {
        let event = self.events.pop_front()?;
        if let Some(part) = event.part() {
            self.changed.remove(&part);
        }
        Some(event)
    }
}
