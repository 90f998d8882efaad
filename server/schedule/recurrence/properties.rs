//! Properties of every pattern, checked against its definition and against another implementation.

use super::*;
use crate::schedule::weekday::ical_code;
use crate::schedule::{DayOfMonth, Days, Pattern, WeekOfMonth};
use jiff::civil::{Weekday, date, time};
use proptest::prelude::*;
use std::num::NonZeroU16;

/// Zones that change their clocks at night, so that noon is never ambiguous.
const ZONES: [&str; 6] = [
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Etc/UTC",
];

/// How many starts are compared with those of another implementation.
const COMPARED: usize = 40;

/// How many days after the first date are checked.
const DAYS: i64 = 900;

fn every() -> impl Strategy<Value = NonZeroU16> {
    (1_u16..=9).prop_map(|every| NonZeroU16::new(every).expect("not zero"))
}

fn weekday() -> impl Strategy<Value = Weekday> {
    (0_i8..7).prop_map(|day| Weekday::from_monday_zero_offset(day).expect("a weekday"))
}

fn any_pattern() -> impl Strategy<Value = Pattern> {
    let places = proptest::sample::subsequence(&WeekOfMonth::ALL[..], 1..=6);
    let days = prop_oneof![Just(-1), 1_i8..=31];
    prop_oneof![
        Just(Pattern::Once),
        every().prop_map(|every| Pattern::Daily { every }),
        (every(), 1_u8..128).prop_map(|(every, days)| Pattern::Weekly {
            every,
            days: Days::try_from(days).expect("seven days"),
        }),
        (every(), places, weekday()).prop_map(|(every, places, weekday)| {
            Pattern::MonthlyByWeekday {
                every,
                places,
                weekday,
            }
        }),
        (every(), days).prop_map(|(every, day)| Pattern::MonthlyByDate {
            every,
            day: DayOfMonth::new(day).expect("a day"),
        }),
    ]
}

prop_compose! {
    fn any_recurrence()(
        pattern in any_pattern(),
        first in 0_i64..12_000,
        lasts in proptest::option::of(0_i64..DAYS),
        zone in proptest::sample::select(&ZONES[..]),
        hour in 0_i8..24,
        minute in 0_i8..60,
    ) -> Recurrence {
        let from = date(2000, 1, 1).saturating_add(first.days());
        Recurrence {
            pattern,
            from,
            until: lasts.map(|days| from.saturating_add(days.days())),
            time: time(hour, minute, 0, 0),
            zone: TimeZone::get(zone).expect("a zone"),
            minutes: 60,
        }
    }
}

/// The definition of a pattern, checked one date at a time.
fn matches_rule(when: &Recurrence, day: Date) -> bool {
    let from = when.from;
    if day < from || when.until.is_some_and(|until| day > until) {
        return false;
    }
    let days_since = |one: Date, other: Date| one.duration_until(other).as_hours() / 24;
    let months = i64::from(day.year() - from.year()) * 12 + i64::from(day.month() - from.month());
    let is_multiple = |count: i64, every: NonZeroU16| count % i64::from(every.get()) == 0;
    match &when.pattern {
        Pattern::Once => day == from,
        Pattern::Daily { every } => is_multiple(days_since(from, day), *every),
        Pattern::Weekly { every, days } => {
            // 27 December 1999 was a Monday, and every date here is later.
            let week = |day: Date| days_since(date(1999, 12, 27), day) / 7;
            days.contains(day.weekday()) && is_multiple(week(day) - week(from), *every)
        }
        Pattern::MonthlyByWeekday {
            every,
            places,
            weekday,
        } => {
            let week = match day.day() {
                1..=7 => WeekOfMonth::First,
                8..=14 => WeekOfMonth::Second,
                15..=21 => WeekOfMonth::Third,
                22..=28 => WeekOfMonth::Fourth,
                _ => WeekOfMonth::Fifth,
            };
            let last = day.saturating_add(7.days()).month() != day.month();
            let in_week = places.contains(&week) || last && places.contains(&WeekOfMonth::Last);
            day.weekday() == *weekday && is_multiple(months, *every) && in_week
        }
        Pattern::MonthlyByDate { every, day: wanted } => {
            let last = day.saturating_add(1.days()).month() != day.month();
            let is_day = wanted.number() == day.day() || wanted.number() == -1 && last;
            is_day && is_multiple(months, *every)
        }
    }
}

/// The same rule in the notation of RFC 5545, for the other implementation.
fn to_rrule(when: &Recurrence) -> rrule::RRuleSet {
    let rule = match &when.pattern {
        Pattern::Once => "FREQ=DAILY;COUNT=1".to_owned(),
        Pattern::Daily { every } => format!("FREQ=DAILY;INTERVAL={every}"),
        Pattern::Weekly { every, days } => {
            let days: Vec<_> = days.iter().map(ical_code).collect();
            format!(
                "FREQ=WEEKLY;INTERVAL={every};WKST=MO;BYDAY={}",
                days.join(",")
            )
        }
        Pattern::MonthlyByWeekday {
            every,
            places,
            weekday,
        } => {
            let places: Vec<_> = (places.iter())
                .map(|week| format!("{}{}", week.nth(), ical_code(*weekday)))
                .collect();
            format!("FREQ=MONTHLY;INTERVAL={every};BYDAY={}", places.join(","))
        }
        Pattern::MonthlyByDate { every, day } => {
            format!("FREQ=MONTHLY;INTERVAL={every};BYMONTHDAY={}", day.number())
        }
    };
    let starts = when.from.to_datetime(when.time).strftime("%Y%m%dT%H%M%S");
    let zone = when.zone.iana_name().expect("a named zone");
    format!("DTSTART;TZID={zone}:{starts}\nRRULE:{rule}")
        .parse()
        .expect("the other implementation parses the rule")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn the_dates_are_exactly_those_that_match_the_rule(
        when in any_recurrence(),
        start in -400_i64..400,
    ) {
        let start = when.from.saturating_add(start.days());
        let end = start.saturating_add(DAYS.days());
        let found: Vec<_> = when.dates_from(start).take_while(|day| *day < end).collect();
        let mut expected = Vec::new();
        let mut day = start;
        while day < end {
            if matches_rule(&when, day) {
                expected.push(day);
            }
            prop_assert_eq!(when.occurs_on(day), matches_rule(&when, day));
            day = day.tomorrow().expect("a representable date");
        }
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn starts_ascend_strictly_within_the_span(
        when in any_recurrence(),
        start in -100_i64..400,
        length in 0_i64..500,
    ) {
        let from = noon(when.from, start);
        let until = noon(when.from, start + length);
        let found: Vec<_> = when.between(from, until).collect();
        for pair in found.windows(2) {
            prop_assert!(pair[0].starts < pair[1].starts);
            prop_assert!(pair[0].date < pair[1].date);
        }
        for planned in found {
            prop_assert!(from <= planned.starts && planned.starts < until);
            prop_assert!(matches_rule(&when, planned.date));
            prop_assert_eq!(when.start_on(planned.date), Some(planned));
        }
    }

    #[test]
    fn adjacent_spans_give_the_same_starts_as_the_whole_span(
        when in any_recurrence(),
        start in -100_i64..300,
        lengths in (0_i64..400, 0_i64..400),
        minutes in 0_u64..1_440,
    ) {
        let at = |day| noon(when.from, day) + Millis::from_mins(minutes);
        let (from, between, until) = (at(start), at(start + lengths.0), at(start + lengths.0 + lengths.1));
        let whole: Vec<_> = when.between(from, until).collect();
        let parts: Vec<_> = when.between(from, between).chain(when.between(between, until)).collect();
        prop_assert_eq!(whole, parts);
    }

    #[test]
    fn another_implementation_gives_the_same_starts(when in any_recurrence()) {
        let mut when = when;
        // It leaves out times that a clock change skips; noon is never skipped.
        when.time = time(12, when.time.minute(), 0, 0);
        when.until = None;
        // Its first start is always DTSTART, so this one must begin on a date of the rule.
        let Some(first) = when.dates_from(when.from).next() else {
            return Ok(());
        };
        when.from = first;
        // Its zone data ends: London has no summer time in it from 2102 on.
        let end = noon(date(2090, 1, 1), 0);
        let expected: Vec<_> = to_rrule(&when)
            .into_iter()
            .map(|starts| starts.timestamp_millis())
            .take_while(|starts| *starts < end.0)
            .take(COMPARED)
            .collect();
        let starts: Vec<_> = when
            .between(noon(first, -1), end)
            .take(COMPARED)
            .map(|planned| planned.starts.0)
            .collect();
        prop_assert_eq!(starts, expected);
    }
}

fn noon(day: Date, days: i64) -> Timestamp {
    let at = day.saturating_add(days.days()).at(12, 0, 0, 0);
    let at = TimeZone::UTC
        .to_timestamp(at)
        .expect("a representable date");
    Timestamp(at.as_millisecond())
}
