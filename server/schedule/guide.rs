//! The Meeting Guide format, by which directories of meetings tell each other what they list.
//!
//! Promises: what we write can be read by every directory of the format; what others wrote, in all the
//! ways of the field, gives listings or problems in their words, never a panic. No contact of any
//! person is read: numbers and addresses in free texts are taken out. The number that a meeting itself
//! is called by is no person's: it is kept where nothing else leads there.
//! Deliberately absent: fetching and sending; words of any language.

mod read;
mod row;
mod text;
mod write;

pub use read::{Defaults, FeedError, MAX_BYTES, MAX_ROWS, ParsedFeed, RowError, read};
pub(in crate::schedule) use read::{RowSelection, parse_rows};
pub use row::{QuotedValue, Row, RowErrorKind};
pub(in crate::schedule) use text::is_date;
pub(in crate::schedule) use write::strip_day;
pub use write::{Entity, GuideEntry, Site, Words, can_express, write};
