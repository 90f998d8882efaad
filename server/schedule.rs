//! When meetings are held and what the public schedule shows. Pure: the time, the visitor's zone and
//! the seed of the random order are parameters.
//!
//! Promises: a meeting keeps its local time through every clock change; every meeting in progress is
//! shown; meetings with the same start are in a random order that no group can influence.
//! Deliberately absent: the texts of pages, the store, requests to feeds.
//! May import `base` only. Files of this module import each other directly, not through the re-exports
//! below.

mod agenda;
mod bit_set;
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
pub mod weekday;
mod windows;
pub mod zone;

pub use agenda::{
    Agenda, AgendaQuery, Cursor, DayCount, HourCount, LiveRoom, PageRequest, Row, Section,
    SectionKind, Suggestions,
};
pub use bit_set::BitSet;
pub use directory::{DIRECTORY_MAX_AGE, Directory, FilterOptions, ListedOccurrence};
pub use filter::{DayChoice, Filter, FilterField, Hours, MAX_SEARCH, TimeOfDay};
pub use meeting::{About, Access, FeedOrigin, Group, Listing, Meeting, Origin, Revision};
pub use pattern::{DayOfMonth, Days, INTERVAL_ONE, Pattern, UnknownDayError, WeekOfMonth};
pub use recurrence::{PlannedStart, Recurrence};
pub use timetable::{
    DEFAULT_MARGIN, DateChange, DateStatus, MAX_MOVE, Occurrence, OccurrenceState, OccurrenceTimes,
    Timetable,
};
pub use windows::SOON;
