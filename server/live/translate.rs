//! From the wire's messages to the room's actions.

use crate::base::{Millis, Redacted};
use crate::room::{Action, Audience, Direction};
use crate::wire::{ChatTo, ClientMessage, StepTo};

/// What a message asks of the room; `None` for those the connection itself answers.
#[must_use]
pub(super) fn action(message: ClientMessage) -> Option<Action> {
    use ClientMessage as M;
    Some(match message {
        M::Hello(_) | M::Ping | M::Resync | M::MediaOffer { .. } => return None,
        M::Leave => Action::Leave,
        M::RaiseHand => Action::RaiseHand,
        M::LowerHand => Action::LowerHand,
        M::StartSharing => Action::StartSharing,
        M::AnswerCall => Action::AnswerCall,
        M::MicrophoneFailed => Action::MicrophoneFailed,
        M::Pass => Action::Pass,
        M::Later => Action::Later,
        M::Done => Action::Done,
        M::Tag { person } => Action::Tag(person),
        M::DeclineStep { step } => Action::DeclineStep(step),
        M::Thank => Action::Thank,
        M::Unmute => Action::Unmute,
        M::MuteSelf => Action::MuteSelf,
        M::Chat { to, text } => Action::Chat {
            to: audience(to),
            text: Redacted(text),
        },
        M::TakeChair => Action::TakeChair,
        M::StartMeeting => Action::StartMeeting,
        M::EndMeeting => Action::EndMeeting,
        M::ResumeMeeting => Action::ResumeMeeting,
        M::CloseRoom => Action::CloseRoom,
        M::Step { to } => Action::Step(direction(to)),
        M::Call { person } => Action::Call(person),
        M::SayWord => Action::SayWord,
        M::ProlongCall { person } => Action::ProlongCall(person),
        M::ThankAndClose { call } => Action::ThankAndClose { call },
        M::Skip { person } => Action::Skip(person),
        M::Hold { person } => Action::Hold(person),
        M::Release { person } => Action::Release(person),
        M::Move { person, place } => Action::Move { person, place },
        M::OpenQueue { open } => Action::OpenQueue(open),
        M::SetQueueMode { mode } => Action::SetQueueMode(mode),
        M::SetShareLimit { seconds } => Action::SetShareLimit(seconds.map(from_secs)),
        M::HandOver { person } => Action::HandOver(person),
        M::SetRole { person, role, on } => Action::SetRole { person, role, on },
        M::Assign { step, person } => Action::Assign { step, person },
        M::Remove { person } => Action::Remove(person),
        M::Extend { seconds } => Action::Extend(from_secs(seconds)),
        M::SetLobby { on } => Action::SetLobby(on),
        M::Admit { person } => Action::Admit(person),
        M::HoldInLobby { person } => Action::HoldInLobby(person),
        M::Mute { person } => Action::Mute(person),
        M::DeleteMessage { message } => Action::DeleteMessage(message),
        M::Freeze => Action::Freeze,
        M::Unfreeze => Action::Unfreeze,
    })
}

fn audience(to: ChatTo) -> Audience {
    match to {
        ChatTo::Everyone => Audience::Everyone,
        ChatTo::Hosts => Audience::Hosts,
        ChatTo::Person(person) => Audience::Person(person),
    }
}

fn direction(to: StepTo) -> Direction {
    match to {
        StepTo::Next => Direction::Next,
        StepTo::Back => Direction::Back,
        StepTo::To(step) => Direction::To(step),
    }
}

fn from_secs(seconds: u32) -> Millis {
    Millis::from_secs(seconds.into())
}
