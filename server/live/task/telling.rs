//! What a room's task tells: deltas to everyone inside, the rest to whom it concerns.

use super::{ConnectionId, RoomTask};
use crate::base::ParticipantId;
use crate::room::{Audience, ChatMessage, Event, Presence};
use crate::wire::{Change, ServerMessage, You, view};
use axum::extract::ws::Utf8Bytes;

/// What a batch of events touched beside the deltas.
#[derive(Default)]
struct Touched {
    people: bool,
    audible: bool,
}

impl RoomTask {
    /// Tells everyone what the room's events changed.
    pub(super) fn flush(&mut self) {
        let mut changes = Vec::new();
        let mut touched = Touched::default();
        while let Some(event) = self.room.poll_event() {
            if let Some(change) = view::change_for_event(&self.room, &event)
                && !changes.contains(&change)
            {
                changes.push(change);
            }
            self.follow(event, &mut touched);
        }
        if touched.audible {
            self.around.audio.set_audible(&self.room.audible());
            if !self.room.phase().is_open_floor() && !self.speaking.is_empty() {
                self.speaking.clear();
                changes.push(Change::Speaking { people: Vec::new() });
            }
        }
        if !changes.is_empty() {
            self.broadcast(changes);
            self.around.changed.notify_one();
        }
        if touched.people {
            self.let_in_and_out();
        }
    }

    /// What an event means beyond the delta that everyone gets.
    fn follow(&mut self, event: Event, touched: &mut Touched) {
        match event {
            Event::Departed(person, why) => {
                touched.people = true;
                self.around.audio.disconnect(person);
                self.close_person(person, why);
            }
            Event::Joined(_) | Event::PersonChanged(_) => touched.people = true,
            // The lobby switched on or off, or hosts changed.
            Event::StageChanged => touched.people = true,
            Event::AudibleChanged => touched.audible = true,
            Event::ChatPosted(message) => self.post_privately(&message),
            _ => {}
        }
    }

    /// Who was admitted or sent to the door gets a fresh view; hosts get the lobby.
    fn let_in_and_out(&mut self) {
        let room = &self.room;
        let moved: Vec<ConnectionId> = (self.connections.iter())
            .filter(|(_, known)| view::is_inside(room, known.person) != known.inside)
            .map(|(id, _)| *id)
            .collect();
        for connection in moved {
            self.welcome(connection);
        }
        let outside: Vec<ParticipantId> = (self.room.people())
            .filter(|person| matches!(person.presence, Presence::Lobby { .. }))
            .map(|person| person.id)
            .collect();
        for person in &outside {
            self.around.audio.disconnect(*person);
        }
        self.show_lobby();
        let here = self.room.people().count() - outside.len();
        let here = u32::try_from(here).unwrap_or(u32::MAX);
        self.around.headcount.set(here);
    }

    fn show_lobby(&self) {
        let keepers = || {
            self.connections
                .values()
                .filter(|known| view::sees_lobby(&self.room, known.person))
        };
        if keepers().next().is_some() {
            let lobby = text(&ServerMessage::Lobby {
                lobby: view::lobby_view(&self.room),
            });
            keepers().for_each(|keeper| keeper.outbox.send(lobby.clone()));
        }
    }

    fn post_privately(&self, message: &ChatMessage) {
        if message.audience == Audience::Everyone {
            return;
        }
        let line = text(&ServerMessage::Chat {
            line: view::chat_line(&self.room, message),
        });
        for known in self.connections.values() {
            if known.inside && self.room.may_read(known.person, message) {
                known.outbox.send(line.clone());
            }
        }
    }

    pub(super) fn broadcast(&mut self, changes: Vec<Change>) {
        self.n = self.n.wrapping_add(1);
        let delta = text(&ServerMessage::Delta {
            n: self.n,
            now: self.around.clock.now().0,
            changes,
        });
        for known in self.connections.values().filter(|known| known.inside) {
            known.outbox.send(delta.clone());
        }
    }

    pub(super) fn welcome(&mut self, connection: ConnectionId) {
        let Some(known) = self.connections.get_mut(&connection) else {
            return;
        };
        let Some(person) = self.room.person(known.person) else {
            return;
        };
        known.inside = view::is_inside(&self.room, known.person);
        let you = You {
            id: person.id,
            standing: person.standing,
            resume: known.resume.text(),
            in_lobby: !known.inside,
            audio: self.around.audio.is_connected(person.id),
        };
        let mut room =
            view::room_view(&self.around.facts, &self.room, &self.speaking, known.person);
        let more = view::split_off_overflow(&mut room);
        let n = self.n;
        let now = self.around.clock.now().0;
        let mut frames = vec![text(&ServerMessage::Welcome { n, now, you, room })];
        frames.extend(more.iter().map(text));
        known.outbox.send_all(frames);
    }

    pub(super) fn tell(&self, connection: ConnectionId, message: &ServerMessage) {
        if let Some(known) = self.connections.get(&connection) {
            known.outbox.send(text(message));
        }
    }
}

fn text(message: &ServerMessage) -> Utf8Bytes {
    // The wire's types are plain data: no map with odd keys, nothing that can fail to serialise.
    serde_json::to_string(message)
        .expect("wire messages serialise")
        .into()
}
