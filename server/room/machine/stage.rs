//! Phases, steps, readers and the freeze.

use crate::base::{ParticipantId, Timestamp};
use crate::room::state::Freeze;
use crate::room::{Departure, Direction, EntryState, Event, Phase, Refusal, Room, Turn};

impl Room {
    pub(super) fn enter_phase(&mut self, phase: Phase, now: Timestamp) {
        self.state.phase = phase;
        self.state.phase_since = now;
        self.state.step_since = now;
        self.events.push(Event::StageChanged);
    }

    /// Allowed before and after the planned start, but not after the planned end: from then on the
    /// time is reserved for fellowship.
    pub(super) fn start_meeting(&mut self, now: Timestamp) -> Result<(), Refusal> {
        if self.phase() != Phase::DoorsOpen || now > self.plan().ends {
            return Err(Refusal::WrongPhase);
        }
        if self.plan().format.steps.is_empty() {
            return Err(Refusal::NoSuchStep);
        }
        self.mute_open_floor();
        self.state.step = 0;
        self.enter_phase(Phase::InSession, now);
        Ok(())
    }

    /// Allowed only after the meeting: before it, others may still be on their way.
    pub(super) fn close_room(&mut self, now: Timestamp) -> Result<(), Refusal> {
        if self.phase() != Phase::Fellowship {
            return Err(Refusal::WrongPhase);
        }
        self.end(now);
        Ok(())
    }

    /// Ends the room: everyone departs and the chat is erased.
    pub(super) fn end(&mut self, now: Timestamp) {
        self.state.frozen = None;
        self.end_turn();
        self.clear_queue();
        for id in self.people().map(|person| person.id).collect::<Vec<_>>() {
            self.depart(id, Departure::Ended);
        }
        let chair = &mut self.state.chair;
        (chair.acting, chair.awaited_until, chair.empty_since) = (None, None, now);
        self.state.lobby = false;
        self.state.ended_session = None;
        self.messages.clear();
        self.enter_phase(Phase::Ended, now);
    }

    pub(super) fn clear_queue(&mut self) {
        self.state.queue.tagged = None;
        self.state.queue.picker = None;
        if !self.state.queue.entries.is_empty() {
            self.state.queue.entries.clear();
            self.events.push(Event::QueueChanged);
        }
    }

    /// Changes the step. The queue stays; turns and calls that the new step does not allow end (see
    /// `reconcile`).
    pub(super) fn change_step(
        &mut self,
        now: Timestamp,
        direction: Direction,
    ) -> Result<(), Refusal> {
        let from = self.step().ok_or(Refusal::WrongPhase)?;
        let to = match direction {
            Direction::Next => from.checked_add(1),
            Direction::Back => from.checked_sub(1),
            Direction::To(step) => Some(step),
        };
        let to = to.filter(|step| *step < self.plan().format.steps.len());
        let to = to.ok_or(Refusal::NoSuchStep)?;
        if to == from {
            return Err(Refusal::Unchanged);
        }
        self.end_share_if_purpose_changes(from, to);
        self.state.step = to;
        self.state.step_since = now;
        self.release_step_hands();
        self.events.push(Event::StageChanged);
        Ok(())
    }

    /// Assigns the reader or speaker of a step. The turn of a former reader ends (see `reconcile`).
    pub(super) fn assign(&mut self, step: usize, id: Option<ParticipantId>) -> Result<(), Refusal> {
        if let Some(id) = id {
            self.require_admitted(id)?;
        }
        let reader = self
            .state
            .assigned
            .get_mut(step)
            .ok_or(Refusal::NoSuchStep)?;
        if *reader == id {
            return Err(Refusal::Unchanged);
        }
        *reader = id;
        self.state.declined.remove(&step);
        self.events.push(Event::StageChanged);
        Ok(())
    }

    /// Who declined to read or speak in a step, while nobody else is assigned to it.
    #[must_use]
    pub fn declined(&self, step: usize) -> Option<ParticipantId> {
        self.state.declined.get(&step).copied()
    }

    /// A reader or speaker gives a part back. The hosts see it until somebody else has the part.
    pub(super) fn decline_step(&mut self, by: ParticipantId, step: usize) -> Result<(), Refusal> {
        if self.assigned(step) != Some(by) {
            return Err(Refusal::NotYourTurn);
        }
        self.state.assigned[step] = None;
        self.state.declined.insert(step, by);
        self.events.push(Event::StageChanged);
        Ok(())
    }

    /// Mutes everybody at once, except a turn of the chair. The queue, calls, the floor and its clock
    /// stay as they are.
    pub(super) fn freeze(&mut self, now: Timestamp, by: ParticipantId) -> Result<(), Refusal> {
        if self.state.frozen.is_some() {
            return Err(Refusal::Unchanged);
        }
        self.mute_open_floor();
        if let Some(holder) = self
            .floor()
            .filter(|f| f.turn != Turn::Chair)
            .map(|f| f.person)
        {
            self.mute_turns(holder);
        }
        self.state.frozen = Some(Freeze {
            by,
            since: now,
            suspended: None,
        });
        self.events.push(Event::StageChanged);
        Ok(())
    }

    /// Restores everything except open microphones: people who were heard before must press again,
    /// because they may be talking to someone beside them. Their clock waits for that press. People
    /// in the lobby stay there until they are admitted.
    pub(super) fn unfreeze(&mut self, now: Timestamp) -> Result<(), Refusal> {
        let mut freeze = self.state.frozen.take().ok_or(Refusal::Unchanged)?;
        if freeze.suspended.is_some() {
            self.state.floor = freeze.suspended.take();
            self.events.push(Event::FloorChanged);
        }
        for entry in &mut self.state.queue.entries {
            if let EntryState::Called { since, answered } = &mut entry.state {
                // The length is 0, not negative, when the clock was set back during the freeze.
                let length = now.since(freeze.since);
                *since = *since + length;
                *answered = answered.map(|at| at + length);
                self.events.push(Event::QueueChanged);
            }
        }
        self.events.push(Event::StageChanged);
        Ok(())
    }

    /// Closes every microphone that is open on an open floor.
    pub(super) fn mute_open_floor(&mut self) {
        let open = self
            .people()
            .filter(|person| person.unmuted)
            .map(|person| person.id);
        for id in open.collect::<Vec<_>>() {
            self.change_person(id, |person| person.unmuted = false);
        }
    }
}
