//! What a room tells: which parts changed. Whoever hears one reads the new value from the room.

use super::ChatMessage;
use super::MessageId;
use crate::base::ParticipantId;

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
    /// Name mark, roles, presence, microphone or share count of one person.
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
    /// Phase, step, freeze, chair presence or lobby.
    StageChanged,
    /// Who may be heard; the media plane is told.
    AudibleChanged,
    Thanked(ParticipantId),
    ChatPosted(ChatMessage),
    ChatDeleted(MessageId),
}
