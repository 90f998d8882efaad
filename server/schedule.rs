//! When meetings happen and what the schedule shows of them. Pure: the time, the visitor's zone
//! and the seed of a fair order are parameters.
//!
//! Promises: a meeting keeps its local time through every clock change; nothing that is still
//! going on is hidden; meetings that tie come in an order no group can influence.
//! Deliberately absent: words, pages, the store, whatever fetches a feed.
//! May import `base` only.

mod agenda;
mod filter;
mod meeting;
mod pattern;
mod recurrence;
mod timetable;
pub mod zone;

pub use agenda::{Agenda, Choices, Day, Instead, Listed, Row, SOON, Stretch, StretchKind};
pub use filter::{DayChoice, Facet, Filter, TimeOfDay};
pub use meeting::{About, Access, Edition, Elsewhere, Group, Listing, Meeting, Origin};
pub use pattern::{DayOfMonth, Days, EACH, NoSuchDay, Pattern, Place};
pub use recurrence::{Planned, Recurrence};
pub use timetable::{
    Change, Fate, Happening, MAX_MOVE, OccurrenceTimes, State, Timetable, USUAL_MARGIN,
};
