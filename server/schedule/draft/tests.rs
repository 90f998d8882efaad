//! What drafts mean, and which are refused.

mod dates;

use super::*;
use crate::base::{GroupId, MeetingId, Millis, NameRefusal};
use crate::schedule::{
    About, Access, DateStatus, DayOfMonth, INTERVAL_ONE, Meeting, Pattern, Recurrence, Revision,
    Timetable, WeekOfMonth,
};
use jiff::civil::{Weekday, date, time};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use serde::Deserialize;
use serde::de::value::MapDeserializer;
use std::num::NonZeroU16;

/// A draft that can be read.
fn valid() -> Draft {
    Draft::default()
        .with(Field::Title, "Tuesday Newcomers")
        .with(Field::Language, "en")
        .with(Field::Access, "open")
        .with(Field::Repeats, "weekly")
        .with_list(Field::Days, &["tuesday"])
        .with(Field::From, "2026-11-24")
        .with(Field::Time, "19:00")
        .with(Field::Zone, "Europe/London")
        .with(Field::Minutes, "60")
        .with(Field::Doors, "15")
        .with(Field::Fellowship, "15")
}

fn refusals(draft: &Draft) -> Vec<(Field, FieldRefusal)> {
    draft.read().expect_err("the draft is refused")
}

fn read(draft: &Draft) -> ValidDraft {
    draft.read().expect("the draft can be read")
}

#[test]
fn an_empty_draft_is_refused_for_every_required_field() {
    let refusals = refusals(&Draft::default());
    let fields: Vec<_> = refusals.iter().map(|(field, _)| *field).collect();
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
fn a_time_is_read_in_the_spellings_of_people() {
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
        let read = read(&valid().with(Field::Time, text));
        assert_eq!(read.timetable.recurrence.time, expected, "{text}");
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
        let refusals = refusals(&valid().with(Field::Time, text));
        assert_eq!(refusals, [(Field::Time, FieldRefusal::NotATime)], "{text}");
    }
}

#[test]
fn a_slug_is_made_from_the_title_unless_one_is_entered() {
    for (title, slug) in [
        ("Tuesday Newcomers", "tuesday-newcomers"),
        ("  Soirée à Montréal! ", "soiree-a-montreal"),
        ("The Women's Table", "the-womens-table"),
        ("9 to 5", "9-to-5"),
    ] {
        assert_eq!(read(&valid().with(Field::Title, title)).slug, slug);
    }
    let arabic = read(&valid().with(Field::Title, "مجموعة المساء")).slug;
    assert!(
        arabic.starts_with("meeting-") && arabic.len() == 16,
        "{arabic}"
    );
    let long = read(&valid().with(Field::Title, "a b ".repeat(60))).slug;
    assert!(long.len() <= MAX_SLUG && !long.ends_with('-'));
    assert_eq!(
        read(&valid().with(Field::Slug, "Late_Hour ")).slug,
        "late-hour"
    );
    for slug in ["é", "a/b", "-a", "a-", "a.ics"] {
        let refusals = refusals(&valid().with(Field::Slug, slug));
        assert_eq!(refusals, [(Field::Slug, FieldRefusal::NotSlug)], "{slug}");
    }
}

#[test]
fn each_field_has_limits() {
    let long = "x".repeat(5_000);
    for (field, value, refusal) in [
        (Field::Title, &*long, FieldRefusal::TooLong(255)),
        (Field::Notes, &long, FieldRefusal::TooLong(4_000)),
        (Field::OtherWays, &long, FieldRefusal::TooLong(4_000)),
        (Field::Slug, &long, FieldRefusal::TooLong(64)),
        (Field::Minutes, "0", FieldRefusal::OutOf(5, 720)),
        (Field::Minutes, "1e9", FieldRefusal::OutOf(5, 720)),
        (Field::Doors, "-15", FieldRefusal::OutOf(0, 120)),
        (Field::Every, "0", FieldRefusal::OutOf(1, 52)),
        (Field::Kinds, "ZZZ", FieldRefusal::Unknown),
        (Field::Language, "tlh", FieldRefusal::Unknown),
        (Field::Zone, "Atlantis", FieldRefusal::Unknown),
        (Field::Days, "", FieldRefusal::Missing),
        (Field::Days, "someday", FieldRefusal::Unknown),
        (Field::From, "2026-02-30", FieldRefusal::NotADate),
        (Field::From, "0026-11-24", FieldRefusal::NotADate),
        (Field::Until, "2026-11-23", FieldRefusal::BeforeFrom),
    ] {
        let refusals = refusals(&valid().with(field, value));
        assert_eq!(refusals, [(field, refusal)]);
    }
    // The only Tuesday of the week is before the first date.
    let never = valid()
        .with(Field::From, "2026-11-25")
        .with(Field::Until, "2026-11-30");
    assert_eq!(
        refusals(&never),
        [(Field::Repeats, FieldRefusal::NeverHeld)]
    );
}

#[test]
fn invisible_characters_are_removed() {
    let draft = valid()
        .with(Field::Title, "\u{202e}Late\u{0}  \tHour\r\n")
        .with(Field::Notes, "One\r\n\r\nTwo\u{7}\u{2066}");
    let about = read(&draft).about;
    assert_eq!(about.title, "Late Hour");
    assert_eq!(about.notes, "One\n\nTwo");
}

#[test]
fn a_zone_may_be_a_city_and_codes_are_read_in_any_case() {
    let draft = valid()
        .with(Field::Zone, "kathmandu")
        .with_list(Field::Kinds, &["be", "12X12", "O", "BE"])
        .with(Field::Language, "PT-br")
        .with_list(Field::Days, &["Tue", "su"]);
    let read = read(&draft);
    let zone = read.timetable.recurrence.zone;
    assert_eq!(zone.iana_name(), Some("Asia/Kathmandu"));
    assert_eq!(read.about.kinds, ["BE", "12x12"]);
    assert_eq!(read.about.language, "pt-br");
}

#[test]
fn a_draft_is_read_from_the_pairs_of_a_form_and_serialises_again() {
    let pairs = [
        ("title", "Evening"),
        ("do", "save"),
        ("kinds", "BE"),
        ("title", "ignored"),
        ("kinds", "W"),
        ("notes", ""),
    ];
    let deserializer = MapDeserializer::<_, serde_json::Error>::new(pairs.into_iter());
    let draft = Draft::deserialize(deserializer).expect("every form is a draft");
    assert_eq!(draft.text(Field::Title), "Evening");
    assert_eq!(draft.list(Field::Kinds), ["BE", "W"]);
    assert_eq!(draft.text(Field::Notes), "");
    let json = serde_json::to_string(&draft).expect("JSON");
    assert!(json.starts_with(r#"{"slug":"","title":"Evening","notes":"","kinds":["BE","W"],"#));
    let again: Draft = serde_json::from_str(&json).expect("lists and texts");
    assert_eq!(serde_json::to_string(&again).expect("JSON"), json);
}

#[test]
fn differences_name_only_fields_that_count() {
    let mine = valid().with(Field::Weekday, "monday");
    let theirs = valid()
        .with(Field::Weekday, "friday")
        .with(Field::Time, "20:00")
        .with_list(Field::Days, &["monday", "friday"]);
    let expected = [
        (Field::Days, "monday, friday".to_owned()),
        (Field::Time, "20:00".to_owned()),
    ];
    assert_eq!(mine.differences(&theirs), expected);
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
        let mut meeting = Meeting {
            id: MeetingId(1),
            group: GroupId(1),
            slug: "a-meeting".into(),
            about: About {
                title: "A meeting".into(),
                notes: "One.\n\nTwo.".into(),
                kinds: vec!["BE".into(), "12x12".into()],
                language: "en".into(),
                access: if closed { Access::Closed } else { Access::Open },
                ..About::default()
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
        };
        meeting.about.other_ways = "A bridge.".into();
        meeting
    }
}

proptest! {
    #[test]
    fn the_draft_of_a_meeting_reads_as_that_meeting(meeting in meetings()) {
        let read = Draft::of(&meeting).read().expect("a meeting can be entered");
        prop_assert_eq!(read.slug, meeting.slug);
        prop_assert_eq!(read.about, meeting.about);
        prop_assert_eq!(read.timetable, meeting.timetable);
    }

    #[test]
    fn every_text_is_read_or_refused_with_a_reason(
        texts in proptest::collection::vec(".{0,40}", FIELDS.len()),
    ) {
        let mut draft = valid();
        for (spec, text) in FIELDS.iter().zip(texts) {
            if spec.field != Field::Repeats {
                draft.set(spec.field, text);
            }
        }
        if let Err(refusals) = draft.read() {
            prop_assert!(!refusals.is_empty());
        }
    }
}
