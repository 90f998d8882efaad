//! Arrivals, departures, lost connections, the lobby and removals.

use crate::base::{ParticipantId, Timestamp};
use crate::room::event::EventBuffer;
use crate::room::state::State;
use crate::room::timer::CHAIR_RETURN_TIMEOUT;
use crate::room::{
    Arrival, Departure, EntryState, Event, HeldBecause, Permission, Person, Phase, Presence,
    Refusal, Role, Room, Standing,
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
        self.detect_arrival_burst(now);
        // Trusted servants skip the lobby: their account vouches for them, and they admit the others.
        let must_wait = self.state.is_lobby_on() && !serves;
        let presence = if must_wait {
            Presence::Lobby { since: now }
        } else {
            Presence::Here
        };
        self.state
            .people
            .insert(id, new_person(id, arrival, presence, now));
        self.events.push(Event::Joined(id));
        self.assign_mark(id);
        Ok(())
    }

    /// Switches the lobby on when many people arrive at once, unless nobody present may admit people:
    /// newcomers must not be locked out with the attackers. It stays on until somebody switches it
    /// off.
    fn detect_arrival_burst(&mut self, now: Timestamp) {
        let Some(burst) = self.state.plan.lobby_burst else {
            return;
        };
        let threshold = usize::try_from(burst.arrivals).unwrap_or(usize::MAX);
        let arrivals = &mut self.state.arrivals;
        arrivals.push_back(now);
        if arrivals.len() <= threshold {
            return;
        }
        let is_burst = arrivals
            .pop_front()
            .is_some_and(|first| now.since(first) <= burst.within);
        let has_greeter = self
            .people()
            .any(|p| p.presence == Presence::Here && p.may(Permission::Door));
        if is_burst && has_greeter && !self.state.lobby {
            self.state.lobby = true;
            self.events.push(Event::StageChanged);
        }
    }

    /// Keeps the seat, the place in the queue and the floor. The microphone closes, and opens again
    /// only when the person presses.
    pub(super) fn lose_connection(
        &mut self,
        now: Timestamp,
        id: ParticipantId,
    ) -> Result<(), Refusal> {
        match self.require_seat(id)?.presence {
            Presence::Away { .. } => return Err(Refusal::Unchanged),
            Presence::Lobby { .. } if self.state.lobby_disconnects.contains_key(&id) => {
                return Err(Refusal::Unchanged);
            }
            Presence::Lobby { .. } => {
                self.state.lobby_disconnects.insert(id, now);
            }
            Presence::Here => self.mark_away(id, now),
        }
        Ok(())
    }

    /// Marks everyone as disconnected `since` the snapshot was `saved`, after a restart at `now` (see
    /// `Room::restore`).
    pub(in crate::room) fn disconnect_everyone(
        &mut self,
        saved: Timestamp,
        since: Timestamp,
        now: Timestamp,
    ) {
        for timed in self.state.timed_floors_mut() {
            timed.stop_at(saved);
        }
        for id in self.people().map(|person| person.id).collect::<Vec<_>>() {
            match self.person(id).map(|person| person.presence) {
                // Who was away already, stays away since then.
                None | Some(Presence::Away { .. }) => {}
                Some(Presence::Here) => self.mark_away(id, since),
                Some(Presence::Lobby { .. }) => {
                    self.state.lobby_disconnects.entry(id).or_insert(since);
                }
            }
        }
        self.state.chair.awaited_until = self.chair().map(|_| now + CHAIR_RETURN_TIMEOUT);
        self.events = EventBuffer::default();
    }

    fn mark_away(&mut self, id: ParticipantId, now: Timestamp) {
        self.change_person(id, |person| {
            person.presence = Presence::Away { since: now };
            person.unmuted = false;
        });
        self.mute_turns(id);
        if let Some(entry) = self.state.entry_mut(id)
            && matches!(entry.state, EntryState::Waiting | EntryState::Called { .. })
        {
            entry.state = EntryState::Held {
                because: HeldBecause::LostConnection,
                since: now,
            };
            self.events.push(Event::QueueChanged);
        }
    }

    pub(super) fn resume_connection(&mut self, id: ParticipantId) -> Result<(), Refusal> {
        match self.require_seat(id)?.presence {
            Presence::Here => Err(Refusal::Unchanged),
            Presence::Lobby { .. } => self
                .state
                .lobby_disconnects
                .remove(&id)
                .map(drop)
                .ok_or(Refusal::Unchanged),
            Presence::Away { .. } => {
                self.reconnect(id);
                Ok(())
            }
        }
    }

    fn reconnect(&mut self, id: ParticipantId) {
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
            self.events.push(Event::QueueChanged);
        }
    }

    pub(super) fn remove_expired_seats(&mut self, now: Timestamp) {
        let lobby_disconnects = &self.state.lobby_disconnects;
        let expired = self.people().filter_map(|person| {
            let since = match person.presence {
                Presence::Here => return None,
                Presence::Away { since } => since,
                Presence::Lobby { .. } => *lobby_disconnects.get(&person.id)?,
            };
            State::is_seat_expired(since, now).then_some(person.id)
        });
        for id in expired.collect::<Vec<_>>() {
            self.depart(id, Departure::TimedOut);
        }
    }

    pub(super) fn depart(&mut self, id: ParticipantId, departure: Departure) {
        self.clear_participation(id);
        self.release_mark(id);
        self.state.people.remove(&id);
        self.state.lobby_disconnects.remove(&id);
        self.state.thanked.remove(&id);
        self.events.push(Event::Departed(id, departure));
    }

    /// Takes away what a person has in the room: turns, place in the queue, chair, readings.
    fn clear_participation(&mut self, id: ParticipantId) {
        self.end_turns_of(id);
        let queue = &mut self.state.queue;
        if let Some(place) = queue.entries.iter().position(|entry| entry.person == id) {
            queue.entries.remove(place);
            self.events.push(Event::QueueChanged);
        }
        if self.state.chair.rightful == Some(id) {
            self.state.chair.rightful = None;
        }
        self.state.declined.retain(|_, person| *person != id);
        for reader in &mut self.state.assigned {
            if *reader == Some(id) {
                *reader = None;
                self.events.push(Event::StageChanged);
            }
        }
    }

    /// Removes a person for this occurrence; `Admit` revokes it. Only the chair may remove others of
    /// the chair's team. Nobody may remove the chair, or the person the chair belongs to.
    pub(super) fn remove(&mut self, by: ParticipantId, id: ParticipantId) -> Result<(), Refusal> {
        let person = self.person(id).ok_or(Refusal::NoSuchPerson)?;
        let is_leader = [self.chair(), self.state.chair.rightful].contains(&Some(id));
        let is_peer = person.is_on_chair_team() && self.chair() != Some(by);
        if is_leader || is_peer || id == by {
            return Err(Refusal::NotAllowed);
        }
        self.state.removed.insert(id);
        self.depart(id, Departure::Removed);
        Ok(())
    }

    /// Applies to later arrivals. People in the lobby already are admitted one by one: a crowd that
    /// was stopped for a reason should not enter at the flip of a switch.
    pub(super) fn set_lobby(&mut self, on: bool) -> Result<(), Refusal> {
        if self.state.lobby == on {
            return Err(Refusal::Unchanged);
        }
        self.state.lobby = on;
        self.state.arrivals.clear();
        self.events.push(Event::StageChanged);
        Ok(())
    }

    /// Admits a person from the lobby, or revokes a removal.
    pub(super) fn admit(&mut self, by: ParticipantId, id: ParticipantId) -> Result<(), Refusal> {
        let Some(person) = self.person(id) else {
            return self.revoke_removal(by, id);
        };
        if !matches!(person.presence, Presence::Lobby { .. }) {
            return Err(Refusal::Unchanged);
        }
        let presence = match self.state.lobby_disconnects.remove(&id) {
            Some(since) => Presence::Away { since },
            None => Presence::Here,
        };
        self.change_person(id, |person| person.presence = presence);
        Ok(())
    }

    fn revoke_removal(&mut self, by: ParticipantId, id: ParticipantId) -> Result<(), Refusal> {
        if !self.is_removed(id) {
            return Err(Refusal::NoSuchPerson);
        }
        if !self
            .person(by)
            .is_some_and(|person| person.may(Permission::Remove))
        {
            return Err(Refusal::NotAllowed);
        }
        self.state.removed.remove(&id);
        Ok(())
    }

    /// Sends a person back to the lobby, without roles. Not allowed for the chair's team and for the
    /// person the chair belongs to.
    pub(super) fn hold_in_lobby(
        &mut self,
        now: Timestamp,
        id: ParticipantId,
    ) -> Result<(), Refusal> {
        let person = self.person(id).ok_or(Refusal::NoSuchPerson)?;
        if person.is_on_chair_team() || self.state.chair.rightful == Some(id) {
            return Err(Refusal::NotAllowed);
        }
        match person.presence {
            Presence::Lobby { .. } => return Err(Refusal::Unchanged),
            Presence::Away { since } => drop(self.state.lobby_disconnects.insert(id, since)),
            Presence::Here => {}
        }
        self.clear_participation(id);
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
        let person = self.require_admitted(id)?;
        if role == Role::Chair {
            // There is one chair. It is handed over or taken instead.
            return Err(Refusal::OutOfRange);
        }
        if person.roles.contains(&role) == on {
            return Err(Refusal::Unchanged);
        }
        self.change_person(id, |person| {
            if on {
                person.add_role(role);
            } else {
                person.remove_role(role);
            }
        });
        Ok(())
    }
}

fn new_person(id: ParticipantId, arrival: Arrival, presence: Presence, now: Timestamp) -> Person {
    Person {
        id,
        name: arrival.name,
        mark: None,
        mark_number: None,
        roles: Vec::new(),
        standing: arrival.standing,
        newcomer: arrival.newcomer,
        newcomer_shown: arrival.newcomer_shown,
        presence,
        unmuted: false,
        shared: 0,
        arrived: now,
    }
}
