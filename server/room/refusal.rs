//! Why a command is refused. The message catalogue words it for people (`refusal-*`).

use serde::{Deserialize, Serialize};

/// The reason. A refused command has changed nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// No person with that number has a seat.
    #[error("no person with that number is here")]
    NoSuchPerson,
    /// The doors are not open yet.
    #[error("the doors are not open yet")]
    DoorsClosed,
    /// The meeting is over.
    #[error("the meeting is over")]
    Ended,
    /// The action belongs to another phase or step.
    #[error("this belongs to another part of the meeting")]
    WrongPhase,
    /// The action needs a role or a standing that the person does not have.
    #[error("this needs a role that you do not have")]
    NotAllowed,
    /// The room is paused.
    #[error("the room is paused")]
    Frozen,
    /// The person was removed from this occurrence.
    #[error("you were removed from this meeting")]
    Removed,
    /// No seat is free.
    #[error("the room is full")]
    Full,
    /// The person waits in the lobby.
    #[error("you are in the lobby")]
    InLobby,
    /// The queue takes no new hands.
    #[error("the queue is closed")]
    QueueClosed,
    /// The person is in the queue already.
    #[error("you are in the queue already")]
    AlreadyQueued,
    /// The person is not in the queue.
    #[error("you are not in the queue")]
    NotQueued,
    /// It is not the person's turn.
    #[error("it is not your turn")]
    NotYourTurn,
    /// Another person has the floor.
    #[error("someone has the floor")]
    FloorTaken,
    /// Nobody has the floor.
    #[error("nobody has the floor")]
    FloorEmpty,
    /// That person's connection is down.
    #[error("that person's connection is down")]
    Away,
    /// Another person chairs.
    #[error("another person chairs")]
    ChairTaken,
    /// The format has no such step.
    #[error("there is no such step")]
    NoSuchStep,
    /// The chat policy does not allow a message to this audience.
    #[error("messages to these people are not possible now")]
    ChatClosed,
    /// The message is empty, too long, or has control characters.
    #[error("the message is empty or too long")]
    BadMessage,
    /// Newcomers cannot post links.
    #[error("newcomers cannot post links")]
    NoLinks,
    /// No message with that number exists, or the person may not read it.
    #[error("there is no such message")]
    NoSuchMessage,
    /// A number is outside its limits.
    #[error("that value is out of range")]
    OutOfRange,
    /// The command would change nothing.
    #[error("that is already set")]
    Unchanged,
    /// The person did this a moment ago.
    #[error("you did that a moment ago")]
    TooSoon,
}
