//! The share queue. The list is in calling order. A new hand is inserted by the rule of the mode, and
//! a change of mode sorts everyone again; between the two, moves by the chair are kept.

use crate::base::{Millis, ParticipantId, Timestamp};
use crate::room::{
    EntryState, Event, HeldBecause, Phase, Presence, QueueEntry, QueueMode, Refusal, Room, StepKind,
};
use std::ops::RangeInclusive;

/// The limits that a chair may set. The page offers 2 to 5 min and none (DOMAIN.md, "Defaults").
const SHARE_LIMITS: RangeInclusive<Millis> = Millis::from_secs(30)..=Millis::from_mins(60);

/// The sort key of an entry, smaller first: hands for the current step, then the rule of the mode,
/// then the time the hand went up.
type Rank = (bool, (u16, bool, u32), Timestamp);

impl Room {
    /// Also allowed before the meeting. In the steps newcomers, milestones and burning desire a hand
    /// is for that step only: it comes first, is allowed although the queue is closed, and an
    /// ordinary hand becomes one. A person who did not answer a call becomes callable again.
    pub(super) fn raise_hand(&mut self, now: Timestamp, by: ParticipantId) -> Result<(), Refusal> {
        if !matches!(self.phase(), Phase::DoorsOpen | Phase::InSession) {
            return Err(Refusal::WrongPhase);
        }
        let for_step = self.step_has_own_hands();
        let queue = &mut self.state.queue;
        if let Some(place) = queue.entries.iter().position(|entry| entry.person == by) {
            let entry = &mut queue.entries[place];
            match entry.state {
                EntryState::Held {
                    because: HeldBecause::NoAnswer | HeldBecause::Microphone,
                    ..
                } => {
                    entry.state = EntryState::Waiting;
                }
                EntryState::Waiting if for_step && !entry.for_step => {
                    let entry = queue.entries.remove(place);
                    self.insert(QueueEntry { for_step, ..entry });
                }
                _ => return Err(Refusal::AlreadyQueued),
            }
        } else if !queue.open && !for_step {
            return Err(Refusal::QueueClosed);
        } else {
            self.insert(QueueEntry {
                person: by,
                state: EntryState::Waiting,
                since: now,
                for_step,
            });
        }
        self.events.push(Event::QueueChanged);
        Ok(())
    }

    /// Takes a person who is not speaking out of the queue: lower hand, pass and skip.
    pub(super) fn lower_hand(&mut self, id: ParticipantId) -> Result<(), Refusal> {
        let place = self.position_of_waiting(id)?;
        self.state.queue.entries.remove(place);
        self.events.push(Event::QueueChanged);
        Ok(())
    }

    /// Puts a called person back to waiting, behind the next person.
    pub(super) fn postpone(&mut self, by: ParticipantId) -> Result<(), Refusal> {
        let place = self.position_of_waiting(by)?;
        let entries = &mut self.state.queue.entries;
        if !matches!(entries[place].state, EntryState::Called { .. }) {
            return Err(Refusal::NotYourTurn);
        }
        entries[place].state = EntryState::Waiting;
        if place + 1 < entries.len() {
            entries.swap(place, place + 1);
        }
        self.events.push(Event::QueueChanged);
        Ok(())
    }

    pub(super) fn hold(&mut self, now: Timestamp, id: ParticipantId) -> Result<(), Refusal> {
        let place = self.position_of_waiting(id)?;
        let entry = &mut self.state.queue.entries[place];
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
        self.events.push(Event::QueueChanged);
        Ok(())
    }

    /// Ends a hold. A person whose connection is down stays held for that reason.
    pub(super) fn release(&mut self, id: ParticipantId) -> Result<(), Refusal> {
        let presence = self.require_admitted(id)?.presence;
        let place = self.position_of_waiting(id)?;
        let entry = &mut self.state.queue.entries[place];
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
        self.events.push(Event::QueueChanged);
        Ok(())
    }

    /// Moves a person to a place among those who neither speak nor are called.
    pub(super) fn move_to(&mut self, id: ParticipantId, place: usize) -> Result<(), Refusal> {
        let from = self.position_of_waiting(id)?;
        let active = self.active_count();
        if from < active {
            return Err(Refusal::NotYourTurn);
        }
        let entries = &mut self.state.queue.entries;
        let to = active.checked_add(place).filter(|to| *to < entries.len());
        let to = to.ok_or(Refusal::OutOfRange)?;
        if from == to {
            return Err(Refusal::Unchanged);
        }
        let entry = entries.remove(from);
        entries.insert(to, entry);
        self.events.push(Event::QueueChanged);
        Ok(())
    }

    pub(super) fn set_queue_open(&mut self, open: bool) -> Result<(), Refusal> {
        if self.state.queue.open == open {
            return Err(Refusal::Unchanged);
        }
        self.state.queue.open = open;
        self.events.push(Event::QueueChanged);
        Ok(())
    }

    pub(super) fn set_queue_mode(&mut self, mode: QueueMode) -> Result<(), Refusal> {
        if self.state.queue.mode == mode {
            return Err(Refusal::Unchanged);
        }
        self.state.queue.mode = mode;
        self.state.queue.tagged = None;
        self.state.queue.picker = None;
        let active = self.active_count();
        let mut rest = self.state.queue.entries.split_off(active);
        rest.sort_by_key(|entry| self.rank(entry));
        self.state.queue.entries.append(&mut rest);
        self.events.push(Event::QueueChanged);
        Ok(())
    }

    /// Applies from the next share on.
    pub(super) fn set_share_limit(&mut self, limit: Option<Millis>) -> Result<(), Refusal> {
        if limit.is_some_and(|limit| !SHARE_LIMITS.contains(&limit)) {
            return Err(Refusal::OutOfRange);
        }
        if self.state.queue.share_limit == limit {
            return Err(Refusal::Unchanged);
        }
        self.state.queue.share_limit = limit;
        self.events.push(Event::QueueChanged);
        Ok(())
    }

    /// Turns the hands for a step into ordinary hands when the step is over.
    pub(super) fn release_step_hands(&mut self) {
        let active = self.active_count();
        let entries = &mut self.state.queue.entries;
        if entries.iter().all(|entry| !entry.for_step) {
            return;
        }
        for entry in &mut entries[..active] {
            entry.for_step = false;
        }
        let step_hands: Vec<QueueEntry> = entries
            .extract_if(active.., |entry| entry.for_step)
            .collect();
        for entry in step_hands {
            self.insert(QueueEntry {
                for_step: false,
                ..entry
            });
        }
        self.events.push(Event::QueueChanged);
    }

    fn step_has_own_hands(&self) -> bool {
        use StepKind::{BurningDesire, Milestones, Newcomers};
        let kind = self.state.current_step().map(|step| step.kind);
        self.state.step_uses_queue() && matches!(kind, Some(Newcomers | Milestones | BurningDesire))
    }

    /// The index of a person who is in the queue and not speaking.
    pub(super) fn position_of_waiting(&self, id: ParticipantId) -> Result<usize, Refusal> {
        let position = self
            .queue()
            .iter()
            .position(|entry| entry.person == id && entry.state != EntryState::Speaking);
        position.ok_or(Refusal::NotQueued)
    }

    /// How many entries at the front speak or are called. The mode does not move them.
    pub(super) fn active_count(&self) -> usize {
        let is_active = |entry: &&QueueEntry| {
            matches!(
                entry.state,
                EntryState::Speaking | EntryState::Called { .. }
            )
        };
        self.queue().iter().take_while(is_active).count()
    }

    /// Inserts an entry behind the last one that ranks before it, so that it does not overtake people
    /// whom the chair has moved back.
    fn insert(&mut self, entry: QueueEntry) {
        let rank = self.rank(&entry);
        let active = self.active_count();
        let before = self.queue()[active..]
            .iter()
            .rposition(|other| self.rank(other) <= rank);
        let place = active + before.map_or(0, |last| last + 1);
        self.state.queue.entries.insert(place, entry);
    }

    /// In every mode except `ChairPicks`, each person shares once before anyone shares twice.
    fn rank(&self, entry: &QueueEntry) -> Rank {
        let person = self.person(entry.person);
        let shared = person.map_or(0, |person| person.shared);
        let is_newcomer = person.is_some_and(|person| person.newcomer);
        let by_mode = match self.queue_mode() {
            QueueMode::HandsInOrder | QueueMode::Tag => (shared.min(1), false, 0),
            QueueMode::NotYetShared => (shared, false, 0),
            QueueMode::NewcomersFirst => (shared.min(1), shared > 0 || !is_newcomer, 0),
            QueueMode::RoundRobin => {
                // In order of arrival, continuing after the last speaker.
                let wrapped = self
                    .state
                    .queue
                    .last_shared
                    .is_some_and(|last| entry.person <= last);
                (shared, wrapped, entry.person.0)
            }
            QueueMode::ChairPicks => (0, false, 0),
        };
        (!entry.for_step, by_mode, entry.since)
    }
}
