//! "The speaker picks": in tag mode the speaker names the next person, during the share or when it is over.

use crate::base::{ParticipantId, Timestamp};
use crate::room::{Event, QueueMode, Refusal, Room, Turn};

impl Room {
    /// The person who has just shared and may name who is called next.
    #[must_use]
    pub fn picker(&self) -> Option<ParticipantId> {
        self.state.queue.picker
    }

    /// The speaker names who is called when the share is over; after it, the person is called at once.
    /// Only a person with a raised hand can be named, so nobody is put on the spot.
    pub(super) fn tag(
        &mut self,
        now: Timestamp,
        by: ParticipantId,
        id: ParticipantId,
    ) -> Result<(), Refusal> {
        if self.state.queue.mode != QueueMode::Tag {
            return Err(Refusal::WrongPhase);
        }
        let picks = self.picker() == Some(by);
        let shares = self
            .floor()
            .is_some_and(|floor| floor.person == by && floor.turn == Turn::Share);
        if !picks && !shares {
            return Err(Refusal::NotYourTurn);
        }
        self.check_callable(id)?;
        if picks && self.chair().is_some() {
            self.call_next(now, id);
            return Ok(());
        }
        if !picks && self.state.queue.tagged == Some(id) {
            return Err(Refusal::Unchanged);
        }
        let active = self.active_count();
        let place = self.position_of_waiting(id)?;
        let queue = &mut self.state.queue;
        queue.tagged = shares.then_some(id);
        queue.picker = None;
        let entry = queue.entries.remove(place);
        queue.entries.insert(active, entry);
        self.events.push(Event::QueueChanged);
        Ok(())
    }

    /// Lets the person whose share has just ended name the next one, unless they have. The chair may
    /// still call anyone.
    pub(super) fn offer_pick(&mut self, speaker: ParticipantId) {
        if self.queue_mode() == QueueMode::Tag && self.state.frozen.is_none() {
            self.state.queue.picker = Some(speaker);
            self.withdraw_unsuitable_pick();
            self.events.push(Event::QueueChanged);
        }
    }

    /// The one who picks leaves it to the chair.
    pub(super) fn leave_pick_to_chair(&mut self) -> Result<(), Refusal> {
        self.state.queue.picker = None;
        self.events.push(Event::QueueChanged);
        Ok(())
    }

    /// Withdraws the offer when it is too late for it, or nobody can be named.
    pub(super) fn withdraw_unsuitable_pick(&mut self) {
        let Some(picker) = self.picker() else {
            return;
        };
        let is_free = self.floor().is_none_or(|floor| floor.turn == Turn::Chair);
        let mut hands = self.queue().iter();
        let has_choice = hands.any(|entry| self.check_callable(entry.person).is_ok());
        if !is_free || !has_choice || !self.state.is_here(picker) {
            self.state.queue.picker = None;
            self.events.push(Event::QueueChanged);
        }
    }
}
