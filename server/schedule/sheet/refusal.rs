//! Why a cell of a sheet is refused.

use super::column::Column;
use crate::schedule::draft::{ChangeRefusal, FieldRefusal};
use serde::Serialize;

/// What is wrong in one cell.
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
    /// The form for a meeting would refuse it as well.
    Field(FieldRefusal),
    /// The row with this number has the same slug.
    Twice(usize),
    /// The meeting is one of another group.
    OtherGroup,
    /// No group has this slug or name.
    NoSuchGroup,
    /// The row does not say whose meeting it is.
    NoGroup,
    /// These are not codes of a kind.
    UnknownKinds(Vec<String>),
    /// A meeting can't be that short or long.
    Duration,
    /// This entry of the dates can't be used.
    Date(DateRefusal),
}

/// An entry of the dates that can't be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DateRefusal {
    /// The first characters of the entry.
    pub entry: String,
    /// What is wrong.
    pub reason: DateRefusalReason,
}

/// What is wrong with an entry of the dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum DateRefusalReason {
    /// It is not written in the form of an entry.
    Form,
    /// The meeting is not held on this date.
    NotHeld,
    /// The date has an entry already.
    Twice,
    /// There are more entries than a cell may have.
    TooMany,
    /// The form for one date would refuse it as well.
    Change(ChangeRefusal),
}
