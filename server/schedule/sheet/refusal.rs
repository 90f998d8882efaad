//! Why a cell of a sheet is refused.

use super::column::Column;
use crate::schedule::draft::{ChangeRefusal, FieldRefusal};
use serde::Serialize;

/// A refused cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CellRefusal {
    /// The column of the cell.
    pub column: Column,
    /// What is wrong.
    pub reason: CellRefusalReason,
}

/// What is wrong in a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum CellRefusalReason {
    /// The value is not valid for this field of a meeting.
    Field(FieldRefusal),
    /// The row with this number has the same slug.
    #[serde(rename = "Twice")]
    DuplicateSlug(usize),
    /// The meeting belongs to another group.
    OtherGroup,
    /// No group has this slug or name.
    NoSuchGroup,
    /// The row does not name the group of the meeting.
    NoGroup,
    /// No kind of meeting has these codes.
    UnknownKinds(Vec<String>),
    /// A meeting can't be that short or long.
    Duration,
    /// An entry in the cell of dates can't be used.
    Date(DateRefusal),
}

/// An entry in the cell of dates that can't be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DateRefusal {
    /// The start of the entry, to identify it.
    pub entry: String,
    /// What is wrong.
    pub reason: DateRefusalReason,
}

/// What is wrong with an entry in the cell of dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum DateRefusalReason {
    /// It does not have the syntax of an entry.
    #[serde(rename = "Form")]
    Syntax,
    /// The meeting is not held on this date.
    NotHeld,
    /// An earlier entry has the same date.
    #[serde(rename = "Twice")]
    DuplicateDate,
    /// The cell has too many entries.
    TooMany,
    /// The change is not valid for this date.
    Change(ChangeRefusal),
}
