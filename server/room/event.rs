//! What a room tells: which parts changed. Whoever hears one reads the new value from the room.

use super::ChatMessage;
use super::MessageId;
use crate::base::ParticipantId;
use std::collections::{BTreeSet, VecDeque};

/// Why someone is no longer in the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Departure {
    Left,
    /// The kept seat ran out after a lost line.
    TimedOut,
    Removed,
    /// The room is over.
    Ended,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A new seat; the answer to `Command::Arrive`.
    Joined(ParticipantId),
    /// Name mark, roles, presence, microphone or share count of one person. Also told of people
    /// who have since departed: then there is nobody to read.
    PersonChanged(ParticipantId),
    Departed(ParticipantId, Departure),
    /// Order, states, mode, limit, or whether it is open.
    QueueChanged,
    FloorChanged,
    /// One minute (two for a lead speaker) left: amber, for all, silent.
    FloorWarned,
    /// Time is up: a soft chime for speaker, chair and timekeeper.
    FloorOvertime,
    /// 30 s past: the chair is prompted.
    ChairPrompted,
    /// A called person did not press in 15 s.
    NoAnswer(ParticipantId),
    /// Phase, step, readers, freeze, chair presence, chat policy or lobby. When the phase is
    /// `Ended`, the messages are gone too.
    StageChanged,
    /// Who may be heard; the media plane is told.
    AudibleChanged,
    Thanked(ParticipantId),
    ChatPosted(ChatMessage),
    ChatDeleted(MessageId),
}

/// Something that is read anew when told, so telling it twice before that is once too many.
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

/// Events that nobody has read yet.
#[derive(Clone, Default)]
pub(super) struct Outbox {
    events: VecDeque<Event>,
    changed: BTreeSet<Part>,
}

impl Outbox {
    pub fn tell(&mut self, event: Event) {
        if event.part().is_none_or(|part| self.changed.insert(part)) {
            self.events.push_back(event);
        }
    }

    pub fn next(&mut self) -> Option<Event> {
        let event = self.events.pop_front()?;
        if let Some(part) = event.part() {
            self.changed.remove(&part);
        }
        Some(event)
    }
}
