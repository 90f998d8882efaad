//! A client's copy of the room, kept current by the changes of deltas. Pure.

use crate::wire::{Change, RoomView};

/// Applies one change of a delta (PROTOCOL.md, "Updates"). Notices change nothing.
pub fn apply(room: &mut RoomView, change: Change) {
    match change {
        Change::Person { person } => {
            match room.people.iter_mut().find(|known| known.id == person.id) {
                Some(known) => *known = person,
                None => room.people.push(person),
            }
        }
        Change::Gone { id } => room.people.retain(|person| person.id != id),
        Change::Queue { queue } => room.queue = queue,
        Change::Floor { floor } => room.floor = floor,
        Change::Stage { stage } => room.stage = stage,
        Change::Speaking { people } => room.speaking = people,
        Change::Chat { line } => room.chat.push(line),
        Change::ChatDeleted { id } => room.chat.retain(|line| line.id != id),
        _ => {}
    }
}
