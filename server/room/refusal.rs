//! Why a room said no. Shown to the person in the catalogue's words (`refusal-*`).

use serde::{Deserialize, Serialize};

/// One reason per case; the room is unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    #[error("nobody of that number is here")]
    NoSuchPerson,
    #[error("the doors are not open yet")]
    DoorsClosed,
    #[error("the meeting is over")]
    Ended,
    #[error("this belongs to another part of the meeting")]
    WrongPhase,
    #[error("only someone who serves may do this")]
    NotAllowed,
    #[error("the room is paused")]
    Frozen,
    #[error("you were removed from this meeting")]
    Removed,
    #[error("the room is full")]
    Full,
    #[error("you are at the door")]
    InLobby,
    #[error("the queue is closed")]
    QueueClosed,
    #[error("the hand is up already")]
    AlreadyQueued,
    #[error("no hand is up")]
    NotQueued,
    #[error("it is not your turn")]
    NotYourTurn,
    #[error("someone has the floor")]
    FloorTaken,
    #[error("nobody has the floor")]
    FloorEmpty,
    #[error("that person's line is down")]
    Away,
    #[error("somebody else chairs")]
    ChairTaken,
    #[error("there is no such step")]
    NoSuchStep,
    #[error("writing to them is not possible now")]
    ChatClosed,
    #[error("the message is empty or too long")]
    BadMessage,
    #[error("links are not possible for newcomers")]
    NoLinks,
    #[error("there is no such message")]
    NoSuchMessage,
    #[error("that value is out of range")]
    OutOfRange,
    #[error("it is so already")]
    Unchanged,
    #[error("that was a moment ago")]
    TooSoon,
}
