//! The machine itself: what can be asked of a room and read from it. How each kind of command is
//! obeyed is told in the modules below, one per concern.

mod chair;
mod chat;
mod floor;
mod marks;
mod people;
mod queue;
mod stage;

use super::event::Outbox;
use super::permission::{needed, waits_for_thaw};
use super::state::State;
use super::timer::Timer;
use super::{
    Action, Audible, ChatMessage, ChatPolicy, Command, Entry, Event, Floor, Format, Person, Phase,
    Presence, QueueMode, Refusal,
};
use crate::base::{Millis, ParticipantId, Timestamp};
use marks::Namesakes;
use serde::{Deserialize, Serialize};

/// What a room is made for: one occurrence and the group's settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomPlan {
    pub starts: Timestamp,
    pub ends: Timestamp,
    pub doors_open: Timestamp,
    /// Doors close at the latest then (fellowship's end).
    pub doors_close: Timestamp,
    pub format: Format,
    pub queue_mode: QueueMode,
    pub share_limit: Option<Millis>,
    /// How many are forwarded at once on an open floor.
    pub open_floor_voices: u8,
    /// Seats, lobby included. Those who serve the group get in beyond it: a full room that its
    /// chair can't enter could not be led.
    pub capacity: u32,
    /// A rush at the door that switches the lobby on; `None` for never.
    pub lobby_burst: Option<Burst>,
}

/// More than so many arrivals within so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Burst {
    pub arrivals: u32,
    pub within: Millis,
}

impl Burst {
    /// A popular meeting of 300 fills over some minutes, about one person a second at its peak;
    /// a swarm comes at once. Three times that peak lies between the two.
    pub const DEFAULT: Self = Self {
        arrivals: 30,
        within: Millis::from_secs(10),
    };
}

/// One occurrence of a meeting. Not `Debug`: it holds names and messages.
#[derive(Clone)]
pub struct Room {
    pub(super) state: State,
    messages: Vec<ChatMessage>,
    outbox: Outbox,
    /// Who was audible when it was last told.
    heard: Audible,
    namesakes: Namesakes,
}

impl Room {
    #[must_use]
    pub fn new(plan: RoomPlan, now: Timestamp) -> Self {
        let mut room = Self::from_state(State::new(plan, now));
        room.handle_timeout(now);
        room
    }

    pub(super) fn from_state(state: State) -> Self {
        let namesakes = Namesakes::of(state.people.values());
        let (messages, outbox) = (Vec::new(), Outbox::default());
        Self {
            state,
            messages,
            outbox,
            heard: Audible::Nobody,
            namesakes,
        }
    }

    /// Obeys a command, after what is due at `now`. So a room does not depend on how promptly
    /// `handle_timeout` is called.
    ///
    /// # Errors
    /// A refusal; the command has changed nothing.
    pub fn apply(&mut self, now: Timestamp, command: Command) -> Result<(), Refusal> {
        self.handle_timeout(now);
        match command {
            Command::Arrive(arrival) => self.arrive(now, arrival)?,
            Command::LineLost(id) => self.lose_line(now, id)?,
            Command::LineResumed(id) => self.resume_line(id)?,
            Command::Act { by, action } => self.act(now, by, action)?,
        }
        self.settle(now);
        Ok(())
    }

    /// Does what is due at `now`, each thing as if it was done on time.
    pub fn handle_timeout(&mut self, now: Timestamp) {
        while let Some((due, timer)) = self.state.next_deadline().filter(|(due, _)| *due <= now) {
            self.fire(timer, due);
            self.settle(due);
        }
    }

    /// When `handle_timeout` is wanted next.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        self.state.next_deadline().map(|(due, _)| due)
    }

    /// The events since the last call, oldest first.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.outbox.next()
    }

    #[must_use]
    pub fn plan(&self) -> &RoomPlan {
        &self.state.plan
    }

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

    /// Since when nobody chairs in a led phase.
    #[must_use]
    pub fn unattended(&self) -> Option<Timestamp> {
        let chair = &self.state.chair;
        (self.phase() == Phase::InSession && chair.acting.is_none()).then_some(chair.empty_since)
    }

    /// Who leads now, perhaps as a stand-in.
    #[must_use]
    pub fn chair(&self) -> Option<ParticipantId> {
        self.state.chair.acting
    }

    /// Whether `TakeChair` would be obeyed.
    #[must_use]
    pub fn may_take_chair(&self, id: ParticipantId) -> bool {
        self.state.is_here(id) && self.check_claim(id).is_ok()
    }

    /// Index into the format, while in session.
    #[must_use]
    pub fn step(&self) -> Option<usize> {
        (self.phase() == Phase::InSession).then_some(self.state.step)
    }

    /// Since when the step lasts, or the phase when there is no step.
    #[must_use]
    pub fn step_since(&self) -> Timestamp {
        self.state.step_since
    }

    /// Who reads or speaks in a step.
    #[must_use]
    pub fn assigned(&self, step: usize) -> Option<ParticipantId> {
        self.state.assigned.get(step).copied().flatten()
    }

    /// Whether arrivals wait at the door.
    #[must_use]
    pub fn lobby(&self) -> bool {
        self.state.lobby_on()
    }

    /// Whether this seat was taken away, and not given back by `Admit` since.
    #[must_use]
    pub fn is_removed(&self, id: ParticipantId) -> bool {
        self.state.removed.contains(&id)
    }

    /// Everyone with a seat, lobby included, in order of arrival.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.state.people.values()
    }

    #[must_use]
    pub fn person(&self, id: ParticipantId) -> Option<&Person> {
        self.state.people.get(&id)
    }

    /// In calling order, the speaker first.
    #[must_use]
    pub fn queue(&self) -> &[Entry] {
        &self.state.line.entries
    }

    #[must_use]
    pub fn queue_open(&self) -> bool {
        self.state.line.open
    }

    #[must_use]
    pub fn queue_mode(&self) -> QueueMode {
        self.state.line.mode
    }

    #[must_use]
    pub fn share_limit(&self) -> Option<Millis> {
        self.state.line.share_limit
    }

    #[must_use]
    pub fn floor(&self) -> Option<&Floor> {
        self.state.floor.as_ref().map(|holding| &holding.floor)
    }

    /// Whom the media plane may forward. Nobody is in here without a press of their own.
    #[must_use]
    pub fn audible(&self) -> Audible {
        if self.phase().is_open_floor() && self.state.frozen.is_none() {
            let open = self
                .people()
                .filter(|p| p.unmuted && p.presence == Presence::Here);
            let of = open.map(|person| person.id).collect();
            return Audible::Loudest {
                of,
                at_most: self.state.plan.open_floor_voices,
            };
        }
        match self.floor() {
            Some(floor) if self.clock_should_run(floor) => Audible::One(floor.person),
            _ => Audible::Nobody,
        }
    }

    #[must_use]
    pub fn messages(&self) -> &[ChatMessage] {
        &self.messages
    }

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

    fn fire(&mut self, timer: Timer, due: Timestamp) {
        match timer {
            Timer::DoorsOpen => self.enter(Phase::DoorsOpen, due),
            Timer::Close | Timer::Abandoned => self.end(due),
            Timer::ChairAwaited => self.state.chair.awaited_until = None,
            Timer::Seat => self.give_up_seats(due),
            Timer::Answer => self.hold_unanswered(due),
            Timer::Clock => self.announce_time(),
        }
    }

    /// Makes true again what must always be true, after any change: somebody leads if somebody
    /// can, the floor and the call suit the step, the clock runs while the holder is heard.
    fn settle(&mut self, now: Timestamp) {
        if self.phase().is_open() {
            self.fill_chair(now);
            self.fit_floor();
            self.fit_calls();
            self.fit_clock(now);
        }
        let audible = self.audible();
        if audible != self.heard {
            self.heard = audible;
            self.outbox.tell(Event::AudibleChanged);
        }
    }

    fn act(&mut self, now: Timestamp, by: ParticipantId, action: Action) -> Result<(), Refusal> {
        let person = self.seat(by)?;
        if matches!(action, Action::Leave) {
            self.depart(by, super::Departure::Left);
            return Ok(());
        }
        match person.presence {
            Presence::Here => {}
            Presence::Away { .. } => return Err(Refusal::Away),
            Presence::Lobby { .. } => return Err(Refusal::InLobby),
        }
        if needed(&action).is_some_and(|power| !person.may(power)) {
            return Err(Refusal::NotAllowed);
        }
        if self.state.frozen.is_some() && waits_for_thaw(&action) {
            return Err(Refusal::Frozen);
        }
        self.obey(now, by, action)
    }

    /// One line per action; who may do it was asked before.
    fn obey(&mut self, now: Timestamp, by: ParticipantId, action: Action) -> Result<(), Refusal> {
        match action {
            Action::Leave => Ok(()),
            Action::RaiseHand => self.raise_hand(now, by),
            Action::LowerHand | Action::Pass | Action::Skip(_) => self.lower_hand(match action {
                Action::Skip(person) => person,
                _ => by,
            }),
            Action::Later => self.put_off(by),
            Action::StartSharing => self.start_sharing(now, by),
            Action::Done => self.finish(now, by),
            Action::Tag(person) => self.tag(by, person),
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
            Action::CloseRoom => self.close_room(now),
            Action::Step(direction) => self.go_to(now, direction),
            Action::Assign { step, person } => self.assign(step, person),
            Action::Call(person) => self.call(now, person),
            Action::ThankAndClose { call } => self.thank_and_close(now, call),
            Action::Hold(person) => self.hold(now, person),
            Action::Release(person) => self.release(person),
            Action::Move { person, place } => self.move_to(person, place),
            Action::OpenQueue(open) => self.open_queue(open),
            Action::SetQueueMode(mode) => self.set_queue_mode(mode),
            Action::SetShareLimit(limit) => self.set_share_limit(limit),
            Action::Extend(span) => self.extend(now, span),
            Action::Remove(person) => self.remove(by, person),
            Action::SetLobby(on) => self.set_lobby(on),
            Action::Admit(person) => self.admit(by, person),
            Action::HoldInLobby(person) => self.hold_in_lobby(now, person),
            Action::Freeze => self.freeze(now, by),
            Action::Unfreeze => self.thaw(now),
        }
    }

    /// The seat of whoever acts, or why there is none.
    fn seat(&self, id: ParticipantId) -> Result<&Person, Refusal> {
        match self.person(id) {
            Some(person) => Ok(person),
            None if self.phase() == Phase::Ended => Err(Refusal::Ended),
            None if self.is_removed(id) => Err(Refusal::Removed),
            None => Err(Refusal::NoSuchPerson),
        }
    }

    /// Someone inside, whom somebody else means.
    fn member(&self, id: ParticipantId) -> Result<&Person, Refusal> {
        self.state.in_circle(id).ok_or(Refusal::NoSuchPerson)
    }

    /// Changes a person and tells it.
    fn change_person(&mut self, id: ParticipantId, change: impl FnOnce(&mut Person)) {
        if let Some(person) = self.state.people.get_mut(&id) {
            change(person);
            self.outbox.tell(Event::PersonChanged(id));
        }
    }
}
