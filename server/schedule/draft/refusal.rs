//! Why a field is refused.

use serde::Serialize;

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum FieldRefusal {
    /// It is empty, and must not be.
    Missing,
    /// More than so many characters, or values.
    TooLong(usize),
    /// A slug has something else than letters, digits and hyphens.
    NotSlug,
    /// Not one of those to choose from.
    Unknown,
    /// Not a whole number between these.
    OutOf(u16, u16),
    /// Not a time of day.
    NotATime,
    /// Not a date, or one of an unlikely year.
    NotADate,
    /// The last date is before the first.
    BeforeFrom,
    /// With these dates there would never be a meeting.
    NeverHeld,
}
