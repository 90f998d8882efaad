//! What is typed, and what is made of it.

mod dates;

use super::*;
use crate::base::{GroupId, MeetingId, NameRefusal};
use crate::schedule::{Access, DateStatus, EVERY_ONE, Revision};
use jiff::civil::{date, time};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use std::num::NonZeroU16;

fn typed() -> Draft {
    Draft {
        title: "Tuesday Newcomers".into(),
        language: "en".into(),
        access: "open".into(),
        repeats: "weekly".into(),
        days: vec!["tuesday".into()],
        from: "2026-11-24".into(),
        time: "19:00".into(),
        zone: "Europe/London".into(),
        minutes: "60".into(),
        doors: "15".into(),
        fellowship: "15".into(),
        ..Draft::default()
    }
}

fn problems(change: impl FnOnce(&mut Draft)) -> Vec<(Field, FieldRefusal)> {
    let mut draft = typed();
    change(&mut draft);
    draft.read().expect_err("a problem")
}

fn read(change: impl FnOnce(&mut Draft)) -> ValidDraft {
    let mut draft = typed();
    change(&mut draft);
    draft.read().expect("it can be read")
}

#[test]
fn everything_wrong_is_told_at_once() {
    let found = Draft::default().read().expect_err("nothing was typed");
    let fields: Vec<_> = found.iter().map(|(field, _)| *field).collect();
    assert_eq!(
        fields,
        [
            Field::Title,
            Field::Language,
            Field::Access,
            Field::Repeats,
            Field::From,
            Field::Time,
            Field::Zone,
            Field::Minutes,
            Field::Doors,
            Field::Fellowship,
        ]
    );
}

#[test]
fn a_time_is_read_as_people_write_it() {
    for (text, expected) in [
        ("19:30", time(19, 30, 0, 0)),
        ("19.30", time(19, 30, 0, 0)),
        ("19h30", time(19, 30, 0, 0)),
        ("7:30 PM", time(19, 30, 0, 0)),
        ("7pm", time(19, 0, 0, 0)),
        ("7:00:00 PM", time(19, 0, 0, 0)),
        ("19:00:00", time(19, 0, 0, 0)),
        ("7:30 p.m.", time(19, 30, 0, 0)),
        ("12 am", time(0, 0, 0, 0)),
        ("12:15 pm", time(12, 15, 0, 0)),
        (" 0:05 ", time(0, 5, 0, 0)),
    ] {
        let found = read(|draft| draft.time = text.into());
        assert_eq!(found.timetable.recurrence.time, expected, "{text}");
    }
    for text in [
        "7",
        "25:00",
        "19:00:30",
        "19:60",
        "13 pm",
        "0 am",
        "half past",
        "19:3x",
        "-1:00",
        "١٩:٠٠",
    ] {
        let found = problems(|draft| draft.time = text.into());
        assert_eq!(found, [(Field::Time, FieldRefusal::NotATime)], "{text}");
    }
}

#[test]
fn an_address_is_made_of_the_title_unless_one_is_typed() {
    for (title, slug) in [
        ("Tuesday Newcomers", "tuesday-newcomers"),
        ("  Soirée à Montréal! ", "soiree-a-montreal"),
        ("The Women's Table", "the-womens-table"),
        ("9 to 5", "9-to-5"),
    ] {
        assert_eq!(read(|draft| draft.title = title.into()).slug, slug);
    }
    let arabic = read(|draft| draft.title = "مجموعة المساء".into()).slug;
    assert!(
        arabic.starts_with("meeting-") && arabic.len() == 16,
        "{arabic}"
    );
    let long = read(|draft| draft.title = "a b ".repeat(60)).slug;
    assert!(long.len() <= MAX_SLUG && !long.ends_with('-'));
    assert_eq!(
        read(|draft| draft.slug = "Late_Hour ".into()).slug,
        "late-hour"
    );
    for slug in ["é", "a/b", "-a", "a-", "a.ics"] {
        let found = problems(|draft| draft.slug = slug.into());
        assert_eq!(found, [(Field::Slug, FieldRefusal::NotSlug)], "{slug}");
    }
}

#[test]
fn each_field_has_its_bounds() {
    let long = "x".repeat(5_000);
    for (field, problem, change) in [
        (
            Field::Title,
            FieldRefusal::TooLong(255),
            (|draft, long| draft.title = long) as fn(&mut Draft, String),
        ),
        (Field::Notes, FieldRefusal::TooLong(4_000), |draft, long| {
            draft.notes = long
        }),
        (Field::Slug, FieldRefusal::TooLong(64), |draft, long| {
            draft.slug = long
        }),
        (Field::Minutes, FieldRefusal::OutOf(5, 720), |draft, _| {
            draft.minutes = "0".into()
        }),
        (Field::Minutes, FieldRefusal::OutOf(5, 720), |draft, _| {
            draft.minutes = "1e9".into()
        }),
        (Field::Doors, FieldRefusal::OutOf(0, 120), |draft, _| {
            draft.doors = "-15".into()
        }),
        (Field::Every, FieldRefusal::OutOf(1, 52), |draft, _| {
            draft.every = "0".into()
        }),
        (Field::Kinds, FieldRefusal::Unknown, |draft, _| {
            draft.kinds = vec!["ZZZ".into()]
        }),
        (Field::Language, FieldRefusal::Unknown, |draft, _| {
            draft.language = "tlh".into()
        }),
        (Field::Zone, FieldRefusal::Unknown, |draft, _| {
            draft.zone = "Atlantis".into()
        }),
        (Field::Days, FieldRefusal::Missing, |draft, _| {
            draft.days.clear()
        }),
        (Field::Days, FieldRefusal::Unknown, |draft, _| {
            draft.days = vec!["someday".into()]
        }),
        (Field::From, FieldRefusal::NotADate, |draft, _| {
            draft.from = "2026-02-30".into()
        }),
        (Field::From, FieldRefusal::NotADate, |draft, _| {
            draft.from = "0026-11-24".into()
        }),
        (Field::Until, FieldRefusal::BeforeFrom, |draft, _| {
            draft.until = "2026-11-23".into()
        }),
        // The only Tuesday of the span is before its beginning.
        (Field::Repeats, FieldRefusal::NeverHeld, |draft, _| {
            draft.from = "2026-11-25".into();
            draft.until = "2026-11-30".into();
        }),
    ] {
        let found = problems(|draft| change(draft, long.clone()));
        assert_eq!(found, [(field, problem)]);
    }
}

#[test]
fn what_cannot_be_seen_is_left_out() {
    let found = read(|draft| {
        draft.title = "\u{202e}Late\u{0}  \tHour\r\n".into();
        draft.notes = "One\r\n\r\nTwo\u{7}\u{2066}".into();
    });
    assert_eq!(found.about.title, "Late Hour");
    assert_eq!(found.about.notes, "One\n\nTwo");
}

#[test]
fn a_city_is_a_zone_and_codes_are_read_in_any_case() {
    let found = read(|draft| {
        draft.zone = "kathmandu".into();
        draft.kinds = vec!["be".into(), "12X12".into(), "O".into(), "BE".into()];
        draft.language = "PT-br".into();
        draft.days = vec!["Tue".into(), "su".into()];
    });
    assert_eq!(
        found.timetable.recurrence.zone.iana_name(),
        Some("Asia/Kathmandu")
    );
    assert_eq!(found.about.kinds, ["BE", "12x12"]);
    assert_eq!(found.about.language, "pt-br");
}

fn zones() -> impl Strategy<Value = TimeZone> {
    proptest::sample::select(vec!["Europe/London", "Asia/Kathmandu", "America/New_York"])
        .prop_map(|name| TimeZone::get(name).expect("a zone"))
}

fn patterns() -> impl Strategy<Value = Pattern> {
    let every = (1_u16..=52).prop_map(|every| NonZeroU16::new(every).expect("not zero"));
    let week = crate::schedule::weekday::WEEK;
    let weekday = proptest::sample::select(week.to_vec());
    prop_oneof![
        Just(Pattern::Once),
        every.clone().prop_map(|every| Pattern::Daily { every }),
        (
            every.clone(),
            proptest::sample::subsequence(week.to_vec(), 1..=7)
        )
            .prop_map(|(every, days)| Pattern::Weekly {
                every,
                days: days.into_iter().collect()
            }),
        (
            every.clone(),
            proptest::sample::subsequence(WeekOfMonth::ALL.to_vec(), 1..=6),
            weekday
        )
            .prop_map(|(every, places, weekday)| Pattern::MonthlyByWeekday {
                every,
                places,
                weekday
            }),
        (every, prop_oneof![1_i8..=28, Just(-1)]).prop_map(|(every, day)| {
            let day = DayOfMonth::new(day).expect("a day");
            Pattern::MonthlyByDate { every, day }
        }),
    ]
}

prop_compose! {
    fn meetings()(
        pattern in patterns(),
        zone in zones(),
        minutes in 5_u16..=720,
        hour in 0_i8..24,
        minute in 0_i8..60,
        doors in 0_u64..=120,
        closed in any::<bool>(),
    ) -> Meeting {
        Meeting {
            id: MeetingId(1),
            group: GroupId(1),
            slug: "a-meeting".into(),
            about: About {
                title: "A meeting".into(),
                notes: "One.\n\nTwo.".into(),
                kinds: vec!["BE".into(), "12x12".into()],
                language: "en".into(),
                access: if closed { Access::Closed } else { Access::Open },
                other_ways: "A bridge.".into(),
            },
            timetable: Timetable {
                recurrence: Recurrence {
                    pattern,
                    from: date(2026, 3, 2),
                    until: None,
                    time: time(hour, minute, 0, 0),
                    zone,
                    minutes,
                },
                changes: Vec::new(),
                doors_before: Millis::from_mins(doors),
                fellowship_after: Millis::from_mins(15),
            },
            revision: Revision::default(),
        }
    }
}

proptest! {
    #[test]
    fn what_is_shown_again_reads_the_same(meeting in meetings()) {
        let read = Draft::of(&meeting).read().expect("a meeting can be typed");
        prop_assert_eq!(read.slug, meeting.slug);
        prop_assert_eq!(read.about, meeting.about);
        prop_assert_eq!(read.timetable, meeting.timetable);
    }

    #[test]
    fn whatever_is_typed_is_read_or_refused(
        texts in proptest::collection::vec(".{0,40}", 12),
    ) {
        let mut texts = texts.into_iter();
        let mut next = || texts.next().unwrap_or_default();
        let draft = Draft {
            title: next(), slug: next(), days: vec![next()], time: next(), zone: next(),
            from: next(), until: next(), minutes: next(), language: next(), every: next(),
            repeats: "weekly".into(), day_of_month: next(), ..typed()
        };
        if let Err(problems) = draft.read() {
            prop_assert!(!problems.is_empty(), "a refusal says why");
        }
    }
}
