//! The schedule as one visitor sees it at one moment.

mod paging;

use super::bits::Bits;
use super::directory::{Choices, Directory, Found};
use super::windows::Calendar;
use super::{Filter, Happening, Listing, Origin, State, zone};
use crate::base::{MeetingId, Millis, Timestamp};
use jiff::civil::Date;
use jiff::tz::TimeZone;
pub use paging::Cursor;
use std::collections::HashMap;

/// What starts within this counts as soon: long enough to decide, short enough to remember.
pub const SOON: Millis = Millis::from_mins(120);

/// How far ahead a schedule that nobody narrowed goes.
const AHEAD: Millis = Millis::from_mins(24 * 60);

/// Until this hour of the next day a visitor would still say "tonight, after midnight".
const SMALL_HOURS: i8 = 5;

/// How many days are counted ahead, today included.
const DAYS: i64 = 7;

/// How many meetings close to a fruitless search are offered, and how many open ones.
const NEAR: usize = 5;
const OPEN_INSTEAD: usize = 10;

/// How many of the open meetings a page shows, so that it stays light on a slow line (14 KB over
/// the wire), and how many when they were asked for.
const OPEN_LINES: usize = 20;
const ALL_OPEN_LINES: usize = 500;

/// How many lines of what comes a page shows before it leads to the next one.
const LINES: usize = 60;

/// What still makes sense on paper: some forty sheets.
const PAPER_LINES: usize = 2_000;

/// How many hours ahead are counted for those who told when they are up.
const HOURS: u64 = 24;

/// Who looks, at what, and when.
#[derive(Clone, Debug)]
pub struct Look<'a> {
    pub filter: Filter,
    pub now: Timestamp,
    pub zone: &'a TimeZone,
    /// Orders what ties, so that no group is always first; the same for all pages of one list.
    pub seed: u64,
    /// How many are in each room that is open.
    pub headcounts: &'a HashMap<MeetingId, u32>,
    pub page: PageAsked,
}

/// Which page of the answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageAsked {
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
    pub happening: Happening<'a>,
    pub state: State,
    /// How many are in the room; `None` when there is none.
    pub headcount: Option<u32>,
    lot: u64,
}

/// Lines under one heading.
#[derive(Clone, Debug)]
pub struct Stretch<'a> {
    pub kind: StretchKind,
    pub date: Date,
    pub rows: Vec<Row<'a>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StretchKind {
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
pub struct Instead<'a> {
    pub open: Vec<Row<'a>>,
    /// Meetings that match all but one thing asked for, the next first.
    pub near: Vec<Row<'a>>,
}

/// Everything one page of the schedule shows.
#[derive(Clone, Debug)]
pub struct Agenda<'a> {
    pub filter: Filter,
    pub page: PageAsked,
    pub choices: Choices<'a>,
    /// In progress, then in fellowship; the most time left first.
    pub now: Vec<Row<'a>>,
    /// How many more are going on.
    pub more_now: usize,
    /// How many one can go into at this moment.
    pub open: usize,
    /// Doors open, or a start within two hours.
    pub soon: Vec<Row<'a>>,
    /// The rest of the next 24 hours, or of the week when the visitor asked for something.
    pub later: Vec<Stretch<'a>>,
    /// Where the next page begins, and how many lines are left for it and those after it.
    pub more: Option<(Cursor, usize)>,
    /// How many dates match, those going on included.
    pub found: usize,
    /// Tomorrow and the days after it.
    pub week: Vec<Day>,
    /// The hours ahead that the visitor is up, for those who told.
    pub hours: Vec<Hour>,
    /// Filled when the filter let nothing through.
    pub instead: Option<Instead<'a>>,
}

impl<'a> Agenda<'a> {
    #[must_use]
    pub fn new(directory: &'a Directory, look: Look<'a>) -> Self {
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
            .partition(|row| row.is_soon(look.now) && look.page == PageAsked::First);
        Self {
            choices: directory.choices(),
            now,
            more_now,
            open: going_on + view.doors_open(&listings),
            soon,
            later: view.stretches(later, !narrowed),
            more: ahead.more,
            found,
            week: view.week(&listings),
            hours: view.hours(&listings),
            instead,
            page: look.page,
            filter: look.filter,
        }
    }

    /// Whether there is anything to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.now.is_empty() && self.soon.is_empty() && self.later.is_empty()
    }

    /// Every line of it, in the order of the page.
    pub fn rows(&self) -> impl Iterator<Item = &Row<'a>> {
        let later = self.later.iter().flat_map(|part| &part.rows);
        self.now.iter().chain(&self.soon).chain(later)
    }
}

impl Row<'_> {
    /// Whether a visitor can go in now.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state.is_open() && !self.happening.is_cancelled()
    }

    fn is_soon(&self, now: Timestamp) -> bool {
        self.is_open() || self.happening.times.starts <= now + SOON
    }
}

/// What comes, cut to one page.
struct Ahead<'a> {
    rows: Vec<Row<'a>>,
    more: Option<(Cursor, usize)>,
    /// How many there are in all, from now on.
    count: usize,
}

/// A look at a directory.
struct View<'a, 'l> {
    directory: &'a Directory,
    look: &'l Look<'a>,
    calendar: Calendar<'a>,
}

impl<'a, 'l> View<'a, 'l> {
    fn new(directory: &'a Directory, look: &'l Look<'a>) -> Self {
        Self {
            directory,
            look,
            calendar: Calendar::new(look.zone, look.now),
        }
    }

    fn going_on(&self, listings: &Bits) -> (Vec<Row<'a>>, usize) {
        let lines = match self.look.page {
            PageAsked::First => OPEN_LINES,
            PageAsked::Open | PageAsked::Week => ALL_OPEN_LINES,
            PageAsked::After(_) => 0,
        };
        let mut on: Vec<_> = self
            .directory
            .going_on(self.look.now, listings)
            .filter(|found| {
                let starts = found.happening.times.starts;
                self.calendar.suits(&self.look.filter, starts)
            })
            .map(|found| self.row(found))
            .collect();
        on.sort_by_key(|row| {
            (
                row.state,
                std::cmp::Reverse(row.happening.times.ends),
                row.lot,
            )
        });
        let more = on.len().saturating_sub(lines);
        on.truncate(lines);
        (on, more)
    }

    fn doors_open(&self, listings: &Bits) -> usize {
        let now = self.look.now;
        self.coming(listings, &self.look.filter, now, now + SOON)
            .filter(|found| found.happening.times.state(now).is_open())
            .filter(|found| !found.happening.is_cancelled())
            .count()
    }

    /// What a filter lets through of `[from, until)`, by start.
    fn coming<'b>(
        &self,
        listings: &'b Bits,
        filter: &Filter,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Iterator<Item = Found<'a>> + use<'a, 'b> {
        let directory = self.directory;
        self.calendar
            .windows(filter, DAYS)
            .into_iter()
            .flat_map(move |(opens, closes)| {
                directory.between(opens.max(from), closes.min(until), listings)
            })
    }

    fn ahead(&self, listings: &Bits, narrowed: bool) -> Ahead<'a> {
        let now = self.look.now;
        let cursor = match self.look.page {
            PageAsked::After(cursor) => cursor.not_before(now),
            PageAsked::First | PageAsked::Open | PageAsked::Week => Cursor::at(now),
        };
        let mut until = self.calendar.midnight(DAYS);
        if !narrowed && self.look.page == PageAsked::First {
            until = until.min(now + AHEAD + Millis(1));
        }
        let coming = self.coming(listings, &self.look.filter, cursor.from, until);
        let lines = match self.look.page {
            PageAsked::Open => 0,
            PageAsked::First | PageAsked::After(_) => LINES,
            PageAsked::Week => PAPER_LINES,
        };
        let (rows, next) = paging::page(coming.map(|found| self.row(found)), cursor, lines);
        let left = |next: &Cursor| {
            self.count(listings, next.from, until)
                .saturating_sub(next.skip)
        };
        Ahead {
            more: next.map(|next| (next, left(&next))),
            rows,
            count: self.count(listings, now, until),
        }
    }

    fn count(&self, listings: &Bits, from: Timestamp, until: Timestamp) -> usize {
        self.calendar
            .windows(&self.look.filter, DAYS)
            .into_iter()
            .map(|(opens, closes)| {
                self.directory
                    .count(opens.max(from), closes.min(until), listings)
            })
            .sum()
    }

    fn stretches(&self, rows: Vec<Row<'a>>, parted: bool) -> Vec<Stretch<'a>> {
        let mut stretches: Vec<Stretch<'a>> = Vec::new();
        for row in rows {
            let local = zone::clock(self.look.zone, row.happening.times.starts);
            let date = local.date();
            let small_hours = parted && local.hour() < SMALL_HOURS;
            let kind = self.kind(date, small_hours);
            match stretches.last_mut() {
                Some(last) if last.date == date && last.kind == kind => last.rows.push(row),
                _ => stretches.push(Stretch {
                    kind,
                    date,
                    rows: vec![row],
                }),
            }
        }
        stretches
    }

    fn kind(&self, date: Date, small_hours: bool) -> StretchKind {
        if date <= self.calendar.today {
            StretchKind::Today
        } else if date != self.calendar.day(1) {
            StretchKind::Later
        } else if small_hours {
            StretchKind::SmallHours
        } else {
            StretchKind::Tomorrow
        }
    }

    fn week(&self, listings: &Bits) -> Vec<Day> {
        (1..DAYS)
            .map(|day| {
                let (from, until) = (self.calendar.midnight(day), self.calendar.midnight(day + 1));
                Day {
                    date: self.calendar.day(day),
                    meetings: self.count(listings, from, until),
                }
            })
            .collect()
    }

    /// By the visitor's clock, from the next whole hour on; the begun one counts as well.
    fn hours(&self, listings: &Bits) -> Vec<Hour> {
        let Some(awake) = self.look.filter.awake else {
            return Vec::new();
        };
        let now = self.look.now;
        let into_hour = zone::clock(self.look.zone, now).time();
        let into_hour = Millis::from_secs(
            u64::from(into_hour.minute().cast_unsigned()) * 60
                + u64::from(into_hour.second().cast_unsigned()),
        );
        let begun = now - into_hour;
        (0..HOURS)
            .map(|hour| begun + Millis::from_mins(60 * hour))
            .filter(|from| awake.has(zone::clock(self.look.zone, *from).hour()))
            .map(|from| Hour {
                from,
                meetings: self.count(listings, from.max(now), from + Millis::from_mins(60)),
            })
            .collect()
    }

    fn instead(&self) -> Instead<'a> {
        let filter = &self.look.filter;
        let until = self.calendar.midnight(DAYS);
        let mut near: Vec<Row<'a>> = filter
            .facets()
            .filter(|_| filter.facets().nth(1).is_some())
            .flat_map(|facet| {
                let looser = filter.without(facet);
                let listings = self.directory.matching(&looser);
                let coming = self.coming(&listings, &looser, self.look.now, until);
                coming
                    .take(NEAR)
                    .map(|found| self.row(found))
                    .collect::<Vec<_>>()
            })
            .collect();
        near.sort_by_key(|row| (row.happening.times.starts, row.lot));
        near.dedup_by_key(|row| (row.happening.times.starts, row.lot));
        near.truncate(NEAR);
        let everything = self.directory.matching(&Filter::default());
        let mut open: Vec<Row<'a>> = self
            .directory
            .going_on(self.look.now, &everything)
            .map(|found| self.row(found))
            .collect();
        open.sort_by_key(|row| {
            (
                row.state,
                std::cmp::Reverse(row.happening.times.ends),
                row.lot,
            )
        });
        open.truncate(OPEN_INSTEAD);
        Instead { open, near }
    }

    fn row(&self, found: Found<'a>) -> Row<'a> {
        let headcount = match &found.listing.origin {
            Origin::Here { id, .. } => self.look.headcounts.get(id).copied(),
            Origin::Elsewhere(_) => None,
        };
        Row {
            listing: found.listing,
            state: found.happening.times.state(self.look.now),
            happening: found.happening,
            headcount,
            lot: lot(self.look.seed, found.number),
        }
    }
}

/// A number that nobody can foresee without the seed, the same for one list
/// (the finaliser of `SplitMix64`).
fn lot(seed: u64, number: u32) -> u64 {
    let mut mixed = seed.wrapping_add(u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests;
