//! Selects and counts what one query shows of a directory.

use super::paging;
use super::query::{AgendaQuery, Cursor, PageRequest};
use super::section::{Day, Hour, Row, Section, SectionKind, Suggestions};
use crate::base::{Millis, Timestamp};
use crate::schedule::bits::Bits;
use crate::schedule::directory::{Directory, ListedOccurrence};
use crate::schedule::filter::{Filter, FilterField};
use crate::schedule::meeting::Origin;
use crate::schedule::timetable::OccurrenceState;
use crate::schedule::windows::{SOON, VisitorCalendar, Window};
use crate::schedule::zone;
use jiff::civil::Date;
use std::cmp::Reverse;

/// How far ahead the first page goes when no filter is set.
const UNFILTERED_SPAN: Millis = Millis::from_mins(24 * 60);

/// Until this hour of the next day a visitor would still say "tonight, after midnight".
const SMALL_HOURS_END: i8 = 5;

/// How many days are shown and counted, today included.
const DAYS: i64 = 7;

/// How many meetings of each kind are suggested when nothing matches.
const MAX_NEAR: usize = 5;
const MAX_OPEN_SUGGESTED: usize = 10;

/// How many open meetings a page shows, so that it stays small on a slow connection (14 KB over the
/// wire), and how many when they were requested.
const MAX_OPEN_ROWS: usize = 10;
const MAX_OPEN_ROWS_REQUESTED: usize = 200;

/// How many upcoming rows a page shows before it links to the next one.
const PAGE_ROWS: usize = 60;

/// How many rows are still useful in print: about seven sheets.
const PRINT_ROWS: usize = 300;

/// How many hours ahead are counted for visitors who say when they are awake.
const HOURS: u64 = 24;

/// The upcoming dates of one page.
pub(super) struct Upcoming<'a> {
    pub rows: Vec<Row<'a>>,
    /// Where the next page begins, and how many rows remain from there on.
    pub next_page: Option<(Cursor, usize)>,
    /// How many dates there are from now on, on all pages.
    pub count: usize,
}

/// A directory together with one query.
pub(super) struct View<'a, 'q> {
    directory: &'a Directory,
    query: &'q AgendaQuery<'a>,
    calendar: VisitorCalendar<'a>,
}

impl<'a, 'q> View<'a, 'q> {
    pub(super) fn new(directory: &'a Directory, query: &'q AgendaQuery<'a>) -> Self {
        Self {
            directory,
            query,
            calendar: VisitorCalendar::new(query.zone, query.now),
        }
    }

    /// The meetings in progress that the page shows, and how many more there are.
    pub(super) fn in_progress(&self, listings: &Bits) -> (Vec<Row<'a>>, usize) {
        let limit = match self.query.page {
            PageRequest::First => MAX_OPEN_ROWS,
            PageRequest::Open | PageRequest::Week => MAX_OPEN_ROWS_REQUESTED,
            PageRequest::After(_) => 0,
        };
        let mut rows: Vec<_> = self
            .matching_in_progress(listings, &self.query.filter)
            .map(|listed| self.row(listed))
            .collect();
        rows.sort_by_key(most_time_left);
        let more = rows.len().saturating_sub(limit);
        rows.truncate(limit);
        (rows, more)
    }

    /// The dates in progress that match a filter.
    fn matching_in_progress(
        &self,
        listings: &Bits,
        filter: &Filter,
    ) -> impl Iterator<Item = ListedOccurrence<'a>> {
        self.directory
            .in_progress(self.query.now, listings)
            .filter(|listed| {
                self.calendar
                    .matches(filter, listed.occurrence.times.starts)
            })
    }

    /// How many meetings have not started but can be entered.
    pub(super) fn count_doors_open(&self, listings: &Bits) -> usize {
        let now = self.query.now;
        self.matching_between(listings, &self.query.filter, now, now + SOON)
            .filter(|listed| listed.occurrence.times.state(now).is_open())
            .filter(|listed| !listed.occurrence.is_cancelled())
            .count()
    }

    /// The dates in `[from, until)` that match a filter, ordered by start.
    fn matching_between<'b>(
        &self,
        listings: &'b Bits,
        filter: &Filter,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Iterator<Item = ListedOccurrence<'a>> + use<'a, 'b> {
        let directory = self.directory;
        self.windows_within(filter, from, until)
            .flat_map(move |(from, until)| directory.between(from, until, listings))
    }

    /// One page of the upcoming dates.
    pub(super) fn upcoming(&self, listings: &Bits, is_filtered: bool) -> Upcoming<'a> {
        let now = self.query.now;
        let cursor = match self.query.page {
            PageRequest::After(cursor) => cursor.not_before(now),
            PageRequest::First | PageRequest::Open | PageRequest::Week => Cursor::at(now),
        };
        let mut until = self.calendar.end(&self.query.filter, DAYS);
        if !is_filtered && self.query.page == PageRequest::First {
            until = until.min(now + UNFILTERED_SPAN + Millis(1));
        }
        let matching = self.matching_between(listings, &self.query.filter, cursor.from, until);
        let limit = match self.query.page {
            PageRequest::Open => 0,
            PageRequest::First | PageRequest::After(_) => PAGE_ROWS,
            PageRequest::Week => PRINT_ROWS,
        };
        let (rows, next) = paging::page(matching.map(|listed| self.row(listed)), cursor, limit);
        let remaining = |next: &Cursor| {
            self.count(listings, &self.query.filter, next.from, until)
                .saturating_sub(next.skip)
        };
        Upcoming {
            next_page: next.map(|next| (next, remaining(&next))),
            rows,
            count: self.count(listings, &self.query.filter, now, until),
        }
    }

    /// How many dates in `[from, until)` match a filter, including cancelled ones, which have rows too.
    fn count(&self, listings: &Bits, filter: &Filter, from: Timestamp, until: Timestamp) -> usize {
        self.windows_within(filter, from, until)
            .map(|(from, until)| self.directory.count(from, until, listings))
            .sum()
    }

    /// How many dates in `[from, until)` match the filter and are held.
    fn count_held(&self, listings: &Bits, from: Timestamp, until: Timestamp) -> usize {
        self.windows_within(&self.query.filter, from, until)
            .map(|(from, until)| self.directory.count_held(from, until, listings))
            .sum()
    }

    /// The parts of `[from, until)` that a filter asks for.
    fn windows_within(
        &self,
        filter: &Filter,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Iterator<Item = Window> + use<> {
        let windows = self.calendar.windows(filter, DAYS);
        let within = move |(opens, closes): Window| (opens.max(from), closes.min(until));
        windows.into_iter().map(within)
    }

    /// Groups rows by date, and apart from that the small hours when `split_night` is set.
    pub(super) fn sections(&self, rows: Vec<Row<'a>>, split_night: bool) -> Vec<Section<'a>> {
        let mut sections: Vec<Section<'a>> = Vec::new();
        for row in rows {
            let local = zone::local_time(self.query.zone, row.occurrence.times.starts);
            let date = local.date();
            let small_hours = split_night && local.hour() < SMALL_HOURS_END;
            let kind = self.section_kind(date, small_hours);
            match sections.last_mut() {
                Some(last) if last.date == date && last.kind == kind => last.rows.push(row),
                _ => sections.push(Section {
                    kind,
                    date,
                    rows: vec![row],
                }),
            }
        }
        sections
    }

    fn section_kind(&self, date: Date, small_hours: bool) -> SectionKind {
        if date <= self.calendar.today {
            SectionKind::Today
        } else if date != self.calendar.day(1) {
            SectionKind::Later
        } else if small_hours {
            SectionKind::SmallHours
        } else {
            SectionKind::Tomorrow
        }
    }

    /// How many meetings are held on each day after today.
    pub(super) fn week(&self, listings: &Bits) -> Vec<Day> {
        (1..DAYS)
            .map(|day| {
                let (from, until) = (self.calendar.midnight(day), self.calendar.midnight(day + 1));
                Day {
                    date: self.calendar.day(day),
                    meetings: self.count_held(listings, from, until),
                }
            })
            .collect()
    }

    /// How many meetings start in each coming hour that the visitor is awake, aligned to the hours of
    /// the visitor's clock; the first is the current hour. The hours of [`SOON`] are always included:
    /// a visitor who asks is awake.
    pub(super) fn hours(&self, listings: &Bits) -> Vec<Hour> {
        let Some(awake) = self.query.filter.awake else {
            return Vec::new();
        };
        let now = self.query.now;
        let time = zone::local_time(self.query.zone, now).time();
        let since_hour = Millis::from_secs(
            u64::from(time.minute().cast_unsigned()) * 60
                + u64::from(time.second().cast_unsigned()),
        );
        let first = now - since_hour;
        (0..HOURS)
            .map(|hour| first + Millis::from_mins(60 * hour))
            .filter(|from| {
                *from < now + SOON
                    || awake.contains(zone::local_time(self.query.zone, *from).hour())
            })
            .map(|from| Hour {
                from,
                meetings: self.count_held(listings, from.max(now), from + Millis::from_mins(60)),
            })
            .collect()
    }

    /// What to offer when nothing matches.
    pub(super) fn suggestions(&self) -> Suggestions<'a> {
        let filter = &self.query.filter;
        let matching_words = self.directory.matching_words(&filter.search);
        let (mut near, mut without) = (Vec::new(), Vec::new());
        for field in filter.active_fields() {
            let looser = filter.without(field);
            let listings = match field {
                FilterField::Search => self.directory.matching(&looser),
                _ => self.directory.narrow(matching_words.clone(), &looser),
            };
            let (now, until) = (self.query.now, self.calendar.end(&looser, DAYS));
            let in_progress = self.matching_in_progress(&listings, &looser).count();
            let upcoming = self.count(&listings, &looser, now, until);
            without.push((field, in_progress + upcoming));
            if !looser.is_empty() {
                let matching = self.matching_between(&listings, &looser, now, until);
                near.extend(matching.take(MAX_NEAR).map(|listed| self.row(listed)));
            }
        }
        near.sort_by_key(|row| (row.occurrence.times.starts, row.tie_break));
        near.dedup_by_key(|row| (row.occurrence.times.starts, row.tie_break));
        near.truncate(MAX_NEAR);
        let everything = self.directory.matching(&Filter::default());
        let mut open: Vec<Row<'a>> = self
            .directory
            .in_progress(self.query.now, &everything)
            .map(|listed| self.row(listed))
            .collect();
        open.sort_by_key(most_time_left);
        open.truncate(MAX_OPEN_SUGGESTED);
        Suggestions {
            open,
            near,
            without,
        }
    }

    fn row(&self, listed: ListedOccurrence<'a>) -> Row<'a> {
        let headcount = match &listed.listing.origin {
            Origin::Hosted { id, .. } => self.query.headcounts.get(id).copied(),
            Origin::Feed(_) => None,
        };
        Row {
            listing: listed.listing,
            state: listed.occurrence.times.state(self.query.now),
            occurrence: listed.occurrence,
            headcount,
            tie_break: tie_break(self.query.seed, listed.number),
        }
    }
}

/// Meetings in progress before those in fellowship, the most remaining time first.
fn most_time_left(row: &Row<'_>) -> (OccurrenceState, Reverse<Timestamp>, u64) {
    (row.state, Reverse(row.occurrence.times.ends), row.tie_break)
}

/// A number that cannot be predicted without the seed and is constant within one list (the finaliser
/// of `SplitMix64`).
fn tie_break(seed: u64, number: u32) -> u64 {
    let mut mixed = seed.wrapping_add(u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
