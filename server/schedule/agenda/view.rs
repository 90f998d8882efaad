//! Selects and counts the occurrences of a directory that match a query.
//!
//! `listings: &BitSet` is always the set of matching listings, by their number in the directory.

mod begun;

use super::paging;
use super::query::{AgendaQuery, Cursor, PageRequest};
use super::section::{DayCount, HourCount, Row, Section, SectionKind, Suggestions};
use crate::base::{Millis, Timestamp};
use crate::schedule::bit_set::BitSet;
use crate::schedule::directory::{Directory, ListedOccurrence};
use crate::schedule::filter::{Filter, FilterField};
use crate::schedule::timetable::OccurrenceState;
use crate::schedule::windows::{SOON, VisitorCalendar, Window};
use crate::schedule::zone;
use jiff::civil::Date;

/// How far ahead the first page goes when no filter is set.
const UNFILTERED_SPAN: Millis = Millis::from_mins(24 * 60);

/// The hours of the next day before this one belong to tonight for the visitor.
const SMALL_HOURS_END: i8 = 5;

/// How many days are shown and counted, today included.
const DAYS: i64 = 7;

/// How many near matches are suggested when nothing matches.
const MAX_NEAR_MATCHES: usize = 5;

/// How many open meetings are suggested when nothing matches.
const MAX_OPEN_SUGGESTED: usize = 10;

/// How many upcoming rows a page shows before it links to the next one.
const PAGE_ROWS: usize = 60;

/// How many rows the page for printing has at most: about seven sheets of paper.
const PRINT_ROWS: usize = 300;

/// How many coming hours are counted when the filter has waking hours.
const HOURS: u64 = 24;

/// The upcoming occurrences of one page. A page that begins at a cursor has those in progress among them.
pub(super) struct Upcoming<'a> {
    pub rows: Vec<Row<'a>>,
    /// Where the next page begins, and how many rows remain from there on.
    pub next_page: Option<(Cursor, usize)>,
    /// How many occurrences there are from now on, on all pages.
    pub count: usize,
}

/// A directory together with one query.
pub(super) struct View<'a, 'q> {
    directory: &'a Directory,
    query: &'q AgendaQuery<'a>,
    calendar: VisitorCalendar<'a>,
    /// The dates whose rooms were closed before the planned start. They are hardly ever any.
    closed_before_start: Vec<ListedOccurrence<'a>>,
}

impl<'a, 'q> View<'a, 'q> {
    pub(super) fn new(directory: &'a Directory, query: &'q AgendaQuery<'a>) -> Self {
        let mut view = Self {
            directory,
            query,
            calendar: VisitorCalendar::new(query.zone, query.now),
            closed_before_start: Vec::new(),
        };
        if query
            .rooms
            .values()
            .any(|room| room.state == OccurrenceState::Over)
        {
            // The doors open within this time before the start.
            let all = directory.matching(&Filter::default());
            let near = directory.between(query.now, query.now + SOON, &all);
            view.closed_before_start = near.filter(|listed| view.is_over(listed)).collect();
        }
        view
    }

    /// How many meetings have not started but can be entered.
    pub(super) fn count_doors_open(&self, listings: &BitSet) -> usize {
        let now = self.query.now;
        self.matching_between(listings, &self.query.filter, now, now + SOON)
            .filter(|listed| self.state(listed).is_open())
            .filter(|listed| !listed.occurrence.is_cancelled())
            .count()
    }

    /// The occurrences in `[from, until)` that match a filter, ordered by start.
    fn matching_between<'b>(
        &self,
        listings: &'b BitSet,
        filter: &Filter,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Iterator<Item = ListedOccurrence<'a>> + use<'a, 'b> {
        let directory = self.directory;
        self.windows_within(filter, from, until)
            .flat_map(move |(from, until)| directory.between(from, until, listings))
    }

    /// One page of the upcoming occurrences.
    pub(super) fn upcoming(&self, listings: &BitSet, is_filtered: bool) -> Upcoming<'a> {
        let now = self.query.now;
        let (cursor, limit) = match self.query.page {
            PageRequest::After(cursor) => (cursor, PAGE_ROWS),
            PageRequest::First => (Cursor::at(now), PAGE_ROWS),
            PageRequest::Open(_) => (Cursor::at(now), 0),
            PageRequest::Week => (Cursor::at(now), PRINT_ROWS),
        };
        let mut until = self.calendar.end(&self.query.filter, DAYS);
        if !is_filtered && self.query.page != PageRequest::Week {
            until = until.min(now + UNFILTERED_SPAN + Millis(1));
        }
        let begun_from = |from| {
            self.matching_begun(listings, &self.query.filter)
                .filter(move |listed| listed.occurrence.times.starts >= from)
        };
        let begun = begun_from(cursor.from);
        let from = cursor.from.max(now);
        let upcoming = self
            .matching_between(listings, &self.query.filter, from, until)
            .filter(|listed| !self.is_over(listed));
        let rows = begun.chain(upcoming).map(|listed| self.row(listed));
        let (rows, next) = paging::cut_page(rows, cursor, limit);
        let remaining = |next: &Cursor| {
            let begun = begun_from(next.from).count();
            let upcoming = self.count(listings, &self.query.filter, next.from.max(now), until);
            (begun + upcoming).saturating_sub(next.skip)
        };
        Upcoming {
            next_page: next.map(|next| (next, remaining(&next))),
            rows,
            count: self.count(listings, &self.query.filter, now, until),
        }
    }

    /// How many occurrences in `[from, until)` match a filter, including cancelled ones, which have rows too.
    fn count(
        &self,
        listings: &BitSet,
        filter: &Filter,
        from: Timestamp,
        until: Timestamp,
    ) -> usize {
        self.windows_within(filter, from, until)
            .map(|window| {
                self.directory.count(window.0, window.1, listings)
                    - self.count_closed(listings, window)
            })
            .sum()
    }

    /// How many occurrences in `[from, until)` match the filter of the query and are not cancelled.
    fn count_held(&self, listings: &BitSet, from: Timestamp, until: Timestamp) -> usize {
        self.windows_within(&self.query.filter, from, until)
            .map(|window| {
                self.directory.count_held(window.0, window.1, listings)
                    - self.count_closed(listings, window)
            })
            .sum()
    }

    /// The parts of `[from, until)` that match the day and time of a filter.
    fn windows_within(
        &self,
        filter: &Filter,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Iterator<Item = Window> + use<> {
        let windows = self.calendar.windows(filter, DAYS);
        let clamp = move |(start, end): Window| (start.max(from), end.min(until));
        windows.into_iter().map(clamp)
    }

    /// Groups rows by date. With `split_small_hours`, the small hours of a date have a section of their own.
    pub(super) fn sections(&self, rows: Vec<Row<'a>>, split_small_hours: bool) -> Vec<Section<'a>> {
        let mut sections: Vec<Section<'a>> = Vec::new();
        for row in rows {
            let local = zone::local_time(self.query.zone, row.occurrence.times.starts);
            let date = local.date();
            let is_small_hours = split_small_hours && local.hour() < SMALL_HOURS_END;
            let kind = self.section_kind(date, is_small_hours);
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

    fn section_kind(&self, date: Date, is_small_hours: bool) -> SectionKind {
        if date <= self.calendar.today {
            SectionKind::Today
        } else if date != self.calendar.day(1) {
            SectionKind::Later
        } else if is_small_hours {
            SectionKind::SmallHours
        } else {
            SectionKind::Tomorrow
        }
    }

    /// How many occurrences are held on each day after today.
    pub(super) fn day_counts(&self, listings: &BitSet) -> Vec<DayCount> {
        (1..DAYS)
            .map(|day| {
                let (from, until) = (self.calendar.midnight(day), self.calendar.midnight(day + 1));
                DayCount {
                    date: self.calendar.day(day),
                    meetings: self.count_held(listings, from, until),
                }
            })
            .collect()
    }

    /// How many occurrences start in each coming hour in which the visitor is awake. Hours begin on the hour of
    /// the visitor's clock, and the first one is the current hour. The next [`SOON`] is always included: a
    /// visitor who looks at the schedule is awake.
    pub(super) fn hour_counts(&self, listings: &BitSet) -> Vec<HourCount> {
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
            .map(|from| HourCount {
                from,
                meetings: self.count_held(listings, from.max(now), from + Millis::from_mins(60)),
            })
            .collect()
    }

    /// What to offer when nothing matches.
    pub(super) fn suggestions(&self) -> Suggestions<'a> {
        let filter = &self.query.filter;
        let matching_search = self.directory.matching_words(&filter.search);
        let (mut near_matches, mut matches_without) = (Vec::new(), Vec::new());
        for field in filter.active_fields() {
            let looser = filter.without(field);
            let listings = match field {
                FilterField::Search => self.directory.matching(&looser),
                _ => self.directory.narrow(matching_search.clone(), &looser),
            };
            let (now, until) = (self.query.now, self.calendar.end(&looser, DAYS));
            let in_progress = self
                .matching_begun(&listings, &looser)
                .filter(|listed| !listed.occurrence.is_cancelled())
                .count();
            let upcoming = self.count(&listings, &looser, now, until);
            matches_without.push((field, in_progress + upcoming));
            if !looser.is_empty() {
                let matching = self.matching_between(&listings, &looser, now, until);
                near_matches.extend(
                    matching
                        .take(MAX_NEAR_MATCHES)
                        .map(|listed| self.row(listed)),
                );
            }
        }
        near_matches.sort_by_key(|row| (row.occurrence.times.starts, row.tie_break));
        near_matches.dedup_by_key(|row| (row.occurrence.times.starts, row.tie_break));
        near_matches.truncate(MAX_NEAR_MATCHES);
        let everything = self.directory.matching(&Filter::default());
        let mut open: Vec<Row<'a>> = self
            .directory
            .begun(self.query.now, &everything)
            .filter(|listed| !listed.occurrence.is_cancelled() && !self.is_over(listed))
            .map(|listed| self.row(listed))
            .collect();
        open.sort_by_key(Row::open_order);
        open.truncate(MAX_OPEN_SUGGESTED);
        Suggestions {
            open,
            near_matches,
            matches_without,
        }
    }

    fn row(&self, listed: ListedOccurrence<'a>) -> Row<'a> {
        let room = self.room(&listed);
        Row {
            listing: listed.listing,
            state: self.state(&listed),
            occurrence: listed.occurrence,
            headcount: room
                .filter(|room| room.state.is_open())
                .map(|room| room.people),
            tie_break: tie_break(self.query.seed, listed.number),
        }
    }
}

/// A number that cannot be predicted without the seed and is constant within one list (the finaliser
/// of `SplitMix64`).
fn tie_break(seed: u64, number: u32) -> u64 {
    let mut mixed = seed.wrapping_add(u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
