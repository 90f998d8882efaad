//! The schedule as one visitor sees it at one moment.

use super::filter::primary;
use super::{Filter, Group, Meeting, OccurrenceTimes, State, zone};
use crate::base::{MeetingId, Millis, Timestamp};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;

/// What starts within this counts as soon: long enough to decide, short enough to remember.
pub const SOON: Millis = Millis::from_mins(120);

/// How far ahead a schedule that nobody narrowed goes.
const AHEAD: Millis = Millis::from_mins(24 * 60);

/// Until this hour of the next day a visitor would still say "tonight, after midnight".
const SMALL_HOURS: i8 = 5;

/// How many days are counted ahead, today included.
const DAYS: i64 = 7;

/// How many meetings close to a fruitless search are offered.
const NEAR: usize = 5;

/// A meeting on the schedule, with what its room tells.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    pub meeting: &'a Meeting,
    pub group: &'a Group,
    /// How many are in the room; `None` when there is none.
    pub headcount: Option<u32>,
}

/// One line of the schedule.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    pub listed: Listed<'a>,
    pub times: OccurrenceTimes,
    pub state: State,
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

/// What can be asked for: only what some meeting has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    pub kinds: Vec<String>,
    pub languages: Vec<String>,
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
    pub choices: Choices,
    /// In progress, then in fellowship; the most time left first.
    pub now: Vec<Row<'a>>,
    /// Doors open, or a start within two hours.
    pub soon: Vec<Row<'a>>,
    /// The rest of the next 24 hours, or of the week when the visitor asked for something.
    pub later: Vec<Stretch<'a>>,
    /// Tomorrow and the days after it.
    pub week: Vec<Day>,
    /// Filled when the filter let nothing through.
    pub instead: Option<Instead<'a>>,
}

impl<'a> Agenda<'a> {
    /// `seed` orders what ties; drawn anew for each view, so that no group is always first.
    #[must_use]
    pub fn new(
        all: &[Listed<'a>],
        filter: Filter,
        now: Timestamp,
        zone: &TimeZone,
        seed: u64,
    ) -> Self {
        let view = View {
            now,
            zone,
            seed,
            today: zone::clock(zone, now).date(),
        };
        let rows = view.rows(all, &filter);
        let instead = (rows.is_empty() && !filter.is_empty()).then(|| view.instead(all, &filter));
        let week = view.week(&rows);
        let narrowed = !filter.is_empty();
        let (soon, later): (Vec<_>, Vec<_>) = rows
            .iter()
            .filter(|row| row.state < State::InProgress)
            .filter(|row| narrowed || row.times.starts <= now + AHEAD)
            .copied()
            .partition(|row| row.state == State::DoorsOpen || row.times.starts <= now + SOON);
        Self {
            choices: Choices::of(all),
            now: view.going_on(&rows),
            soon,
            later: view.stretches(later, !narrowed),
            week,
            instead,
            filter,
        }
    }

    /// Whether there is anything to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.now.is_empty() && self.soon.is_empty() && self.later.is_empty()
    }
}

impl Choices {
    fn of(all: &[Listed<'_>]) -> Self {
        let kinds: BTreeSet<_> = all
            .iter()
            .flat_map(|listed| &listed.meeting.about.kinds)
            .collect();
        let languages: BTreeSet<_> = all
            .iter()
            .map(|listed| primary(&listed.meeting.about.language))
            .collect();
        Self {
            kinds: kinds.into_iter().cloned().collect(),
            languages: languages.into_iter().map(str::to_owned).collect(),
        }
    }
}

/// Who looks, and when.
struct View<'z> {
    now: Timestamp,
    zone: &'z TimeZone,
    seed: u64,
    today: Date,
}

impl View<'_> {
    /// All that is open or to come until the end of the last day, by start and then by lot.
    fn rows<'a>(&self, all: &[Listed<'a>], filter: &Filter) -> Vec<Row<'a>> {
        let until = self.midnight(DAYS);
        let mut rows: Vec<_> = filter
            .meetings(all)
            .into_iter()
            .flat_map(|listed| {
                listed
                    .meeting
                    .timetable
                    .from_now(self.now)
                    .take_while(move |times| times.starts < until)
                    .map(move |times| Row {
                        listed,
                        times,
                        state: times.state(self.now),
                    })
            })
            .filter(|row| filter.suits(row.times.starts, self.now, self.zone))
            .collect();
        rows.sort_by_key(|row| (row.times.starts, self.lot(row)));
        rows
    }

    fn going_on<'a>(&self, rows: &[Row<'a>]) -> Vec<Row<'a>> {
        let mut on: Vec<_> = rows
            .iter()
            .filter(|row| row.state >= State::InProgress)
            .copied()
            .collect();
        on.sort_by_key(|row| (row.state, std::cmp::Reverse(row.times.ends), self.lot(row)));
        on
    }

    fn stretches<'a>(&self, rows: Vec<Row<'a>>, parted: bool) -> Vec<Stretch<'a>> {
        let mut stretches: Vec<Stretch<'a>> = Vec::new();
        for row in rows {
            let local = zone::clock(self.zone, row.times.starts);
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
        if date <= self.today {
            StretchKind::Today
        } else if date != self.today.saturating_add(1.day()) {
            StretchKind::Later
        } else if small_hours {
            StretchKind::SmallHours
        } else {
            StretchKind::Tomorrow
        }
    }

    fn week(&self, rows: &[Row<'_>]) -> Vec<Day> {
        (1..DAYS)
            .map(|day| {
                let (from, until) = (self.midnight(day), self.midnight(day + 1));
                let starts_before = |at| rows.partition_point(|row| row.times.starts < at);
                Day {
                    date: self.today.saturating_add(day.days()),
                    meetings: starts_before(until) - starts_before(from),
                }
            })
            .collect()
    }

    fn instead<'a>(&self, all: &[Listed<'a>], filter: &Filter) -> Instead<'a> {
        let mut near: Vec<_> = filter
            .facets()
            .filter(|_| filter.facets().nth(1).is_some())
            .flat_map(|facet| {
                self.rows(all, &filter.without(facet))
                    .into_iter()
                    .take(NEAR)
            })
            .collect();
        near.sort_by_key(|row| (row.times.starts, self.lot(row)));
        near.dedup_by_key(|row| (row.listed.meeting.id, row.times.planned));
        near.truncate(NEAR);
        let mut open = self.rows(all, &Filter::default());
        open.retain(|row| row.state.is_open());
        Instead { open, near }
    }

    /// When the visitor's day so many days from today begins.
    fn midnight(&self, days: i64) -> Timestamp {
        let date = self.today.saturating_add(days.days());
        self.zone
            .to_ambiguous_timestamp(date.to_datetime(jiff::civil::Time::midnight()))
            .compatible()
            .map_or(Timestamp(i64::MAX), |at| Timestamp(at.as_millisecond()))
    }

    /// A number that nobody can foresee without the seed, the same for one view
    /// (the finaliser of `SplitMix64`).
    fn lot(&self, row: &Row<'_>) -> u64 {
        let MeetingId(id) = row.listed.meeting.id;
        let mut mixed = self
            .seed
            .wrapping_add(id.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15));
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests;
