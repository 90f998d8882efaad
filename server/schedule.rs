//! When meetings happen and what the schedule shows of them. Pure: the time, the visitor's zone
//! and the seed of a fair order are parameters.
//!
//! Promises: a meeting keeps its local time through every clock change; nothing that is still
//! going on is hidden; meetings that tie come in an order no group can influence.
//! Deliberately absent: dates that move or are cancelled, calendars, feeds, words.
//! May import `base` only.

mod agenda;
mod filter;
mod meeting;
mod recurrence;
pub mod zone;

pub use agenda::{Agenda, Choices, Day, Instead, Listed, Row, SOON, Stretch, StretchKind};
pub use filter::{DayChoice, Facet, Filter, TimeOfDay};
pub use meeting::{Access, Group, Meeting, Weekly};
pub use recurrence::{Occurrence, OccurrenceTimes, State};
