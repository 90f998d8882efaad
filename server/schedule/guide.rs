//! The Meeting Guide format, by which directories of meetings tell each other what they list.
//!
//! Promises: what we write can be read by every directory of the format; what others wrote, in all the
//! ways of the field, gives listings or problems in their words, never a panic. No contact of any
//! person is read: numbers and addresses in free texts are taken out. The number that a meeting itself
//! is called by is no person's: it is kept where nothing else leads there.
//! Deliberately absent: fetching and sending; words of any language.

mod link;
mod read;
mod row;
mod text;
mod write;

pub use link::{host, link};
pub use read::{Defaults, FeedError, MAX_BYTES, MAX_ROWS, Reading, RowError, read};
pub(in crate::schedule) use read::{Take, gather};
pub use row::{Row, RowErrorKind, Shown};
pub(in crate::schedule) use text::is_date;
pub(in crate::schedule) use write::without_day;
pub use write::{Entity, GuideEntry, Site, Words, can_say, write};
