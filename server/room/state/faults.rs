//! What a room can't be. Guards against damaged snapshots and, in tests, against ourselves.

use super::{Holding, State};
use crate::base::ParticipantId;
use crate::room::{Entry, EntryState, Person, Phase, Presence, Role, Turn};
use std::collections::BTreeSet;

/// In words, and how it shows.
type Fault = (&'static str, fn(&State) -> bool);

const FAULTS: [Fault; 21] = [
    ("a step that is not in the format", |room| {
        room.phase == Phase::InSession && room.current_step().is_none()
    }),
    ("readers of other steps", |room| {
        room.assigned.len() != room.plan.format.steps.len()
    }),
    ("a reader who is not in", |room| {
        room.assigned.iter().flatten().any(|id| room.is_out(*id))
    }),
    ("a freeze of a closed room", |room| {
        room.frozen.is_some() && !room.phase.is_open()
    }),
    ("a chair whose role says otherwise", |room| {
        let chairs = room
            .people
            .values()
            .filter(|person| person.roles.contains(&Role::Chair));
        chairs.map(|person| person.id).ne(room.chair.acting)
    }),
    ("a chair of somebody who is not in", |room| {
        room.chair.rightful.is_some_and(|id| room.is_out(id))
    }),
    ("a floor holder who is not in", |room| {
        room.holdings().any(|held| room.is_out(held.floor.person))
    }),
    ("a floor where nobody leads", |room| {
        room.floor.is_some() && room.phase != Phase::InSession && room.frozen.is_none()
    }),
    ("a turn that gave way to nobody", |room| {
        let host_speaks = room
            .floor
            .as_ref()
            .is_some_and(|held| held.floor.turn == Turn::Chair);
        room.suspended().is_some() && !host_speaks
    }),
    ("a clock that runs for nobody", |room| {
        room.holdings().any(|held| {
            held.floor.running_since.is_some()
                && (held.floor.muted || !room.is_here(held.floor.person))
        })
    }),
    ("a seat of two numbers", |room| {
        room.people.iter().any(|(id, person)| *id != person.id)
    }),
    ("a seat numbered ahead", |room| {
        room.people.keys().any(|id| id.0 >= room.next_person)
    }),
    ("people in a closed room", |room| {
        !room.phase.is_open() && !room.people.is_empty()
    }),
    ("an open microphone where none may be", |room| {
        let open_floor = room.phase.is_open_floor() && room.frozen.is_none();
        let may_be_open = |person: &Person| open_floor && person.presence == Presence::Here;
        room.people
            .values()
            .any(|person| person.unmuted && !may_be_open(person))
    }),
    ("a lost line of nobody at the door", |room| {
        room.lost_at_door
            .keys()
            .any(|id| !room.people.contains_key(id) || !room.is_out(*id))
    }),
    ("a removed person inside", |room| {
        room.removed.iter().any(|id| room.people.contains_key(id))
    }),
    ("somebody twice in the queue", |room| {
        let mut seen = BTreeSet::new();
        !room
            .line
            .entries
            .iter()
            .all(|entry| seen.insert(entry.person))
    }),
    ("a hand of somebody who is not in", |room| {
        room.line
            .entries
            .iter()
            .any(|entry| room.is_out(entry.person))
    }),
    ("a speaker without the floor", |room| {
        let shares = room
            .holdings()
            .filter(|held| held.floor.turn == Turn::Share);
        let speaking = |entry: &&Entry| entry.state == EntryState::Speaking;
        let speakers = room
            .line
            .entries
            .iter()
            .filter(speaking)
            .map(|entry| entry.person);
        speakers.ne(shares.map(|held| held.floor.person))
    }),
    ("a speaker or a call out of place", |room| {
        let entries = &room.line.entries;
        let first = if room.calls() { 1 } else { 0 };
        let is_head = |entry: &Entry| {
            matches!(
                entry.state,
                EntryState::Speaking | EntryState::Called { .. }
            )
        };
        entries.iter().skip(first).any(is_head)
    }),
    ("a wait of somebody whose line is down", |room| {
        let waits =
            |entry: &&Entry| matches!(entry.state, EntryState::Waiting | EntryState::Called { .. });
        room.line
            .entries
            .iter()
            .filter(waits)
            .any(|entry| !room.is_here(entry.person))
    }),
];

impl State {
    /// The first fault there is, in words.
    pub fn fault(&self) -> Option<&'static str> {
        FAULTS
            .iter()
            .find(|(_, is_so)| is_so(self))
            .map(|(words, _)| *words)
    }

    fn is_out(&self, id: ParticipantId) -> bool {
        self.in_circle(id).is_none()
    }

    fn suspended(&self) -> Option<&Holding> {
        self.frozen
            .as_ref()
            .and_then(|freeze| freeze.suspended.as_ref())
    }

    fn holdings(&self) -> impl Iterator<Item = &Holding> {
        [self.floor.as_ref(), self.suspended()]
            .into_iter()
            .flatten()
    }
}
