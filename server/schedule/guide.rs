//! The Meeting Guide format, in which directories of meetings exchange their listings.
//!
//! Promises: every directory of the format can read what is written here; any foreign feed, in all the
//! variants in use, gives listings or errors, never a panic. No contact of a person is kept: phone
//! numbers and addresses in free text are redacted. Only the phone number of the meeting itself is kept,
//! and only where there is no link.
//! Deliberately absent: requests and responses; texts in any language.

mod read;
mod row;
mod text;
mod write;

pub use read::{Defaults, FeedError, MAX_BYTES, MAX_ROWS, ParsedFeed, RowError, read};
pub(in crate::schedule) use read::{RowSelection, parse_rows};
pub use row::{QuotedValue, Row, RowErrorKind};
pub(in crate::schedule) use write::strip_day;
pub use write::{Entity, GuideEntry, Site, Words, can_express, write};
