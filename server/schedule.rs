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
pub mod contact_links;
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
pub mod web_link;
mod windows;
pub mod zone;

pub use agenda::{
    Agenda, AgendaQuery, Cursor, Day, Hour, PageRequest, Row, SOON, Section, SectionKind,
    Suggestions,
};
pub use bits::Bits;
pub use directory::{DIRECTORY_MAX_AGE, Directory, FilterOptions, ListedOccurrence};
pub use filter::{DayChoice, Filter, FilterField, Hours, MAX_SEARCH, TimeOfDay, primary_language};
pub use meeting::{About, Access, FeedOrigin, Group, Listing, Meeting, Origin, Revision};
pub use pattern::{DayOfMonth, Days, EVERY_ONE, Pattern, UnknownDayError, WeekOfMonth};
pub use recurrence::{PlannedStart, Recurrence};
pub use timetable::{
    DEFAULT_MARGIN, DateChange, DateStatus, MAX_MOVE, Occurrence, OccurrenceState, OccurrenceTimes,
    Timetable,
};
