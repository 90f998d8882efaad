//! Running rooms: one task owns one [`Room`](crate::room::Room); sockets, audio and the store are
//! attached to it.
//!
//! Promises: a room is changed by its task alone, so there is no lock; deltas are numbered and
//! serialised once; every outgoing queue is bounded, and a client that falls behind gets a fresh
//! snapshot; a room that was running when the process ended runs again after [`Hub::start`].
//! Deliberately absent: what may happen in a room (that is `room`), HTTP (that is `http`).
//! May import `base`, `room`, `schedule`, `media`, `store`, `wire`, `config`.

mod audio;
mod connection;
mod frame_queue;
mod hub;
mod seats;
mod status;
mod task;
mod token_bucket;
mod translate;

pub use connection::{SocketContext, serve};
pub use hub::{Hub, HubParts, RoomError};
