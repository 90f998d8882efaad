//! What can be asked of a room.

use super::{Audience, MessageId, QueueMode, Role, Standing};
use crate::base::{FirstName, Millis, ParticipantId, Redacted};

/// One input of the machine. Everything else that moves a room is time.
#[derive(Clone, Debug)]
pub enum Command {
    /// Someone comes in. The new seat is told by `Event::Joined`.
    Arrive(Arrival),
    /// The person's line dropped. `Unchanged` when it was down already.
    LineLost(ParticipantId),
    /// The person came back on a resume token. `Unchanged` when the line was not down (another
    /// window took over), `Removed` after a removal, `NoSuchPerson` when the seat ran out.
    LineResumed(ParticipantId),
    /// A person acts.
    Act { by: ParticipantId, action: Action },
}

/// A person at the door.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub name: FirstName,
    pub standing: Standing,
    pub newcomer: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Next,
    Back,
    To(usize),
}

/// What a person does. The comment tells who may (domain.md, "Roles and permissions").
#[derive(Clone, Debug)]
pub enum Action {
    // Everyone.
    Leave,
    RaiseHand,
    LowerHand,
    /// The called person's own press; also the press of whoever the step names (reader, speaker,
    /// chair, servant), of a floor holder who was muted, and in a freeze of the chair's team.
    StartSharing,
    /// Called or waiting: not this time.
    Pass,
    /// Called: keep my place, one later.
    Later,
    /// The floor holder ends their turn.
    Done,
    /// Tag mode: the speaker names the next.
    Tag(ParticipantId),
    Thank,
    /// Open floor: open or close one's own microphone.
    Unmute,
    MuteSelf,
    Chat {
        to: Audience,
        text: Redacted<String>,
    },
    /// A trusted servant claims an empty chair; the appointed chair takes theirs back.
    TakeChair,

    // Chair, co-chair, tech host.
    StartMeeting,
    EndMeeting,
    /// Ends the fellowship and closes the room.
    CloseRoom,
    Step(Direction),
    Call(ParticipantId),
    /// Ends the current share with thanks; calls `Some` person next.
    ThankAndClose {
        call: Option<ParticipantId>,
    },
    Skip(ParticipantId),
    Hold(ParticipantId),
    Release(ParticipantId),
    /// Moves a waiting person to a place (0 is first) among those who wait.
    Move {
        person: ParticipantId,
        place: usize,
    },
    OpenQueue(bool),
    SetQueueMode(QueueMode),
    /// `None` switches the limit off.
    SetShareLimit(Option<Millis>),
    HandOver(ParticipantId),
    SetRole {
        person: ParticipantId,
        role: Role,
        on: bool,
    },
    /// Names who reads or speaks in a step.
    Assign {
        step: usize,
        person: Option<ParticipantId>,
    },
    Remove(ParticipantId),

    // Also the timekeeper.
    Extend(Millis),

    // Also greeter (lobby) or chat monitor (mute, delete).
    SetLobby(bool),
    /// Lets someone in from the door. For a removed person: takes the removal back (whoever may
    /// remove), so that they may come again.
    Admit(ParticipantId),
    HoldInLobby(ParticipantId),
    Mute(ParticipantId),
    DeleteMessage(MessageId),

    // Chair, co-chair, tech host, greeter, chat monitor.
    Freeze,
    Unfreeze,
}
