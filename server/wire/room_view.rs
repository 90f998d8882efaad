//! A room as a client sees it. Times are milliseconds since the Unix epoch, durations milliseconds.

use crate::base::ParticipantId;
use crate::room::{
    Audience, ChatPolicy, HeldBecause, Mark, MessageId, Microphones, Phase, QueueMode, Role,
    StepKind, Turn,
};
use serde::{Deserialize, Serialize};

/// The whole room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RoomView {
    /// The data that never changes while the room lasts.
    pub meeting: MeetingView,
    /// Phase, step, chair, freeze.
    pub stage: StageView,
    /// Everyone admitted, in order of arrival.
    pub people: Vec<PersonView>,
    /// The queue.
    pub queue: QueueView,
    /// Null when nobody has the floor.
    pub floor: Option<FloorView>,
    /// Who is speaking on an open floor, loudest first.
    pub speaking: Vec<ParticipantId>,
    /// The messages that this person may read, oldest first.
    pub chat: Vec<ChatLine>,
    /// Null for people who may not admit.
    pub lobby: Option<LobbyView>,
}

/// The data of the meeting that never changes while the room lasts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MeetingView {
    /// The last part of the address of the meeting's page.
    pub slug: String,
    /// The name of the meeting.
    pub title: String,
    /// Planned start.
    pub starts: i64,
    /// Planned end.
    pub ends: i64,
    /// Planned end of the fellowship.
    pub closes: i64,
    /// The group's link for contributions, if it set one.
    pub contributions: Option<String>,
    /// The format.
    pub steps: Vec<StepView>,
}

/// One step of the format.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct StepView {
    /// What happens in it.
    pub kind: StepKind,
    /// The title: a few words.
    pub title: String,
    /// The text to read out or show; may be empty. Plain text, paragraphs separated by blank lines.
    pub text: String,
    /// A web page to read from, https only.
    pub link: Option<String>,
    /// Planned length; null for no plan.
    pub minutes: Option<u16>,
    /// Who may have the floor.
    pub microphones: Microphones,
    /// Who may write.
    pub chat: ChatPolicy,
}

/// The state of the meeting as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct StageView {
    /// The phase.
    pub phase: Phase,
    /// Index into the steps while in session, else null.
    pub step: Option<usize>,
    /// When the step began, or the phase when there is no step.
    pub step_since: i64,
    /// The reader or speaker of each step.
    pub assigned: Vec<Option<ParticipantId>>,
    /// The parts that were given back, until somebody else has them.
    #[serde(default)]
    pub declined: Vec<DeclinedView>,
    /// Who leads, perhaps as a stand-in.
    pub chair: Option<ParticipantId>,
    /// Since when nobody leads, while in session.
    pub unattended_since: Option<i64>,
    /// After the end of the session: until when `resume_meeting` takes it back.
    #[serde(default)]
    pub resumable_until: Option<i64>,
    /// Who paused the room.
    pub frozen_by: Option<ParticipantId>,
    /// When the room was paused.
    pub frozen_since: Option<i64>,
    /// Who may write to whom now.
    pub chat: ChatPolicy,
    /// Whether visitors who arrive wait in the lobby.
    pub lobby_on: bool,
}

/// A part in a step that its reader or speaker gave back.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DeclinedView {
    /// Index of the step.
    pub step: usize,
    /// Who declined.
    pub person: ParticipantId,
}

/// One person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PersonView {
    /// Given in order of arrival, never reused in a room.
    pub id: ParticipantId,
    /// First name.
    pub name: String,
    /// Distinguishes people of the same name.
    pub mark: Option<Mark>,
    /// From 2 on, when the marks repeat: "diamond 2".
    pub mark_number: Option<u16>,
    /// Sorted, without duplicates.
    pub roles: Vec<Role>,
    /// Has a service in the group and may claim an empty chair.
    pub trusted: bool,
    /// Said that they are new to the fellowship. Only people who serve see it, unless the person wants
    /// everyone to see it.
    pub newcomer: bool,
    /// When the connection dropped; null while connected.
    pub away_since: Option<i64>,
    /// Their microphone is open on an open floor.
    pub unmuted: bool,
    /// Shares finished in this occurrence.
    pub shared: u16,
}

/// The queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct QueueView {
    /// Whether people may raise a hand.
    pub open: bool,
    /// The rule of order.
    pub mode: QueueMode,
    /// Time allowed for the next shares; null for no limit.
    pub share_limit: Option<u64>,
    /// Who has just shared and may name the next person with `tag`, in the mode `tag`.
    #[serde(default)]
    pub picker: Option<ParticipantId>,
    /// In calling order; the person who speaks comes first.
    pub entries: Vec<QueueEntryView>,
}

/// One place in the queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct QueueEntryView {
    /// Whose hand is up.
    pub person: ParticipantId,
    /// When the hand went up.
    pub since: i64,
    /// The state of the entry.
    pub state: QueueStateView,
    /// The called person has pressed, and their browser asks about the microphone.
    #[serde(default)]
    pub answered: bool,
    /// When a call expires, or the place after a lost connection; else null.
    pub until: Option<i64>,
    /// Set when the state is `held`.
    pub held_because: Option<HeldBecause>,
    /// Raised for the current step only (newcomers, milestones, burning desire). Hands that are not wait for
    /// the shares while people introduce themselves. Views of former versions lack it.
    #[serde(default)]
    pub for_step: bool,
}

/// The state of a place in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum QueueStateView {
    /// Waits to be called.
    Waiting,
    /// Asked to speak.
    Called,
    /// Keeps the place but cannot be called.
    Held,
    /// Has the floor.
    Speaking,
}

/// The floor and its clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FloorView {
    /// The holder.
    pub person: ParticipantId,
    /// Why they have it.
    pub turn: Turn,
    /// When the turn began.
    pub since: i64,
    /// Time allowed; null for no limit.
    pub limit: Option<u64>,
    /// How long before the limit the warning comes.
    pub warn_before: u64,
    /// Time used up to `running_since`; the clock shows `used + (now - running_since)`.
    pub used: u64,
    /// Null while the clock is stopped.
    pub running_since: Option<i64>,
    /// The holder is not heard until they press again.
    pub muted: bool,
    /// A host who is heard beside the holder for a moment. The clock shows `used` meanwhile, whatever
    /// `running_since` says.
    pub word: Option<ParticipantId>,
}

/// One chat message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ChatLine {
    /// Counts up within the room.
    pub id: MessageId,
    /// The writer.
    pub from: ParticipantId,
    /// The writer's name when it was posted.
    pub name: String,
    /// The writer's mark now; null when they have left.
    pub mark: Option<Mark>,
    /// From 2 on, when the marks repeat: "diamond 2".
    pub mark_number: Option<u16>,
    /// The writer's roles when it was posted.
    pub roles: Vec<Role>,
    /// Who may read it.
    pub audience: Audience,
    /// When it was posted.
    pub at: i64,
    /// Plain text.
    pub text: String,
}

/// The people in the lobby.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LobbyView {
    /// In order of arrival.
    pub waiting: Vec<PersonView>,
    /// Since when each waits, in the same order.
    pub since: Vec<i64>,
}
