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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::{Hours, TimeOfDay};

    fn at(text: &str) -> Timestamp {
        let at: jiff::Timestamp = text.parse().expect("an instant");
        Timestamp(at.as_millisecond())
    }

    fn windows(zone: &str, now: &str, filter: &Filter) -> Vec<Window> {
        let zone = TimeZone::get(zone).expect("a zone");
        Calendar::new(&zone, at(now)).windows(filter, 2)
    }

    #[test]
    fn a_day_is_as_long_as_the_clocks_make_it() {
        // London goes back an hour on 25 October 2026 and forward one on 29 March.
        let all = Filter::default();
        assert_eq!(
            windows("Europe/London", "2026-10-24T12:00Z", &all),
            [
                (at("2026-10-23T23:00Z"), at("2026-10-24T23:00Z")),
                (at("2026-10-24T23:00Z"), at("2026-10-26T00:00Z")),
            ]
        );
        assert_eq!(
            windows("Europe/London", "2026-03-28T12:00Z", &all)[1],
            (at("2026-03-29T00:00Z"), at("2026-03-29T23:00Z")),
        );
        // Beirut's clocks skip midnight itself: its 29 March begins at one.
        assert_eq!(
            windows("Asia/Beirut", "2026-03-28T12:00Z", &all)[1].0,
            at("2026-03-28T22:00Z"),
        );
    }

    #[test]
    fn a_night_lies_on_both_sides_of_midnight() {
        let filter = Filter {
            time: Some(TimeOfDay::Night),
            ..Filter::default()
        };
        assert_eq!(
            windows("Asia/Kathmandu", "2026-11-25T06:00Z", &filter),
            [
                (at("2026-11-24T18:15Z"), at("2026-11-24T23:15Z")),
                (at("2026-11-25T16:15Z"), at("2026-11-25T18:15Z")),
                (at("2026-11-25T18:15Z"), at("2026-11-25T23:15Z")),
                (at("2026-11-26T16:15Z"), at("2026-11-26T18:15Z")),
            ]
        );
    }

    #[test]
    fn only_what_is_asked_for_in_every_way_is_left() {
        let filter = Filter {
            time: Some(TimeOfDay::Night),
            awake: Hours::new(20, 1),
            day: Some(DayChoice::Today),
            ..Filter::default()
        };
        assert_eq!(
            windows("UTC", "2026-11-25T06:00Z", &filter),
            [
                (at("2026-11-25T00:00Z"), at("2026-11-25T01:00Z")),
                (at("2026-11-25T22:00Z"), at("2026-11-26T00:00Z")),
            ]
        );
    }
}
