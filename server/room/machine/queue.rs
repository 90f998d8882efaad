//! The share queue. The list is kept in calling order: a new hand finds its place by the mode's
//! rule, a change of mode orders everyone anew, and in between the chair's own moves stand.

use crate::base::{Millis, ParticipantId, Timestamp};
use crate::room::{
    Entry, EntryState, Event, HeldBecause, Phase, Presence, QueueMode, Refusal, Room, StepKind,
    Turn,
};
use std::ops::RangeInclusive;

/// A shorter share is none, a longer one is a talk (domain.md offers 2 to 5 min and off).
const SHARE_LIMITS: RangeInclusive<Millis> = Millis::from_secs(30)..=Millis::from_mins(60);

/// Smaller comes first. Those who wait for the present step, then as the mode has it, then by hand.
type Rank = (bool, (u16, bool, u32), Timestamp);

impl Room {
    /// Before the meeting too: the hand is kept for it. In a step with a slot of its own
    /// (newcomers, milestones, burning desire) a hand is for that step and comes first; it may go
    /// up although the queue is closed, and a hand that is up already becomes such a one. A person
    /// who did not answer a call says so that they are back.
    pub(super) fn raise_hand(&mut self, now: Timestamp, by: ParticipantId) -> Result<(), Refusal> {
        if !matches!(self.phase(), Phase::DoorsOpen | Phase::InSession) {
            return Err(Refusal::WrongPhase);
        }
        let for_step = self.step_has_slot();
        let line = &mut self.state.line;
        if let Some(place) = line.entries.iter().position(|entry| entry.person == by) {
            let entry = &mut line.entries[place];
            match entry.state {
                EntryState::Held {
                    because: HeldBecause::NoAnswer,
                    ..
                } => {
                    entry.state = EntryState::Waiting;
                }
                EntryState::Waiting if for_step && !entry.for_step => {
                    let entry = line.entries.remove(place);
                    self.insert(Entry { for_step, ..entry });
                }
                _ => return Err(Refusal::AlreadyQueued),
            }
        } else if !line.open && !for_step {
            return Err(Refusal::QueueClosed);
        } else {
            self.insert(Entry {
                person: by,
                state: EntryState::Waiting,
                since: now,
                for_step,
            });
        }
        self.outbox.tell(Event::QueueChanged);
        Ok(())
    }

    /// Withdraws, passes or skips, in whatever state short of speaking.
    pub(super) fn lower_hand(&mut self, id: ParticipantId) -> Result<(), Refusal> {
        let place = self.waiting_place(id)?;
        self.state.line.entries.remove(place);
        self.outbox.tell(Event::QueueChanged);
        Ok(())
    }

    /// Called, but not yet: back to waiting, behind the next person.
    pub(super) fn put_off(&mut self, by: ParticipantId) -> Result<(), Refusal> {
        let place = self.waiting_place(by)?;
        let entries = &mut self.state.line.entries;
        if !matches!(entries[place].state, EntryState::Called { .. }) {
            return Err(Refusal::NotYourTurn);
        }
        entries[place].state = EntryState::Waiting;
        if place + 1 < entries.len() {
            entries.swap(place, place + 1);
        }
        self.outbox.tell(Event::QueueChanged);
        Ok(())
    }

    /// Asks someone with a hand up to speak. Somebody else who was called and has not answered
    /// waits again, next in line.
    pub(super) fn call(&mut self, now: Timestamp, id: ParticipantId) -> Result<(), Refusal> {
        self.check_callable(id)?;
        if self.floor().is_some_and(|floor| floor.turn != Turn::Chair) {
            return Err(Refusal::FloorTaken);
        }
        self.call_next(now, id);
        Ok(())
    }

    pub(super) fn check_callable(&self, id: ParticipantId) -> Result<(), Refusal> {
        if !self.state.calls() {
            return Err(Refusal::WrongPhase);
        }
        self.member(id)?;
        match self.state.entry(id).map(|entry| entry.state) {
            None => Err(Refusal::NotQueued),
            Some(EntryState::Called { .. } | EntryState::Speaking) => Err(Refusal::Unchanged),
            Some(_) if !self.state.is_here(id) => Err(Refusal::Away),
            Some(_) => Ok(()),
        }
    }

    /// Calls a person who may be called, onto a floor that is free for them.
    pub(super) fn call_next(&mut self, now: Timestamp, id: ParticipantId) {
        self.withdraw_call();
        let entries = &mut self.state.line.entries;
        if let Some(place) = entries.iter().position(|entry| entry.person == id) {
            let mut entry = entries.remove(place);
            entry.state = EntryState::Called { since: now };
            entries.insert(0, entry);
            self.outbox.tell(Event::QueueChanged);
        }
    }

    /// A call ends with the part of the meeting that it was made in.
    pub(super) fn fit_calls(&mut self) {
        if !self.state.calls() {
            self.withdraw_call();
        }
    }

    pub(super) fn withdraw_call(&mut self) {
        for entry in &mut self.state.line.entries {
            if matches!(entry.state, EntryState::Called { .. }) {
                entry.state = EntryState::Waiting;
                self.outbox.tell(Event::QueueChanged);
            }
        }
    }

    /// Nobody pressed: the place stays next in line, and the chair may call anyone.
    pub(super) fn hold_unanswered(&mut self, now: Timestamp) {
        for entry in &mut self.state.line.entries {
            if matches!(entry.state, EntryState::Called { .. }) {
                entry.state = EntryState::Held {
                    because: HeldBecause::NoAnswer,
                    since: now,
                };
                self.outbox.tell(Event::NoAnswer(entry.person));
                self.outbox.tell(Event::QueueChanged);
            }
        }
    }

    pub(super) fn hold(&mut self, now: Timestamp, id: ParticipantId) -> Result<(), Refusal> {
        let place = self.waiting_place(id)?;
        let entry = &mut self.state.line.entries[place];
        if matches!(
            entry.state,
            EntryState::Held {
                because: HeldBecause::Chair,
                ..
            }
        ) {
            return Err(Refusal::Unchanged);
        }
        entry.state = EntryState::Held {
            because: HeldBecause::Chair,
            since: now,
        };
        self.outbox.tell(Event::QueueChanged);
        Ok(())
    }

    /// Back to waiting, or, while their line is down, to being held for that alone.
    pub(super) fn release(&mut self, id: ParticipantId) -> Result<(), Refusal> {
        let presence = self.member(id)?.presence;
        let place = self.waiting_place(id)?;
        let entry = &mut self.state.line.entries[place];
        entry.state = match (entry.state, presence) {
            (
                EntryState::Held {
                    because: HeldBecause::LostConnection,
                    ..
                },
                _,
            ) => {
                return Err(Refusal::Away);
            }
            (EntryState::Held { .. }, Presence::Away { since }) => EntryState::Held {
                because: HeldBecause::LostConnection,
                since,
            },
            (EntryState::Held { .. }, _) => EntryState::Waiting,
            _ => return Err(Refusal::Unchanged),
        };
        self.outbox.tell(Event::QueueChanged);
        Ok(())
    }

    /// To a place among those who neither speak nor are called.
    pub(super) fn move_to(&mut self, id: ParticipantId, place: usize) -> Result<(), Refusal> {
        let from = self.waiting_place(id)?;
        let head = self.head();
        if from < head {
            return Err(Refusal::NotYourTurn);
        }
        let entries = &mut self.state.line.entries;
        let to = head.checked_add(place).filter(|to| *to < entries.len());
        let to = to.ok_or(Refusal::OutOfRange)?;
        if from == to {
            return Err(Refusal::Unchanged);
        }
        let entry = entries.remove(from);
        entries.insert(to, entry);
        self.outbox.tell(Event::QueueChanged);
        Ok(())
    }

    pub(super) fn open_queue(&mut self, open: bool) -> Result<(), Refusal> {
        if self.state.line.open == open {
            return Err(Refusal::Unchanged);
        }
        self.state.line.open = open;
        self.outbox.tell(Event::QueueChanged);
        Ok(())
    }

    pub(super) fn set_queue_mode(&mut self, mode: QueueMode) -> Result<(), Refusal> {
        if self.state.line.mode == mode {
            return Err(Refusal::Unchanged);
        }
        self.state.line.mode = mode;
        self.state.line.tagged = None;
        let head = self.head();
        let mut rest = self.state.line.entries.split_off(head);
        rest.sort_by_key(|entry| self.rank(entry));
        self.state.line.entries.append(&mut rest);
        self.outbox.tell(Event::QueueChanged);
        Ok(())
    }

    /// From the next share on.
    pub(super) fn set_share_limit(&mut self, limit: Option<Millis>) -> Result<(), Refusal> {
        if limit.is_some_and(|limit| !SHARE_LIMITS.contains(&limit)) {
            return Err(Refusal::OutOfRange);
        }
        if self.state.line.share_limit == limit {
            return Err(Refusal::Unchanged);
        }
        self.state.line.share_limit = limit;
        self.outbox.tell(Event::QueueChanged);
        Ok(())
    }

    /// The speaker names the next, who is called when the share is over. Only a raised hand can be
    /// named: nobody is put on the spot.
    pub(super) fn tag(&mut self, by: ParticipantId, id: ParticipantId) -> Result<(), Refusal> {
        if self.state.line.mode != QueueMode::Tag {
            return Err(Refusal::WrongPhase);
        }
        if self
            .floor()
            .is_none_or(|floor| floor.person != by || floor.turn != Turn::Share)
        {
            return Err(Refusal::NotYourTurn);
        }
        self.check_callable(id)?;
        if self.state.line.tagged == Some(id) {
            return Err(Refusal::Unchanged);
        }
        let head = self.head();
        let place = self.waiting_place(id)?;
        let line = &mut self.state.line;
        line.tagged = Some(id);
        let entry = line.entries.remove(place);
        line.entries.insert(head, entry);
        self.outbox.tell(Event::QueueChanged);
        Ok(())
    }

    /// Hands that were for a step become hands like others when it is over.
    pub(super) fn close_slot(&mut self) {
        let head = self.head();
        let entries = &mut self.state.line.entries;
        if entries.iter().all(|entry| !entry.for_step) {
            return;
        }
        for entry in &mut entries[..head] {
            entry.for_step = false;
        }
        let over: Vec<Entry> = entries.extract_if(head.., |entry| entry.for_step).collect();
        for entry in over {
            self.insert(Entry {
                for_step: false,
                ..entry
            });
        }
        self.outbox.tell(Event::QueueChanged);
    }

    fn step_has_slot(&self) -> bool {
        use StepKind::{BurningDesire, Milestones, Newcomers};
        let kind = self.state.current_step().map(|step| step.kind);
        self.state.calls() && matches!(kind, Some(Newcomers | Milestones | BurningDesire))
    }

    /// Where someone who is not speaking stands.
    fn waiting_place(&self, id: ParticipantId) -> Result<usize, Refusal> {
        let found = self
            .queue()
            .iter()
            .position(|entry| entry.person == id && entry.state != EntryState::Speaking);
        found.ok_or(Refusal::NotQueued)
    }

    /// How many at the front speak or are called, out of the mode's reach.
    fn head(&self) -> usize {
        let is_head = |entry: &&Entry| {
            matches!(
                entry.state,
                EntryState::Speaking | EntryState::Called { .. }
            )
        };
        self.queue().iter().take_while(is_head).count()
    }

    /// Behind the last hand that the mode puts before this one, so that whoever the chair moved
    /// back is not overtaken on account of it.
    fn insert(&mut self, entry: Entry) {
        let rank = self.rank(&entry);
        let head = self.head();
        let before = self.queue()[head..]
            .iter()
            .rposition(|other| self.rank(other) <= rank);
        let place = head + before.map_or(0, |last| last + 1);
        self.state.line.entries.insert(place, entry);
    }

    /// Each share once until all have gone, in every mode but the chair's own choice.
    fn rank(&self, entry: &Entry) -> Rank {
        let person = self.person(entry.person);
        let shared = person.map_or(0, |person| person.shared);
        let is_newcomer = person.is_some_and(|person| person.newcomer);
        let by_mode = match self.queue_mode() {
            QueueMode::HandsInOrder | QueueMode::Tag => (shared.min(1), false, 0),
            QueueMode::NotYetShared => (shared, false, 0),
            QueueMode::NewcomersFirst => (shared.min(1), shared > 0 || !is_newcomer, 0),
            QueueMode::RoundRobin => {
                // Round the circle from the last speaker on.
                let wrapped = self
                    .state
                    .line
                    .last_shared
                    .is_some_and(|last| entry.person <= last);
                (shared, wrapped, entry.person.0)
            }
            QueueMode::ChairPicks => (0, false, 0),
        };
        (!entry.for_step, by_mode, entry.since)
    }
}
