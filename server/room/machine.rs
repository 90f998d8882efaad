//! The room's public interface: commands and times in, events and values out. The modules below
//! carry the commands out, one per concern.

mod calls;
mod chair;
mod chat;
mod ending;
mod floor;
mod marks;
mod namesakes;
mod people;
mod picking;
mod queue;
mod stage;
mod word;

use super::event::EventBuffer;
use super::permission::{is_blocked_by_freeze, required_permission};
use super::state::State;
use super::timer::Timer;
use super::{
    Action, Audible, ChatMessage, ChatPolicy, Command, Event, Floor, Person, Phase, Presence,
    QueueEntry, QueueMode, Refusal, RoomPlan,
};
use crate::base::{ClockStep, Millis, ParticipantId, Timestamp};
use namesakes::Namesakes;

/// One occurrence of a meeting. Not `Debug`: it holds names and messages.
#[derive(Clone)]
pub struct Room {
    pub(super) state: State,
    messages: Vec<ChatMessage>,
    events: EventBuffer,
    /// The value of `audible` that the last `Event::AudibleChanged` reported.
    pub(super) announced_audible: Audible,
    namesakes: Namesakes,
}

impl Room {
    /// An empty room at the time `now`.
    #[must_use]
    pub fn new(plan: RoomPlan, now: Timestamp) -> Self {
        let mut room = Self::from_state(State::new(plan, now));
        room.handle_timeout(now);
        room
    }

    pub(super) fn from_state(state: State) -> Self {
        let namesakes = Namesakes::from_people(state.people.values());
        let (messages, events) = (Vec::new(), EventBuffer::default());
        Self {
            state,
            messages,
            events,
            announced_audible: Audible::Nobody,
            namesakes,
        }
    }

    /// Carries out a command, after all deadlines up to `now`. So the result does not depend on how
    /// promptly `handle_timeout` is called.
    ///
    /// # Errors
    /// A refusal; then the command has changed nothing.
    pub fn apply(&mut self, now: Timestamp, command: Command) -> Result<(), Refusal> {
        self.handle_timeout(now);
        match command {
            Command::Arrive(arrival) => self.arrive(now, arrival)?,
            Command::ConnectionLost(id) => self.lose_connection(now, id)?,
            Command::ConnectionResumed(id) => self.resume_connection(id)?,
            Command::Act { by, action } => self.handle_action(now, by, action)?,
        }
        self.reconcile(now);
        Ok(())
    }

    /// Handles all deadlines up to `now`, each as if at its own time.
    pub fn handle_timeout(&mut self, now: Timestamp) {
        while let Some((deadline, timer)) = self
            .state
            .next_deadline()
            .filter(|(deadline, _)| *deadline <= now)
        {
            self.handle_timer(timer, deadline);
            self.reconcile(deadline);
        }
    }

    /// Keeps every span as it is after the clock of the machine was set: a speaker's time, the time away,
    /// the time to answer a call. `now` is the time by the new clock. No event reports it: instants have
    /// changed everywhere.
    pub fn clock_was_set(&mut self, now: Timestamp, step: ClockStep) {
        // What was due by the former clock is done by the former clock.
        self.handle_timeout(now - step);
        self.state.shift(step);
    }

    /// When `handle_timeout` must be called next.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        self.state.next_deadline().map(|(deadline, _)| deadline)
    }

    /// The oldest event that has not been read yet.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop()
    }

    /// The occurrence and the settings that the room was created with.
    #[must_use]
    pub fn plan(&self) -> &RoomPlan {
        &self.state.plan
    }

    /// The current phase.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.state.phase
    }

    /// Who froze the room, and when.
    #[must_use]
    pub fn frozen(&self) -> Option<(ParticipantId, Timestamp)> {
        self.state
            .frozen
            .as_ref()
            .map(|freeze| (freeze.by, freeze.since))
    }

    /// Since when nobody chairs, while in session.
    #[must_use]
    pub fn unattended_since(&self) -> Option<Timestamp> {
        let chair = &self.state.chair;
        (self.phase() == Phase::InSession && chair.acting.is_none()).then_some(chair.empty_since)
    }

    /// The person who leads now, perhaps as a stand-in.
    #[must_use]
    pub fn chair(&self) -> Option<ParticipantId> {
        self.state.chair.acting
    }

    /// Whether this person may use `Action::TakeChair` now.
    #[must_use]
    pub fn may_take_chair(&self, id: ParticipantId) -> bool {
        self.state.is_here(id) && self.check_claim(id).is_ok()
    }

    /// Index into the format, while in session.
    #[must_use]
    pub fn step(&self) -> Option<usize> {
        (self.phase() == Phase::InSession).then_some(self.state.step)
    }

    /// When the current step began, or the phase when there is no step.
    #[must_use]
    pub fn step_since(&self) -> Timestamp {
        self.state.step_since
    }

    /// The reader or speaker of a step.
    #[must_use]
    pub fn assigned(&self, step: usize) -> Option<ParticipantId> {
        self.state.assigned.get(step).copied().flatten()
    }

    /// Whether visitors who arrive wait in the lobby.
    #[must_use]
    pub fn is_lobby_on(&self) -> bool {
        self.state.is_lobby_on()
    }

    /// Whether this person was removed, and the removal not revoked by `Admit` since.
    #[must_use]
    pub fn is_removed(&self, id: ParticipantId) -> bool {
        self.state.removed.contains(&id)
    }

    /// Everyone with a seat, lobby included, in order of arrival.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.state.people.values()
    }

    /// The person with this number, if they have a seat.
    #[must_use]
    pub fn person(&self, id: ParticipantId) -> Option<&Person> {
        self.state.people.get(&id)
    }

    /// In calling order, the speaker first.
    #[must_use]
    pub fn queue(&self) -> &[QueueEntry] {
        &self.state.queue.entries
    }

    /// Whether the queue takes new hands.
    #[must_use]
    pub fn is_queue_open(&self) -> bool {
        self.state.queue.open
    }

    /// The rule of order.
    #[must_use]
    pub fn queue_mode(&self) -> QueueMode {
        self.state.queue.mode
    }

    /// The time allowed for the next shares; `None` for no limit.
    #[must_use]
    pub fn share_limit(&self) -> Option<Millis> {
        self.state.queue.share_limit
    }

    /// Who has the floor.
    #[must_use]
    pub fn floor(&self) -> Option<&Floor> {
        self.state.floor.as_ref().map(|timed| &timed.floor)
    }

    /// Whose audio the media plane forwards: only people who have pressed for it themselves.
    #[must_use]
    pub fn audible(&self) -> Audible {
        if self.phase().is_open_floor() && self.state.frozen.is_none() {
            let unmuted = self
                .people()
                .filter(|p| p.unmuted && p.presence == Presence::Here);
            let of = unmuted.map(|person| person.id).collect();
            return Audible::Loudest {
                of,
                at_most: self.state.plan.open_floor_voices,
            };
        }
        let holder = self.floor().filter(|floor| self.state.is_heard(floor));
        let word = self.floor().and_then(|floor| floor.word);
        match (holder.map(|floor| floor.person), word.map(|word| word.by)) {
            (Some(holder), Some(host)) => Audible::Loudest {
                of: vec![holder, host],
                at_most: 2,
            },
            (Some(person), None) | (None, Some(person)) => Audible::One(person),
            (None, None) => Audible::Nobody,
        }
    }

    /// The chat, oldest first. Use `may_read` before showing a message to anyone.
    #[must_use]
    pub fn messages(&self) -> &[ChatMessage] {
        &self.messages
    }

    /// Who may write to whom now.
    #[must_use]
    pub fn chat_policy(&self) -> ChatPolicy {
        match self.phase() {
            _ if self.state.frozen.is_some() => ChatPolicy::Closed,
            Phase::DoorsOpen | Phase::Fellowship => ChatPolicy::Open,
            Phase::InSession => self
                .state
                .current_step()
                .map_or(ChatPolicy::Closed, |step| step.chat),
            Phase::Scheduled | Phase::Ended => ChatPolicy::Closed,
        }
    }

    fn handle_timer(&mut self, timer: Timer, at: Timestamp) {
        match timer {
            Timer::DoorsOpen => self.enter_phase(Phase::DoorsOpen, at),
            Timer::Close | Timer::Abandoned => self.end(at),
            Timer::EndIsFinal => self.make_end_final(),
            Timer::ChairReturn => self.state.chair.awaited_until = None,
            Timer::Seat => self.remove_expired_seats(at),
            Timer::Call => self.hold_unanswered_call(at),
            Timer::Clock => self.announce_time(),
        }
    }

    /// Restores the invariants after any change: somebody leads if somebody can, the floor and the
    /// call fit the step, the clock runs exactly while the holder is heard.
    fn reconcile(&mut self, now: Timestamp) {
        if self.phase().is_open() {
            self.fill_chair(now);
            self.end_unsuitable_turn();
            self.withdraw_unsuitable_call();
            self.end_unsuitable_word();
            self.withdraw_unsuitable_pick();
            self.sync_clock(now);
        }
        let audible = self.audible();
        if audible != self.announced_audible {
            self.announced_audible = audible;
            self.events.push(Event::AudibleChanged);
        }
    }

    fn handle_action(
        &mut self,
        now: Timestamp,
        by: ParticipantId,
        action: Action,
    ) -> Result<(), Refusal> {
        let person = self.require_seat(by)?;
        if matches!(action, Action::Leave) {
            self.depart(by, super::Departure::Left);
            return Ok(());
        }
        match person.presence {
            Presence::Here => {}
            Presence::Away { .. } => return Err(Refusal::Away),
            Presence::Lobby { .. } => return Err(Refusal::InLobby),
        }
        if required_permission(&action).is_some_and(|permission| !person.may(permission)) {
            return Err(Refusal::NotAllowed);
        }
        if self.state.frozen.is_some() && is_blocked_by_freeze(&action) {
            return Err(Refusal::Frozen);
        }
        self.perform(now, by, action)
    }

    /// Carries an action out. Permissions are checked already.
    fn perform(
        &mut self,
        now: Timestamp,
        by: ParticipantId,
        action: Action,
    ) -> Result<(), Refusal> {
        match action {
            Action::Leave => Ok(()),
            Action::RaiseHand => self.raise_hand(now, by),
            Action::Pass if self.picker() == Some(by) => self.leave_pick_to_chair(),
            Action::LowerHand | Action::Pass => self.lower_hand(by),
            Action::Skip(person) => self.lower_hand(person),
            Action::AnswerCall => self.answer_call(now, by),
            Action::MicrophoneFailed => self.hold_for_microphone(now, by),
            Action::Later => self.postpone(by),
            Action::StartSharing => self.start_sharing(now, by),
            Action::Done => self.finish_turn(now, by),
            Action::Tag(person) => self.tag(now, by, person),
            Action::DeclineStep(step) => self.decline_step(by, step),
            Action::Thank => self.thank(now, by),
            Action::Unmute => self.unmute(by),
            Action::Mute(person) => self.mute(person),
            Action::MuteSelf => self.mute(by),
            Action::Chat { to, text } => self.post(now, by, to, &text.0),
            Action::DeleteMessage(id) => self.delete_message(by, id),
            Action::TakeChair => self.take_chair(by),
            Action::HandOver(person) => self.hand_over(person),
            Action::SetRole { person, role, on } => self.set_role(person, role, on),
            Action::StartMeeting => self.start_meeting(now),
            Action::EndMeeting => self.end_meeting(now),
            Action::ResumeMeeting => self.resume_meeting(now),
            Action::CloseRoom => self.close_room(now),
            Action::Step(direction) => self.change_step(now, direction),
            Action::Assign { step, person } => self.assign(step, person),
            Action::Call(person) => self.call(now, person),
            Action::SayWord => self.say_word(now, by),
            Action::ProlongCall(person) => self.prolong_call(now, person),
            Action::ThankAndClose { call } => self.thank_and_close(now, call),
            Action::Hold(person) => self.hold(now, person),
            Action::Release(person) => self.release(person),
            Action::Move { person, place } => self.move_to(person, place),
            Action::OpenQueue(open) => self.set_queue_open(open),
            Action::SetQueueMode(mode) => self.set_queue_mode(mode),
            Action::SetShareLimit(limit) => self.set_share_limit(limit),
            Action::Extend(span) => self.extend(now, span),
            Action::Remove(person) => self.remove(by, person),
            Action::SetLobby(on) => self.set_lobby(on),
            Action::Admit(person) => self.admit(by, person),
            Action::HoldInLobby(person) => self.hold_in_lobby(now, person),
            Action::Freeze => self.freeze(now, by),
            Action::Unfreeze => self.unfreeze(now),
        }
    }

    /// The seat of the person who acts, or why there is none.
    fn require_seat(&self, id: ParticipantId) -> Result<&Person, Refusal> {
        match self.person(id) {
            Some(person) => Ok(person),
            None if self.phase() == Phase::Ended => Err(Refusal::Ended),
            None if self.is_removed(id) => Err(Refusal::Removed),
            None => Err(Refusal::NoSuchPerson),
        }
    }

    /// An admitted person to whom an action of another refers.
    fn require_admitted(&self, id: ParticipantId) -> Result<&Person, Refusal> {
        self.state.admitted(id).ok_or(Refusal::NoSuchPerson)
    }

    /// Changes a person and reports it.
    fn change_person(&mut self, id: ParticipantId, change: impl FnOnce(&mut Person)) {
        if let Some(person) = self.state.people.get_mut(&id) {
            change(person);
            self.events.push(Event::PersonChanged(id));
        }
    }
}
