//! The integration tests, in one program so that they are linked once.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod accounts;
mod connections;
mod editing;
mod feeds;
mod former_versions;
mod logs;
mod media;
mod media_plane;
mod printing;
mod program;
mod protocol;
mod readers;
mod recurrence;
mod rooms;
mod schedule;
mod sharing;
mod store;
mod support;
mod templates;
mod tidy;
