//! Coming, going, lines that drop, and the door.

use crate::base::{ParticipantId, Timestamp};
use crate::room::event::Outbox;
use crate::room::state::State;
use crate::room::timer::CHAIR_AWAITED;
use crate::room::{
    Arrival, Departure, EntryState, Event, HeldBecause, Person, Phase, Power, Presence, Refusal,
    Role, Room, Standing,
};

impl Room {
    pub(super) fn arrive(&mut self, now: Timestamp, arrival: Arrival) -> Result<(), Refusal> {
        match self.phase() {
            Phase::Scheduled => return Err(Refusal::DoorsClosed),
            Phase::Ended => return Err(Refusal::Ended),
            Phase::DoorsOpen | Phase::InSession | Phase::Fellowship => {}
        }
        let seats = u32::try_from(self.state.people.len()).unwrap_or(u32::MAX);
        let serves = arrival.standing != Standing::Visitor;
        let next = self.state.next_person.checked_add(1).ok_or(Refusal::Full)?;
        if !serves && seats >= self.state.plan.capacity {
            return Err(Refusal::Full);
        }
        let id = ParticipantId(self.state.next_person);
        self.state.next_person = next;
        self.watch_for_burst(now);
        // Their account vouches for those who serve, and they are who lets the others in.
        let waits = self.state.lobby_on() && !serves;
        let presence = if waits {
            Presence::Lobby { since: now }
        } else {
            Presence::Here
        };
        self.state
            .people
            .insert(id, newly_seated(id, arrival, presence, now));
        self.outbox.tell(Event::Joined(id));
        self.mark(id);
        Ok(())
    }

    /// Switches the lobby on in a rush, unless nobody is there to let people in: a lock that keeps
    /// a swarm out must not keep newcomers out. It stays on until somebody switches it off.
    fn watch_for_burst(&mut self, now: Timestamp) {
        let Some(burst) = self.state.plan.lobby_burst else {
            return;
        };
        let enough = usize::try_from(burst.arrivals).unwrap_or(usize::MAX);
        let arrivals = &mut self.state.arrivals;
        arrivals.push_back(now);
        if arrivals.len() <= enough {
            return;
        }
        let rushed = arrivals
            .pop_front()
            .is_some_and(|first| now.since(first) <= burst.within);
        let has_doorkeeper = self
            .people()
            .any(|p| p.presence == Presence::Here && p.may(Power::Door));
        if rushed && has_doorkeeper && !self.state.lobby {
            self.state.lobby = true;
            self.outbox.tell(Event::StageChanged);
        }
    }

    /// The seat, the place in the queue and the floor are kept. The microphone is not: it opens
    /// again by the person's own press only.
    pub(super) fn lose_line(&mut self, now: Timestamp, id: ParticipantId) -> Result<(), Refusal> {
        match self.seat(id)?.presence {
            Presence::Away { .. } => return Err(Refusal::Unchanged),
            Presence::Lobby { .. } if self.state.lost_at_door.contains_key(&id) => {
                return Err(Refusal::Unchanged);
            }
            Presence::Lobby { .. } => {
                self.state.lost_at_door.insert(id, now);
            }
            Presence::Here => self.step_away(id, now),
        }
        Ok(())
    }

    /// After a restart (see `Room::restore`).
    pub(in crate::room) fn lose_every_line(&mut self, now: Timestamp) {
        if let Some(holding) = &mut self.state.floor {
            holding.stop_for_restart(now);
        }
        for id in self.people().map(|person| person.id).collect::<Vec<_>>() {
            match self.person(id).map(|person| person.presence) {
                Some(Presence::Lobby { .. }) => drop(self.state.lost_at_door.insert(id, now)),
                _ => self.step_away(id, now),
            }
        }
        self.state.chair.awaited_until = self.chair().map(|_| now + CHAIR_AWAITED);
        self.outbox = Outbox::default();
    }

    fn step_away(&mut self, id: ParticipantId, now: Timestamp) {
        self.change_person(id, |person| {
            person.presence = Presence::Away { since: now };
            person.unmuted = false;
        });
        self.silence(id);
        if let Some(entry) = self.state.entry_mut(id)
            && matches!(entry.state, EntryState::Waiting | EntryState::Called { .. })
        {
            entry.state = EntryState::Held {
                because: HeldBecause::LostConnection,
                since: now,
            };
            self.outbox.tell(Event::QueueChanged);
        }
    }

    pub(super) fn resume_line(&mut self, id: ParticipantId) -> Result<(), Refusal> {
        match self.seat(id)?.presence {
            Presence::Here => Err(Refusal::Unchanged),
            Presence::Lobby { .. } => self
                .state
                .lost_at_door
                .remove(&id)
                .map(drop)
                .ok_or(Refusal::Unchanged),
            Presence::Away { .. } => {
                self.come_back(id);
                Ok(())
            }
        }
    }

    fn come_back(&mut self, id: ParticipantId) {
        self.change_person(id, |person| person.presence = Presence::Here);
        if let Some(entry) = self.state.entry_mut(id)
            && matches!(
                entry.state,
                EntryState::Held {
                    because: HeldBecause::LostConnection,
                    ..
                }
            )
        {
            entry.state = EntryState::Waiting;
            self.outbox.tell(Event::QueueChanged);
        }
    }

    pub(super) fn give_up_seats(&mut self, now: Timestamp) {
        let lost_at_door = &self.state.lost_at_door;
        let gone = self.people().filter_map(|person| {
            let since = match person.presence {
                Presence::Here => return None,
                Presence::Away { since } => since,
                Presence::Lobby { .. } => *lost_at_door.get(&person.id)?,
            };
            State::seat_is_lost(since, now).then_some(person.id)
        });
        for id in gone.collect::<Vec<_>>() {
            self.depart(id, Departure::TimedOut);
        }
    }

    pub(super) fn depart(&mut self, id: ParticipantId, why: Departure) {
        self.leave_circle(id);
        self.unmark(id);
        self.state.people.remove(&id);
        self.state.lost_at_door.remove(&id);
        self.state.thanked.remove(&id);
        self.outbox.tell(Event::Departed(id, why));
    }

    /// Takes back all that someone had inside: floor, place, readings, roles.
    fn leave_circle(&mut self, id: ParticipantId) {
        self.drop_turns(id);
        let line = &mut self.state.line;
        if let Some(place) = line.entries.iter().position(|entry| entry.person == id) {
            line.entries.remove(place);
            self.outbox.tell(Event::QueueChanged);
        }
        if self.state.chair.rightful == Some(id) {
            self.state.chair.rightful = None;
        }
        for reader in &mut self.state.assigned {
            if *reader == Some(id) {
                *reader = None;
                self.outbox.tell(Event::StageChanged);
            }
        }
    }

    /// For this occurrence. `Admit` takes it back. Others of the chair's team are the chair's to
    /// remove; whoever chairs, or may take the chair back, is nobody's.
    pub(super) fn remove(&mut self, by: ParticipantId, id: ParticipantId) -> Result<(), Refusal> {
        let person = self.person(id).ok_or(Refusal::NoSuchPerson)?;
        let is_leader = [self.chair(), self.state.chair.rightful].contains(&Some(id));
        let is_peer = person.is_team() && self.chair() != Some(by);
        if is_leader || is_peer || id == by {
            return Err(Refusal::NotAllowed);
        }
        self.state.removed.insert(id);
        self.depart(id, Departure::Removed);
        Ok(())
    }

    /// Says who waits from now on. Those at the door already are let in one by one: a crowd that
    /// was held for a reason does not come in by a switch.
    pub(super) fn set_lobby(&mut self, on: bool) -> Result<(), Refusal> {
        if self.state.lobby == on {
            return Err(Refusal::Unchanged);
        }
        self.state.lobby = on;
        self.state.arrivals.clear();
        self.outbox.tell(Event::StageChanged);
        Ok(())
    }

    /// Lets someone in from the door, or lets someone who was removed come to it again.
    pub(super) fn admit(&mut self, by: ParticipantId, id: ParticipantId) -> Result<(), Refusal> {
        let Some(person) = self.person(id) else {
            return self.forgive(by, id);
        };
        if !matches!(person.presence, Presence::Lobby { .. }) {
            return Err(Refusal::Unchanged);
        }
        let presence = match self.state.lost_at_door.remove(&id) {
            Some(since) => Presence::Away { since },
            None => Presence::Here,
        };
        self.change_person(id, |person| person.presence = presence);
        Ok(())
    }

    fn forgive(&mut self, by: ParticipantId, id: ParticipantId) -> Result<(), Refusal> {
        if !self.is_removed(id) {
            return Err(Refusal::NoSuchPerson);
        }
        if !self
            .person(by)
            .is_some_and(|person| person.may(Power::Remove))
        {
            return Err(Refusal::NotAllowed);
        }
        self.state.removed.remove(&id);
        Ok(())
    }

    /// Back to the door, without roles. Not for the chair's team, nor for whose chair it is.
    pub(super) fn hold_in_lobby(
        &mut self,
        now: Timestamp,
        id: ParticipantId,
    ) -> Result<(), Refusal> {
        let person = self.person(id).ok_or(Refusal::NoSuchPerson)?;
        if person.is_team() || self.state.chair.rightful == Some(id) {
            return Err(Refusal::NotAllowed);
        }
        match person.presence {
            Presence::Lobby { .. } => return Err(Refusal::Unchanged),
            Presence::Away { since } => drop(self.state.lost_at_door.insert(id, since)),
            Presence::Here => {}
        }
        self.leave_circle(id);
        self.change_person(id, |person| {
            person.presence = Presence::Lobby { since: now };
            person.unmuted = false;
            person.roles.clear();
        });
        Ok(())
    }

    pub(super) fn set_role(
        &mut self,
        id: ParticipantId,
        role: Role,
        on: bool,
    ) -> Result<(), Refusal> {
        let person = self.member(id)?;
        if role == Role::Chair {
            // The chair is handed over or taken, never doubled.
            return Err(Refusal::OutOfRange);
        }
        if person.roles.contains(&role) == on {
            return Err(Refusal::Unchanged);
        }
        self.change_person(id, |person| {
            if on {
                person.give(role)
            } else {
                person.take(role)
            }
        });
        Ok(())
    }
}

fn newly_seated(id: ParticipantId, arrival: Arrival, presence: Presence, now: Timestamp) -> Person {
    Person {
        id,
        name: arrival.name,
        mark: None,
        mark_number: None,
        roles: Vec::new(),
        standing: arrival.standing,
        newcomer: arrival.newcomer,
        presence,
        unmuted: false,
        shared: 0,
        arrived: now,
    }
}
