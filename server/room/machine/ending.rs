//! The end of a session, and how it is taken back: the button is pressed by mistake too easily.

use crate::base::Timestamp;
use crate::room::state::{EndedSession, TimedFloor};
use crate::room::{
    EntryState, Event, HeldBecause, Person, Phase, Presence, QueueEntry, Refusal, Room, Turn,
};

impl Room {
    /// Until when the end of the meeting can be taken back.
    #[must_use]
    pub fn resumable_until(&self) -> Option<Timestamp> {
        self.state.resumable_until()
    }

    pub(super) fn end_meeting(&mut self, now: Timestamp) -> Result<(), Refusal> {
        if self.phase() != Phase::InSession {
            return Err(Refusal::WrongPhase);
        }
        let floor = self.state.floor.clone().map(|mut timed| {
            timed.stop_at(now);
            timed.floor.muted = true;
            timed
        });
        let ended = EndedSession {
            at: now,
            step_since: self.state.step_since,
            entries: self.state.queue.entries.clone(),
            floor,
        };
        self.end_turn();
        self.clear_queue();
        self.state.ended_session = Some(ended);
        self.enter_phase(Phase::Fellowship, now);
        Ok(())
    }

    /// Returns to the step, the queue and the turn as they were. Microphones are closed: the person who
    /// was heard presses once more, and a person who was called waits to be called again.
    pub(super) fn resume_meeting(&mut self, now: Timestamp) -> Result<(), Refusal> {
        let ended = self.state.ended_session.take().ok_or(Refusal::WrongPhase)?;
        self.mute_open_floor();
        self.enter_phase(Phase::InSession, now);
        self.state.step_since = ended.step_since;
        let floor = (ended.floor).filter(|timed| self.require_admitted(timed.floor.person).is_ok());
        let speaks = floor.is_some();
        let entries = ended.entries.into_iter().filter_map(|entry| {
            let state = resumed_state(&entry, self.state.admitted(entry.person)?, speaks)?;
            Some(QueueEntry { state, ..entry })
        });
        self.state.queue.entries = entries.collect();
        self.events.push(Event::QueueChanged);
        if let Some(timed) = floor {
            self.resume_turn(timed);
        }
        Ok(())
    }

    fn resume_turn(&mut self, timed: TimedFloor) {
        if timed.floor.turn == Turn::Share && !self.is_introduction() {
            // The end had counted the share.
            self.change_person(timed.floor.person, |person| {
                person.shared = person.shared.saturating_sub(1);
            });
        }
        self.state.floor = Some(timed);
        self.events.push(Event::FloorChanged);
    }

    pub(super) fn make_end_final(&mut self) {
        self.state.ended_session = None;
        self.events.push(Event::StageChanged);
    }
}

/// What a place in the queue is after the end was taken back; `None` for a share that can't continue.
fn resumed_state(entry: &QueueEntry, person: &Person, speaks: bool) -> Option<EntryState> {
    use HeldBecause::LostConnection;
    Some(match (entry.state, person.presence) {
        (EntryState::Speaking, _) if speaks => EntryState::Speaking,
        (EntryState::Speaking, _) => return None,
        (EntryState::Held { because, .. }, _) if because != LostConnection => entry.state,
        (_, Presence::Away { since }) => EntryState::Held {
            because: LostConnection,
            since,
        },
        (_, Presence::Here | Presence::Lobby { .. }) => EntryState::Waiting,
    })
}
