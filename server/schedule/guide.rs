//! The Meeting Guide format, in which directories of meetings exchange their listings.
//!
//! Promises: every directory that uses the format can read what is written here. Any feed of another
//! directory, in all variants in use, results in listings or errors, never in a panic. No contact of a person
//! is stored: phone numbers and e-mail addresses in free text are redacted. Only the phone number of the meeting
//! itself is stored, and only if there is no link.
//! Deliberately absent: requests and responses; texts in any language.

mod other_format;
mod read;
mod row;
mod text;
mod write;

pub use other_format::OtherFormat;
pub use read::{Defaults, FeedError, MAX_BYTES, MAX_ROWS, ParsedFeed, RowError, parse};
pub(in crate::schedule) use read::{RowSelection, parse_rows};
pub use row::{QuotedValue, Row, RowErrorKind};
pub(in crate::schedule) use write::strip_day;
pub use write::{Entity, GuideEntry, Site, Words, can_express, write};
