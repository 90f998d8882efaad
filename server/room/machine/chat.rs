//! Posting and deleting messages, and thanks.

use crate::base::{Millis, ParticipantId, Redacted, Timestamp};
use crate::room::chat::{has_link, validate_text};
use crate::room::{Audience, ChatMessage, ChatPolicy, Event, MessageId, Refusal, Room};

/// How many messages are kept, and sent to a browser that joins. Older ones are dropped.
const MAX_MESSAGES: usize = 500;
/// The shortest time between two thanks of one person.
const THANKS_INTERVAL: Millis = Millis::from_secs(2);

impl Room {
    /// Whether `reader` may see `message`. New hosts may read earlier messages to the hosts.
    #[must_use]
    pub fn may_read(&self, reader: ParticipantId, message: &ChatMessage) -> bool {
        let Some(person) = self.state.admitted(reader) else {
            return false;
        };
        match message.audience {
            Audience::Everyone => true,
            Audience::Hosts => message.from == reader || person.is_host(),
            Audience::Person(to) => message.from == reader || to == reader,
        }
    }

    pub(super) fn post(
        &mut self,
        now: Timestamp,
        by: ParticipantId,
        audience: Audience,
        text: &str,
    ) -> Result<(), Refusal> {
        let writer = self.require_seat(by)?;
        self.check_audience(by, audience)?;
        let text = validate_text(text).ok_or(Refusal::BadMessage)?;
        if writer.newcomer && has_link(text) {
            return Err(Refusal::NoLinks);
        }
        let message = ChatMessage {
            id: MessageId(self.state.next_message),
            from: by,
            name: Redacted(writer.name.as_str().to_owned()),
            roles: writer.roles.clone(),
            audience,
            at: now,
            text: Redacted(text.to_owned()),
        };
        self.state.next_message = self.state.next_message.saturating_add(1);
        if self.messages.len() >= MAX_MESSAGES {
            self.messages.remove(0);
        }
        self.messages.push(message.clone());
        self.events.push(Event::ChatPosted(message));
        Ok(())
    }

    /// Hosts may always write to each other. Private messages are between a host and one person, and
    /// not possible while only hosts may write.
    fn check_audience(&self, by: ParticipantId, to: Audience) -> Result<(), Refusal> {
        let is_host = |id| {
            self.state
                .admitted(id)
                .is_some_and(crate::room::Person::is_host)
        };
        let from_host = is_host(by);
        if let Audience::Person(id) = to {
            self.require_admitted(id)?;
            if id == by {
                return Err(Refusal::NoSuchPerson);
            }
        }
        let is_closed = self.chat_policy() == ChatPolicy::Closed;
        let allowed = match to {
            Audience::Everyone => match self.chat_policy() {
                ChatPolicy::Open => true,
                ChatPolicy::Announcements => from_host,
                ChatPolicy::ToHosts | ChatPolicy::Closed => false,
            },
            // Without a host nobody would read it.
            Audience::Hosts => from_host || !is_closed && self.people().any(|p| is_host(p.id)),
            Audience::Person(id) if is_closed => from_host && is_host(id),
            Audience::Person(id) => from_host || is_host(id),
        };
        if allowed {
            Ok(())
        } else {
            Err(Refusal::ChatClosed)
        }
    }

    /// Deletes a message that the person may read. Numbers of private messages between others are
    /// treated as unknown.
    pub(super) fn delete_message(
        &mut self,
        by: ParticipantId,
        id: MessageId,
    ) -> Result<(), Refusal> {
        let place = self
            .messages
            .iter()
            .position(|m| m.id == id && self.may_read(by, m));
        self.messages.remove(place.ok_or(Refusal::NoSuchMessage)?);
        self.events.push(Event::ChatDeleted(id));
        Ok(())
    }

    /// Everyone sees the thanks; they are not stored or counted.
    pub(super) fn thank(&mut self, now: Timestamp, by: ParticipantId) -> Result<(), Refusal> {
        let last = self.state.thanked.get(&by);
        if last.is_some_and(|last| now.since(*last) < THANKS_INTERVAL) {
            return Err(Refusal::TooSoon);
        }
        self.state.thanked.insert(by, now);
        self.events.push(Event::Thanked(by));
        Ok(())
    }
}
