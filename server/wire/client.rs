//! Messages from a client.

use crate::base::ParticipantId;
use crate::room::{MessageId, QueueMode, Role};
use serde::{Deserialize, Serialize};

/// One text frame: a message and a request number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ClientFrame {
    /// Chosen by the client; the response repeats it. Need not be unique.
    pub id: u32,
    /// Its fields are in the same JSON object as `id`.
    #[serde(flatten)]
    pub message: ClientMessage,
}

/// The first message on a socket, within 10 s of its opening.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Hello {
    /// The version of the protocol that the client speaks.
    pub version: u32,
    /// As typed; parsed as a `FirstName`. Unused when `resume` finds its seat.
    pub name: String,
    /// Whether the person has said that both of two words are their first name. Without it, two words get
    /// `bad_name` with `two_words`.
    #[serde(default)]
    pub two_words: bool,
    /// Whether the person says that they are new to the fellowship.
    #[serde(default)]
    pub newcomer: bool,
    /// Whether everyone may see it. Otherwise only people who serve see it.
    #[serde(default)]
    pub newcomer_shown: bool,
    /// The resume token of an earlier `welcome`: returns to the same seat.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub resume: Option<String>,
}

/// Who may read a chat message.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ChatTo {
    /// Everyone in the room.
    Everyone,
    /// Everyone with a role, except readers and speakers.
    Hosts,
    /// One person.
    Person(ParticipantId),
}

/// Which step of the format to go to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum StepTo {
    /// The step after the current one.
    Next,
    /// The step before the current one.
    Back,
    /// The step with this index, counted from 0.
    To(usize),
}

/// A message from a client. Most of them are actions of a person: see `room::Action`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientMessage {
    /// The first message of a connection.
    Hello(Hello),
    /// Allowed at any time; `pong` responds with the server's clock.
    Ping,
    /// Requests a new `welcome` after a gap in the numbers of deltas.
    Resync,
    /// Requests an audio connection (see "Audio" in PROTOCOL.md). A later offer replaces the former
    /// connection.
    MediaOffer {
        /// SDP text of the offer.
        sdp: String,
    },

    /// Gives up the seat.
    Leave,
    /// Joins the queue.
    RaiseHand,
    /// Leaves the queue.
    LowerHand,
    /// Takes the floor, or unmutes its holder.
    StartSharing,
    /// The called person has pressed, and their browser asks about the microphone.
    AnswerCall,
    /// The called person's browser does not let them use a microphone.
    MicrophoneFailed,
    /// Gives up the place in the queue, or leaves the choice of the next person to the chair.
    Pass,
    /// Lets the next person go first.
    Later,
    /// Ends one's own turn.
    Done,
    /// Names who is called next.
    Tag {
        /// The person concerned.
        person: ParticipantId,
    },
    /// Gives one's own part in a step back: a reading, or the lead share.
    DeclineStep {
        /// Index of the step, counted from 0.
        step: usize,
    },
    /// Thanks the speaker.
    Thank,
    /// Opens one's own microphone on an open floor.
    Unmute,
    /// Closes one's own microphone.
    MuteSelf,
    /// Writes a chat message.
    Chat {
        /// Who may read it.
        to: ChatTo,
        /// Plain text of at most `MAX_CHAT` characters.
        text: String,
    },
    /// Takes an empty chair, or one's own chair back.
    TakeChair,

    /// Starts the session.
    StartMeeting,
    /// Ends the session.
    EndMeeting,
    /// Takes the end of the session back, within 10 s.
    ResumeMeeting,
    /// Ends the fellowship and closes the room.
    CloseRoom,
    /// Changes the step of the format.
    Step {
        /// Which step.
        to: StepTo,
    },
    /// Calls a person to speak.
    Call {
        /// The person concerned.
        person: ParticipantId,
    },
    /// Makes a host heard beside the turn of another, until `mute_self`.
    SayWord,
    /// Gives a called person the whole time to answer once more.
    ProlongCall {
        /// The person concerned.
        person: ParticipantId,
    },
    /// Ends the current turn.
    ThankAndClose {
        /// Who is called next, if anyone.
        #[serde(default)]
        #[cfg_attr(test, ts(optional))]
        call: Option<ParticipantId>,
    },
    /// Takes a person out of the queue.
    Skip {
        /// The person concerned.
        person: ParticipantId,
    },
    /// Keeps a person's place without calling them.
    Hold {
        /// The person concerned.
        person: ParticipantId,
    },
    /// Ends a hold.
    Release {
        /// The person concerned.
        person: ParticipantId,
    },
    /// Moves a person within the queue.
    Move {
        /// The person concerned.
        person: ParticipantId,
        /// The new index among the waiting people, counted from 0.
        place: usize,
    },
    /// Opens or closes the queue for new hands.
    OpenQueue {
        /// Whether people may raise a hand from now on.
        open: bool,
    },
    /// Changes the rule of order.
    SetQueueMode {
        /// The new rule.
        mode: QueueMode,
    },
    /// Changes the time allowed per share.
    SetShareLimit {
        /// Seconds; null for no limit.
        seconds: Option<u32>,
    },
    /// Gives the chair to another person.
    HandOver {
        /// The person concerned.
        person: ParticipantId,
    },
    /// Gives or withdraws a role.
    SetRole {
        /// The person concerned.
        person: ParticipantId,
        /// Any role but the chair.
        role: Role,
        /// The new state.
        on: bool,
    },
    /// Assigns the reader or speaker of a step.
    Assign {
        /// Index of the step, counted from 0.
        step: usize,
        /// The reader or speaker; null for nobody.
        person: Option<ParticipantId>,
    },
    /// Removes a person from this occurrence.
    Remove {
        /// The person concerned.
        person: ParticipantId,
    },
    /// Gives the floor holder more time.
    Extend {
        /// Seconds to add.
        seconds: u32,
    },
    /// Switches the lobby on or off.
    SetLobby {
        /// The new state.
        on: bool,
    },
    /// Admits a person from the lobby, or revokes a removal.
    Admit {
        /// The person concerned.
        person: ParticipantId,
    },
    /// Sends a person back to the lobby.
    HoldInLobby {
        /// The person concerned.
        person: ParticipantId,
    },
    /// Mutes a person.
    Mute {
        /// The person concerned.
        person: ParticipantId,
    },
    /// Deletes a chat message for everyone.
    DeleteMessage {
        /// The number of the message.
        message: MessageId,
    },
    /// Pauses the room.
    Freeze,
    /// Ends the pause.
    Unfreeze,
}

/// Why a frame could not be parsed. Closes the socket with `CloseCode::Malformed` or `TooLarge`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameViolation {
    /// The frame exceeds `MAX_FRAME`.
    #[error("longer than {} bytes", super::MAX_FRAME)]
    TooLarge,
    /// The frame is not JSON of a known message.
    #[error("not a message of this protocol")]
    Malformed,
}

impl ClientFrame {
    /// Parses one text frame.
    ///
    /// # Errors
    /// When the text is too long or not a frame of this protocol.
    pub fn parse(text: &str) -> Result<Self, FrameViolation> {
        if text.len() > super::MAX_FRAME {
            return Err(FrameViolation::TooLarge);
        }
        serde_json::from_str(text).map_err(|_| FrameViolation::Malformed)
    }
}
