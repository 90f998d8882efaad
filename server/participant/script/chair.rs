//! How a simulated member chairs: it starts the meeting, goes to the shares and calls one hand after the other. It
//! takes the chair only while it is empty.

use super::chance::{Chance, Reaction};
use super::scene::{Scene, current_step, is_for_shares};
use crate::room::Phase;
use crate::wire::{ClientMessage, QueueStateView, RoomView, StepTo};
use std::ops::Range;

/// Nobody waits for the demo's meeting to begin.
const AT_ONCE: Range<u64> = 0..1;
/// A person who left the chair may come back.
const TAKE_CHAIR_AFTER: Range<u64> = 8_000..12_000;
const GO_TO_SHARES_AFTER: Range<u64> = 100..500;
const CALL_AFTER: Range<u64> = 2_000..4_000;
const ADMIT_AFTER: Range<u64> = 1_000..3_000;

#[derive(Default)]
pub(super) struct Chairing {
    take: Reaction,
    lead: Reaction,
    call: Reaction,
    admit: Reaction,
}

impl Chairing {
    pub(super) fn next(&mut self, scene: &Scene<'_>, chance: &mut Chance) -> Option<ClientMessage> {
        let (room, now) = (scene.room, scene.now);
        let is_mine = room.stage.chair == Some(scene.me);
        let (wants, delay) = match room.stage.phase {
            Phase::DoorsOpen => (room.stage.chair.is_none(), &AT_ONCE),
            Phase::InSession => (room.stage.chair.is_none(), &TAKE_CHAIR_AFTER),
            _ => (false, &AT_ONCE),
        };
        if self.take.is_due(wants, now, delay, chance) {
            return Some(ClientMessage::TakeChair);
        }
        let (request, delay) = match lead(room).filter(|_| is_mine) {
            Some(ClientMessage::StartMeeting) => (Some(ClientMessage::StartMeeting), &AT_ONCE),
            other => (other, &GO_TO_SHARES_AFTER),
        };
        if self.lead.is_due(request.is_some(), now, delay, chance) {
            return request;
        }
        let admitted = admit(room).filter(|_| is_mine);
        if self
            .admit
            .is_due(admitted.is_some(), now, &ADMIT_AFTER, chance)
        {
            return admitted;
        }
        let called = call(room).filter(|_| is_mine);
        let due = self.call.is_due(called.is_some(), now, &CALL_AFTER, chance);
        called.filter(|_| due)
    }
}

/// What brings the meeting to its shares, and what a person in the chair has left behind that stops them.
fn lead(room: &RoomView) -> Option<ClientMessage> {
    let stage = &room.stage;
    if stage.phase == Phase::DoorsOpen {
        return Some(ClientMessage::StartMeeting);
    }
    if stage.phase != Phase::InSession {
        return None;
    }
    if let Some(frozen_by) = stage.frozen_by {
        let is_here = room.people.iter().any(|person| person.id == frozen_by);
        return (!is_here).then_some(ClientMessage::Unfreeze);
    }
    if !current_step(room).is_some_and(is_for_shares) {
        let shares = room.meeting.steps.iter().position(is_for_shares)?;
        return Some(ClientMessage::Step {
            to: StepTo::To(shares),
        });
    }
    (!room.queue.open).then_some(ClientMessage::OpenQueue { open: true })
}

fn admit(room: &RoomView) -> Option<ClientMessage> {
    let person = room.lobby.as_ref()?.waiting.first()?.id;
    Some(ClientMessage::Admit { person })
}

/// Calls the first hand of somebody who is connected, when nobody speaks and nobody is called.
fn call(room: &RoomView) -> Option<ClientMessage> {
    let entries = &room.queue.entries;
    let is_called = entries
        .iter()
        .any(|entry| entry.state == QueueStateView::Called);
    let is_possible = room.floor.is_none()
        && !is_called
        && room.stage.frozen_since.is_none()
        && current_step(room).is_some_and(is_for_shares);
    let is_here =
        |id| (room.people.iter()).any(|person| person.id == id && person.away_since.is_none());
    entries
        .iter()
        .filter(|_| is_possible)
        .find(|entry| entry.state == QueueStateView::Waiting && is_here(entry.person))
        .map(|entry| ClientMessage::Call {
            person: entry.person,
        })
}
