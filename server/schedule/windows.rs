//! Converts the day and the time of a filter to time windows.

use super::filter::{DayChoice, Filter, TimeOfDay};
use super::zone;
use crate::base::{Millis, Timestamp};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

/// A meeting that starts within this time is shown as "soon".
pub const SOON: Millis = Millis::from_mins(120);

/// The days and hours of a visitor's zone, as of one moment.
pub(super) struct VisitorCalendar<'z> {
    zone: &'z TimeZone,
    now: Timestamp,
    /// The current date in the visitor's zone.
    pub today: Date,
}

/// A time window: `[from, until)`.
pub(super) type Window = (Timestamp, Timestamp);

impl<'z> VisitorCalendar<'z> {
    pub(super) fn new(zone: &'z TimeZone, now: Timestamp) -> Self {
        Self {
            zone,
            now,
            today: zone::local_time(zone, now).date(),
        }
    }

    /// The date that is `days` days after today.
    pub(super) fn day(&self, days: i64) -> Date {
        self.today.saturating_add(days.days())
    }

    /// The start of the date that is `days` days after today.
    pub(super) fn midnight(&self, days: i64) -> Timestamp {
        self.instant(self.day(days).to_datetime(Time::midnight()))
    }

    /// The windows of the next `days` days that match a filter, in ascending order, without overlap.
    pub(super) fn windows(&self, filter: &Filter, days: i64) -> Vec<Window> {
        let hours = filter
            .time
            .map_or(vec![(0, 24)], |time| time.hours().ranges());
        if let (Some(day), Some(TimeOfDay::Night)) = (filter.day, filter.time) {
            return self.nights(filter, day, &hours, days);
        }
        let windows: Vec<_> = (0..days)
            .filter(|day| {
                filter
                    .day
                    .is_none_or(|choice| choice.matches(self.day(*day), self.today))
            })
            .flat_map(|day| self.windows_of_day(filter, day, &hours))
            .collect();
        match filter {
            // A visitor who looks at the schedule is awake now, even outside the waking hours they chose.
            Filter {
                awake: Some(_),
                day: None,
                time: None,
                ..
            } => with_next_hours(windows, self.now),
            _ => windows,
        }
    }

    /// The end of the last window. A night may end after the last of the days.
    pub(super) fn end(&self, filter: &Filter, days: i64) -> Timestamp {
        let windows = self.windows(filter, days);
        windows
            .last()
            .map_or_else(|| self.midnight(0), |(_, until)| *until)
    }

    /// Whether a meeting in progress that started at `starts` matches the day and time of a filter. One
    /// that started yesterday counts for today.
    pub(super) fn matches(&self, filter: &Filter, starts: Timestamp) -> bool {
        let local = zone::local_time(self.zone, starts);
        let date = local.date().max(self.today);
        let is_night = filter.time == Some(TimeOfDay::Night);
        let evening = if is_night { evening_of(local) } else { date };
        filter.day.is_none_or(|day| {
            [date, evening]
                .iter()
                .any(|date| day.matches(*date, self.today))
        }) && filter
            .time
            .is_none_or(|time| time.hours().contains(local.hour()))
    }

    /// The nights of a chosen day: from its late evening to the small hours of the next day, since that
    /// is what people call Friday night. For today also the night that is just ending: at two o'clock
    /// a visitor means now.
    fn nights(
        &self,
        filter: &Filter,
        choice: DayChoice,
        hours: &[(i8, i8)],
        days: i64,
    ) -> Vec<Window> {
        let (small_hours, evening): (Vec<_>, Vec<_>) =
            hours.iter().partition(|(from, _)| *from == 0);
        let is_chosen = |day: i64| choice.matches(self.day(day), self.today);
        (0..=days)
            .flat_map(|day| {
                let just_ending = day == 0 && is_chosen(0);
                let begins_here = day < days && is_chosen(day);
                let small_hours = (is_chosen(day - 1) || just_ending).then_some(&small_hours);
                let evening = begins_here.then_some(&evening);
                small_hours
                    .into_iter()
                    .chain(evening)
                    .map(move |hours| (day, hours))
            })
            .flat_map(|(day, hours)| self.windows_of_day(filter, day, hours))
            .collect()
    }

    fn windows_of_day(&self, filter: &Filter, day: i64, hours: &[(i8, i8)]) -> Vec<Window> {
        let mut hours = hours.to_vec();
        if let Some(awake) = filter.awake {
            hours = intersection(&hours, &awake.ranges());
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

/// The date on which the night of this local time began.
fn evening_of(local: DateTime) -> Date {
    if TimeOfDay::Night.hours().until() > local.hour() {
        local.date().saturating_sub(1.day())
    } else {
        local.date()
    }
}

/// The windows with the next hours, [`SOON`], added.
fn with_next_hours(windows: Vec<Window>, now: Timestamp) -> Vec<Window> {
    let soon = now + SOON;
    let later = windows
        .into_iter()
        .filter(|(_, until)| *until > soon)
        .map(|(from, until)| (from.max(soon), until));
    std::iter::once((now, soon)).chain(later).collect()
}

/// The intersection of two lists of hour ranges.
fn intersection(one: &[(i8, i8)], other: &[(i8, i8)]) -> Vec<(i8, i8)> {
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
    use crate::schedule::filter::Hours;
    use jiff::civil::Weekday;

    fn at(text: &str) -> Timestamp {
        let at: jiff::Timestamp = text.parse().expect("an instant");
        Timestamp(at.as_millisecond())
    }

    fn windows(zone: &str, now: &str, filter: &Filter) -> Vec<Window> {
        let zone = TimeZone::get(zone).expect("a zone");
        VisitorCalendar::new(&zone, at(now)).windows(filter, 2)
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
    fn a_night_spans_midnight() {
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
    fn windows_match_day_time_and_waking_hours_together() {
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
                (at("2026-11-26T00:00Z"), at("2026-11-26T01:00Z")),
            ]
        );
    }

    #[test]
    fn the_night_of_a_day_ends_in_the_small_hours_of_the_next() {
        let night = |day| Filter {
            time: Some(TimeOfDay::Night),
            day: Some(day),
            ..Filter::default()
        };
        let week = |now: &str, day| {
            let zone = TimeZone::UTC;
            let calendar = VisitorCalendar::new(&zone, at(now));
            let windows = calendar.windows(&night(day), 7);
            let end = windows.last().expect("a night").1;
            assert_eq!(calendar.end(&night(day), 7), end);
            windows
        };
        let friday = DayChoice::On(Weekday::Friday);
        let of = |evening: &str, midnight: &str, morning: &str| {
            [(at(evening), at(midnight)), (at(midnight), at(morning))]
        };
        // 27 November 2026 is a Friday.
        let next = of(
            "2026-11-27T22:00Z",
            "2026-11-28T00:00Z",
            "2026-11-28T05:00Z",
        );
        assert_eq!(week("2026-11-25T06:00Z", friday), next);
        // The last of the seven days has a whole night too.
        assert_eq!(week("2026-11-21T06:00Z", friday)[1..], next);
        // At two o'clock the current night is still that of yesterday.
        let later = of(
            "2026-12-04T22:00Z",
            "2026-12-05T00:00Z",
            "2026-12-05T05:00Z",
        );
        let current = (at("2026-11-28T00:00Z"), at("2026-11-28T05:00Z"));
        assert_eq!(
            week("2026-11-28T02:00Z", friday),
            [current, later[0], later[1]]
        );
        // "Today" means that night too, and the coming one.
        let tonight = of(
            "2026-11-28T22:00Z",
            "2026-11-29T00:00Z",
            "2026-11-29T05:00Z",
        );
        assert_eq!(
            week("2026-11-28T02:00Z", DayChoice::Today),
            [current, tonight[0], tonight[1]]
        );
    }

    #[test]
    fn a_meeting_of_last_night_counts_for_both_days_during_that_night() {
        let zone = TimeZone::UTC;
        let calendar = VisitorCalendar::new(&zone, at("2026-11-28T00:30Z"));
        let matches = |day, time, starts| {
            let filter = Filter {
                day: Some(day),
                time,
                ..Filter::default()
            };
            calendar.matches(&filter, at(starts))
        };
        let night = Some(TimeOfDay::Night);
        for (day, time, starts, expected) in [
            (Weekday::Friday, night, "2026-11-27T23:45Z", true),
            (Weekday::Friday, night, "2026-11-28T00:15Z", true),
            (Weekday::Saturday, night, "2026-11-27T23:45Z", true),
            (Weekday::Saturday, night, "2026-11-28T00:15Z", true),
            (Weekday::Thursday, night, "2026-11-27T23:45Z", false),
            (Weekday::Friday, night, "2026-11-27T21:45Z", false),
            (Weekday::Friday, None, "2026-11-28T00:15Z", false),
        ] {
            assert_eq!(
                matches(DayChoice::On(day), time, starts),
                expected,
                "{day:?} {starts}"
            );
        }
    }
}
