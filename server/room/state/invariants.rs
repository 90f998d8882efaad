//! What always holds for a room. Guards against damaged snapshots and, in tests, against bugs here.

use super::{State, TimedFloor};
use crate::base::ParticipantId;
use crate::room::{EntryState, Person, Phase, Presence, QueueEntry, Role, Turn};
use std::collections::BTreeSet;

/// A sentence that is true of every room, and the check of it.
type Invariant = (&'static str, fn(&State) -> bool);

const INVARIANTS: [Invariant; 25] = [
    ("in session, the current step is in the format", |room| {
        room.phase != Phase::InSession || room.current_step().is_some()
    }),
    ("there is one place for a reader per step", |room| {
        room.assigned.len() == room.plan.format.steps.len()
    }),
    ("everyone assigned to a step is admitted", |room| {
        (room.assigned.iter().flatten()).all(|id| room.is_admitted(*id))
    }),
    ("everyone who declined a step is admitted", |room| {
        room.declined.values().all(|id| room.is_admitted(*id))
    }),
    ("only a fellowship can become a session again", |room| {
        room.ended_session.is_none() || room.phase == Phase::Fellowship
    }),
    ("the person who picks is admitted", |room| {
        room.queue.picker.is_none_or(|id| room.is_admitted(id))
    }),
    ("only an open room is frozen", |room| {
        room.frozen.is_none() || room.phase.is_open()
    }),
    ("the acting chair alone has the role of chair", |room| {
        let chairs = (room.people.values()).filter(|person| person.roles.contains(&Role::Chair));
        chairs.map(|person| person.id).eq(room.chair.acting)
    }),
    ("the rightful chair is admitted", |room| {
        room.chair.rightful.is_none_or(|id| room.is_admitted(id))
    }),
    ("every floor holder is admitted", |room| {
        (room.timed_floors()).all(|timed| room.is_admitted(timed.floor.person))
    }),
    (
        "someone has the floor only in session or in a freeze",
        |room| room.floor.is_none() || room.phase == Phase::InSession || room.frozen.is_some(),
    ),
    ("a turn is suspended only while a host speaks", |room| {
        let host_speaks =
            (room.floor.as_ref()).is_some_and(|timed| timed.floor.turn == Turn::Chair);
        room.suspended().is_none() || host_speaks
    }),
    ("a clock runs only while the holder is heard", |room| {
        (room.timed_floors())
            .all(|timed| timed.floor.running_since.is_none() || room.is_heard(&timed.floor))
    }),
    (
        "a word is said beside a turn, by a host who is here",
        |room| {
            (room.timed_floors()).all(|timed| {
                timed.floor.word.is_none_or(|word| {
                    let host = room.people.get(&word.by);
                    let is_beside =
                        word.by != timed.floor.person && timed.floor.turn != Turn::Chair;
                    let leads = host.is_some_and(|person| person.is_on_chair_team());
                    is_beside && leads && room.is_here(word.by) && room.frozen.is_none()
                })
            })
        },
    ),
    ("people are stored under their own number", |room| {
        room.people.iter().all(|(id, person)| *id == person.id)
    }),
    ("every number in use is below the next one", |room| {
        room.people.keys().all(|id| id.0 < room.next_person)
    }),
    ("a closed room is empty", |room| {
        room.phase.is_open() || room.people.is_empty()
    }),
    ("microphones are open only on an open floor", |room| {
        let is_open_floor = room.phase.is_open_floor() && room.frozen.is_none();
        let may_be_open = |person: &Person| is_open_floor && person.presence == Presence::Here;
        (room.people.values()).all(|person| !person.unmuted || may_be_open(person))
    }),
    (
        "every disconnected person of the lobby is in the lobby",
        |room| {
            (room.lobby_disconnects.keys())
                .all(|id| room.people.contains_key(id) && !room.is_admitted(*id))
        },
    ),
    ("nobody who was removed has a seat", |room| {
        !room.removed.iter().any(|id| room.people.contains_key(id))
    }),
    ("nobody is in the queue twice", |room| {
        let mut seen = BTreeSet::new();
        (room.queue.entries.iter()).all(|entry| seen.insert(entry.person))
    }),
    ("everyone in the queue is admitted", |room| {
        (room.queue.entries.iter()).all(|entry| room.is_admitted(entry.person))
    }),
    (
        "the person who speaks from the queue has the floor",
        |room| {
            let shares = (room.timed_floors()).filter(|timed| timed.floor.turn == Turn::Share);
            let is_speaking = |entry: &&QueueEntry| entry.state == EntryState::Speaking;
            let speakers = room.queue.entries.iter().filter(is_speaking);
            (speakers.map(|entry| entry.person)).eq(shares.map(|timed| timed.floor.person))
        },
    ),
    ("only the first entry speaks or is called", |room| {
        let most = usize::from(room.step_uses_queue());
        let is_active = |entry: &QueueEntry| {
            matches!(
                entry.state,
                EntryState::Speaking | EntryState::Called { .. }
            )
        };
        !room.queue.entries.iter().skip(most).any(is_active)
    }),
    ("everyone who waits or is called is connected", |room| {
        let expects_presence = |entry: &&QueueEntry| {
            matches!(entry.state, EntryState::Waiting | EntryState::Called { .. })
        };
        (room.queue.entries.iter())
            .filter(expects_presence)
            .all(|entry| room.is_here(entry.person))
    }),
];

impl State {
    /// The first invariant that does not hold.
    pub(in crate::room) fn broken_invariant(&self) -> Option<&'static str> {
        INVARIANTS
            .iter()
            .find(|(_, holds)| !holds(self))
            .map(|(sentence, _)| *sentence)
    }

    fn is_admitted(&self, id: ParticipantId) -> bool {
        self.admitted(id).is_some()
    }

    fn suspended(&self) -> Option<&TimedFloor> {
        self.frozen
            .as_ref()
            .and_then(|freeze| freeze.suspended.as_ref())
    }

    fn timed_floors(&self) -> impl Iterator<Item = &TimedFloor> {
        [self.floor.as_ref(), self.suspended()]
            .into_iter()
            .flatten()
    }
}
