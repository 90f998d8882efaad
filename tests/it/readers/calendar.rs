//! Our calendars in ical.js.

use super::node;
use crate::support::hard_times::{self, HardTime, at};
use jiff::civil::{Weekday, date, time};
use jiff::tz::TimeZone;
use porchlight::base::{GroupId, MeetingId, Millis, Timestamp};
use porchlight::schedule::calendar::{self, CalendarEntry, Site, Words};
use porchlight::schedule::{
    About, Access, Meeting, Pattern, Recurrence, Revision, Timetable, zone,
};
use serde::{Deserialize, Serialize};

const SITE: Site<'_> = Site {
    url: "https://meetings.example.org",
    host: "meetings.example.org",
};

/// When the calendars are asked for.
const NOW: &str = "2026-11-25T12:00Z";

/// Since when the clocks' odd hours are told then.
const TOLD_SINCE: &str = "2025-01-01T00:00Z";

/// ical.js itself stops its zones at the end of 2035.
const UNTIL: &str = "2034-01-01T00:00Z";

/// For so long a hard case is followed.
const FOLLOWED: Millis = Millis::from_mins(8 * 365 * 24 * 60);

/// Words that say where they come from.
struct Plain;

impl Words for Plain {
    fn calendar_name(&self) -> String {
        "Meetings".into()
    }
    fn topic(&self, topic: &str) -> String {
        format!("topic {topic}")
    }
    fn speaker(&self, name: &str) -> String {
        format!("speaker {name}")
    }
    fn chair(&self, name: &str) -> String {
        format!("chair {name}")
    }
    fn held_by(&self, group: &str) -> String {
        format!("group {group}")
    }
    fn page(&self, address: &str) -> String {
        format!("page {address}")
    }
    fn starts_soon(&self, title: &str) -> String {
        format!("soon {title}")
    }
    fn kind(&self, code: &str) -> Option<String> {
        (code == "D").then(|| "Discussion, and more".to_owned())
    }
}

#[derive(Serialize)]
struct Asked {
    text: String,
    until: i64,
}

#[derive(Deserialize)]
struct Read {
    held: Vec<Event>,
    /// The same after the reader wrote the calendar itself and read that.
    again: Vec<Event>,
    properties: Vec<Component>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Event {
    uid: String,
    starts: i64,
    ends: i64,
    description: String,
}

#[derive(Deserialize)]
struct Component {
    component: String,
    names: Vec<String>,
}

#[test]
fn the_hard_times_come_out_as_the_table_says() {
    let cases = hard_times::all();
    for (case, read) in cases.iter().zip(read(&cases)) {
        let span = case.from.0..case.until.0;
        let starts: Vec<_> = (read.held.iter().map(|event| event.starts))
            .filter(|starts| span.contains(starts))
            .collect();
        let expected: Vec<_> = case.held.iter().map(|starts| starts.0).collect();
        assert_eq!(starts, expected, "{}", case.what);
    }
}

#[test]
fn years_of_every_hard_case_are_read_as_our_own_pages_tell_them() {
    let cases = hard_times::all();
    for (case, read) in cases.iter().zip(read(&cases)) {
        let occurrences: Vec<_> = (case.timetable.between(Timestamp(i64::MIN), until(case)))
            .filter(|occurrence| !occurrence.is_cancelled())
            .map(|occurrence| occurrence.times)
            .collect();
        let starts: Vec<_> = occurrences.iter().map(|times| times.starts.0).collect();
        let theirs: Vec<_> = read.held.iter().map(|event| event.starts).collect();
        assert!(!starts.is_empty(), "{}", case.what);
        same(&theirs, &starts, &case.what);
        // ical.js adds the length on the wall clock, which is not what RFC 5545 (3.8.2.5) says: no
        // word from it about a meeting that the clocks change under.
        let clock = |at| zone::local_time(&case.timetable.recurrence.zone, at);
        for (event, times) in read.held.iter().zip(occurrences) {
            let length = clock(times.starts).duration_until(clock(times.ends));
            if length.as_mins() == i64::from(case.timetable.recurrence.minutes) {
                assert_eq!(event.ends, times.ends.0, "{}", case.what);
            }
        }
    }
}

#[test]
fn what_a_reader_writes_of_it_has_the_same_events() {
    for read in read(&hard_times::all()) {
        assert!(!read.held.is_empty());
        assert_eq!(read.held, read.again);
    }
}

#[test]
fn a_date_that_differs_says_what_differs() {
    let cases = hard_times::all();
    let case = (cases
        .iter()
        .position(|case| case.what.starts_with("another topic")))
    .expect("the table has it");
    let read = read(&cases[case..=case]).remove(0);
    let said = |starts: &str| {
        let event = read.held.iter().find(|event| event.starts == at(starts).0);
        event.expect("it is held").description.clone()
    };
    let rest = "group Riverside\n\nCome, as you are; with 😀\n\nBy phone too.\n\n\
                page https://meetings.example.org/meetings/evening";
    assert_eq!(said("2026-11-03T19:00Z"), rest);
    for (starts, differs) in [
        ("2026-11-10T19:00Z", "topic Gratitude; hope, and rest"),
        ("2026-11-17T19:00Z", "speaker Maria"),
        ("2026-11-24T19:00Z", "chair Sam"),
        ("2026-12-02T20:30Z", "topic Sleep\nspeaker Jo\nchair Ali"),
    ] {
        assert_eq!(said(starts), format!("{differs}\n\n{rest}"), "{starts}");
    }
}

#[test]
fn every_component_has_what_the_standards_ask_for() {
    for read in read(&hard_times::all()) {
        for part in &read.properties {
            let wanted: &[&str] = match part.component.as_str() {
                "vcalendar" => &[
                    "version",
                    "prodid",
                    "name",
                    "x-wr-calname",
                    "refresh-interval",
                ],
                "vtimezone" => &["tzid"],
                "standard" | "daylight" => &["dtstart", "tzoffsetfrom", "tzoffsetto", "tzname"],
                "vevent" => &[
                    "uid",
                    "dtstamp",
                    "last-modified",
                    "sequence",
                    "dtstart",
                    "duration",
                    "summary",
                    "description",
                    "location",
                    "url",
                    "categories",
                    "status",
                    "class",
                    "transp",
                ],
                "valarm" => &["action", "trigger", "description"],
                other => panic!("an unknown component {other}"),
            };
            for name in wanted {
                let times = part.names.iter().filter(|found| found == name).count();
                assert_eq!(times, 1, "{name} in {}", part.component);
            }
        }
        let has = |name| read.properties.iter().any(|part| part.component == name);
        assert!(has("vevent") && has("vtimezone"));
    }
}

#[test]
fn a_meeting_of_many_years_and_one_of_many_zones_share_a_file() {
    let cases = hard_times::all();
    let meetings: Vec<_> = (1..)
        .zip(&cases)
        .map(|(id, case)| meeting(id, case))
        .collect();
    let mut old = meeting(1_000, &cases[0]);
    old.timetable = Timetable::new(Recurrence {
        pattern: Pattern::weekly([Weekday::Tuesday]),
        from: date(1990, 1, 1),
        until: None,
        time: time(19, 0, 0, 0),
        zone: TimeZone::get("Europe/London").expect("a zone"),
        minutes: 60,
    });
    let entries: Vec<_> = (meetings.iter().chain([&old])).map(entry).collect();
    let text = calendar::write(SITE, &entries, &Plain, at(NOW));
    let until = at(UNTIL);
    let read: Vec<Read> = node::run(
        "calendar.js",
        &[Asked {
            text,
            until: until.0,
        }],
    );
    let since = at(TOLD_SINCE);
    for entry in entries {
        let uid = format!("meeting-{}@meetings.example.org", entry.meeting.id);
        let theirs: Vec<_> = (read[0].held.iter().filter(|event| event.uid == uid))
            .map(|event| event.starts)
            .filter(|starts| *starts >= since.0)
            .collect();
        let ours: Vec<_> = (entry.meeting.timetable.between(since, until))
            .filter(|occurrence| !occurrence.is_cancelled())
            .map(|occurrence| occurrence.times.starts.0)
            .collect();
        same(&theirs, &ours, &uid);
    }
}

/// Tells no more than where two long lists part.
fn same<T: PartialEq + std::fmt::Debug>(theirs: &[T], ours: &[T], what: &str) {
    let longer = theirs.len().max(ours.len());
    for index in 0..longer {
        assert_eq!(theirs.get(index), ours.get(index), "{what}, number {index}");
    }
}

fn until(case: &HardTime) -> Timestamp {
    case.until.max(case.from + FOLLOWED)
}

fn read(cases: &[HardTime]) -> Vec<Read> {
    let asked: Vec<_> = (1..)
        .zip(cases)
        .map(|(id, case)| {
            let meeting = meeting(id, case);
            let text = calendar::write(SITE, &[entry(&meeting)], &Plain, case.from);
            let until = until(case).0;
            Asked { text, until }
        })
        .collect();
    let read: Vec<Read> = node::run("calendar.js", &asked);
    assert_eq!(read.len(), cases.len());
    read
}

fn entry(meeting: &Meeting) -> CalendarEntry<'_> {
    CalendarEntry {
        meeting,
        group: "Riverside",
    }
}

fn meeting(id: i64, case: &HardTime) -> Meeting {
    Meeting {
        id: MeetingId(id),
        group: GroupId(1),
        slug: "evening".into(),
        about: About {
            title: "Evening, and morning; \\ both".into(),
            notes: "Come, as you are; with 😀".into(),
            kinds: vec!["D".into(), "XYZ".into()],
            language: "en".into(),
            access: Access::Open,
            other_ways: "By phone too.".into(),
        },
        timetable: case.timetable.clone(),
        revision: Revision {
            number: 3,
            at: at("2026-10-01T08:30Z"),
        },
    }
}
