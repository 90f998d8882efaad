//! When meetings happen and what the schedule shows of them. Pure: the time, the visitor's zone
//! and the seed of a fair order are parameters.
//!
//! Promises: a meeting keeps its local time through every clock change; nothing that is still
//! going on is hidden; meetings that tie come in an order no group can influence.
//! Deliberately absent: words, pages, the store, whatever fetches a feed.
//! May import `base` only.

mod agenda;
mod bits;
pub mod calendar;
mod directory;
pub mod draft;
mod filter;
pub mod guide;
pub mod kinds;
mod meeting;
mod pattern;
mod recurrence;
mod search;
pub mod sheet;
mod timetable;
pub mod ways;
mod windows;
pub mod zone;

pub use agenda::{
    Agenda, AgendaQuery, Cursor, Day, Hour, PageAsked, Row, SOON, Section, StretchKind, Suggestions,
};
pub use bits::Bits;
pub use directory::{Choices, Directory, FRESH_FOR, Found};
pub use filter::{DayChoice, Filter, FilterCounts, Hours, MAX_SEARCH, TimeOfDay, primary};
pub use meeting::{About, Access, FeedOrigin, Group, Listing, Meeting, Origin, Revision};
pub use pattern::{DayOfMonth, Days, EACH, Pattern, UnknownDayError, WeekOfMonth};
pub use recurrence::{Planned, Recurrence};
pub use timetable::{
    Change, DateStatus, Happening, MAX_MOVE, OccurrenceTimes, State, Timetable, USUAL_MARGIN,
};
