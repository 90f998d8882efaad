//! The parts of a page: rows, sections, counts and suggestions.

use crate::base::Timestamp;
use crate::schedule::filter::FilterField;
use crate::schedule::meeting::Listing;
use crate::schedule::timetable::{Occurrence, OccurrenceState};
use crate::schedule::windows::SOON;
use jiff::civil::Date;
use std::cmp::Reverse;

/// One row of the schedule: an occurrence of a listed meeting.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The meeting.
    pub listing: &'a Listing,
    /// The occurrence of it.
    pub occurrence: Occurrence<'a>,
    /// Its state at the time of the request.
    pub state: OccurrenceState,
    /// How many people are in the room; `None` when there is no open room.
    pub headcount: Option<u32>,
    /// Orders rows with the same start: random, but constant for one seed.
    pub(super) tie_break: u64,
}

/// Rows under one heading.
#[derive(Clone, Debug)]
pub struct Section<'a> {
    /// The heading.
    pub kind: SectionKind,
    /// The date of all rows, in the visitor's zone.
    pub date: Date,
    /// Ordered by start; never empty.
    pub rows: Vec<Row<'a>>,
}

/// The heading of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionKind {
    /// The current date.
    Today,
    /// The hours before dawn of the next date.
    SmallHours,
    /// The rest of the next date.
    Tomorrow,
    /// Any date after that.
    Later,
}

/// How many occurrences there are on a coming day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayCount {
    /// The date in the visitor's zone.
    pub date: Date,
    /// How many occurrences are held: cancelled ones are not counted.
    pub meetings: usize,
}

/// How many occurrences start within a coming hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourCount {
    /// The start of the hour.
    pub from: Timestamp,
    /// How many occurrences are held: cancelled ones are not counted.
    pub meetings: usize,
}

/// What to offer when nothing matches the filter.
#[derive(Clone, Debug, Default)]
pub struct Suggestions<'a> {
    /// Meetings that are open now, whether they match the filter or not.
    pub open: Vec<Row<'a>>,
    /// Occurrences that match all but one field of the filter, ordered by start.
    pub near_matches: Vec<Row<'a>>,
    /// For each field that is set, how many occurrences would match without it.
    pub matches_without: Vec<(FilterField, usize)>,
}

impl Row<'_> {
    /// Whether a visitor can enter now.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state.is_open() && !self.occurrence.is_cancelled()
    }

    /// The sort key of open meetings: those in progress before those in fellowship, and the most remaining time
    /// first.
    pub(super) fn open_order(&self) -> (OccurrenceState, Reverse<Timestamp>, u64) {
        let ends = Reverse(self.occurrence.times.ends);
        (self.state, ends, self.tie_break)
    }

    pub(super) fn starts(&self) -> Timestamp {
        self.occurrence.times.starts
    }

    pub(super) fn is_soon(&self, now: Timestamp) -> bool {
        self.is_open() || self.occurrence.times.starts <= now + SOON
    }
}
