//! The schedule as one visitor sees it at one moment.

mod paging;
mod view;

use super::directory::{Directory, FilterOptions};
use super::{Filter, FilterField, Listing, Occurrence, OccurrenceState};
use crate::base::{MeetingId, Millis, Timestamp};
use jiff::civil::Date;
use jiff::tz::TimeZone;
pub use paging::Cursor;
use std::collections::HashMap;
use view::View;

/// What starts within this counts as soon: long enough to decide, short enough to remember.
pub const SOON: Millis = Millis::from_mins(120);

/// Who looks, at what, and when.
#[derive(Clone, Debug)]
pub struct AgendaQuery<'a> {
    pub filter: Filter,
    pub now: Timestamp,
    pub zone: &'a TimeZone,
    /// Orders what ties, so that no group is always first; the same for all pages of one list.
    pub seed: u64,
    /// How many are in each room that is open.
    pub headcounts: &'a HashMap<MeetingId, u32>,
    pub page: PageRequest,
}

/// Which page of the answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageRequest {
    #[default]
    First,
    /// Every open meeting.
    Open,
    /// The whole week at once, for paper.
    Week,
    /// What comes after another page.
    After(Cursor),
}

/// One line of the schedule.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    pub listing: &'a Listing,
    pub occurrence: Occurrence<'a>,
    pub state: OccurrenceState,
    /// How many are in the room; `None` when there is none.
    pub headcount: Option<u32>,
    lot: u64,
}

/// Lines under one heading.
#[derive(Clone, Debug)]
pub struct Section<'a> {
    pub kind: SectionKind,
    pub date: Date,
    pub rows: Vec<Row<'a>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionKind {
    Today,
    /// Before dawn tomorrow.
    SmallHours,
    Tomorrow,
    Later,
}

/// How much a day ahead holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    pub date: Date,
    pub meetings: usize,
}

/// How much begins within an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hour {
    pub from: Timestamp,
    pub meetings: usize,
}

/// What to offer when nothing matches.
#[derive(Clone, Debug, Default)]
pub struct Suggestions<'a> {
    pub open: Vec<Row<'a>>,
    /// Meetings that match all but one thing asked for, the next first.
    pub near: Vec<Row<'a>>,
    /// How many dates would match without each thing asked for.
    pub without: Vec<(FilterField, usize)>,
}

/// Everything one page of the schedule shows.
#[derive(Clone, Debug)]
pub struct Agenda<'a> {
    pub filter: Filter,
    pub page: PageRequest,
    pub options: FilterOptions<'a>,
    /// In progress, then in fellowship; the most time left first.
    pub in_progress: Vec<Row<'a>>,
    /// How many more are going on.
    pub more_in_progress: usize,
    /// How many one can go into at this moment.
    pub open_count: usize,
    /// Doors open, or a start within two hours.
    pub soon: Vec<Row<'a>>,
    /// The rest of the next 24 hours, or of the week when the visitor asked for something.
    pub later: Vec<Section<'a>>,
    /// Where the next page begins, and how many lines are left for it and those after it.
    pub next_page: Option<(Cursor, usize)>,
    /// How many dates match, those going on included.
    pub matches: usize,
    /// Tomorrow and the days after it.
    pub week: Vec<Day>,
    /// The hours ahead that the visitor is up, for those who told.
    pub hours: Vec<Hour>,
    /// Filled when the filter let nothing through.
    pub suggestions: Option<Suggestions<'a>>,
}

impl<'a> Agenda<'a> {
    #[must_use]
    pub fn new(directory: &'a Directory, look: AgendaQuery<'a>) -> Self {
        let view = View::new(directory, &look);
        let listings = directory.matching(&look.filter);
        let narrowed = !look.filter.is_empty();
        let (now, more_now) = view.going_on(&listings);
        let going_on = now.len() + more_now;
        let ahead = view.ahead(&listings, narrowed);
        let found = going_on + ahead.count;
        let instead = (found == 0 && narrowed).then(|| view.instead());
        let (soon, later): (Vec<_>, Vec<_>) = ahead
            .rows
            .into_iter()
            .partition(|row| row.is_soon(look.now) && look.page == PageRequest::First);
        Self {
            options: directory.options(),
            in_progress: now,
            more_in_progress: more_now,
            open_count: going_on + view.doors_open(&listings),
            soon,
            later: view.stretches(later, !narrowed),
            next_page: ahead.more,
            matches: found,
            week: view.week(&listings),
            hours: view.hours(&listings),
            suggestions: instead,
            page: look.page,
            filter: look.filter,
        }
    }

    /// Whether there is anything to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.in_progress.is_empty() && self.soon.is_empty() && self.later.is_empty()
    }

    /// Every line of it, in the order of the page.
    pub fn rows(&self) -> impl Iterator<Item = &Row<'a>> {
        let later = self.later.iter().flat_map(|part| &part.rows);
        self.in_progress.iter().chain(&self.soon).chain(later)
    }
}

impl Row<'_> {
    /// Whether a visitor can go in now.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state.is_open() && !self.occurrence.is_cancelled()
    }

    fn is_soon(&self, now: Timestamp) -> bool {
        self.is_open() || self.occurrence.times.starts <= now + SOON
    }
}

#[cfg(test)]
mod tests;
