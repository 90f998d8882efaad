//! What the server sends. Instants are milliseconds since the Unix epoch, spans milliseconds.

use crate::base::{NameRefusal, ParticipantId};
use crate::room::{
    Audience, ChatPolicy, HeldBecause, Mark, MessageId, Microphones, Phase, QueueMode, Refusal,
    Role, Standing, StepKind, Turn,
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "one at a time, made to be serialised at once"
)]
pub enum ServerMessage {
    /// The whole room as this person may see it; the answer to `hello` and `resync`, and sent
    /// unasked to whoever fell behind. Deltas go on from `n`.
    Welcome {
        n: u32,
        now: i64,
        you: You,
        room: RoomView,
    },
    /// Directly after a `welcome` whose room is too large for one frame: the rest of its people and
    /// of its chat, in order. Add them.
    More {
        people: Vec<PersonView>,
        chat: Vec<ChatLine>,
    },
    /// Numbered `n`, without gaps; the changes belong together.
    Delta {
        n: u32,
        now: i64,
        changes: Vec<Change>,
    },
    /// To this person alone, unnumbered: chat that not everyone reads.
    Chat {
        line: ChatLine,
    },
    /// To hosts only.
    Lobby {
        lobby: LobbyView,
    },
    Ok {
        id: u32,
    },
    Refused {
        id: u32,
        reason: Refusal,
    },
    /// The name of `hello` can't be used; the socket stays open for another `hello`.
    BadName {
        id: u32,
        problem: NameRefusal,
    },
    /// Not open yet; the socket closes. Come back at `opens_at`.
    NotOpen {
        opens_at: i64,
        now: i64,
    },
    MediaAnswer {
        id: u32,
        sdp: String,
    },
    /// The offer could not be used; `why` is for a developer, not for people.
    MediaRefused {
        id: u32,
        why: String,
    },
    Pong {
        id: u32,
        now: i64,
    },
}

/// This person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct You {
    pub id: ParticipantId,
    pub standing: Standing,
    /// Keep it for this tab: `hello` with it returns here.
    pub resume: String,
    /// At the door: `room` shows the meeting and nobody in it.
    pub in_lobby: bool,
    /// The server still holds this person's audio connection; else send a `media_offer`.
    pub audio: bool,
}

/// One part of the room, whole. A client replaces what it has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "part", rename_all = "snake_case")]
pub enum Change {
    Person {
        person: PersonView,
    },
    Gone {
        id: ParticipantId,
    },
    Queue {
        queue: QueueView,
    },
    Floor {
        floor: Option<FloorView>,
    },
    Stage {
        stage: StageView,
    },
    /// Who is heard on an open floor, loudest first; ids of people with open microphones.
    Speaking {
        people: Vec<ParticipantId>,
    },
    Chat {
        line: ChatLine,
    },
    ChatDeleted {
        id: MessageId,
    },
    Thanked {
        by: ParticipantId,
    },
    /// 1 min (2 for a lead speaker) left.
    Warned,
    Overtime,
    /// 30 s over: for the chair.
    ChairPrompted,
    NoAnswer {
        person: ParticipantId,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RoomView {
    pub meeting: MeetingView,
    pub stage: StageView,
    pub people: Vec<PersonView>,
    pub queue: QueueView,
    pub floor: Option<FloorView>,
    pub speaking: Vec<ParticipantId>,
    /// What this person may read, oldest first.
    pub chat: Vec<ChatLine>,
    /// For hosts.
    pub lobby: Option<LobbyView>,
}

/// Never changes while the room lasts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MeetingView {
    pub slug: String,
    pub title: String,
    pub starts: i64,
    pub ends: i64,
    pub closes: i64,
    /// The contributions link of the group, if it set one.
    pub contributions: Option<String>,
    pub steps: Vec<StepView>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct StepView {
    pub kind: StepKind,
    pub title: String,
    pub text: String,
    pub link: Option<String>,
    pub minutes: Option<u16>,
    pub microphones: Microphones,
    pub chat: ChatPolicy,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct StageView {
    pub phase: Phase,
    /// Index into the steps, while in session.
    pub step: Option<usize>,
    pub step_since: i64,
    /// Who reads or speaks, per step.
    pub assigned: Vec<Option<ParticipantId>>,
    pub chair: Option<ParticipantId>,
    pub unattended_since: Option<i64>,
    pub frozen_by: Option<ParticipantId>,
    pub frozen_since: Option<i64>,
    pub chat: ChatPolicy,
    pub lobby_on: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PersonView {
    pub id: ParticipantId,
    pub name: String,
    pub mark: Option<Mark>,
    /// From 2 on, where the marks were not enough: "diamond 2".
    pub mark_number: Option<u16>,
    pub roles: Vec<Role>,
    /// May claim an empty chair.
    pub trusted: bool,
    pub newcomer: bool,
    /// The line is down; the seat is kept.
    pub away_since: Option<i64>,
    /// Microphone open, on an open floor.
    pub unmuted: bool,
    pub shared: u16,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct QueueView {
    pub open: bool,
    pub mode: QueueMode,
    /// Milliseconds; null for none.
    pub share_limit: Option<u64>,
    /// In calling order; whoever speaks comes first.
    pub entries: Vec<QueueEntryView>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct QueueEntryView {
    pub person: ParticipantId,
    pub since: i64,
    pub state: QueueStateView,
    /// When the state ends by itself: called and unanswered, or a kept place.
    pub until: Option<i64>,
    pub held_because: Option<HeldBecause>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum QueueStateView {
    Waiting,
    Called,
    Held,
    Speaking,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FloorView {
    pub person: ParticipantId,
    pub turn: Turn,
    pub since: i64,
    pub limit: Option<u64>,
    pub warn_before: u64,
    /// Time used up to `running_since`; the clock shows `used + (now - running_since)`.
    pub used: u64,
    /// Null while the clock is paused.
    pub running_since: Option<i64>,
    pub muted: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ChatLine {
    pub id: MessageId,
    pub from: ParticipantId,
    pub name: String,
    pub mark: Option<Mark>,
    /// From 2 on, where the marks were not enough: "diamond 2".
    pub mark_number: Option<u16>,
    pub roles: Vec<Role>,
    pub audience: Audience,
    pub at: i64,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LobbyView {
    pub waiting: Vec<PersonView>,
    /// Since when each waits, in the same order.
    pub since: Vec<i64>,
}

/// Why the server closed the socket (RFC 6455 section 7.4.2: 4000 to 4999 are the program's own).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum CloseCode {
    /// Another version of the protocol: reload the page.
    Version = 4000,
    Malformed = 4001,
    TooLarge = 4002,
    /// More messages than a person can press.
    TooFast = 4003,
    /// No `hello` in time, or something else before it.
    NoHello = 4004,
    NotOpen = 4005,
    Ended = 4006,
    Removed = 4007,
    /// The same seat was opened in another window.
    Elsewhere = 4008,
    Full = 4009,
    /// The person left by their own press.
    Left = 4010,
    /// The kept seat ran out.
    TimedOut = 4011,
    /// The server goes down: come back at once.
    Restarting = 4012,
}

impl CloseCode {
    pub const ALL: [Self; 13] = [
        Self::Version,
        Self::Malformed,
        Self::TooLarge,
        Self::TooFast,
        Self::NoHello,
        Self::NotOpen,
        Self::Ended,
        Self::Removed,
        Self::Elsewhere,
        Self::Full,
        Self::Left,
        Self::TimedOut,
        Self::Restarting,
    ];
}
