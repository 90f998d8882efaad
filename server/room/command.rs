//! The inputs of a room.

use super::{Audience, MessageId, QueueMode, Role, Standing};
use crate::base::{FirstName, Millis, ParticipantId, Redacted};

/// One input of the state machine. Apart from commands, only time changes a room.
#[derive(Clone, Debug)]
pub enum Command {
    /// Someone joins. `Event::Joined` reports the new seat.
    Arrive(Arrival),
    /// The person's connection dropped. `Unchanged` when it was down already.
    ConnectionLost(ParticipantId),
    /// The person reconnected with a resume token. `Unchanged` when the connection was not down
    /// (another window took over), `Removed` after a removal, `NoSuchPerson` when the seat expired.
    ConnectionResumed(ParticipantId),
    /// A person acts.
    Act {
        /// The person who acts.
        by: ParticipantId,
        /// What they do.
        action: Action,
    },
}

/// A person who wants to join.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The name that everyone sees.
    pub name: FirstName,
    /// Their service in the group, as their account says.
    pub standing: Standing,
    /// Whether they say that they are new to the fellowship.
    pub newcomer: bool,
    /// Whether they want everyone to see it, and not only the people who serve.
    pub newcomer_shown: bool,
}

/// Which step of the format to go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The step after the current one.
    Next,
    /// The step before the current one.
    Back,
    /// The step with this index, counted from 0.
    To(usize),
}

/// What a person does. The groups below say who may (DOMAIN.md, "Roles and permissions").
#[derive(Clone, Debug)]
pub enum Action {
    // Everyone.
    /// Gives up the seat.
    Leave,
    /// Joins the queue.
    RaiseHand,
    /// Leaves the queue.
    LowerHand,
    /// Takes the floor: pressed by a called person, by the person whom the step names (reader,
    /// speaker, chair, servant), by a floor holder who was muted, and during a freeze by the
    /// chair's team.
    StartSharing,
    /// A called person has pressed, and their browser asks them about the microphone.
    AnswerCall,
    /// The browser of a called person does not let them use a microphone.
    MicrophoneFailed,
    /// A called or waiting person gives up their place; the one who picks leaves it to the chair.
    Pass,
    /// A called person lets the next one go first.
    Later,
    /// The floor holder ends their turn.
    Done,
    /// In tag mode the speaker names who is called next, during the share or when it is over.
    Tag(ParticipantId),
    /// A reader or speaker gives their part in a step back.
    DeclineStep(usize),
    /// Thanks the speaker; everyone sees it.
    Thank,
    /// Opens one's own microphone on an open floor.
    Unmute,
    /// Closes one's own microphone, and ends one's own word beside a turn.
    MuteSelf,
    /// Writes a chat message.
    Chat {
        /// Who may read it.
        to: Audience,
        /// Plain text of 1 to 500 characters.
        text: Redacted<String>,
    },
    /// A trusted servant claims an empty chair, or the appointed chair takes it back.
    TakeChair,

    // Chair, co-chair, tech host.
    /// Goes from doors open to the first step.
    StartMeeting,
    /// Goes from the session to fellowship.
    EndMeeting,
    /// Takes the end of the meeting back, for a short time after it.
    ResumeMeeting,
    /// Ends the fellowship and closes the room.
    CloseRoom,
    /// Goes to another step of the format.
    Step(Direction),
    /// Calls a person with a raised hand to speak.
    Call(ParticipantId),
    /// Makes the person heard beside the turn of another, until they press `MuteSelf`. The clock of the
    /// turn waits meanwhile.
    SayWord,
    /// Gives a called person the whole time to answer once more.
    ProlongCall(ParticipantId),
    /// Ends the current turn.
    ThankAndClose {
        /// Who is called next, if anyone.
        call: Option<ParticipantId>,
    },
    /// Takes a person out of the queue.
    Skip(ParticipantId),
    /// Keeps a person's place without calling them.
    Hold(ParticipantId),
    /// Ends a hold.
    Release(ParticipantId),
    /// Moves a waiting person within the queue.
    Move {
        /// Who is moved.
        person: ParticipantId,
        /// The new place among those who wait, counted from 0.
        place: usize,
    },
    /// Opens or closes the queue for new hands.
    OpenQueue(bool),
    /// Changes the rule of order.
    SetQueueMode(QueueMode),
    /// Changes the time allowed per share; `None` for no limit.
    SetShareLimit(Option<Millis>),
    /// Gives the chair to another person for good.
    HandOver(ParticipantId),
    /// Gives or withdraws a role.
    SetRole {
        /// Whose role changes.
        person: ParticipantId,
        /// Any role but the chair's.
        role: Role,
        /// Whether the person has it from now on.
        on: bool,
    },
    /// Assigns the reader or speaker of a step.
    Assign {
        /// Index of the step, counted from 0.
        step: usize,
        /// The reader or speaker; `None` for nobody.
        person: Option<ParticipantId>,
    },
    /// Removes a person from this occurrence.
    Remove(ParticipantId),

    // Also the timekeeper.
    /// Gives the floor holder more time.
    Extend(Millis),

    // Also the greeter (lobby) or the chat monitor (mute, delete).
    /// Switches the lobby on or off.
    SetLobby(bool),
    /// Admits a person from the lobby. For a removed person: revokes the removal, so that they may
    /// join again; this takes the permission to remove.
    Admit(ParticipantId),
    /// Sends a person back to the lobby.
    HoldInLobby(ParticipantId),
    /// Mutes a person.
    Mute(ParticipantId),
    /// Deletes a chat message for everyone.
    DeleteMessage(MessageId),

    // Chair, co-chair, tech host, greeter, chat monitor.
    /// Pauses the room.
    Freeze,
    /// Ends the pause.
    Unfreeze,
}
