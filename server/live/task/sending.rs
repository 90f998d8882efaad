//! What a room's task sends: deltas to everyone inside, the rest to the clients that it concerns.

use super::{Connection, ConnectionId, RoomTask};
use crate::base::ParticipantId;
use crate::room::{Audience, ChatMessage, Event, Presence};
use crate::wire::{Change, ServerMessage, You, view};
use axum::extract::ws::Utf8Bytes;

/// What a batch of events changed beside the deltas.
#[derive(Default)]
struct Touched {
    people: bool,
    audible: bool,
}

impl RoomTask {
    /// Sends everyone what the room's events changed, and acts on those events.
    pub(super) fn send_changes(&mut self) {
        // First: a person whose socket closes because the room is over may look at the schedule at once.
        self.context.status.set_phase(self.room.phase());
        let mut changes = Vec::new();
        let mut touched = Touched::default();
        while let Some(event) = self.room.poll_event() {
            if let Some(change) = view::change_for_event(&self.room, &event)
                && !changes.contains(&change)
            {
                changes.push(change);
            }
            self.handle_event(event, &mut touched);
        }
        if touched.audible {
            self.context.audio.set_audible(&self.room.audible());
            if !self.room.phase().is_open_floor() && !self.speaking.is_empty() {
                self.speaking.clear();
                changes.push(Change::Speaking { people: Vec::new() });
            }
        }
        if !changes.is_empty() {
            self.broadcast(changes);
            self.context.changed.notify_one();
        }
        if touched.people {
            self.update_lobby();
        }
    }

    /// What an event means beyond the delta that everyone gets.
    fn handle_event(&mut self, event: Event, touched: &mut Touched) {
        match event {
            Event::Departed(person, departure) => {
                touched.people = true;
                self.context.audio.disconnect(person);
                self.close_person(person, departure);
            }
            Event::Joined(_) | Event::PersonChanged(_) => touched.people = true,
            // The lobby was switched on or off, or the hosts changed.
            Event::StageChanged => touched.people = true,
            Event::AudibleChanged => touched.audible = true,
            Event::ChatPosted(message) => self.send_private_chat(&message),
            _ => {}
        }
    }

    /// Sends a fresh view to everyone who moved between lobby and room, or serves from now on or no longer,
    /// and the lobby to its hosts.
    fn update_lobby(&mut self) {
        let room = &self.room;
        let moved: Vec<ConnectionId> = (self.connections.iter())
            .filter(|(_, connection)| {
                view::is_inside(room, connection.person) != connection.is_inside
                    || view::sees_newcomers(room, connection.person) != connection.sees_newcomers
            })
            .map(|(id, _)| *id)
            .collect();
        for connection in moved {
            self.send_welcome(connection);
        }
        let waiting: Vec<ParticipantId> = (self.room.people())
            .filter(|person| matches!(person.presence, Presence::Lobby { .. }))
            .map(|person| person.id)
            .collect();
        for person in &waiting {
            self.context.audio.disconnect(*person);
        }
        self.send_lobby();
        let inside = self.room.people().count() - waiting.len();
        let inside = u32::try_from(inside).unwrap_or(u32::MAX);
        self.context.status.set_people(inside);
    }

    fn send_lobby(&self) {
        let hosts: Vec<&Connection> = (self.connections.values())
            .filter(|connection| view::sees_lobby(&self.room, connection.person))
            .collect();
        if hosts.is_empty() {
            return;
        }
        let lobby = serialise(&ServerMessage::Lobby {
            lobby: view::lobby_view(&self.room),
        });
        for host in hosts {
            host.frames.send(lobby.clone());
        }
    }

    fn send_private_chat(&self, message: &ChatMessage) {
        if message.audience == Audience::Everyone {
            return;
        }
        let chat = serialise(&ServerMessage::Chat {
            line: view::chat_line(&self.room, message),
        });
        for connection in self.connections.values() {
            if connection.is_inside && self.room.may_read(connection.person, message) {
                connection.frames.send(chat.clone());
            }
        }
    }

    pub(super) fn broadcast(&mut self, changes: Vec<Change>) {
        self.n = self.n.wrapping_add(1);
        let (n, now) = (self.n, self.context.clock.now().0);
        let delta = |changes| serialise(&ServerMessage::Delta { n, now, changes });
        let masked = view::changes_without_newcomers(&self.room, &changes).map(delta);
        let full = delta(changes);
        let masked = masked.unwrap_or_else(|| full.clone());
        for connection in self.connections.values() {
            if connection.is_inside {
                let delta = if connection.sees_newcomers {
                    &full
                } else {
                    &masked
                };
                connection.frames.send(delta.clone());
            }
        }
    }

    /// Sends the whole room as this connection's person may see it.
    pub(super) fn send_welcome(&mut self, id: ConnectionId) {
        let Some(connection) = self.connections.get_mut(&id) else {
            return;
        };
        let Some(person) = self.room.person(connection.person) else {
            return;
        };
        connection.is_inside = view::is_inside(&self.room, connection.person);
        connection.sees_newcomers = view::sees_newcomers(&self.room, connection.person);
        let you = You {
            id: person.id,
            standing: person.standing,
            resume: connection.resume.text(),
            in_lobby: !connection.is_inside,
            audio: self.context.audio.is_connected(person.id),
        };
        let facts = &self.context.facts;
        let mut room = view::room_view(facts, &self.room, &self.speaking, connection.person);
        let later = view::split_off_overflow(&mut room);
        let n = self.n;
        let now = self.context.clock.now().0;
        let mut frames = vec![serialise(&ServerMessage::Welcome { n, now, you, room })];
        frames.extend(later.iter().map(serialise));
        connection.frames.send_all(frames);
    }

    pub(super) fn send(&self, id: ConnectionId, message: &ServerMessage) {
        if let Some(connection) = self.connections.get(&id) {
            connection.frames.send(serialise(message));
        }
    }
}

fn serialise(message: &ServerMessage) -> Utf8Bytes {
    // The wire's types are plain data: no map with odd keys, nothing that can fail to serialise.
    serde_json::to_string(message)
        .expect("wire messages serialise")
        .into()
}
