//! A look at a directory: what of it one visitor is shown.

use super::paging::{self, Cursor};
use super::{AgendaQuery, Day, Hour, PageRequest, Row, Section, SectionKind, Suggestions};
use crate::base::{Millis, Timestamp};
use crate::schedule::bits::Bits;
use crate::schedule::directory::{Directory, ListedOccurrence};
use crate::schedule::windows::{Calendar, Window};
use crate::schedule::{Filter, FilterField, Origin, SOON, zone};
use jiff::civil::Date;

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
const OPEN_LINES: usize = 10;
const ALL_OPEN_LINES: usize = 200;

/// How many lines of what comes a page shows before it leads to the next one.
const LINES: usize = 60;

/// What still makes sense on paper: some seven sheets.
const PAPER_LINES: usize = 300;

/// How many hours ahead are counted for those who told when they are up.
const HOURS: u64 = 24;

/// What comes, cut to one page.
pub(super) struct Ahead<'a> {
    pub rows: Vec<Row<'a>>,
    pub more: Option<(Cursor, usize)>,
    /// How many there are in all, from now on.
    pub count: usize,
}

/// A look at a directory.
pub(super) struct View<'a, 'l> {
    directory: &'a Directory,
    look: &'l AgendaQuery<'a>,
    calendar: Calendar<'a>,
}

impl<'a, 'l> View<'a, 'l> {
    pub(super) fn new(directory: &'a Directory, look: &'l AgendaQuery<'a>) -> Self {
        Self {
            directory,
            look,
            calendar: Calendar::new(look.zone, look.now),
        }
    }

    pub(super) fn going_on(&self, listings: &Bits) -> (Vec<Row<'a>>, usize) {
        let lines = match self.look.page {
            PageRequest::First => OPEN_LINES,
            PageRequest::Open | PageRequest::Week => ALL_OPEN_LINES,
            PageRequest::After(_) => 0,
        };
        let mut on: Vec<_> = self
            .on(listings, &self.look.filter)
            .map(|found| self.row(found))
            .collect();
        on.sort_by_key(|row| {
            (
                row.state,
                std::cmp::Reverse(row.occurrence.times.ends),
                row.lot,
            )
        });
        let more = on.len().saturating_sub(lines);
        on.truncate(lines);
        (on, more)
    }

    /// What a filter lets through of that which goes on.
    fn on(&self, listings: &Bits, filter: &Filter) -> impl Iterator<Item = ListedOccurrence<'a>> {
        self.directory
            .going_on(self.look.now, listings)
            .filter(|found| self.calendar.suits(filter, found.occurrence.times.starts))
    }

    pub(super) fn doors_open(&self, listings: &Bits) -> usize {
        let now = self.look.now;
        self.coming(listings, &self.look.filter, now, now + SOON)
            .filter(|found| found.occurrence.times.state(now).is_open())
            .filter(|found| !found.occurrence.is_cancelled())
            .count()
    }

    /// What a filter lets through of `[from, until)`, by start.
    fn coming<'b>(
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

    pub(super) fn ahead(&self, listings: &Bits, narrowed: bool) -> Ahead<'a> {
        let now = self.look.now;
        let cursor = match self.look.page {
            PageRequest::After(cursor) => cursor.not_before(now),
            PageRequest::First | PageRequest::Open | PageRequest::Week => Cursor::at(now),
        };
        let mut until = self.calendar.end(&self.look.filter, DAYS);
        if !narrowed && self.look.page == PageRequest::First {
            until = until.min(now + AHEAD + Millis(1));
        }
        let coming = self.coming(listings, &self.look.filter, cursor.from, until);
        let lines = match self.look.page {
            PageRequest::Open => 0,
            PageRequest::First | PageRequest::After(_) => LINES,
            PageRequest::Week => PAPER_LINES,
        };
        let (rows, next) = paging::page(coming.map(|found| self.row(found)), cursor, lines);
        let left = |next: &Cursor| {
            self.count(listings, &self.look.filter, next.from, until)
                .saturating_sub(next.skip)
        };
        Ahead {
            more: next.map(|next| (next, left(&next))),
            rows,
            count: self.count(listings, &self.look.filter, now, until),
        }
    }

    /// How many lines there are to show, of dates that are cancelled too.
    fn count(&self, listings: &Bits, filter: &Filter, from: Timestamp, until: Timestamp) -> usize {
        self.windows_within(filter, from, until)
            .map(|(from, until)| self.directory.count(from, until, listings))
            .sum()
    }

    /// How many meetings one can go to.
    fn held(&self, listings: &Bits, from: Timestamp, until: Timestamp) -> usize {
        self.windows_within(&self.look.filter, from, until)
            .map(|(from, until)| self.directory.held(from, until, listings))
            .sum()
    }

    /// What a filter asks for of `[from, until)`.
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

    pub(super) fn stretches(&self, rows: Vec<Row<'a>>, parted: bool) -> Vec<Section<'a>> {
        let mut stretches: Vec<Section<'a>> = Vec::new();
        for row in rows {
            let local = zone::local_time(self.look.zone, row.occurrence.times.starts);
            let date = local.date();
            let small_hours = parted && local.hour() < SMALL_HOURS;
            let kind = self.kind(date, small_hours);
            match stretches.last_mut() {
                Some(last) if last.date == date && last.kind == kind => last.rows.push(row),
                _ => stretches.push(Section {
                    kind,
                    date,
                    rows: vec![row],
                }),
            }
        }
        stretches
    }

    fn kind(&self, date: Date, small_hours: bool) -> SectionKind {
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

    pub(super) fn week(&self, listings: &Bits) -> Vec<Day> {
        (1..DAYS)
            .map(|day| {
                let (from, until) = (self.calendar.midnight(day), self.calendar.midnight(day + 1));
                Day {
                    date: self.calendar.day(day),
                    meetings: self.held(listings, from, until),
                }
            })
            .collect()
    }

    /// By the visitor's clock, from the next whole hour on; the begun one counts as well. The next ones
    /// are always there: whoever looks is up.
    pub(super) fn hours(&self, listings: &Bits) -> Vec<Hour> {
        let Some(awake) = self.look.filter.awake else {
            return Vec::new();
        };
        let now = self.look.now;
        let into_hour = zone::local_time(self.look.zone, now).time();
        let into_hour = Millis::from_secs(
            u64::from(into_hour.minute().cast_unsigned()) * 60
                + u64::from(into_hour.second().cast_unsigned()),
        );
        let begun = now - into_hour;
        (0..HOURS)
            .map(|hour| begun + Millis::from_mins(60 * hour))
            .filter(|from| {
                *from < now + SOON || awake.has(zone::local_time(self.look.zone, *from).hour())
            })
            .map(|from| Hour {
                from,
                meetings: self.held(listings, from.max(now), from + Millis::from_mins(60)),
            })
            .collect()
    }

    pub(super) fn instead(&self) -> Suggestions<'a> {
        let filter = &self.look.filter;
        let worded = self.directory.worded(&filter.search);
        let (mut near, mut without) = (Vec::new(), Vec::new());
        for facet in filter.active_fields() {
            let looser = filter.without(facet);
            let listings = match facet {
                FilterField::Search => self.directory.matching(&looser),
                _ => self.directory.among(worded.clone(), &looser),
            };
            let (now, until) = (self.look.now, self.calendar.end(&looser, DAYS));
            let on = self.on(&listings, &looser).count();
            let coming = self.count(&listings, &looser, now, until);
            without.push((facet, on + coming));
            if !looser.is_empty() {
                let coming = self.coming(&listings, &looser, now, until);
                near.extend(coming.take(NEAR).map(|found| self.row(found)));
            }
        }
        near.sort_by_key(|row| (row.occurrence.times.starts, row.lot));
        near.dedup_by_key(|row| (row.occurrence.times.starts, row.lot));
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
                std::cmp::Reverse(row.occurrence.times.ends),
                row.lot,
            )
        });
        open.truncate(OPEN_INSTEAD);
        Suggestions {
            open,
            near,
            without,
        }
    }

    fn row(&self, found: ListedOccurrence<'a>) -> Row<'a> {
        let headcount = match &found.listing.origin {
            Origin::Hosted { id, .. } => self.look.headcounts.get(id).copied(),
            Origin::Feed(_) => None,
        };
        Row {
            listing: found.listing,
            state: found.occurrence.times.state(self.look.now),
            occurrence: found.occurrence,
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
