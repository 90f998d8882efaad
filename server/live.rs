//! Running rooms: one task owns one [`Room`](crate::room::Room); sockets, audio and the store hang
//! off it.
//!
//! Promises: a room is changed by its task alone, so there is no lock; deltas are numbered and
//! serialised once; every outgoing queue is bounded and whoever falls behind gets a fresh
//! snapshot; a room that was running when the process died runs again after [`Hub::start`].
//! Deliberately absent: what may happen in a room (that is `room`), HTTP (that is `http`).
//! May import `base`, `room`, `schedule`, `media`, `store`, `wire`, `config`.

mod audio;
mod connection;
mod headcount;
mod hub;
mod outbox;
mod pace;
mod seats;
mod task;
mod translate;

pub use connection::{Caller, serve};
pub use hub::{Entrance, Hub, HubParts, RoomError, RoomHandle};
