//! A meeting as it was entered: in a form, or in a row of a sheet.
//!
//! Promises: reading reports every field that can't be used, all at once and with the reason; common
//! spellings are accepted; a draft of a meeting reads as that meeting. Deliberately absent: messages, of
//! which the table of fields names only the identifiers.

mod change;
mod compare;
mod field;
mod of_meeting;
mod parse;
mod read;
mod refusal;
mod repeats;
mod texts;
mod values;

pub use change::{ChangeDraft, ChangeField, ChangeRefusal};
pub use field::{
    EVERY, EmptyCell, FIELDS, FeedField, Field, FieldSpec, Input, LongText, MARGIN, MAX_KINDS,
    MAX_NOTES, MAX_SLUG, MAX_TITLE, MINUTES, long_texts,
};
pub(in crate::schedule) use parse::normalized_slug;
pub use parse::{date, line, numbered, slug, time};
pub use read::ValidDraft;
pub use refusal::FieldRefusal;
pub use repeats::Repeats;
pub use values::Draft;

#[cfg(test)]
mod tests;
