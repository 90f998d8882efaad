//! Calls: a person is asked to speak, and has a while to press. Nothing but their own press makes them heard.

use crate::base::{ParticipantId, Timestamp};
use crate::room::{EntryState, Event, HeldBecause, QueueEntry, Refusal, Room, Turn};

impl Room {
    /// Asks a person with a raised hand to speak. Another person who was called and has not answered
    /// waits again, next in the order.
    pub(super) fn call(&mut self, now: Timestamp, id: ParticipantId) -> Result<(), Refusal> {
        self.check_callable(id)?;
        if self.floor().is_some_and(|floor| floor.turn != Turn::Chair) {
            return Err(Refusal::FloorTaken);
        }
        self.call_next(now, id);
        Ok(())
    }

    pub(super) fn check_callable(&self, id: ParticipantId) -> Result<(), Refusal> {
        if !self.state.step_uses_queue() {
            return Err(Refusal::WrongPhase);
        }
        self.require_admitted(id)?;
        match self.state.entry(id).map(|entry| entry.state) {
            None => Err(Refusal::NotQueued),
            Some(EntryState::Called { .. } | EntryState::Speaking) => Err(Refusal::Unchanged),
            Some(_) if !self.state.is_here(id) => Err(Refusal::Away),
            Some(_) if self.is_hand_for_later(id) => Err(Refusal::WrongPhase),
            Some(_) => Ok(()),
        }
    }

    /// Whether a hand was raised to share, while people only introduce themselves.
    fn is_hand_for_later(&self, id: ParticipantId) -> bool {
        self.is_introduction() && self.state.entry(id).is_some_and(|entry| !entry.for_step)
    }

    /// Calls a person after all checks.
    pub(super) fn call_next(&mut self, now: Timestamp, id: ParticipantId) {
        self.withdraw_call();
        self.state.queue.picker = None;
        let entries = &mut self.state.queue.entries;
        if let Some(place) = entries.iter().position(|entry| entry.person == id) {
            let mut entry = entries.remove(place);
            entry.state = EntryState::Called {
                since: now,
                answered: None,
            };
            entries.insert(0, entry);
            self.events.push(Event::QueueChanged);
        }
    }

    /// Withdraws a call when the current step does not use the queue.
    pub(super) fn withdraw_unsuitable_call(&mut self) {
        if !self.state.step_uses_queue() {
            self.withdraw_call();
        }
    }

    pub(super) fn withdraw_call(&mut self) {
        for entry in &mut self.state.queue.entries {
            if matches!(entry.state, EntryState::Called { .. }) {
                entry.state = EntryState::Waiting;
                self.events.push(Event::QueueChanged);
            }
        }
    }

    /// Holds a called person who did not press in time. They stay next in the order, and the chair
    /// may call anyone.
    pub(super) fn hold_unanswered_call(&mut self, now: Timestamp) {
        for entry in &mut self.state.queue.entries {
            if matches!(entry.state, EntryState::Called { .. }) {
                entry.state = EntryState::Held {
                    because: HeldBecause::NoAnswer,
                    since: now,
                };
                self.events.push(Event::NoAnswer(entry.person));
                self.events.push(Event::QueueChanged);
            }
        }
    }

    /// The called person has pressed, and their browser asks them about the microphone: the time to
    /// answer stops, and another one begins. Once per call, so that nobody keeps the others waiting.
    pub(super) fn answer_call(&mut self, now: Timestamp, by: ParticipantId) -> Result<(), Refusal> {
        let entry = self.called_entry(by)?;
        let EntryState::Called { answered, .. } = &mut entry.state else {
            return Err(Refusal::NotYourTurn);
        };
        if answered.is_some() {
            return Err(Refusal::Unchanged);
        }
        *answered = Some(now);
        self.events.push(Event::QueueChanged);
        Ok(())
    }

    /// Keeps the place of a called person who can't use a microphone. They raise a hand when they can.
    pub(super) fn hold_for_microphone(
        &mut self,
        now: Timestamp,
        by: ParticipantId,
    ) -> Result<(), Refusal> {
        self.called_entry(by)?.state = EntryState::Held {
            because: HeldBecause::Microphone,
            since: now,
        };
        self.events.push(Event::QueueChanged);
        Ok(())
    }

    /// Gives a called person the whole time once more, to answer or to allow the microphone.
    pub(super) fn prolong_call(
        &mut self,
        now: Timestamp,
        id: ParticipantId,
    ) -> Result<(), Refusal> {
        let entry = self.called_entry(id)?;
        if let EntryState::Called { since, answered } = &mut entry.state {
            *since = now;
            *answered = answered.map(|_| now);
        }
        self.events.push(Event::QueueChanged);
        Ok(())
    }

    fn called_entry(&mut self, id: ParticipantId) -> Result<&mut QueueEntry, Refusal> {
        let entry = self.state.entry_mut(id);
        entry
            .filter(|entry| matches!(entry.state, EntryState::Called { .. }))
            .ok_or(Refusal::NotYourTurn)
    }
}
