//! The floor: turns, their clock, and mutes.
//!
//! Only the holder's own press makes them heard. Time never ends a turn.

use crate::base::{Millis, ParticipantId, Timestamp};
use crate::room::state::{Announced, TimedFloor};
use crate::room::{EntryState, Event, Floor, Microphones, Refusal, Room, StepKind, Turn};
use std::ops::RangeInclusive;

/// How long before the end of a share the warning comes (DOMAIN.md, "Defaults").
const WARN_SHARE: Millis = Millis::from_mins(1);
/// The same for a lead speaker.
const WARN_SPEAKER: Millis = Millis::from_mins(2);
/// A lead speaker's time when the step names none (DOMAIN.md, "Defaults").
const SPEAKER_LIMIT: Millis = Millis::from_mins(15);
/// The least and the most time that one extension adds. More is likely a mistake.
const EXTENSIONS: RangeInclusive<Millis> = Millis::from_secs(1)..=Millis::from_mins(15);
/// The longest limit of a turn, however often it is extended.
const MAX_TURN: Millis = Millis::from_mins(180);

impl Room {
    /// Takes the floor, or unmutes its holder. While the meeting is led, only this makes a person
    /// heard.
    pub(super) fn start_sharing(
        &mut self,
        now: Timestamp,
        by: ParticipantId,
    ) -> Result<(), Refusal> {
        if let Some(timed) = &mut self.state.floor
            && timed.floor.person == by
            && (self.state.frozen.is_none() || timed.floor.turn == Turn::Chair)
        {
            if !timed.floor.muted {
                return Err(Refusal::Unchanged);
            }
            timed.floor.muted = false;
            self.events.push(Event::FloorChanged);
            return Ok(());
        }
        let turn = self.permitted_turn(by)?;
        self.check_floor_free_for(turn)?;
        self.begin_turn(now, by, turn);
        Ok(())
    }

    /// The kind of turn that a person may begin now.
    fn permitted_turn(&self, by: ParticipantId) -> Result<Turn, Refusal> {
        let person = self.require_admitted(by)?;
        if self.state.frozen.is_some() {
            return if person.is_on_chair_team() {
                Ok(Turn::Chair)
            } else {
                Err(Refusal::Frozen)
            };
        }
        let step = self.state.current_step().ok_or(Refusal::WrongPhase)?;
        let called = self
            .state
            .entry(by)
            .is_some_and(|e| matches!(e.state, EntryState::Called { .. }));
        match step.microphones {
            Microphones::Nobody => Err(Refusal::WrongPhase),
            Microphones::FloorHolder if called => Ok(Turn::Share),
            Microphones::Named if self.assigned(self.state.step) == Some(by) => {
                Ok(turn_of_assigned_person(step.kind))
            }
            _ if self.chair() == Some(by) => Ok(Turn::Chair),
            Microphones::Servants if person.is_servant() => Ok(Turn::Announcement),
            _ => Err(Refusal::NotYourTurn),
        }
    }

    /// A called or assigned person takes over from the chair. A host who speaks during a freeze
    /// interrupts a paused turn. Otherwise an occupied floor cannot be taken.
    fn check_floor_free_for(&self, turn: Turn) -> Result<(), Refusal> {
        let Some(floor) = self.floor() else {
            return Ok(());
        };
        let is_free = match turn {
            Turn::Share | Turn::Reading | Turn::Speaker => floor.turn == Turn::Chair,
            Turn::Chair => self.state.frozen.is_some() && floor.turn != Turn::Chair,
            Turn::Announcement => false,
        };
        if is_free {
            Ok(())
        } else {
            Err(Refusal::FloorTaken)
        }
    }

    fn begin_turn(&mut self, now: Timestamp, by: ParticipantId, turn: Turn) {
        if let Some(freeze) = &mut self.state.frozen {
            freeze.suspended = self.state.floor.take();
        }
        if turn == Turn::Share
            && let Some(entry) = self.state.entry_mut(by)
        {
            entry.state = EntryState::Speaking;
            self.events.push(Event::QueueChanged);
        }
        let limit = self.limit_for(turn);
        let warn = if turn == Turn::Speaker {
            WARN_SPEAKER
        } else {
            WARN_SHARE
        };
        // A turn shorter than twice the warning time is warned at its half, so that it does not begin
        // with a warning.
        let warn_before = limit.map_or(warn, |limit| warn.min(Millis(limit.0 / 2)));
        let floor = Floor {
            person: by,
            turn,
            since: now,
            limit,
            warn_before,
            used: Millis(0),
            running_since: None,
            muted: false,
            word: None,
        };
        self.state.floor = Some(TimedFloor {
            floor,
            announced: Announced::Nothing,
        });
        self.events.push(Event::FloorChanged);
    }

    /// Introductions, readings, announcements and the chair's own turns have no limit.
    fn limit_for(&self, turn: Turn) -> Option<Millis> {
        let step = self.state.current_step();
        match turn {
            Turn::Share if step.is_some_and(|step| is_introduction_step(step.kind)) => None,
            Turn::Share => self.state.queue.share_limit,
            Turn::Speaker => {
                let minutes = step
                    .and_then(|step| step.minutes)
                    .filter(|minutes| *minutes > 0);
                Some(minutes.map_or(SPEAKER_LIMIT, |minutes| Millis::from_mins(minutes.into())))
            }
            Turn::Chair | Turn::Reading | Turn::Announcement => None,
        }
    }

    pub(super) fn finish_turn(&mut self, now: Timestamp, by: ParticipantId) -> Result<(), Refusal> {
        let holder = self.floor().ok_or(Refusal::FloorEmpty)?.person;
        if holder != by {
            return Err(Refusal::NotYourTurn);
        }
        self.end_turn_and_call(now, None);
        Ok(())
    }

    /// Ends any turn, including the chair's own, and calls the given person next.
    pub(super) fn thank_and_close(
        &mut self,
        now: Timestamp,
        call: Option<ParticipantId>,
    ) -> Result<(), Refusal> {
        self.floor().ok_or(Refusal::FloorEmpty)?;
        call.map_or(Ok(()), |next| self.check_callable(next))?;
        self.end_turn_and_call(now, call);
        Ok(())
    }

    /// Calls the given person, or else the one whom the speaker tagged if there is a chair.
    fn end_turn_and_call(&mut self, now: Timestamp, call: Option<ParticipantId>) {
        let tagged = self.state.queue.tagged.filter(|_| self.chair().is_some());
        let ended = self.floor().map(|floor| (floor.turn, floor.person));
        self.end_turn();
        let may_call = self.state.frozen.is_none();
        let next = call
            .or(tagged)
            .filter(|id| may_call && self.check_callable(*id).is_ok());
        match (next, ended) {
            (Some(next), _) => self.call_next(now, next),
            (None, Some((Turn::Share, speaker))) => self.offer_pick(speaker),
            _ => {}
        }
    }

    /// Ends the current turn. A turn suspended by a freeze returns, muted.
    pub(super) fn end_turn(&mut self) {
        let Some(ended) = self.state.floor.take() else {
            return;
        };
        self.state.floor = self
            .state
            .frozen
            .as_mut()
            .and_then(|freeze| freeze.suspended.take());
        self.close_share(&ended.floor);
        self.events.push(Event::FloorChanged);
    }

    /// Removes a finished share from the queue and counts it. Introductions do not count: people who
    /// said hello are still among those who have not shared.
    fn close_share(&mut self, floor: &Floor) {
        if floor.turn != Turn::Share {
            return;
        }
        let queue = &mut self.state.queue;
        queue.entries.retain(|entry| entry.person != floor.person);
        queue.tagged = None;
        self.events.push(Event::QueueChanged);
        if self.is_introduction() {
            return;
        }
        self.state.queue.last_shared = Some(floor.person);
        self.change_person(floor.person, |person| {
            person.shared = person.shared.saturating_add(1);
        });
    }

    /// Whether the turns of the current step are introductions, which do not count as shares.
    pub(super) fn is_introduction(&self) -> bool {
        let step = self.state.current_step();
        step.is_some_and(|step| is_introduction_step(step.kind))
    }

    /// Ends the turns of a person who leaves, suspended or not.
    pub(super) fn end_turns_of(&mut self, id: ParticipantId) {
        let suspended = self
            .state
            .frozen
            .as_mut()
            .map(|freeze| &mut freeze.suspended);
        if let Some(held) = suspended.and_then(|s| s.take_if(|held| held.floor.person == id)) {
            self.close_share(&held.floor);
        }
        if self.floor().is_some_and(|floor| floor.person == id) {
            self.end_turn();
        }
    }

    /// Mutes the turns of a person until they press again.
    pub(super) fn mute_turns(&mut self, id: ParticipantId) {
        let suspended = self
            .state
            .frozen
            .as_mut()
            .and_then(|freeze| freeze.suspended.as_mut());
        for timed in [self.state.floor.as_mut(), suspended].into_iter().flatten() {
            if timed.floor.person == id && !timed.floor.muted {
                timed.floor.muted = true;
                self.events.push(Event::FloorChanged);
            }
        }
    }

    /// Opens a person's own microphone on an open floor.
    pub(super) fn unmute(&mut self, by: ParticipantId) -> Result<(), Refusal> {
        if !self.phase().is_open_floor() {
            return Err(Refusal::WrongPhase);
        }
        if self.require_seat(by)?.unmuted {
            return Err(Refusal::Unchanged);
        }
        self.change_person(by, |person| person.unmuted = true);
        Ok(())
    }

    /// Mutes a person, by themselves or by a host. The floor stays with its holder.
    pub(super) fn mute(&mut self, id: ParticipantId) -> Result<(), Refusal> {
        let was_unmuted = self.require_admitted(id)?.unmuted;
        let was_audible = self
            .floor()
            .is_some_and(|floor| floor.person == id && !floor.muted);
        let ended_word = self.end_word_of(|by| by == id);
        if !was_unmuted && !was_audible && !ended_word {
            return Err(Refusal::Unchanged);
        }
        if was_unmuted {
            self.change_person(id, |person| person.unmuted = false);
        }
        self.mute_turns(id);
        Ok(())
    }

    /// Gives the floor holder more time. Announcements that are too early for the new limit are made again.
    pub(super) fn extend(&mut self, now: Timestamp, span: Millis) -> Result<(), Refusal> {
        let timed = self.state.floor.as_mut().ok_or(Refusal::FloorEmpty)?;
        let limit = timed.floor.limit.ok_or(Refusal::OutOfRange)?;
        let extended = Millis(limit.0.saturating_add(span.0));
        if !EXTENSIONS.contains(&span) || extended > MAX_TURN {
            return Err(Refusal::OutOfRange);
        }
        timed.floor.limit = Some(extended);
        timed.withdraw_early_announcements(now);
        self.events.push(Event::FloorChanged);
        Ok(())
    }

    /// Makes the next announcement about the clock.
    pub(super) fn announce_time(&mut self) {
        let Some(timed) = &mut self.state.floor else {
            return;
        };
        let Some((announced, _)) = timed.next_announcement() else {
            return;
        };
        timed.announced = announced;
        self.events.push(match announced {
            Announced::Nothing | Announced::Warned => Event::FloorWarned,
            Announced::Overtime => Event::FloorOvertime,
            Announced::Prompted => Event::ChairPrompted,
        });
    }

    /// Ends turns that the current phase or step does not allow.
    pub(super) fn end_unsuitable_turn(&mut self) {
        while self
            .floor()
            .is_some_and(|floor| !self.may_keep_floor(floor))
        {
            self.end_turn();
        }
    }

    fn may_keep_floor(&self, floor: &Floor) -> bool {
        let Some(person) = self.state.admitted(floor.person) else {
            return false;
        };
        if self.state.frozen.is_some() {
            return floor.turn != Turn::Chair || person.is_on_chair_team();
        }
        let Some(step) = self.state.current_step() else {
            return false;
        };
        match floor.turn {
            Turn::Share => step.microphones == Microphones::FloorHolder,
            Turn::Chair => {
                step.microphones != Microphones::Nobody && self.chair() == Some(person.id)
            }
            Turn::Reading | Turn::Speaker => {
                step.microphones == Microphones::Named
                    && self.assigned(self.state.step) == Some(person.id)
                    && turn_of_assigned_person(step.kind) == floor.turn
            }
            Turn::Announcement => step.microphones == Microphones::Servants && person.is_servant(),
        }
    }

    /// Starts or stops the clock of the turn: it runs exactly while the holder is heard, and nobody
    /// else says a word.
    pub(super) fn sync_clock(&mut self, now: Timestamp) {
        let is_heard =
            (self.floor()).is_some_and(|floor| self.state.is_heard(floor) && floor.word.is_none());
        let Some(timed) = &mut self.state.floor else {
            return;
        };
        let used = timed.used(now);
        let floor = &mut timed.floor;
        if is_heard == floor.running_since.is_some() {
            return;
        }
        (floor.used, floor.running_since) = (used, is_heard.then_some(now));
        self.events.push(Event::FloorChanged);
    }

    /// Ends the share and the call when one of the two steps is for introductions and the other for
    /// shares: the turn was given for one purpose only.
    pub(super) fn end_share_if_purpose_changes(&mut self, from: usize, to: usize) {
        let steps = &self.plan().format.steps;
        let is_introduction = |step: usize| {
            steps
                .get(step)
                .is_some_and(|s| is_introduction_step(s.kind))
        };
        if is_introduction(from) == is_introduction(to) {
            return;
        }
        if self.floor().is_some_and(|floor| floor.turn == Turn::Share) {
            self.end_turn();
        }
        self.withdraw_call();
    }
}

/// Whether the turns of a step are short introductions rather than shares.
const fn is_introduction_step(kind: StepKind) -> bool {
    matches!(kind, StepKind::Newcomers | StepKind::Milestones)
}

const fn turn_of_assigned_person(kind: StepKind) -> Turn {
    if matches!(kind, StepKind::Speaker) {
        Turn::Speaker
    } else {
        Turn::Reading
    }
}
