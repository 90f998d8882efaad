//! What is stored: groups, meetings, accounts, services, invitations, feeds, and rooms in progress.
//!
//! Promises: one set of queries for SQLite and PostgreSQL; a database that can't be used safely is
//! refused at [`Store::open`] with a helpful text and left unchanged; no change is made only in part.
//! Deliberately absent: e-mail, phone numbers, addresses, user agents, message text, and any record
//! of who attended what. No error contains a stored secret or name.
//! May import `base`, `schedule`, `accounts`, `room` and `config`. `live`, `http` and `cli` may import it.

mod accounts;
mod database;
mod database_files;
mod embed_origins;
mod error;
mod error_kind;
mod feeds;
mod groups;
mod invites;
mod meeting_statements;
mod meetings;
mod migrations;
mod open_error;
mod postgres;
mod room_settings;
mod rooms;
mod services;
mod sessions;
mod sqlite;
mod write;
mod write_ahead_log;
mod write_health;

pub use accounts::{AccountRow, NewAccount};
pub use database::{Database, Store, StoreSettings};
pub use error::{
    CreateError, DamagedMeetingError, EditError, InviteError, SignUpError, StoreError,
};
pub use feeds::FeedRow;
pub use groups::NewGroup;
pub use meetings::NewMeeting;
pub use open_error::OpenError;
pub use room_settings::RoomSettings;
pub use rooms::SavedRoom;
pub use services::{Service, ServiceKind};
