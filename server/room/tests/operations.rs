//! Random sequences of operations on a room, for property tests.

use super::scenario::{DOORS_OPEN, name, plan, step_index};
use crate::base::{ClockStep, Millis, ParticipantId, Redacted, Timestamp};
use crate::room::permission::required_permission;
use crate::room::{
    Action, Arrival, Audience, Command, Direction, EntryState, MessageId, Presence, QueueMode,
    Role, Room, Standing, StepKind,
};
use proptest::prelude::*;

/// A reference to a person by their situation, so that sequences make progress, or by any number.
#[derive(Clone, Copy, Debug)]
pub(super) enum PersonRef {
    Number(u32),
    Chair,
    Holder,
    Called,
    FirstInLine,
    /// The reader or speaker of the current step.
    Named,
    /// The first whose connection is down.
    Lost,
}

#[derive(Clone, Debug)]
pub(super) enum Operation {
    Arrive {
        name: &'static str,
        standing: Standing,
        newcomer: bool,
    },
    Disconnect(PersonRef),
    Reconnect(PersonRef),
    /// The target is inserted into the action when it is carried out.
    Act {
        by: PersonRef,
        action: Action,
        target: PersonRef,
    },
    Advance(i64),
    /// The program stops and starts again; perhaps everyone reconnects.
    Restart {
        all_return: bool,
    },
    /// Somebody sets the clock of the machine forward or back, by milliseconds.
    SetClock(i64),
}

/// An input of the room, with everyone named by number.
#[derive(Clone, Debug)]
pub(super) enum LogEntry {
    Command(Timestamp, Command),
    Restart(Timestamp),
    /// The time by the new clock, and the step.
    SetClock(Timestamp, ClockStep),
}

impl PersonRef {
    pub(super) fn resolve(self, room: &Room) -> ParticipantId {
        let queued = |wanted: fn(&EntryState) -> bool| {
            room.queue()
                .iter()
                .find(|entry| wanted(&entry.state))
                .map(|entry| entry.person)
        };
        let found = match self {
            Self::Number(number) => Some(ParticipantId(number)),
            Self::Chair => room.chair(),
            Self::Holder => room.floor().map(|floor| floor.person),
            Self::Called => queued(|state| matches!(state, EntryState::Called { .. })),
            Self::FirstInLine => queued(|state| *state == EntryState::Waiting),
            Self::Named => room.step().and_then(|step| room.assigned(step)),
            Self::Lost => room
                .people()
                .find(|person| matches!(person.presence, Presence::Away { .. }))
                .map(|person| person.id),
        };
        found.unwrap_or(ParticipantId(0))
    }
}

impl Operation {
    /// The command for the room in its current state; `None` for time and restarts.
    pub(super) fn command(&self, room: &Room) -> Option<Command> {
        Some(match self {
            Self::Advance(_) | Self::Restart { .. } | Self::SetClock(_) => return None,
            Self::Arrive {
                name: text,
                standing,
                newcomer,
            } => Command::Arrive(Arrival {
                name: name(text),
                standing: *standing,
                newcomer: *newcomer,
                newcomer_shown: false,
            }),
            Self::Disconnect(who) => Command::ConnectionLost(who.resolve(room)),
            Self::Reconnect(who) => Command::ConnectionResumed(who.resolve(room)),
            Self::Act { by, action, target } => Command::Act {
                by: by.resolve(room),
                action: with_target(action.clone(), target.resolve(room)),
            },
        })
    }
}

fn with_target(action: Action, at: ParticipantId) -> Action {
    match action {
        Action::Tag(_) => Action::Tag(at),
        Action::Call(_) => Action::Call(at),
        Action::ThankAndClose { call: Some(_) } => Action::ThankAndClose { call: Some(at) },
        Action::ProlongCall(_) => Action::ProlongCall(at),
        Action::Skip(_) => Action::Skip(at),
        Action::Hold(_) => Action::Hold(at),
        Action::Release(_) => Action::Release(at),
        Action::Move { place, .. } => Action::Move { person: at, place },
        Action::HandOver(_) => Action::HandOver(at),
        Action::SetRole { role, on, .. } => Action::SetRole {
            person: at,
            role,
            on,
        },
        Action::Assign {
            step,
            person: Some(_),
        } => Action::Assign {
            step,
            person: Some(at),
        },
        Action::Remove(_) => Action::Remove(at),
        Action::Admit(_) => Action::Admit(at),
        Action::HoldInLobby(_) => Action::HoldInLobby(at),
        Action::Mute(_) => Action::Mute(at),
        Action::Chat {
            to: Audience::Person(_),
            text,
        } => Action::Chat {
            to: Audience::Person(at),
            text,
        },
        other => other,
    }
}

/// Any sequence of operations on one room.
pub(super) fn operation_sequences(
    advances: std::ops::Range<i64>,
) -> impl Strategy<Value = Vec<Operation>> {
    (
        prop::bool::weighted(0.8),
        first_steps(),
        prop::collection::vec(operations(advances), 1..120),
    )
        .prop_map(|(is_led, step, tail)| {
            let mut operations = if is_led { opening(step) } else { Vec::new() };
            operations.extend(tail);
            operations
        })
}

/// Mostly steps with a queue, which have the most complex rules.
fn first_steps() -> impl Strategy<Value = usize> {
    let queued = [
        StepKind::Shares,
        StepKind::BurningDesire,
        StepKind::Newcomers,
    ]
    .map(step_index);
    prop_oneof![2 => prop::sample::select(queued.to_vec()), 1 => 0..12_usize]
}

fn opening(step: usize) -> Vec<Operation> {
    let arrives = |name, standing| Operation::Arrive {
        name,
        standing,
        newcomer: name == "Newt",
    };
    let acts = |by, action, target| Operation::Act {
        by: PersonRef::Number(by),
        action,
        target,
    };
    let nobody = ParticipantId(0);
    let role = |role| Action::SetRole {
        person: nobody,
        role,
        on: true,
    };
    let mut operations = vec![
        arrives("Dana", Standing::Chair),
        arrives("Lee", Standing::TrustedServant),
        arrives("Mike", Standing::Visitor),
        arrives("Newt", Standing::Visitor),
        arrives("mike", Standing::Visitor),
        acts(1, role(Role::CoChair), PersonRef::Number(2)),
        acts(1, role(Role::ChatMonitor), PersonRef::Number(3)),
        acts(1, Action::StartMeeting, PersonRef::Chair),
        acts(1, Action::Step(Direction::To(step)), PersonRef::Chair),
        acts(
            1,
            Action::Assign {
                step,
                person: Some(nobody),
            },
            PersonRef::Number(4),
        ),
    ];
    operations.extend((3..6).map(|by| acts(by, Action::RaiseHand, PersonRef::Chair)));
    operations
}

fn operations(advances: std::ops::Range<i64>) -> impl Strategy<Value = Operation> {
    let acts = (
        person_refs(),
        actions(),
        person_refs(),
        prop::bool::weighted(0.8),
    );
    prop_oneof![
        3 => (names(), standings(), any::<bool>()).prop_map(|(name, standing, newcomer)| {
            Operation::Arrive { name, standing, newcomer }
        }),
        1 => person_refs().prop_map(Operation::Disconnect),
        1 => person_refs().prop_map(Operation::Reconnect),
        3 => Just(Operation::Reconnect(PersonRef::Lost)),
        24 => acts.prop_map(|(by, action, target, by_chair)| {
            let by = if required_permission(&action).is_some() && by_chair { PersonRef::Chair } else { by };
            Operation::Act { by, action, target }
        }),
        2 => Just(Operation::Act { by: PersonRef::Holder, action: Action::Done, target: PersonRef::Chair }),
        3 => prop::sample::select(vec![
            Action::Later, Action::AnswerCall, Action::AnswerCall, Action::MicrophoneFailed,
        ]).prop_map(|action| Operation::Act {
            by: PersonRef::Called, action, target: PersonRef::Chair,
        }),
        2 => Just(Operation::Act {
            by: PersonRef::Named,
            action: Action::StartSharing,
            target: PersonRef::Chair,
        }),
        6 => chair_actions().prop_map(|(action, target)| {
            Operation::Act { by: PersonRef::Chair, action, target }
        }),
        6 => Just(Operation::Act {
            by: PersonRef::Called,
            action: Action::StartSharing,
            target: PersonRef::Chair,
        }),
        1 => advances.prop_map(Operation::Advance),
        4 => (0..20_000_i64).prop_map(Operation::Advance),
        1 => prop::bool::weighted(0.8).prop_map(|all_return| Operation::Restart { all_return }),
        1 => (-4_000_000..4_000_000_i64).prop_map(Operation::SetClock),
    ]
}

fn names() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["Mike", "mike", "Ana", "Theo"])
}

fn standings() -> impl Strategy<Value = Standing> {
    prop_oneof![
        4 => Just(Standing::Visitor),
        1 => Just(Standing::TrustedServant),
        1 => Just(Standing::Chair),
    ]
}

fn person_refs() -> impl Strategy<Value = PersonRef> {
    prop_oneof![
        8 => (0..9_u32).prop_map(PersonRef::Number),
        2 => Just(PersonRef::Chair),
        2 => Just(PersonRef::Holder),
        1 => Just(PersonRef::Called),
        1 => Just(PersonRef::FirstInLine),
        1 => any::<u32>().prop_map(PersonRef::Number),
    ]
}

/// What a chair mostly does, so that there are calls and turns.
fn chair_actions() -> impl Strategy<Value = (Action, PersonRef)> {
    let nobody = ParticipantId(0);
    prop_oneof![
        6 => Just((Action::Call(nobody), PersonRef::FirstInLine)),
        2 => Just((Action::ThankAndClose { call: Some(nobody) }, PersonRef::FirstInLine)),
        1 => (0..12_usize).prop_map(|step| (Action::Step(Direction::To(step)), PersonRef::Chair)),
        2 => Just((Action::StartSharing, PersonRef::Chair)),
        2 => Just((Action::SayWord, PersonRef::Chair)),
        1 => Just((Action::MuteSelf, PersonRef::Chair)),
        1 => Just((Action::Freeze, PersonRef::Chair)),
        3 => Just((Action::Unfreeze, PersonRef::Chair)),
        1 => Just((Action::StartMeeting, PersonRef::Chair)),
    ]
}

fn actions() -> impl Strategy<Value = Action> {
    let nobody = ParticipantId(0);
    let spans = prop_oneof![0..600_000_u64, any::<u64>()].prop_map(Millis);
    prop_oneof![
        30 => prop::sample::select(vec![
            Action::RaiseHand, Action::RaiseHand, Action::RaiseHand, Action::LowerHand,
            Action::StartSharing, Action::StartSharing, Action::Pass, Action::Later, Action::Done,
            Action::Thank, Action::Unmute, Action::MuteSelf, Action::TakeChair, Action::Freeze,
            Action::Unfreeze, Action::AnswerCall, Action::MicrophoneFailed, Action::ResumeMeeting,
            Action::SayWord,
        ]),
        16 => prop::sample::select(vec![
            Action::Tag(nobody), Action::Call(nobody), Action::ThankAndClose { call: None },
            Action::ThankAndClose { call: Some(nobody) }, Action::Skip(nobody),
            Action::Hold(nobody), Action::Release(nobody), Action::Admit(nobody),
            Action::HoldInLobby(nobody), Action::Mute(nobody), Action::Remove(nobody),
            Action::HandOver(nobody), Action::OpenQueue(false), Action::OpenQueue(true),
            Action::SetLobby(true), Action::SetLobby(false), Action::ProlongCall(nobody),
        ]),
        1 => prop::sample::select(vec![
            Action::Leave, Action::StartMeeting, Action::EndMeeting, Action::CloseRoom,
        ]),
        1 => any::<usize>().prop_map(|step| Action::Step(Direction::To(step))),
        1 => prop::sample::select(vec![Direction::Next, Direction::Back]).prop_map(Action::Step),
        3 => (0..9_usize).prop_map(move |place| Action::Move { person: nobody, place }),
        2 => (0..12_usize).prop_map(Action::DeclineStep),
        2 => modes().prop_map(Action::SetQueueMode),
        1 => prop::option::of(spans.clone()).prop_map(Action::SetShareLimit),
        2 => spans.prop_map(Action::Extend),
        3 => (roles(), any::<bool>())
            .prop_map(move |(role, on)| Action::SetRole { person: nobody, role, on }),
        2 => (0..12_usize, any::<bool>())
            .prop_map(move |(step, named)| Action::Assign { step, person: named.then_some(nobody) }),
        4 => (audiences(), "[a-z .:/\u{7}]{0,12}")
            .prop_map(|(to, text)| Action::Chat { to, text: Redacted(text) }),
        1 => (0..9_u32).prop_map(|id| Action::DeleteMessage(MessageId(id))),
    ]
}

fn modes() -> impl Strategy<Value = QueueMode> {
    prop::sample::select(vec![
        QueueMode::HandsInOrder,
        QueueMode::NotYetShared,
        QueueMode::NewcomersFirst,
        QueueMode::RoundRobin,
        QueueMode::Tag,
        QueueMode::ChairPicks,
    ])
}

fn roles() -> impl Strategy<Value = Role> {
    prop::sample::select(vec![
        Role::Chair,
        Role::CoChair,
        Role::TechHost,
        Role::Timekeeper,
        Role::Greeter,
        Role::ChatMonitor,
        Role::Reader,
        Role::Speaker,
    ])
}

fn audiences() -> impl Strategy<Value = Audience> {
    let nobody = ParticipantId(0);
    prop::sample::select(vec![
        Audience::Everyone,
        Audience::Hosts,
        Audience::Person(nobody),
    ])
}

/// The room at the start of every sequence.
pub(super) fn initial_room() -> Room {
    Room::new(plan(), DOORS_OPEN)
}
