//! Porchlight: a self-hosted home for online recovery meetings.
//!
//! `server/ARCHITECTURE.md` describes where things belong and which module may import which;
//! `tests/it/tidy.rs` checks it.

#![warn(missing_docs, unreachable_pub)]

pub mod accounts;
pub mod base;
pub mod catalogue;
pub mod cli;
pub mod config;
pub mod feeds;
pub mod http;
pub mod live;
pub mod media;
pub mod metrics;
pub mod pages;
pub mod participant;
pub mod paths;
pub mod room;
pub mod schedule;
pub mod store;
pub mod wire;
