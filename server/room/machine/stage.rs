//! Phases, steps, readers and the freeze.

use crate::base::{ParticipantId, Timestamp};
use crate::room::state::Freeze;
use crate::room::{Departure, Direction, EntryState, Event, Phase, Refusal, Room, Turn};

impl Room {
    pub(super) fn enter(&mut self, phase: Phase, now: Timestamp) {
        self.state.phase = phase;
        self.state.phase_since = now;
        self.state.step_since = now;
        self.outbox.tell(Event::StageChanged);
    }

    /// Early as well as late, but not when the meeting would be over: then it is fellowship's time.
    pub(super) fn start_meeting(&mut self, now: Timestamp) -> Result<(), Refusal> {
        if self.phase() != Phase::DoorsOpen || now > self.plan().ends {
            return Err(Refusal::WrongPhase);
        }
        if self.plan().format.steps.is_empty() {
            return Err(Refusal::NoSuchStep);
        }
        self.close_microphones();
        self.state.step = 0;
        self.enter(Phase::InSession, now);
        Ok(())
    }

    pub(super) fn end_meeting(&mut self, now: Timestamp) -> Result<(), Refusal> {
        if self.phase() != Phase::InSession {
            return Err(Refusal::WrongPhase);
        }
        self.end_turn();
        self.empty_queue();
        self.enter(Phase::Fellowship, now);
        Ok(())
    }

    /// Only after the meeting: before it, others may still be on their way.
    pub(super) fn close_room(&mut self, now: Timestamp) -> Result<(), Refusal> {
        if self.phase() != Phase::Fellowship {
            return Err(Refusal::WrongPhase);
        }
        self.end(now);
        Ok(())
    }

    /// Everyone leaves, and what was written is gone.
    pub(super) fn end(&mut self, now: Timestamp) {
        self.state.frozen = None;
        self.end_turn();
        self.empty_queue();
        for id in self.people().map(|person| person.id).collect::<Vec<_>>() {
            self.depart(id, Departure::Ended);
        }
        let chair = &mut self.state.chair;
        (chair.acting, chair.awaited_until, chair.empty_since) = (None, None, now);
        self.state.lobby = false;
        self.messages.clear();
        self.enter(Phase::Ended, now);
    }

    fn empty_queue(&mut self) {
        self.state.line.tagged = None;
        if !self.state.line.entries.is_empty() {
            self.state.line.entries.clear();
            self.outbox.tell(Event::QueueChanged);
        }
    }

    /// The queue goes along; turns and calls that the new step has no place for end (see `settle`).
    pub(super) fn go_to(&mut self, now: Timestamp, direction: Direction) -> Result<(), Refusal> {
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
        self.end_share_between(from, to);
        self.state.step = to;
        self.state.step_since = now;
        self.close_slot();
        self.outbox.tell(Event::StageChanged);
        Ok(())
    }

    /// Names who reads or speaks in a step; the present reader's turn ends when another is named.
    pub(super) fn assign(&mut self, step: usize, id: Option<ParticipantId>) -> Result<(), Refusal> {
        if let Some(id) = id {
            self.member(id)?;
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
        self.outbox.tell(Event::StageChanged);
        Ok(())
    }

    /// Everybody is silent at once, the chair's own turn excepted. Places, calls, the floor and its
    /// clock stay as they are.
    pub(super) fn freeze(&mut self, now: Timestamp, by: ParticipantId) -> Result<(), Refusal> {
        if self.state.frozen.is_some() {
            return Err(Refusal::Unchanged);
        }
        self.close_microphones();
        if let Some(holder) = self
            .floor()
            .filter(|f| f.turn != Turn::Chair)
            .map(|f| f.person)
        {
            self.silence(holder);
        }
        self.state.frozen = Some(Freeze {
            by,
            since: now,
            suspended: None,
        });
        self.outbox.tell(Event::StageChanged);
        Ok(())
    }

    /// All is as it was, but for microphones: who was heard before presses once more, because in
    /// the pause they may have turned to someone beside them. Their clock waits for that press.
    /// People at the door stay there until they are let in.
    pub(super) fn thaw(&mut self, now: Timestamp) -> Result<(), Refusal> {
        let mut freeze = self.state.frozen.take().ok_or(Refusal::Unchanged)?;
        if freeze.suspended.is_some() {
            self.state.floor = freeze.suspended.take();
            self.outbox.tell(Event::FloorChanged);
        }
        for entry in &mut self.state.line.entries {
            if let EntryState::Called { since } = &mut entry.state {
                // A call made in a clock that was set back since can't be later than the freeze.
                *since = *since + now.since(freeze.since);
                self.outbox.tell(Event::QueueChanged);
            }
        }
        self.outbox.tell(Event::StageChanged);
        Ok(())
    }

    /// On an open floor, everyone's.
    fn close_microphones(&mut self) {
        let open = self
            .people()
            .filter(|person| person.unmuted)
            .map(|person| person.id);
        for id in open.collect::<Vec<_>>() {
            self.change_person(id, |person| person.unmuted = false);
        }
    }
}
