//! A word of a host beside the turn of another: never more than these two are heard.

use crate::base::{ParticipantId, Timestamp};
use crate::room::{Event, Refusal, Room, Turn, Word};

impl Room {
    /// Makes a host heard beside the holder of the floor.
    pub(super) fn say_word(&mut self, now: Timestamp, by: ParticipantId) -> Result<(), Refusal> {
        let floor = self.state.floor.as_mut().ok_or(Refusal::FloorEmpty)?;
        let floor = &mut floor.floor;
        if floor.person == by || floor.turn == Turn::Chair {
            return Err(Refusal::NotYourTurn);
        }
        match floor.word {
            Some(word) if word.by == by => return Err(Refusal::Unchanged),
            Some(_) => return Err(Refusal::FloorTaken),
            None => floor.word = Some(Word { by, since: now }),
        }
        self.events.push(Event::FloorChanged);
        Ok(())
    }

    /// Ends a word of somebody who is not connected or does not lead any more, and any word in a freeze.
    pub(super) fn end_unsuitable_word(&mut self) {
        let is_frozen = self.state.frozen.is_some();
        let leads_here = |id| {
            let person = self.state.people.get(&id);
            self.state.is_here(id) && person.is_some_and(|person| person.is_on_chair_team())
        };
        let unsuitable = (self.floor())
            .and_then(|floor| floor.word)
            .is_some_and(|word| is_frozen || !leads_here(word.by));
        if unsuitable {
            self.end_word_of(|_| true);
        }
    }

    /// Whether there was a word of such a person, which has ended now.
    pub(super) fn end_word_of(&mut self, wanted: impl Fn(ParticipantId) -> bool) -> bool {
        let floor = self.state.floor.as_mut();
        let ended = floor.and_then(|timed| timed.floor.word.take_if(|word| wanted(word.by)));
        if ended.is_some() {
            self.events.push(Event::FloorChanged);
        }
        ended.is_some()
    }
}
