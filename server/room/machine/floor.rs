//! The floor: whose turn it is, its clock, and who is heard.
//!
//! Nothing here opens a microphone but the holder's own press. Time ends no turn.

use crate::base::{Millis, ParticipantId, Timestamp};
use crate::room::state::{Holding, Told};
use crate::room::{
    EntryState, Event, Floor, Microphones, Person, Presence, Refusal, Room, StepKind, Turn,
};
use std::ops::RangeInclusive;

/// How long before the end of a share the clock turns amber (domain.md, "Defaults").
const WARN_SHARE: Millis = Millis::from_mins(1);
/// The same for a lead speaker.
const WARN_SPEAKER: Millis = Millis::from_mins(2);
/// A lead speaker's time when the step names none (domain.md, "Defaults").
const SPEAKER_LIMIT: Millis = Millis::from_mins(15);
/// One press gives at most a quarter of an hour: more is a slip of the finger.
const EXTENSIONS: RangeInclusive<Millis> = Millis::from_secs(1)..=Millis::from_mins(15);
/// No turn outgrows this, however often it is extended.
const LONGEST_TURN: Millis = Millis::from_mins(180);

impl Room {
    /// The one press that makes a person heard in a led phase.
    pub(super) fn start_sharing(
        &mut self,
        now: Timestamp,
        by: ParticipantId,
    ) -> Result<(), Refusal> {
        if let Some(holding) = &mut self.state.floor
            && holding.floor.person == by
            && (self.state.frozen.is_none() || holding.floor.turn == Turn::Chair)
        {
            if !holding.floor.muted {
                return Err(Refusal::Unchanged);
            }
            holding.floor.muted = false;
            self.outbox.tell(Event::FloorChanged);
            return Ok(());
        }
        let turn = self.turn_for(by)?;
        self.check_free_for(turn)?;
        self.begin(now, by, turn);
        Ok(())
    }

    /// The turn that a person may begin now.
    fn turn_for(&self, by: ParticipantId) -> Result<Turn, Refusal> {
        let person = self.member(by)?;
        if self.state.frozen.is_some() {
            return if person.is_team() {
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
                Ok(named_turn(step.kind))
            }
            _ if self.chair() == Some(by) => Ok(Turn::Chair),
            Microphones::Servants if person.is_servant() => Ok(Turn::Announcement),
            _ => Err(Refusal::NotYourTurn),
        }
    }

    /// Whoever was called or named relieves the chair. A host's words in a freeze push a paused
    /// turn aside. Nobody else takes a floor that is taken.
    fn check_free_for(&self, turn: Turn) -> Result<(), Refusal> {
        let Some(floor) = self.floor() else {
            return Ok(());
        };
        let gives_way = match turn {
            Turn::Share | Turn::Reading | Turn::Speaker => floor.turn == Turn::Chair,
            Turn::Chair => self.state.frozen.is_some() && floor.turn != Turn::Chair,
            Turn::Announcement => false,
        };
        if gives_way {
            Ok(())
        } else {
            Err(Refusal::FloorTaken)
        }
    }

    fn begin(&mut self, now: Timestamp, by: ParticipantId, turn: Turn) {
        if let Some(freeze) = &mut self.state.frozen {
            freeze.suspended = self.state.floor.take();
        }
        if turn == Turn::Share
            && let Some(entry) = self.state.entry_mut(by)
        {
            entry.state = EntryState::Speaking;
            self.outbox.tell(Event::QueueChanged);
        }
        let limit = self.limit_of(turn);
        let warn = if turn == Turn::Speaker {
            WARN_SPEAKER
        } else {
            WARN_SHARE
        };
        // Of a very short turn the last half is warned of, or it would begin with a warning.
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
        };
        self.state.floor = Some(Holding {
            floor,
            told: Told::Nothing,
        });
        self.outbox.tell(Event::FloorChanged);
    }

    /// Nobody counts the words of a newcomer or of someone with a milestone, nor a reader's.
    fn limit_of(&self, turn: Turn) -> Option<Millis> {
        let step = self.state.current_step();
        match turn {
            Turn::Share if step.is_some_and(|step| introduces(step.kind)) => None,
            Turn::Share => self.state.line.share_limit,
            Turn::Speaker => {
                let minutes = step
                    .and_then(|step| step.minutes)
                    .filter(|minutes| *minutes > 0);
                Some(minutes.map_or(SPEAKER_LIMIT, |minutes| Millis::from_mins(minutes.into())))
            }
            Turn::Chair | Turn::Reading | Turn::Announcement => None,
        }
    }

    pub(super) fn finish(&mut self, now: Timestamp, by: ParticipantId) -> Result<(), Refusal> {
        let holder = self.floor().ok_or(Refusal::FloorEmpty)?.person;
        if holder != by {
            return Err(Refusal::NotYourTurn);
        }
        self.end_turn_and_call(now, None);
        Ok(())
    }

    /// Ends any turn, the chair's own too, and calls whoever is wanted next.
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

    /// Whom the speaker tagged is called as well, if somebody is there to lead.
    fn end_turn_and_call(&mut self, now: Timestamp, call: Option<ParticipantId>) {
        let tagged = self.state.line.tagged.filter(|_| self.chair().is_some());
        self.end_turn();
        let may_call = self.state.frozen.is_none();
        let next = call
            .or(tagged)
            .filter(|id| may_call && self.check_callable(*id).is_ok());
        if let Some(next) = next {
            self.call_next(now, next);
        }
    }

    /// Ends the present turn. One that a freeze pushed aside comes back, silent.
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
        self.outbox.tell(Event::FloorChanged);
    }

    /// Takes a finished share out of the queue and counts it. Introductions are no shares: whoever
    /// said hello keeps their place among those who have not shared.
    fn close_share(&mut self, floor: &Floor) {
        if floor.turn != Turn::Share {
            return;
        }
        let line = &mut self.state.line;
        line.entries.retain(|entry| entry.person != floor.person);
        line.tagged = None;
        self.outbox.tell(Event::QueueChanged);
        if self
            .state
            .current_step()
            .is_some_and(|step| introduces(step.kind))
        {
            return;
        }
        self.state.line.last_shared = Some(floor.person);
        self.change_person(floor.person, |person| {
            person.shared = person.shared.saturating_add(1)
        });
    }

    /// Ends whatever turn someone has who goes, suspended or not.
    pub(super) fn drop_turns(&mut self, id: ParticipantId) {
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

    /// Closes a holder's microphone, never to open by itself.
    pub(super) fn silence(&mut self, id: ParticipantId) {
        let suspended = self
            .state
            .frozen
            .as_mut()
            .and_then(|freeze| freeze.suspended.as_mut());
        for holding in [self.state.floor.as_mut(), suspended].into_iter().flatten() {
            if holding.floor.person == id && !holding.floor.muted {
                holding.floor.muted = true;
                self.outbox.tell(Event::FloorChanged);
            }
        }
    }

    /// Opens one's own microphone on an open floor.
    pub(super) fn unmute(&mut self, by: ParticipantId) -> Result<(), Refusal> {
        if !self.phase().is_open_floor() {
            return Err(Refusal::WrongPhase);
        }
        if self.seat(by)?.unmuted {
            return Err(Refusal::Unchanged);
        }
        self.change_person(by, |person| person.unmuted = true);
        Ok(())
    }

    /// One's own choice ("mute for a moment") or a host's. The floor stays with its holder.
    pub(super) fn mute(&mut self, id: ParticipantId) -> Result<(), Refusal> {
        let was_open = self.member(id)?.unmuted;
        let was_heard = self
            .floor()
            .is_some_and(|floor| floor.person == id && !floor.muted);
        if !was_open && !was_heard {
            return Err(Refusal::Unchanged);
        }
        if was_open {
            self.change_person(id, |person| person.unmuted = false);
        }
        self.silence(id);
        Ok(())
    }

    /// More time for whoever has the floor; an announcement made too early is forgotten.
    pub(super) fn extend(&mut self, now: Timestamp, span: Millis) -> Result<(), Refusal> {
        let holding = self.state.floor.as_mut().ok_or(Refusal::FloorEmpty)?;
        let limit = holding.floor.limit.ok_or(Refusal::OutOfRange)?;
        let longer = Millis(limit.0.saturating_add(span.0));
        if !EXTENSIONS.contains(&span) || longer > LONGEST_TURN {
            return Err(Refusal::OutOfRange);
        }
        holding.floor.limit = Some(longer);
        holding.rearm(now);
        self.outbox.tell(Event::FloorChanged);
        Ok(())
    }

    pub(super) fn announce_time(&mut self) {
        let Some(holding) = &mut self.state.floor else {
            return;
        };
        let Some((told, _)) = holding.next_announcement() else {
            return;
        };
        holding.told = told;
        self.outbox.tell(match told {
            Told::Nothing | Told::Warned => Event::FloorWarned,
            Told::Overtime => Event::FloorOvertime,
            Told::Prompted => Event::ChairPrompted,
        });
    }

    /// Ends the turn of a holder whom the present part of the meeting has no place for.
    pub(super) fn fit_floor(&mut self) {
        while self.floor().is_some_and(|floor| !self.suits(floor)) {
            self.end_turn();
        }
    }

    fn suits(&self, floor: &Floor) -> bool {
        let Some(person) = self.state.in_circle(floor.person) else {
            return false;
        };
        if self.state.frozen.is_some() {
            return floor.turn != Turn::Chair || person.is_team();
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
                    && named_turn(step.kind) == floor.turn
            }
            Turn::Announcement => step.microphones == Microphones::Servants && person.is_servant(),
        }
    }

    /// The clock runs exactly while the holder is heard.
    pub(super) fn fit_clock(&mut self, now: Timestamp) {
        let should_run = self
            .floor()
            .is_some_and(|floor| self.clock_should_run(floor));
        let Some(holding) = &mut self.state.floor else {
            return;
        };
        let used = holding.used(now);
        let floor = &mut holding.floor;
        if should_run == floor.running_since.is_some() {
            return;
        }
        (floor.used, floor.running_since) = (used, should_run.then_some(now));
        self.outbox.tell(Event::FloorChanged);
    }

    pub(super) fn clock_should_run(&self, floor: &Floor) -> bool {
        let speaks = |person: &Person| person.presence == Presence::Here && !floor.muted;
        let paused = self.state.frozen.is_some() && floor.turn != Turn::Chair;
        !paused && self.person(floor.person).is_some_and(speaks)
    }

    /// Between a step where people introduce themselves and one where they share, a turn ends:
    /// it was given for the one and not for the other.
    pub(super) fn end_share_between(&mut self, from: usize, to: usize) {
        let steps = &self.plan().format.steps;
        let is_introduction = |step: usize| steps.get(step).is_some_and(|s| introduces(s.kind));
        if is_introduction(from) == is_introduction(to) {
            return;
        }
        if self.floor().is_some_and(|floor| floor.turn == Turn::Share) {
            self.end_turn();
        }
        self.withdraw_call();
    }
}

/// Steps whose turns are a word of introduction rather than a share.
const fn introduces(kind: StepKind) -> bool {
    matches!(kind, StepKind::Newcomers | StepKind::Milestones)
}

const fn named_turn(kind: StepKind) -> Turn {
    if matches!(kind, StepKind::Speaker) {
        Turn::Speaker
    } else {
        Turn::Reading
    }
}
