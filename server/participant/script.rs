//! What a simulated member does, as a value: the room and the time in, requests and speech out. Pure.
//!
//! A member obeys the chair: it speaks when called, stops when the floor is taken away, and is silent during a
//! pause. In the chair it leads the shares (`script/chair.rs`), as long as no person takes it back.

mod chair;
mod chance;
mod scene;
#[cfg(test)]
mod tests;

use crate::base::{Millis, ParticipantId, Timestamp};
use crate::room::Turn;
use crate::wire::{ChatTo, ClientMessage, QueueStateView};
use chair::Chairing;
use chance::{Chance, Reaction};
pub use scene::Scene;
use scene::{current_step, is_chat_open, is_for_shares};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// How long members take to act, in milliseconds.
const RAISE_HAND_AFTER: Range<u64> = 1_000..9_000;
const PRESS_AFTER: Range<u64> = 1_200..3_000;
const THANK_AFTER: Range<u64> = 700..3_000;
/// From the end of one's share until the hand goes up again.
const REST: Range<u64> = 20_000..50_000;
/// Between two messages of one member.
const CHAT_AFTER: Range<u64> = 70_000..240_000;
const GREET_AFTER: Range<u64> = 2_500..5_000;

/// From the last word to pressing "I'm done".
const FINISH_AFTER: Range<u64> = 700..1_500;

/// One share in so many is thanked for by each member.
const THANK_ONE_IN: u64 = 2;

/// The texts that members write in the chat.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// To a person who arrives.
    pub welcome: String,
    /// After a share.
    pub thanks: Vec<String>,
    /// At any time.
    pub remarks: Vec<String>,
}

/// The same for all members of one room.
#[derive(Clone, Debug, Default)]
pub struct Company {
    /// Names of all simulated members.
    pub names: Vec<String>,
    /// What they write.
    pub lines: Lines,
}

/// What a member does next.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Sends a request.
    Send(ClientMessage),
    /// Begins to play the recording.
    Speak,
    /// Stops playing it.
    FallSilent,
}

/// One member's behaviour.
pub struct Script {
    company: Arc<Company>,
    /// The length of the member's recording.
    words: Millis,
    /// Whether this member takes an empty chair and greets people who arrive.
    leads: bool,
    chance: Chance,
    chairing: Chairing,
    hand: Reaction,
    press: Reaction,
    finish: Reaction,
    thank: Reaction,
    chat: Reaction,
    greet: Reaction,
    greeted: BTreeSet<ParticipantId>,
    /// Since when the recording is played.
    speaking_since: Option<Timestamp>,
    /// A pause interrupted the turn: the member goes on afterwards.
    is_interrupted: bool,
    /// The member does not raise a hand before.
    rests_until: Option<Timestamp>,
    /// The step in which the member has read or spoken without being called.
    served_step: Option<usize>,
    /// Who had the floor for a share at the last look.
    last_speaker: Option<ParticipantId>,
    /// The speaker who ended is thanked.
    is_grateful: bool,
}

impl Script {
    /// A member whose recording takes `words`. Members with different seeds act at different moments.
    #[must_use]
    pub fn new(company: Arc<Company>, words: Millis, leads: bool, seed: u64) -> Self {
        Self {
            company,
            words,
            leads,
            chance: Chance::new(seed),
            chairing: Chairing::default(),
            hand: Reaction::default(),
            press: Reaction::default(),
            finish: Reaction::default(),
            thank: Reaction::default(),
            chat: Reaction::default(),
            greet: Reaction::default(),
            greeted: BTreeSet::new(),
            speaking_since: None,
            is_interrupted: false,
            rests_until: None,
            served_step: None,
            last_speaker: None,
            is_grateful: false,
        }
    }

    /// What the member does now. Ask again when the room changes, and a few times a second.
    pub fn next(&mut self, scene: &Scene<'_>) -> Vec<Act> {
        let mut acts = self.speech(scene);
        let requests = [
            self.press(scene),
            self.raise_hand(scene),
            self.thank(scene),
            self.greet(scene),
            self.remark(scene),
        ];
        acts.extend(requests.into_iter().flatten().map(Act::Send));
        if self.leads {
            let request = self.chairing.next(scene, &mut self.chance);
            acts.extend(request.map(Act::Send));
        }
        acts
    }

    /// Speaks while the member has the floor and is heard, and gives it back after the last word.
    fn speech(&mut self, scene: &Scene<'_>) -> Vec<Act> {
        let floor = scene.room.floor.as_ref();
        let mine = floor.filter(|floor| floor.person == scene.me);
        let is_paused = scene.room.stage.frozen_since.is_some();
        let is_heard = mine.is_some_and(|floor| !floor.muted) && !is_paused;
        match self.speaking_since {
            None if is_heard => {
                self.speaking_since = Some(scene.now);
                vec![Act::Speak]
            }
            None => Vec::new(),
            Some(_) if !is_heard => {
                self.speaking_since = None;
                self.is_interrupted = is_paused;
                self.rests_until = Some(scene.now + self.chance.span(&REST));
                vec![Act::FallSilent]
            }
            Some(since) => {
                let is_over = scene.now.since(since).0 >= self.words.0;
                let due = (self.finish).is_due(is_over, scene.now, &FINISH_AFTER, &mut self.chance);
                due.then_some(Act::Send(ClientMessage::Done))
                    .into_iter()
                    .collect()
            }
        }
    }

    /// Takes the floor when called or named, and again after a pause. A member whom the chair muted gives it back.
    fn press(&mut self, scene: &Scene<'_>) -> Option<ClientMessage> {
        let room = scene.room;
        let is_free = room.stage.frozen_since.is_none() && scene.can_speak;
        let is_called = room
            .queue
            .entries
            .iter()
            .any(|entry| entry.person == scene.me && entry.state == QueueStateView::Called);
        let is_muted =
            (room.floor.as_ref()).is_some_and(|floor| floor.person == scene.me && floor.muted);
        let is_named = room.floor.is_none() && self.is_named(scene);
        let wants = is_free && (is_called || is_muted || is_named);
        if !self
            .press
            .is_due(wants, scene.now, &PRESS_AFTER, &mut self.chance)
        {
            return None;
        }
        if is_muted && !self.is_interrupted {
            return Some(ClientMessage::Done);
        }
        if is_named {
            self.served_step = room.stage.step;
        }
        self.is_interrupted = false;
        Some(ClientMessage::StartSharing)
    }

    /// Whether the member is the reader or speaker of this step and has not begun.
    fn is_named(&self, scene: &Scene<'_>) -> bool {
        let stage = &scene.room.stage;
        let assigned = stage.step.and_then(|step| stage.assigned.get(step));
        assigned == Some(&Some(scene.me)) && self.served_step != stage.step
    }

    fn raise_hand(&mut self, scene: &Scene<'_>) -> Option<ClientMessage> {
        let room = scene.room;
        let is_queued = (room.queue.entries.iter()).any(|entry| entry.person == scene.me);
        let has_floor = (room.floor.as_ref()).is_some_and(|floor| floor.person == scene.me);
        let wants = current_step(room).is_some_and(is_for_shares)
            && room.queue.open
            && room.stage.frozen_since.is_none()
            && room.stage.chair != Some(scene.me)
            && !is_queued
            && !has_floor
            && self.rests_until.is_none_or(|until| until <= scene.now);
        let due = self
            .hand
            .is_due(wants, scene.now, &RAISE_HAND_AFTER, &mut self.chance);
        due.then_some(ClientMessage::RaiseHand)
    }

    /// Thanks a speaker whose turn has ended: by the button, or else by a line in the chat.
    fn thank(&mut self, scene: &Scene<'_>) -> Option<ClientMessage> {
        let shares = |turn| matches!(turn, Turn::Share | Turn::Speaker);
        let speaker = (scene.room.floor.as_ref())
            .filter(|floor| shares(floor.turn))
            .map(|floor| floor.person);
        let ended = self.last_speaker.filter(|last| speaker != Some(*last));
        self.last_speaker = speaker;
        if ended.is_some_and(|last| last != scene.me) {
            self.is_grateful = self.chance.one_in(THANK_ONE_IN);
        }
        let wants = self.is_grateful && scene.room.stage.frozen_since.is_none();
        if !self
            .thank
            .is_due(wants, scene.now, &THANK_AFTER, &mut self.chance)
        {
            return None;
        }
        self.is_grateful = false;
        let text = self.chance.pick(&self.company.lines.thanks).cloned();
        let text = text.filter(|_| is_chat_open(scene.room) && self.chance.one_in(4));
        Some(text.map_or(ClientMessage::Thank, |text| to_everyone(&text)))
    }

    /// Welcomes people who are not simulated, each once.
    fn greet(&mut self, scene: &Scene<'_>) -> Option<ClientMessage> {
        let is_simulated = |name: &String| self.company.names.contains(name);
        let is_new = |id| id != scene.me && !self.greeted.contains(&id);
        let arrived = (scene.room.people.iter())
            .find(|person| is_new(person.id) && !is_simulated(&person.name))
            .map(|person| person.id);
        let wants = self.leads && arrived.is_some() && is_chat_open(scene.room);
        if !self
            .greet
            .is_due(wants, scene.now, &GREET_AFTER, &mut self.chance)
        {
            return None;
        }
        self.greeted.extend(arrived);
        Some(to_everyone(&self.company.lines.welcome))
    }

    fn remark(&mut self, scene: &Scene<'_>) -> Option<ClientMessage> {
        let wants = is_chat_open(scene.room);
        if !self
            .chat
            .is_due(wants, scene.now, &CHAT_AFTER, &mut self.chance)
        {
            return None;
        }
        let text = self.chance.pick(&self.company.lines.remarks)?;
        Some(to_everyone(text))
    }
}

fn to_everyone(text: &str) -> ClientMessage {
    ClientMessage::Chat {
        to: ChatTo::Everyone,
        text: text.to_owned(),
    }
}
