//! The room: one occurrence of a meeting as a pure state machine.
//!
//! Promises: the same commands at the same times give the same room; one person at most has
//! the floor in a led phase; nobody is lost from the queue or in it twice; every command that
//! can't be obeyed is answered with a typed [`Refusal`] and changes nothing.
//! Deliberately absent: audio, sockets, storage, the clock, randomness. Time is a parameter.
//! May import `base` only.

mod chat;
mod command;
mod event;
mod floor;
mod format;
mod machine;
mod permission;
mod person;
mod phase;
mod queue;
mod refusal;
mod snapshot;
mod state;
#[cfg(test)]
mod tests;
mod timer;

pub use chat::{Audience, ChatMessage, ChatPolicy, MessageId};
pub use command::{Action, Arrival, Command, Direction};
pub use event::{Departure, Event};
pub use floor::{Audible, Floor, Turn};
pub use format::{Format, Microphones, Step, StepKind, default_format};
pub use machine::{Burst, Room, RoomPlan};
pub use permission::Power;
pub use person::{Mark, Person, Presence, Role, Standing};
pub use phase::Phase;
pub use queue::{Entry, EntryState, HeldBecause, QueueMode};
pub use refusal::Refusal;
pub use snapshot::{Snapshot, SnapshotError};
pub use timer::{ANSWER_WITHIN, SEAT_KEPT};
