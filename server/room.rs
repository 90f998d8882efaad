//! The room: one occurrence of a meeting as a pure state machine.
//!
//! Guarantees: the same commands at the same times give the same room; while the meeting is led, at
//! most one person has the floor; nobody is lost from the queue or in it twice; a command that
//! cannot be carried out returns a typed [`Refusal`] and changes nothing.
//! Not in here: audio, sockets, storage, the clock, randomness. Time is a parameter.
//! May import `base` only. DOMAIN.md beside this module describes the rules of a meeting.

mod chat;
mod command;
mod event;
mod floor;
mod format;
mod machine;
mod permission;
mod person;
mod phase;
mod plan;
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
pub use floor::{Audible, Floor, Turn, Word};
pub use format::{Format, Microphones, Step, StepKind, default_format};
pub use machine::Room;
pub use permission::Permission;
pub use person::{Mark, Person, Presence, Role, Standing};
pub use phase::Phase;
pub use plan::{Burst, CALL_TIMEOUT, RoomPlan};
pub use queue::{EntryState, HeldBecause, QueueEntry, QueueMode};
pub use refusal::Refusal;
pub use snapshot::{Snapshot, SnapshotError};
pub use timer::{PERMISSION_TIMEOUT, RESUME_TIMEOUT, SEAT_TIMEOUT};
