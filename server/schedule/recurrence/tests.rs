//! Starts around clock changes, worked out by hand, and properties that hold for every zone.

use super::*;
use crate::schedule::weekday::WEEK;
use crate::schedule::{Days, OccurrenceState, Timetable};
use jiff::civil::{Time, Weekday, date, time};
use jiff::tz::TimeZone;
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    Timestamp(
        text.parse::<jiff::Timestamp>()
            .expect("an instant")
            .as_millisecond(),
    )
}

fn weekly(days: &[Weekday], time: Time, zone: &str) -> Recurrence {
    Recurrence {
        pattern: Pattern::weekly(days.iter().copied()),
        from: date(2000, 1, 3),
        until: None,
        time,
        zone: TimeZone::get(zone).expect("a zone"),
        minutes: 60,
    }
}

/// Zone, days, local time, from, and the first starts.
type Case = (
    &'static str,
    &'static [Weekday],
    Time,
    &'static str,
    &'static [&'static str],
);

#[test]
fn starts_are_right_on_both_sides_of_every_kind_of_clock_change() {
    let table: &[Case] = &[
        // The hour that London skips on 29 March 2026 (01:00 to 02:00): later by an hour.
        (
            "Europe/London",
            &[Weekday::Sunday],
            time(1, 30, 0, 0),
            "2026-03-22T00:00Z",
            &[
                "2026-03-22T01:30Z",
                "2026-03-29T01:30Z",
                "2026-04-05T00:30Z",
            ],
        ),
        // The hour that London repeats on 25 October 2026: the first.
        (
            "Europe/London",
            &[Weekday::Sunday],
            time(1, 30, 0, 0),
            "2026-10-18T00:00Z",
            &[
                "2026-10-18T00:30Z",
                "2026-10-25T00:30Z",
                "2026-11-01T01:30Z",
            ],
        ),
        // An evening meeting stays in the evening.
        (
            "Europe/London",
            &[Weekday::Sunday],
            time(19, 0, 0, 0),
            "2026-10-18T00:00Z",
            &["2026-10-18T18:00Z", "2026-10-25T19:00Z"],
        ),
        // New York skips 02:00 to 03:00 on 8 March 2026 and repeats 01:00 on 1 November.
        (
            "America/New_York",
            &[Weekday::Sunday],
            time(2, 30, 0, 0),
            "2026-03-01T00:00Z",
            &[
                "2026-03-01T07:30Z",
                "2026-03-08T07:30Z",
                "2026-03-15T06:30Z",
            ],
        ),
        (
            "America/New_York",
            &[Weekday::Sunday],
            time(1, 30, 0, 0),
            "2026-10-25T00:00Z",
            &[
                "2026-10-25T05:30Z",
                "2026-11-01T05:30Z",
                "2026-11-08T06:30Z",
            ],
        ),
        // Lord Howe moves by half an hour: skips 02:00 to 02:30 on 4 October 2026 ...
        (
            "Australia/Lord_Howe",
            &[Weekday::Sunday],
            time(2, 15, 0, 0),
            "2026-09-26T00:00Z",
            &[
                "2026-09-26T15:45Z",
                "2026-10-03T15:45Z",
                "2026-10-10T15:15Z",
            ],
        ),
        // ... and repeats 01:30 to 02:00 on 5 April.
        (
            "Australia/Lord_Howe",
            &[Weekday::Sunday],
            time(1, 45, 0, 0),
            "2026-03-28T00:00Z",
            &[
                "2026-03-28T14:45Z",
                "2026-04-04T14:45Z",
                "2026-04-11T15:15Z",
            ],
        ),
        // A zone of quarter hours without changes, a day ahead of its own UTC date.
        (
            "Asia/Kathmandu",
            &[Weekday::Monday],
            time(0, 15, 0, 0),
            "2026-11-22T00:00Z",
            &["2026-11-22T18:30Z", "2026-11-29T18:30Z"],
        ),
        // Samoa had no 30 December 2011: its Friday meeting is held on the day after, once.
        (
            "Pacific/Apia",
            &[Weekday::Thursday, Weekday::Friday, Weekday::Saturday],
            time(10, 0, 0, 0),
            "2011-12-29T00:00Z",
            &[
                "2011-12-29T20:00Z",
                "2011-12-30T20:00Z",
                "2012-01-04T20:00Z",
            ],
        ),
    ];
    for (zone, days, time, from, expected) in table {
        let weekly = weekly(days, *time, zone);
        let starts: Vec<_> = weekly
            .between(at(from), Timestamp(i64::MAX))
            .take(expected.len())
            .map(|occurrence| occurrence.starts)
            .collect();
        let expected: Vec<_> = expected.iter().map(|text| at(text)).collect();
        assert_eq!(starts, expected, "{zone} {time} from {from}");
    }
}

#[test]
fn an_occurrence_lasts_its_elapsed_minutes_across_a_clock_change() {
    let weekly = weekly(&[Weekday::Saturday], time(23, 30, 0, 0), "Europe/London");
    let night = weekly.between(at("2026-10-24T00:00Z"), at("2026-10-26T00:00Z"));
    let night: Vec<_> = night.collect();
    assert_eq!(night.len(), 1);
    assert_eq!(night[0].date, date(2026, 10, 24));
    assert_eq!(night[0].starts + weekly.duration(), at("2026-10-24T23:30Z"));
}

#[test]
fn a_span_includes_its_start_and_excludes_its_end() {
    let weekly = weekly(&WEEK, time(12, 0, 0, 0), "UTC");
    let starts: Vec<_> = weekly
        .between(at("2026-01-01T12:00Z"), at("2026-01-03T12:00Z"))
        .map(|occurrence| occurrence.starts)
        .collect();
    assert_eq!(starts, [at("2026-01-01T12:00Z"), at("2026-01-02T12:00Z")]);
}

#[test]
fn a_meeting_that_crosses_midnight_is_in_progress_after_midnight() {
    let mut late = Timetable::new(weekly(
        &[Weekday::Tuesday],
        time(23, 30, 0, 0),
        "Europe/London",
    ));
    late.recurrence.minutes = 90;
    let now = at("2026-11-25T00:45Z");
    let times = late.current_or_next(now).expect("an occurrence");
    assert_eq!(times.starts, at("2026-11-24T23:30Z"));
    assert_eq!(times.state(now), OccurrenceState::InProgress);
}

#[test]
fn the_phases_of_an_occurrence_follow_each_other_without_a_gap() {
    let weekly = Timetable::new(weekly(
        &[Weekday::Tuesday],
        time(19, 0, 0, 0),
        "Europe/London",
    ));
    let times = weekly
        .current_or_next(at("2026-11-24T00:00Z"))
        .expect("an occurrence");
    for (now, state) in [
        ("2026-11-24T18:44:59Z", OccurrenceState::Upcoming),
        ("2026-11-24T18:45Z", OccurrenceState::DoorsOpen),
        ("2026-11-24T18:59:59Z", OccurrenceState::DoorsOpen),
        ("2026-11-24T19:00Z", OccurrenceState::InProgress),
        ("2026-11-24T20:00Z", OccurrenceState::Fellowship),
        ("2026-11-24T20:14:59Z", OccurrenceState::Fellowship),
        ("2026-11-24T20:15Z", OccurrenceState::Over),
    ] {
        assert_eq!(times.state(at(now)), state, "{now}");
    }
    let after = weekly
        .current_or_next(at("2026-11-24T20:15Z"))
        .expect("the next week's");
    assert_eq!(after.starts, at("2026-12-01T19:00Z"));
    assert_eq!(after.planned, after.starts);
}

#[test]
fn a_meeting_without_days_has_no_occurrence() {
    let never = Timetable::new(weekly(&[], time(19, 0, 0, 0), "UTC"));
    assert_eq!(never.current_or_next(Timestamp(0)), None);
}

#[test]
fn the_limits_of_time_cause_no_panic() {
    let daily = Timetable::new(weekly(&WEEK, time(19, 0, 0, 0), "Pacific/Kiritimati"));
    assert_eq!(daily.current_or_next(Timestamp(i64::MAX)), None);
    assert!(daily.current_or_next(Timestamp(i64::MIN)).is_some());
}

/// Zones with clock changes of an hour, of half an hour, at midnight, and without any.
const ZONES: [&str; 8] = [
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Pacific/Chatham",
    "UTC",
];

fn days(weekly: &Recurrence) -> Days {
    match weekly.pattern {
        Pattern::Weekly { days, .. } => days,
        _ => Days::default(),
    }
}

prop_compose! {
    fn any_weekly()(
        zone in proptest::sample::select(&ZONES[..]),
        days in proptest::sample::subsequence(&WEEK[..], 1..=7),
        hour in 0_i8..24,
        minute in 0_i8..60,
    ) -> Recurrence {
        weekly(&days, time(hour, minute, 0, 0), zone)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_week_has_each_of_its_days_once_at_the_same_local_time(
        weekly in any_weekly(),
        week in 0_i64..1_900,
    ) {
        // Monday 3 January 2000, and weeks after it.
        let monday = date(2000, 1, 3).saturating_add((week * 7).days());
        let midnight = |date: Date| {
            let zoned = date.to_zoned(weekly.zone.clone()).expect("a midnight");
            Timestamp(zoned.timestamp().as_millisecond())
        };
        let until = midnight(monday.saturating_add(28.days()));
        let starts: Vec<_> = weekly.between(midnight(monday), until).collect();

        prop_assert_eq!(starts.len(), days(&weekly).len() as usize * 4);
        for pair in starts.windows(2) {
            prop_assert!(pair[0].starts < pair[1].starts);
        }
        for occurrence in &starts {
            prop_assert!(days(&weekly).contains(occurrence.date.weekday()));
            let local = occurrence.date.to_datetime(weekly.time);
            if !weekly.zone.to_ambiguous_timestamp(local).is_ambiguous() {
                prop_assert_eq!(weekly.zone.to_datetime(instant(occurrence.starts)), local);
            }
        }
    }

    #[test]
    fn the_next_occurrence_is_not_over_and_none_is_skipped(
        weekly in any_weekly(),
        minutes in 1_u16..3_000,
        now in 946_684_800_000_i64..2_100_000_000_000,
    ) {
        let mut meeting = Timetable::new(weekly);
        meeting.recurrence.minutes = minutes;
        let now = Timestamp(now);
        let next = meeting.current_or_next(now).expect("a weekly meeting has a next date");
        prop_assert!(next.state(now) != OccurrenceState::Over);
        let before = meeting.recurrence.between(now - Millis::from_mins(60 * 24 * 14), next.starts);
        for earlier in before {
            prop_assert!(earlier.starts + meeting.recurrence.duration() + meeting.fellowship_after <= now);
        }
    }
}
