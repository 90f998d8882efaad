//! Every meeting comes back from a sheet as it was.

use super::super::write;
use super::tests::{Host, meeting, ready};
use super::*;
use crate::base::Millis;
use crate::schedule::{DayOfMonth, Days, EACH, Place};
use jiff::civil::Weekday;
use proptest::prelude::*;
use std::num::NonZeroU16;

fn patterns() -> impl Strategy<Value = Pattern> {
    let every = || (1_u16..=52).prop_map(|every| NonZeroU16::new(every).unwrap_or(EACH));
    let weekday =
        || (0_i8..7).prop_map(|day| Weekday::from_monday_zero_offset(day).expect("a day"));
    let places = proptest::sample::subsequence(Place::ALL.to_vec(), 1..=6);
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

proptest! {
    /// Through a file and back, as a new meeting and as the one that it came from.
    #[test]
    fn every_pattern_comes_back_from_a_sheet(
        pattern in patterns(),
        notes in "[=+@a-z\"', ;א-ת]{0,20}(\n\n[a-z]{1,9})?",
        minutes in 5_u16..=720,
        doors in 0_u64..=120,
    ) {
        let mut one = meeting(1, 1, "evening");
        one.about.notes = notes.trim().to_owned();
        one.timetable.when.pattern = pattern;
        one.timetable.when.minutes = minutes;
        one.timetable.doors_before = Millis::from_mins(doors);
        let sheet = write([&Line::of(&one, "harbour")]);
        let mut host = Host::new();
        host.meetings = vec![one.clone()];
        prop_assert_eq!(&host.plan(&sheet)[0].outcome, &Outcome::Same);
        host.meetings.clear();
        let plan = host.plan(&sheet);
        let made = ready(&plan[0]);
        prop_assert_eq!(&made.about, &one.about);
        prop_assert_eq!(&made.timetable, &one.timetable);
        prop_assert_eq!(&made.slug, "evening");
    }
}
