//! What a browser sends.

use crate::base::ParticipantId;
use crate::room::{MessageId, QueueMode, Role};
use serde::{Deserialize, Serialize};

/// One text frame: a message and a number that its answer (`ok` or `refused`) repeats.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ClientFrame {
    /// Chosen by the client; answers carry it back. Need not be unique.
    pub id: u32,
    #[serde(flatten)]
    pub message: ClientMessage,
}

/// The first message on a socket, within 10 s of its opening.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Hello {
    pub version: u32,
    /// As typed; parsed as a `FirstName`. Not used when `resume` finds its seat.
    pub name: String,
    #[serde(default)]
    pub newcomer: bool,
    /// From an earlier `welcome`: returns to the same seat.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub resume: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ChatTo {
    Everyone,
    Hosts,
    Person(ParticipantId),
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum StepTo {
    Next,
    Back,
    To(usize),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientMessage {
    Hello(Hello),
    /// Any time; answered by `pong` with the server's clock.
    Ping,
    /// Asks for a fresh `welcome` after a gap in the numbers of deltas.
    Resync,
    /// The browser's SDP offer (see "Audio" in PROTOCOL.md). A later one replaces the peer.
    MediaOffer {
        sdp: String,
    },

    Leave,
    RaiseHand,
    LowerHand,
    StartSharing,
    Pass,
    Later,
    Done,
    Tag {
        person: ParticipantId,
    },
    Thank,
    Unmute,
    MuteSelf,
    Chat {
        to: ChatTo,
        text: String,
    },
    TakeChair,

    StartMeeting,
    EndMeeting,
    CloseRoom,
    Step {
        to: StepTo,
    },
    Call {
        person: ParticipantId,
    },
    ThankAndClose {
        #[serde(default)]
        #[cfg_attr(test, ts(optional))]
        call: Option<ParticipantId>,
    },
    Skip {
        person: ParticipantId,
    },
    Hold {
        person: ParticipantId,
    },
    Release {
        person: ParticipantId,
    },
    Move {
        person: ParticipantId,
        place: usize,
    },
    OpenQueue {
        open: bool,
    },
    SetQueueMode {
        mode: QueueMode,
    },
    /// Seconds; null switches the limit off.
    SetShareLimit {
        seconds: Option<u32>,
    },
    HandOver {
        person: ParticipantId,
    },
    SetRole {
        person: ParticipantId,
        role: Role,
        on: bool,
    },
    Assign {
        step: usize,
        person: Option<ParticipantId>,
    },
    Remove {
        person: ParticipantId,
    },
    Extend {
        seconds: u32,
    },
    SetLobby {
        on: bool,
    },
    Admit {
        person: ParticipantId,
    },
    HoldInLobby {
        person: ParticipantId,
    },
    Mute {
        person: ParticipantId,
    },
    DeleteMessage {
        message: MessageId,
    },
    Freeze,
    Unfreeze,
}

/// Why a frame could not be read. Closes the socket with `CloseCode::Malformed` or `TooLarge`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameViolation {
    #[error("longer than {} bytes", super::MAX_FRAME)]
    TooLarge,
    #[error("not a message of this protocol")]
    Malformed,
}

impl ClientFrame {
    /// # Errors
    /// When the text is too long or is no frame of this protocol.
    pub fn parse(text: &str) -> Result<Self, FrameViolation> {
        if text.len() > super::MAX_FRAME {
            return Err(FrameViolation::TooLarge);
        }
        serde_json::from_str(text).map_err(|_| FrameViolation::Malformed)
    }
}
