//! Feeds of meetings whose days and times are worked out by hand.

use super::*;
use crate::base::{GroupId, MeetingId};
use crate::schedule::guide::{Defaults, parse};
use crate::schedule::{About, DateChange, Days, INTERVAL_ONE, Revision, Timetable, WeekOfMonth};
use jiff::civil::date;
use jiff::tz::TimeZone;
use std::num::NonZeroU16;

/// Tuesday 2026-11-24, 12:00 UTC.
const NOW: Timestamp = Timestamp(1_795_521_600_000);

struct TestWords;

impl Words for TestWords {
    fn country(&self, code: &str) -> String {
        format!("country {code}")
    }
    fn no_location(&self) -> String {
        "online".into()
    }
    fn pattern(&self, _: &Recurrence, _: Date) -> String {
        "pattern".into()
    }
    fn season(&self, when: &Recurrence, _: Date) -> Option<String> {
        when.until.map(|until| format!("until {until}"))
    }
    fn cancelled(&self, date: Date) -> String {
        format!("not on {date}")
    }
    fn moved(&self, date: Date, to: DateTime) -> String {
        format!("{date} at {to}")
    }
    fn kinds(&self, codes: &[&str]) -> String {
        format!("kinds {}", codes.join(" "))
    }
    fn how_to_join(&self, before: Millis) -> String {
        format!("{} minutes", before.0 / 60_000)
    }
}

fn group() -> Group {
    Group {
        id: GroupId(1),
        slug: "harbour".into(),
        name: "Harbour group".into(),
        place: String::new(),
        website: None,
        contributions: None,
    }
}

fn meeting(pattern: Pattern) -> Meeting {
    let mut meeting = Meeting {
        id: MeetingId(7),
        group: GroupId(1),
        slug: "evening".into(),
        about: About {
            title: "Evening".into(),
            notes: "Bring tea.".into(),
            kinds: vec!["BEG".into(), "MED".into(), "JFT".into()],
            language: "es-MX".into(),
            access: Access::Closed,
            ..About::default()
        },
        timetable: Timetable::new(Recurrence {
            pattern,
            from: date(2026, 1, 6),
            until: None,
            time: Time::constant(19, 30, 0, 0),
            zone: TimeZone::get("America/New_York").expect("a zone"),
            minutes: 75,
        }),
        revision: Revision {
            number: 3,
            at: Timestamp(1_793_523_723_000),
        },
    };
    meeting.about.other_ways = "A bridge.".into();
    meeting
}

fn weekly(days: &[Weekday]) -> Meeting {
    meeting(Pattern::weekly(days.iter().copied()))
}

fn entries_of(meeting: &Meeting) -> Vec<GuideEntry> {
    let site = Site {
        url: "https://here.example",
        entity: None,
    };
    write([(meeting, &group())], &site, &TestWords, NOW)
}

fn days_of(entries: &[GuideEntry]) -> Vec<(String, i8, String)> {
    entries
        .iter()
        .map(|entry| (entry.slug.clone(), entry.day, entry.time.clone()))
        .collect()
}

#[test]
fn every_field_of_a_weekly_meeting_is_as_specified() {
    let written = serde_json::to_value(entries_of(&weekly(&[Weekday::Tuesday]))).expect("JSON");
    assert_eq!(
        written,
        serde_json::json!([{
            "name": "Evening",
            "slug": "evening",
            "day": 2,
            "time": "19:30",
            "end_time": "20:45",
            "timezone": "America/New_York",
            "types": ["C", "S", "BE", "MED"],
            "notes": "Bring tea.\n\nkinds JFT",
            "conference_url": "https://here.example/meetings/evening",
            "conference_url_notes": "15 minutes A bridge.",
            "url": "https://here.example/meetings/evening",
            "group": "Harbour group",
            "formatted_address": "New York, country US",
            "approximate": "yes",
            "updated": "2026-11-01 09:02:03",
        }])
    );
}

#[test]
fn a_meeting_on_several_days_has_one_entry_per_day() {
    let entries = entries_of(&weekly(&[Weekday::Monday, Weekday::Sunday]));
    let expected = [("evening_sun", 0, "19:30"), ("evening_mon", 1, "19:30")]
        .map(|(slug, day, time)| (slug.to_owned(), day, time.to_owned()));
    assert_eq!(days_of(&entries), expected);
    let daily = meeting(Pattern::Daily {
        every: INTERVAL_ONE,
    });
    assert_eq!(entries_of(&daily).len(), 7);
}

#[test]
fn slugs_are_short_and_unique() {
    let long = |id, end| {
        let mut meeting = weekly(&[Weekday::Monday, Weekday::Friday]);
        meeting.id = MeetingId(id);
        meeting.slug = format!("{}{end}", "a".repeat(63));
        meeting
    };
    let (one, two) = (long(1, "b"), long(i64::MAX, "c"));
    let mut slugs: Vec<String> = [&one, &two]
        .into_iter()
        .flat_map(entries_of)
        .map(|entry| entry.slug)
        .collect();
    assert!(slugs.iter().all(|slug| slug.len() <= 64), "{slugs:?}");
    slugs.sort();
    slugs.dedup();
    assert_eq!(slugs.len(), 4);
}

#[test]
fn other_patterns_are_listed_while_their_next_date_is_within_a_week() {
    let two = NonZeroU16::new(2).expect("two");
    let second = |from| {
        let mut meeting = meeting(Pattern::Weekly {
            every: two,
            days: Days::from_iter([Weekday::Tuesday]),
        });
        meeting.timetable.recurrence.from = from;
        meeting
    };
    // One is tonight; the other on Tuesday of next week, more than seven days away.
    let tonight = entries_of(&second(date(2026, 11, 10)));
    assert_eq!(
        days_of(&tonight),
        [("evening".to_owned(), 2, "19:30".to_owned())]
    );
    assert_eq!(tonight[0].notes, "Bring tea.\n\npattern\n\nkinds JFT");
    assert_eq!(entries_of(&second(date(2026, 11, 3))), []);
    let last_sunday = meeting(Pattern::MonthlyByWeekday {
        every: INTERVAL_ONE,
        places: vec![WeekOfMonth::Last],
        weekday: Weekday::Sunday,
    });
    assert_eq!(entries_of(&last_sunday)[0].day, 0);
    let first_sunday = meeting(Pattern::MonthlyByWeekday {
        every: INTERVAL_ONE,
        places: vec![WeekOfMonth::First],
        weekday: Weekday::Sunday,
    });
    assert_eq!(entries_of(&first_sunday), []);
}

#[test]
fn a_moved_date_is_listed_at_its_new_time() {
    let mut monthly = meeting(Pattern::MonthlyByWeekday {
        every: INTERVAL_ONE,
        places: vec![WeekOfMonth::Last],
        weekday: Weekday::Sunday,
    });
    let change = |fate| DateChange {
        date: date(2026, 11, 29),
        status: fate,
        topic: None,
        speaker: None,
        chair: None,
    };
    monthly.timetable.changes = vec![change(DateStatus::Moved(
        date(2026, 11, 27).at(18, 0, 0, 0),
    ))];
    assert_eq!(
        days_of(&entries_of(&monthly)),
        [("evening".to_owned(), 5, "18:00".to_owned())]
    );
    monthly.timetable.changes = vec![change(DateStatus::Cancelled)];
    assert_eq!(entries_of(&monthly), []);
}

#[test]
fn a_weekly_meeting_mentions_its_changed_dates_in_the_notes() {
    let mut weekly = weekly(&[Weekday::Tuesday]);
    let change = |day, fate| DateChange {
        date: day,
        status: fate,
        topic: None,
        speaker: None,
        chair: None,
    };
    weekly.timetable.changes = vec![
        change(date(2026, 11, 24), DateStatus::Cancelled),
        change(
            date(2026, 12, 1),
            DateStatus::Moved(date(2026, 12, 2).at(9, 0, 0, 0)),
        ),
        change(date(2027, 2, 2), DateStatus::Cancelled),
    ];
    let entries = entries_of(&weekly);
    assert_eq!(
        days_of(&entries),
        [("evening".to_owned(), 2, "19:30".to_owned())]
    );
    assert_eq!(
        entries[0].notes,
        "Bring tea.\n\nkinds JFT\n\nnot on 2026-11-24 2026-12-01 at 2026-12-02T09:00:00"
    );
}

#[test]
fn a_meeting_that_has_ended_or_begins_later_is_not_listed() {
    let mut weekly = weekly(&[Weekday::Tuesday]);
    weekly.timetable.recurrence.until = Some(date(2026, 11, 24));
    assert!(entries_of(&weekly)[0].notes.contains("until 2026-11-24"));
    weekly.timetable.recurrence.until = Some(date(2026, 11, 17));
    assert_eq!(entries_of(&weekly), []);
    weekly.timetable.recurrence.until = None;
    weekly.timetable.recurrence.from = date(2027, 1, 5);
    assert_eq!(entries_of(&weekly), []);
}

#[test]
fn an_entry_may_end_on_the_next_day_and_have_no_location() {
    let mut late = weekly(&[Weekday::Saturday]);
    late.timetable.recurrence.time = Time::constant(23, 30, 0, 0);
    late.timetable.recurrence.zone = TimeZone::UTC;
    let entries = entries_of(&late);
    assert_eq!(entries[0].end_time, "00:45");
    assert_eq!(entries[0].timezone, "UTC");
    assert_eq!(entries[0].formatted_address, "online");
    let site = Site {
        url: "https://here.example",
        entity: Some(Entity {
            name: "Us".into(),
            url: "https://us.example".into(),
            website: "https://us.example".into(),
            email: Some("office@us.example".into()),
            phone: None,
            location: Some("Leeds".into()),
        }),
    };
    let home = Group {
        place: "Leeds, UK".into(),
        ..group()
    };
    let entries = write([(&late, &home)], &site, &TestWords, NOW);
    let written = serde_json::to_value(&entries[0]).expect("JSON");
    assert_eq!(written["formatted_address"], "Leeds, UK");
    assert_eq!(written["entity"], "Us");
    assert_eq!(written["entity_url"], written["entity_website_url"]);
    assert_eq!(written["entity_email"], "office@us.example");
    assert_eq!(written["entity_location"], "Leeds");
    assert!(written.get("entity_phone").is_none());
}

#[test]
fn the_written_feed_is_parsed_to_the_same_times() {
    let written = entries_of(&weekly(&[Weekday::Monday, Weekday::Friday]));
    let bytes = serde_json::to_vec(&written).expect("JSON");
    let defaults = Defaults {
        source: "",
        zone: None,
        language: "en",
    };
    let feed = parse(&bytes, &defaults).expect("a feed");
    assert_eq!(feed.errors, []);
    assert_eq!(feed.listings.len(), 1);
    let when = &feed.listings[0].timetable.recurrence;
    // Friday 2026-11-27 19:30 in New York is Saturday 00:30 UTC; then Monday 2026-11-30 19:30.
    let starts: Vec<i64> = when
        .between(NOW, NOW + WEEK)
        .map(|planned| planned.starts.0)
        .collect();
    assert_eq!(starts, [1_795_825_800_000, 1_796_085_000_000]);
    assert_eq!(when.minutes, 75);
}

#[test]
fn a_single_phone_number_becomes_the_phone_of_the_entry() {
    for (other_ways, expected) in [
        (
            "Call +1 312 626 6799,,81234567890# or see https://example.org/02079460999.",
            Some("+13126266799,,81234567890#"),
        ),
        (
            "020 7946 0999\nMeeting ID: 812 3456 7890",
            Some("02079460999"),
        ),
        ("+44 20 7946 0999 or +44 161 496 0000", None),
        ("A bridge.", None),
    ] {
        let mut meeting = weekly(&[Weekday::Tuesday]);
        meeting.about.other_ways = other_ways.into();
        let entry = entries_of(&meeting).remove(0);
        assert_eq!(entry.conference_phone.as_deref(), expected, "{other_ways}");
        assert!(
            entry.conference_url_notes.ends_with(other_ways),
            "the text stays"
        );
    }
}
