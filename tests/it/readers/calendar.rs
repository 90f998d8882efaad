//! The calendars of this site, read by ical.js.

use super::node;
use crate::support::hard_times::{self, HardTime, at};
use jiff::civil::{Weekday, date, time};
use jiff::tz::TimeZone;
use porchlight::base::{GroupId, MeetingId, Millis, Timestamp};
use porchlight::schedule::calendar::{self, CalendarEntry, Site, Words};
use porchlight::schedule::{About, Meeting, Pattern, Recurrence, Revision, Timetable, zone};
use serde::{Deserialize, Serialize};

const SITE: Site<'_> = Site {
    url: "https://meetings.example.org",
    host: "meetings.example.org",
};

/// The time of the request.
const NOW: &str = "2026-11-25T12:00Z";

/// From here on the calendar lists irregular clock changes.
const LISTED_SINCE: &str = "2025-01-01T00:00Z";

/// ical.js expands zones only to the end of 2035.
const UNTIL: &str = "2034-01-01T00:00Z";

/// For how long each case is compared.
const COMPARED_SPAN: Millis = Millis::from_mins(8 * 365 * 24 * 60);

/// Texts that show which method wrote them.
struct TestWords;

impl Words for TestWords {
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
struct Request {
    text: String,
    until: i64,
}

#[derive(Deserialize)]
struct Response {
    held: Vec<Event>,
    /// The same after ical.js wrote the calendar and read it again.
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
fn difficult_dates_match_the_table() {
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
fn years_of_every_case_match_the_timetable() {
    let cases = hard_times::all();
    for (case, read) in cases.iter().zip(read(&cases)) {
        let occurrences: Vec<_> = (case.timetable.between(Timestamp(i64::MIN), until(case)))
            .filter(|occurrence| !occurrence.is_cancelled())
            .map(|occurrence| occurrence.times)
            .collect();
        let starts: Vec<_> = occurrences.iter().map(|times| times.starts.0).collect();
        let actual: Vec<_> = read.held.iter().map(|event| event.starts).collect();
        assert!(!starts.is_empty(), "{}", case.what);
        assert_same(&actual, &starts, &case.what);
        // ical.js adds the duration in local time, contrary to RFC 5545 (3.8.2.5), so the end of a meeting
        // across a clock change is not compared.
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
fn a_calendar_that_ical_js_rewrites_has_the_same_events() {
    for read in read(&hard_times::all()) {
        assert!(!read.held.is_empty());
        assert_eq!(read.held, read.again);
    }
}

#[test]
fn a_changed_date_describes_its_changes() {
    let cases = hard_times::all();
    let case = (cases
        .iter()
        .position(|case| case.what.starts_with("another topic")))
    .expect("the table has this case");
    let read = read(&cases[case..=case]).remove(0);
    let description = |starts: &str| {
        let event = read.held.iter().find(|event| event.starts == at(starts).0);
        event.expect("the date is held").description.clone()
    };
    let rest = "group Riverside\n\nCome, as you are; with 😀\n\nBy phone too.\n\n\
                page https://meetings.example.org/meetings/evening";
    assert_eq!(description("2026-11-03T19:00Z"), rest);
    for (starts, differs) in [
        ("2026-11-10T19:00Z", "topic Gratitude; hope, and rest"),
        ("2026-11-17T19:00Z", "speaker Maria"),
        ("2026-11-24T19:00Z", "chair Sam"),
        ("2026-12-02T20:30Z", "topic Sleep\nspeaker Jo\nchair Ali"),
    ] {
        assert_eq!(
            description(starts),
            format!("{differs}\n\n{rest}"),
            "{starts}"
        );
    }
}

#[test]
fn every_component_has_the_required_properties() {
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
fn old_meetings_and_many_zones_fit_in_one_calendar() {
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
    let text = calendar::write(SITE, &entries, &TestWords, at(NOW));
    let until = at(UNTIL);
    let read: Vec<Response> = node::run(
        "calendar.js",
        &[Request {
            text,
            until: until.0,
        }],
    );
    let since = at(LISTED_SINCE);
    for entry in entries {
        let uid = format!("meeting-{}@meetings.example.org", entry.meeting.id);
        let actual: Vec<_> = (read[0].held.iter().filter(|event| event.uid == uid))
            .map(|event| event.starts)
            .filter(|starts| *starts >= since.0)
            .collect();
        let expected: Vec<_> = (entry.meeting.timetable.between(since, until))
            .filter(|occurrence| !occurrence.is_cancelled())
            .map(|occurrence| occurrence.times.starts.0)
            .collect();
        assert_same(&actual, &expected, &uid);
    }
}

/// Compares two long lists and reports only the first difference.
fn assert_same<T: PartialEq + std::fmt::Debug>(actual: &[T], expected: &[T], what: &str) {
    let longer = actual.len().max(expected.len());
    for index in 0..longer {
        assert_eq!(
            actual.get(index),
            expected.get(index),
            "{what}, number {index}"
        );
    }
}

fn until(case: &HardTime) -> Timestamp {
    case.until.max(case.from + COMPARED_SPAN)
}

fn read(cases: &[HardTime]) -> Vec<Response> {
    let requests: Vec<_> = (1..)
        .zip(cases)
        .map(|(id, case)| {
            let meeting = meeting(id, case);
            let text = calendar::write(SITE, &[entry(&meeting)], &TestWords, case.from);
            let until = until(case).0;
            Request { text, until }
        })
        .collect();
    let read: Vec<Response> = node::run("calendar.js", &requests);
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
            other_ways: "By phone too.".into(),
            ..About::default()
        },
        timetable: case.timetable.clone(),
        revision: Revision {
            number: 3,
            at: at("2026-10-01T08:30Z"),
        },
    }
}
