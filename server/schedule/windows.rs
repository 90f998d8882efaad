//! The stretches of time that a visitor asks for, as instants.

use super::{DayChoice, Filter, SOON, TimeOfDay, zone};
use crate::base::Timestamp;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

/// A visitor's calendar at one moment.
pub(super) struct Calendar<'z> {
    pub zone: &'z TimeZone,
    now: Timestamp,
    pub today: Date,
}

/// `[from, until)`.
pub(super) type Window = (Timestamp, Timestamp);

impl<'z> Calendar<'z> {
    pub(super) fn new(zone: &'z TimeZone, now: Timestamp) -> Self {
        Self {
            zone,
            now,
            today: zone::local_time(zone, now).date(),
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
        let hours = filter
            .time
            .map_or(vec![(0, 24)], |time| time.hours().stretches());
        if let (Some(asked), Some(TimeOfDay::Night)) = (filter.day, filter.time) {
            return self.nights(filter, asked, &hours, days);
        }
        let windows: Vec<_> = (0..days)
            .filter(|day| {
                let asked = filter.day;
                asked.is_none_or(|asked| asked.is(self.day(*day), self.today))
            })
            .flat_map(|day| self.of_day(filter, day, &hours))
            .collect();
        match filter {
            // Whoever looks is up, whatever hours they told.
            Filter {
                awake: Some(_),
                day: None,
                time: None,
                ..
            } => with_the_next_hours(windows, self.now),
            _ => windows,
        }
    }

    /// When the last of these times ends. A night may end after the last of the days.
    pub(super) fn end(&self, filter: &Filter, days: i64) -> Timestamp {
        let windows = self.windows(filter, days);
        windows
            .last()
            .map_or_else(|| self.midnight(0), |(_, closes)| *closes)
    }

    /// Whether something that began before now, and goes on, is at a time asked for. Whatever began
    /// yesterday and is still on is on today.
    pub(super) fn suits(&self, filter: &Filter, starts: Timestamp) -> bool {
        let local = zone::local_time(self.zone, starts);
        let date = local.date().max(self.today);
        let of_night = filter.time == Some(TimeOfDay::Night);
        let evening = if of_night { evening_of(local) } else { date };
        filter
            .day
            .is_none_or(|day| [date, evening].iter().any(|on| day.is(*on, self.today)))
            && filter
                .time
                .is_none_or(|time| time.hours().has(local.hour()))
    }

    /// The nights that belong to a day: from its late evening to the small hours of the next, since
    /// that is what people call Friday night. Of today, the night that is just ending as well:
    /// whoever asks at two o'clock means now.
    fn nights(
        &self,
        filter: &Filter,
        asked: DayChoice,
        hours: &[(i8, i8)],
        days: i64,
    ) -> Vec<Window> {
        let (small, late): (Vec<_>, Vec<_>) = hours.iter().partition(|(from, _)| *from == 0);
        let is_asked = |day: i64| asked.is(self.day(day), self.today);
        (0..=days)
            .flat_map(|day| {
                let just_ending = day == 0 && is_asked(0);
                let begins = day < days && is_asked(day);
                let small = (is_asked(day - 1) || just_ending).then_some(&small);
                let late = begins.then_some(&late);
                small.into_iter().chain(late).map(move |hours| (day, hours))
            })
            .flat_map(|(day, hours)| self.of_day(filter, day, hours))
            .collect()
    }

    fn of_day(&self, filter: &Filter, day: i64, hours: &[(i8, i8)]) -> Vec<Window> {
        let mut hours = hours.to_vec();
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

/// The date whose night this time of a night is in.
fn evening_of(local: DateTime) -> Date {
    if TimeOfDay::Night.hours().until() > local.hour() {
        local.date().saturating_sub(1.day())
    } else {
        local.date()
    }
}

/// The same with the hours that come at once.
fn with_the_next_hours(windows: Vec<Window>, now: Timestamp) -> Vec<Window> {
    let soon = now + SOON;
    let later = windows
        .into_iter()
        .filter(|(_, closes)| *closes > soon)
        .map(|(opens, closes)| (opens.max(soon), closes));
    std::iter::once((now, soon)).chain(later).collect()
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
    use jiff::civil::Weekday;

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
            let calendar = Calendar::new(&zone, at(now));
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
        // At two o'clock, the night that is going on is still yesterday's.
        let later = of(
            "2026-12-04T22:00Z",
            "2026-12-05T00:00Z",
            "2026-12-05T05:00Z",
        );
        let going_on = (at("2026-11-28T00:00Z"), at("2026-11-28T05:00Z"));
        assert_eq!(
            week("2026-11-28T02:00Z", friday),
            [going_on, later[0], later[1]]
        );
        // And it is what "today" means then, beside the night to come.
        let tonight = of(
            "2026-11-28T22:00Z",
            "2026-11-29T00:00Z",
            "2026-11-29T05:00Z",
        );
        assert_eq!(
            week("2026-11-28T02:00Z", DayChoice::Today),
            [going_on, tonight[0], tonight[1]]
        );
    }

    #[test]
    fn what_began_before_midnight_is_of_both_days_while_its_night_lasts() {
        let zone = TimeZone::UTC;
        let calendar = Calendar::new(&zone, at("2026-11-28T00:30Z"));
        let suits = |day, time, starts| {
            let filter = Filter {
                day: Some(day),
                time,
                ..Filter::default()
            };
            calendar.suits(&filter, at(starts))
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
                suits(DayChoice::On(day), time, starts),
                expected,
                "{day:?} {starts}"
            );
        }
    }
}
