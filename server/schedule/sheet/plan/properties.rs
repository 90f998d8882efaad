//! Properties: a meeting that is written to a sheet and read again is unchanged.

use super::super::table::write;
use super::tests::{Host, meeting, ready};
use super::*;
use crate::base::{FirstName, Millis};
use crate::schedule::{DateChange, DateStatus, DayOfMonth, Days, INTERVAL_ONE, WeekOfMonth};
use jiff::civil::{Weekday, date};
use proptest::prelude::*;
use std::num::NonZeroU16;

fn patterns() -> impl Strategy<Value = Pattern> {
    let every = || (1_u16..=52).prop_map(|every| NonZeroU16::new(every).unwrap_or(INTERVAL_ONE));
    let weekday =
        || (0_i8..7).prop_map(|day| Weekday::from_monday_zero_offset(day).expect("a day"));
    let places = proptest::sample::subsequence(WeekOfMonth::ALL.to_vec(), 1..=6);
    let days = (1_u8..128).prop_map(|mask| Days::try_from(mask).expect("days"));
    let day = proptest::sample::select(vec![-1_i8, 1, 15, 28]);
    prop_oneof![
        Just(Pattern::Once),
        every().prop_map(|every| Pattern::Daily { every }),
        (every(), days).prop_map(|(every, days)| Pattern::Weekly { every, days }),
        (every(), places, weekday()).prop_map(|(every, places, weekday)| {
            Pattern::MonthlyByWeekday {
                every,
                places,
                weekday,
            }
        }),
        (every(), day).prop_map(|(every, day)| Pattern::MonthlyByDate {
            every,
            day: DayOfMonth::new(day).expect("a day"),
        }),
    ]
}

/// Changes of Tuesdays. A date is moved by less than a day, so that no two changes collide.
fn changes() -> impl Strategy<Value = Vec<DateChange>> {
    let statuses = prop_oneof![
        Just(None),
        Just(Some(0_i64)),
        (1_i64..24 * 60).prop_map(Some),
    ];
    let texts = proptest::option::of("[a-z=\"'א-ת]{1,9}( [;a-z\"]{1,9})?");
    let chaired = proptest::bool::ANY;
    proptest::collection::btree_map(1_i64..50, (statuses, texts, chaired), 0..6).prop_map(|dates| {
        let change = |(week, (status, topic, chaired)): (i64, (Option<i64>, _, bool))| {
            let date = date(2026, 11, 24) + jiff::Span::new().weeks(week);
            DateChange {
                date,
                status: match status {
                    None => DateStatus::AsPlanned,
                    Some(0) => DateStatus::Cancelled,
                    Some(later) => {
                        let planned = date.at(19, 0, 0, 0);
                        DateStatus::Moved(planned + jiff::Span::new().minutes(later))
                    }
                },
                topic,
                speaker: None,
                chair: chaired.then(|| FirstName::parse("Jo").expect("a name")),
            }
        };
        let is_changed = |change: &DateChange| {
            change.status != DateStatus::AsPlanned
                || change.topic.is_some()
                || change.chair.is_some()
        };
        dates.into_iter().map(change).filter(is_changed).collect()
    })
}

/// Slow if a free slug were searched from the first number for every row.
#[test]
fn thousands_of_rows_with_one_title_get_different_slugs_and_are_found_again() {
    let row = "Evening,mon,12:00,UTC\n";
    let sheet = format!("title,days,time,zone\n{}", row.repeat(2_000));
    let mut host = Host::new();
    let first = host.plan(&sheet);
    assert_eq!(ready(&first[0]).slug, "evening-2");
    assert_eq!(ready(&first[1_999]).slug, "evening-2001");
    for (id, planned) in (10..).zip(&first) {
        let ready = ready(planned);
        host.meetings.push(Meeting {
            about: ready.about.clone(),
            timetable: ready.timetable.clone(),
            ..meeting(id, 1, &ready.slug)
        });
    }
    let again = host.plan(&sheet);
    assert!(again.iter().all(|row| row.outcome == Outcome::Same));
}

proptest! {
    #[test]
    fn every_change_of_a_date_survives_a_sheet(changes in changes()) {
        let mut one = meeting(1, 1, "evening");
        one.timetable.changes = changes;
        let sheet = write([&SheetRow::of(&one, "harbour")]);
        let mut host = Host::new();
        host.meetings = vec![one.clone()];
        prop_assert_eq!(&host.plan(&sheet)[0].outcome, &Outcome::Same);
        host.meetings.clear();
        let plan = host.plan(&sheet);
        prop_assert_eq!(&ready(&plan[0]).timetable, &one.timetable);
    }

    /// The sheet is read as an update of the meeting and as a new meeting.
    #[test]
    fn every_pattern_survives_a_sheet(
        pattern in patterns(),
        notes in "[=+@a-z\"', ;א-ת]{0,20}(\n\n[a-z]{1,9})?",
        minutes in 5_u16..=720,
        doors in 0_u64..=120,
    ) {
        let mut one = meeting(1, 1, "evening");
        one.about.notes = notes.trim().to_owned();
        one.timetable.recurrence.pattern = pattern;
        one.timetable.recurrence.minutes = minutes;
        one.timetable.doors_before = Millis::from_mins(doors);
        let sheet = write([&SheetRow::of(&one, "harbour")]);
        let mut host = Host::new();
        host.meetings = vec![one.clone()];
        prop_assert_eq!(&host.plan(&sheet)[0].outcome, &Outcome::Same);
        host.meetings.clear();
        let plan = host.plan(&sheet);
        let ready = ready(&plan[0]);
        prop_assert_eq!(&ready.about, &one.about);
        prop_assert_eq!(&ready.timetable, &one.timetable);
        prop_assert_eq!(&ready.slug, "evening");
    }
}
