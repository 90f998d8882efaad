//! Messages from the server. Times are milliseconds since the Unix epoch, durations milliseconds.

use super::room_view::{
    ChatLine, FloorView, LobbyView, PersonView, QueueView, RoomView, StageView,
};
use crate::base::{NameRefusal, ParticipantId};
use crate::room::{MessageId, Refusal, Standing};
use serde::{Deserialize, Serialize};

/// A message from the server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "a message is serialised as soon as it is built; none are stored"
)]
pub enum ServerMessage {
    /// The whole room as this person may see it: the response to `hello` and `resync`, also sent
    /// without a request to a client that was too slow.
    Welcome {
        /// The number of the last delta that is included; the next delta has `n + 1`.
        n: u32,
        /// The server's clock.
        now: i64,
        /// The person who receives the message.
        you: You,
        /// The room.
        room: RoomView,
    },
    /// Follows a `welcome` whose room is too large for one frame. Append its people and chat.
    More {
        /// More people, in order.
        people: Vec<PersonView>,
        /// More chat, in order.
        chat: Vec<ChatLine>,
    },
    /// Changes that everyone inside sees. Apply them together.
    Delta {
        /// Counts up without gaps.
        n: u32,
        /// The server's clock.
        now: i64,
        /// In the order in which they happened.
        changes: Vec<Change>,
    },
    /// A chat message that not everyone may read. Not numbered.
    Chat {
        /// The message.
        line: ChatLine,
    },
    /// The lobby, for people who may admit. Not numbered.
    Lobby {
        /// The whole lobby.
        lobby: LobbyView,
    },
    /// The request was carried out.
    Ok {
        /// The number of the request.
        id: u32,
    },
    /// The request was refused and has changed nothing.
    Refused {
        /// The number of the request.
        id: u32,
        /// The reason.
        reason: Refusal,
    },
    /// The name of `hello` is not allowed. The socket stays open for another `hello`.
    BadName {
        /// The number of the `hello`.
        id: u32,
        /// The reason.
        problem: NameRefusal,
    },
    /// The doors are not open yet. The socket closes.
    NotOpen {
        /// When the doors open.
        opens_at: i64,
        /// The server's clock.
        now: i64,
    },
    /// The response to `media_offer`.
    MediaAnswer {
        /// The number of the offer.
        id: u32,
        /// SDP text of the answer.
        sdp: String,
    },
    /// The offer cannot be used.
    MediaRefused {
        /// The number of the offer.
        id: u32,
        /// The reason, for a developer.
        why: String,
    },
    /// The response to `ping`.
    Pong {
        /// The number of the `ping`.
        id: u32,
        /// The server's clock.
        now: i64,
    },
}

/// The person who receives the message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct You {
    /// Their identifier in `people`.
    pub id: ParticipantId,
    /// Their service in the group.
    pub standing: Standing,
    /// The resume token. Store it for this tab: `hello` with it returns to this seat.
    pub resume: String,
    /// They wait in the lobby; `room` then shows the meeting without people, queue, floor and chat.
    pub in_lobby: bool,
    /// The server still has their audio connection. If not, send a `media_offer`.
    pub audio: bool,
}

/// A new value of one part of the room. A client replaces its own value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "part", rename_all = "snake_case")]
pub enum Change {
    /// A person who joined or changed.
    Person {
        /// The new value.
        person: PersonView,
    },
    /// A person who left, or was sent to the lobby.
    Gone {
        /// Their identifier.
        id: ParticipantId,
    },
    /// The queue.
    Queue {
        /// The new value.
        queue: QueueView,
    },
    /// The floor.
    Floor {
        /// The new value; null when nobody has the floor.
        floor: Option<FloorView>,
    },
    /// The stage.
    Stage {
        /// The new value.
        stage: StageView,
    },
    /// Who is speaking on an open floor.
    Speaking {
        /// Loudest first.
        people: Vec<ParticipantId>,
    },
    /// A chat message to everyone.
    Chat {
        /// The message.
        line: ChatLine,
    },
    /// A chat message was deleted.
    ChatDeleted {
        /// Its number.
        id: MessageId,
    },
    /// Someone thanked the speaker.
    Thanked {
        /// The person who thanked.
        by: ParticipantId,
    },
    /// `warn_before` is left of the turn.
    Warned,
    /// The time of the turn is up.
    Overtime,
    /// The turn is 30 s over time: a prompt for the chair.
    ChairPrompted,
    /// A called person did not press in time.
    NoAnswer {
        /// Who was called.
        person: ParticipantId,
    },
}
