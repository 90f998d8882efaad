//! The stretches of time that a visitor asks for, as instants.

use super::{DayChoice, Filter, zone};
use crate::base::Timestamp;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

/// A visitor's calendar at one moment.
pub(super) struct Calendar<'z> {
    pub zone: &'z TimeZone,
    pub today: Date,
}

/// `[from, until)`.
pub(super) type Window = (Timestamp, Timestamp);

impl<'z> Calendar<'z> {
    pub(super) fn new(zone: &'z TimeZone, now: Timestamp) -> Self {
        Self {
            zone,
            today: zone::clock(zone, now).date(),
        }
    }

    /// So many days from today.
    pub(super) fn day(&self, days: i64) -> Date {
        self.today.saturating_add(days.days())
    }

    /// When the visitor's day so many days from today begins.
    pub(super) fn midnight(&self, days: i64) -> Timestamp {
        self.instant(self.day(days).to_datetime(Time::midnight()))
    }

    /// The times of the coming `days` days that a filter asks for, in order, apart from each other.
    pub(super) fn windows(&self, filter: &Filter, days: i64) -> Vec<Window> {
        (0..days)
            .filter(|day| {
                let asked = filter.day;
                asked.is_none_or(|asked| asked.is(self.day(*day), self.today))
            })
            .flat_map(|day| self.of_day(filter, day))
            .collect()
    }

    /// Whether something that began before now, and goes on, is at a time asked for. Whatever began
    /// yesterday and is still on is on today.
    pub(super) fn suits(&self, filter: &Filter, starts: Timestamp) -> bool {
        let local = zone::clock(self.zone, starts);
        let date = local.date().max(self.today);
        filter
            .day
            .is_none_or(|day: DayChoice| day.is(date, self.today))
            && filter
                .time
                .is_none_or(|time| time.hours().has(local.hour()))
    }

    fn of_day(&self, filter: &Filter, day: i64) -> Vec<Window> {
        let mut hours = vec![(0, 24)];
        if let Some(time) = filter.time {
            hours = common(&hours, &time.hours().stretches());
        }
        if let Some(awake) = filter.awake {
            hours = common(&hours, &awake.stretches());
        }
        let date = self.day(day);
        let at = |hour: i8| match Time::new(hour, 0, 0, 0) {
            Ok(time) => self.instant(date.to_datetime(time)),
            Err(_) => self.midnight(day + 1),
        };
        hours
            .into_iter()
            .map(|(from, until)| (at(from), at(until)))
            .collect()
    }

    fn instant(&self, local: DateTime) -> Timestamp {
        let at = self.zone.to_ambiguous_timestamp(local).compatible();
        at.map_or(Timestamp(i64::MAX), |at| Timestamp(at.as_millisecond()))
    }
}

/// What two lists of stretches share.
fn common(one: &[(i8, i8)], other: &[(i8, i8)]) -> Vec<(i8, i8)> {
    let mut shared: Vec<_> = one
        .iter()
        .flat_map(|a| other.iter().map(move |b| (a.0.max(b.0), a.1.min(b.1))))
        .filter(|(from, until)| from < until)
        .collect();
    shared.sort_unstable();
    shared
}
