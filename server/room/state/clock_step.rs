//! Keeps the spans of a room right when the clock of the machine is set.

use super::{State, TimedFloor};
use crate::base::{ClockStep, Timestamp};
use crate::room::{EntryState, Presence, QueueEntry};

impl State {
    /// Moves every instant of the past by the step, so that all spans up to now stay as they were. The planned
    /// times stay: they are times of day.
    pub(in crate::room) fn shift(&mut self, step: ClockStep) {
        let shift = |at: &mut Timestamp| *at = *at + step;
        shift(&mut self.phase_since);
        shift(&mut self.step_since);
        shift(&mut self.chair.empty_since);
        self.chair.awaited_until.iter_mut().for_each(shift);
        for person in self.people.values_mut() {
            shift(&mut person.arrived);
            match &mut person.presence {
                Presence::Here => {}
                Presence::Away { since } | Presence::Lobby { since } => shift(since),
            }
        }
        self.lobby_disconnects.values_mut().for_each(shift);
        self.arrivals.iter_mut().for_each(shift);
        self.thanked.values_mut().for_each(shift);
        if let Some(ended) = &mut self.ended_session {
            shift(&mut ended.at);
            shift(&mut ended.step_since);
        }
        for entry in self.entries_mut() {
            shift(&mut entry.since);
            match &mut entry.state {
                EntryState::Waiting | EntryState::Speaking => {}
                EntryState::Called { since, answered } => {
                    shift(since);
                    answered.iter_mut().for_each(shift);
                }
                EntryState::Held { since, .. } => shift(since),
            }
        }
        if let Some(freeze) = &mut self.frozen {
            shift(&mut freeze.since);
        }
        for TimedFloor { floor, .. } in self.timed_floors_mut() {
            shift(&mut floor.since);
            floor.running_since.iter_mut().for_each(shift);
            floor
                .word
                .iter_mut()
                .for_each(|word| shift(&mut word.since));
        }
    }

    /// The places in the queue, and those of a session that may be resumed.
    fn entries_mut(&mut self) -> impl Iterator<Item = &mut QueueEntry> {
        let ended = self.ended_session.iter_mut();
        let ended = ended.flat_map(|ended| &mut ended.entries);
        self.queue.entries.iter_mut().chain(ended)
    }

    /// The present turn, the one that a freeze interrupted, and the one that the end interrupted.
    pub(in crate::room) fn timed_floors_mut(&mut self) -> impl Iterator<Item = &mut TimedFloor> {
        let suspended = self.frozen.iter_mut();
        let suspended = suspended.filter_map(|freeze| freeze.suspended.as_mut());
        let ended = self.ended_session.iter_mut();
        let ended = ended.filter_map(|ended| ended.floor.as_mut());
        self.floor.iter_mut().chain(suspended).chain(ended)
    }
}
