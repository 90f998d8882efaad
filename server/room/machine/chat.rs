//! Writing, deleting and thanking.

use crate::base::{Millis, ParticipantId, Redacted, Timestamp};
use crate::room::chat::{clean, has_link};
use crate::room::{Audience, ChatMessage, ChatPolicy, Event, MessageId, Refusal, Room};

/// What a newly joined browser is sent at most; older messages are forgotten.
const MESSAGES_KEPT: usize = 500;
/// One person's thanks are told at most this often: a reaction, not a drum.
const THANKS_APART: Millis = Millis::from_secs(2);

impl Room {
    /// Whether `reader` may see `message`. Hosts of now read what was written to hosts before.
    #[must_use]
    pub fn may_read(&self, reader: ParticipantId, message: &ChatMessage) -> bool {
        let Some(person) = self.state.in_circle(reader) else {
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
        let writer = self.seat(by)?;
        self.check_audience(by, audience)?;
        let text = clean(text).ok_or(Refusal::BadMessage)?;
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
        if self.messages.len() >= MESSAGES_KEPT {
            self.messages.remove(0);
        }
        self.messages.push(message.clone());
        self.outbox.tell(Event::ChatPosted(message));
        Ok(())
    }

    /// Hosts may always write among themselves. Private lines are between a host and one person;
    /// they rest while nobody but hosts may write.
    fn check_audience(&self, by: ParticipantId, to: Audience) -> Result<(), Refusal> {
        let is_host = |id| {
            self.state
                .in_circle(id)
                .is_some_and(crate::room::Person::is_host)
        };
        let from_host = is_host(by);
        if let Audience::Person(id) = to {
            self.member(id)?;
            if id == by {
                return Err(Refusal::NoSuchPerson);
            }
        }
        let closed = self.chat_policy() == ChatPolicy::Closed;
        let allowed = match to {
            Audience::Everyone => match self.chat_policy() {
                ChatPolicy::Open => true,
                ChatPolicy::Announcements => from_host,
                ChatPolicy::ToHosts | ChatPolicy::Closed => false,
            },
            // Without any host it would be written to nobody.
            Audience::Hosts => from_host || !closed && self.people().any(|p| is_host(p.id)),
            Audience::Person(id) if closed => from_host && is_host(id),
            Audience::Person(id) => from_host || is_host(id),
        };
        if allowed {
            Ok(())
        } else {
            Err(Refusal::ChatClosed)
        }
    }

    /// Only what one may read: the numbers of other people's private lines are no handle on them.
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
        self.outbox.tell(Event::ChatDeleted(id));
        Ok(())
    }

    /// Told to all and kept nowhere: nobody's thanks are counted.
    pub(super) fn thank(&mut self, now: Timestamp, by: ParticipantId) -> Result<(), Refusal> {
        let last = self.state.thanked.get(&by);
        if last.is_some_and(|last| now.since(*last) < THANKS_APART) {
            return Err(Refusal::TooSoon);
        }
        self.state.thanked.insert(by, now);
        self.outbox.tell(Event::Thanked(by));
        Ok(())
    }
}
