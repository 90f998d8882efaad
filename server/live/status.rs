//! What the schedule and the metrics show of a room: how many people are inside, and how far it is.

use crate::room::Phase;
use crate::schedule::OccurrenceState;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, Ordering};

/// The status of one room; cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct RoomStatus {
    people: Arc<AtomicU32>,
    /// An index into [`STATES`].
    state: Arc<AtomicU8>,
    /// Shared by all rooms; rises with every change of a status.
    version: Arc<AtomicU64>,
}

/// The states in the order of a meeting.
const STATES: [OccurrenceState; 5] = [
    OccurrenceState::Upcoming,
    OccurrenceState::DoorsOpen,
    OccurrenceState::InProgress,
    OccurrenceState::Fellowship,
    OccurrenceState::Over,
];

impl RoomStatus {
    pub(super) fn new(version: Arc<AtomicU64>) -> Self {
        Self {
            people: Arc::default(),
            state: Arc::default(),
            version,
        }
    }

    pub(super) fn set_people(&self, people: u32) {
        if self.people.swap(people, Ordering::Relaxed) != people {
            self.version.fetch_add(1, Ordering::Release);
        }
    }

    pub(super) fn set_phase(&self, phase: Phase) {
        let state = match phase {
            Phase::Scheduled => 0,
            Phase::DoorsOpen => 1,
            Phase::InSession => 2,
            Phase::Fellowship => 3,
            Phase::Ended => 4,
        };
        if self.state.swap(state, Ordering::Relaxed) != state {
            self.version.fetch_add(1, Ordering::Release);
        }
    }

    pub(super) fn people(&self) -> u32 {
        self.people.load(Ordering::Relaxed)
    }

    pub(super) fn state(&self) -> OccurrenceState {
        let index = usize::from(self.state.load(Ordering::Relaxed));
        STATES.get(index).copied().unwrap_or(OccurrenceState::Over)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phase_of_a_room_is_a_state_of_the_schedule_and_a_change_gives_a_new_version() {
        let version = Arc::new(AtomicU64::new(0));
        let status = RoomStatus::new(Arc::clone(&version));
        let phases = [
            Phase::Scheduled,
            Phase::DoorsOpen,
            Phase::InSession,
            Phase::Fellowship,
            Phase::Ended,
        ];
        for (number, (phase, state)) in phases.into_iter().zip(STATES).enumerate() {
            status.set_phase(phase);
            assert_eq!(status.state(), state);
            assert_eq!(version.load(Ordering::Acquire), number as u64);
        }
    }
}
