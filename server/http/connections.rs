//! The connections of the listener for pages: how many there may be, and how long each may wait.
//!
//! Promises: a connection that sends its request byte by byte, or reads nothing of its response, ends by
//! itself and keeps nobody else out. When the limit is reached, the one that has waited longest is closed, and
//! a part of the places is kept for rooms and for health checks.

mod connection;
mod listener;
mod places;
mod requests;
mod stream;

pub(super) use connection::Connections;
pub(super) use listener::{CountedListener, Peer};
pub(super) use requests::{follow_requests, keep_reserve};
