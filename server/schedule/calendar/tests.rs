//! The written text. How other readers understand it is tested in `tests/it/readers`.

use super::*;
use crate::base::{GroupId, MeetingId};
use crate::schedule::{
    About, Access, DateChange, DateStatus, DayOfMonth, INTERVAL_ONE, Meeting, Pattern, Recurrence,
    Revision, Timetable, WeekOfMonth,
};
use jiff::civil::{Date, Weekday, date, time};
use std::num::NonZeroU16;

const SITE: Site<'_> = Site {
    url: "https://meetings.example.org",
    host: "meetings.example.org",
};

/// 25 November 2026, noon.
const NOW: Timestamp = Timestamp(1_795_608_000_000);

struct TestWords;

impl Words for TestWords {
    fn calendar_name(&self) -> String {
        "Meetings".into()
    }
    fn topic(&self, topic: &str) -> String {
        topic.into()
    }
    fn speaker(&self, name: &str) -> String {
        name.into()
    }
    fn chair(&self, name: &str) -> String {
        name.into()
    }
    fn held_by(&self, group: &str) -> String {
        group.into()
    }
    fn page(&self, address: &str) -> String {
        address.into()
    }
    fn starts_soon(&self, title: &str) -> String {
        title.into()
    }
    fn kind(&self, _: &str) -> Option<String> {
        None
    }
}

fn meeting(pattern: Pattern, zone: &str) -> Meeting {
    Meeting {
        id: MeetingId(7),
        group: GroupId(1),
        slug: "evening".into(),
        about: About {
            title: "Evening".into(),
            notes: String::new(),
            kinds: Vec::new(),
            language: "en".into(),
            access: Access::Open,
            ..About::default()
        },
        timetable: Timetable::new(Recurrence {
            pattern,
            from: date(2026, 1, 1),
            until: None,
            time: time(19, 0, 0, 0),
            zone: TimeZone::get(zone).expect("a zone"),
            minutes: 90,
        }),
        revision: Revision {
            number: 0,
            at: Timestamp(0),
        },
    }
}

fn tuesdays(zone: &str) -> Meeting {
    meeting(Pattern::weekly([Weekday::Tuesday]), zone)
}

fn written(meeting: &Meeting, now: Timestamp) -> String {
    let group = "Riverside";
    write(SITE, &[CalendarEntry { meeting, group }], &TestWords, now)
}

/// The values of a property, in order, unfolded.
fn values(text: &str, name: &str) -> Vec<String> {
    let text = text.replace("\r\n ", "");
    (text.split("\r\n"))
        .filter_map(|line| line.strip_prefix(name))
        .filter(|rest| rest.starts_with([':', ';']))
        .map(|rest| rest[1..].to_owned())
        .collect()
}

#[test]
fn every_pattern_has_its_rule_and_its_first_date() {
    let two = NonZeroU16::new(2).expect("not zero");
    let table = [
        (Pattern::Once, None, "20260101"),
        (
            Pattern::Daily { every: two },
            Some("FREQ=DAILY;INTERVAL=2"),
            "20260101",
        ),
        (
            Pattern::Weekly {
                every: two,
                days: [Weekday::Sunday, Weekday::Monday].into_iter().collect(),
            },
            Some("FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=MO,SU"),
            "20260104",
        ),
        (
            Pattern::MonthlyByWeekday {
                every: INTERVAL_ONE,
                places: vec![WeekOfMonth::Second, WeekOfMonth::Last],
                weekday: Weekday::Wednesday,
            },
            Some("FREQ=MONTHLY;INTERVAL=1;BYDAY=2WE,-1WE"),
            "20260114",
        ),
        (
            Pattern::MonthlyByDate {
                every: two,
                day: DayOfMonth::LAST,
            },
            Some("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1"),
            "20260131",
        ),
    ];
    for (pattern, rule, first) in table {
        let text = written(&meeting(pattern, "Asia/Kathmandu"), NOW);
        let (_, event) = text.split_once("BEGIN:VEVENT").expect("an event");
        let rules = values(event, "RRULE");
        assert_eq!(rules.first().map(String::as_str), rule);
        let starts = values(event, "DTSTART");
        assert_eq!(starts, [format!("TZID=Asia/Kathmandu:{first}T190000")]);
        assert_eq!(values(event, "DURATION"), ["PT90M"]);
        assert_eq!(values(event, "TRIGGER"), ["-PT15M"]);
    }
}

#[test]
fn the_last_date_is_in_the_meetings_zone() {
    let mut meeting = tuesdays("America/New_York");
    meeting.timetable.recurrence.until = Some(date(2026, 6, 30));
    let rules = values(&written(&meeting, NOW), "RRULE");
    let rule = "FREQ=WEEKLY;INTERVAL=1;WKST=MO;BYDAY=TU;UNTIL=20260701T035959Z";
    assert_eq!(rules.last().map(String::as_str), Some(rule));
}

#[test]
fn a_changed_meeting_keeps_its_uid_and_raises_its_sequence() {
    let before = tuesdays("Europe/London");
    let mut after = before.clone();
    after.slug = "tuesday".into();
    after.about.title = "Tuesday".into();
    after.timetable.recurrence.time = time(20, 0, 0, 0);
    after.revision = Revision { number: 4, at: NOW };
    let (before, after) = (written(&before, NOW), written(&after, NOW));
    let uid = ["meeting-7@meetings.example.org"];
    assert_eq!(
        (values(&before, "UID"), values(&after, "UID")),
        (uid.map(Into::into).to_vec(), uid.map(Into::into).to_vec())
    );
    assert_eq!(
        (values(&before, "SEQUENCE"), values(&after, "SEQUENCE")),
        (vec!["0".into()], vec!["4".into()])
    );
    assert_eq!(values(&before, "DTSTAMP"), ["19700101T000000Z"]);
    for stamp in ["DTSTAMP", "LAST-MODIFIED"] {
        assert_eq!(values(&after, stamp), ["20261125T120000Z"], "{stamp}");
    }
}

#[test]
fn lines_are_folded_and_text_is_escaped() {
    let mut meeting = tuesdays("Europe/London");
    let notes = "Ένα, δύο; τρία\\ 😀\r\nEND:VEVENT\u{0}\u{7}\rمساء ".repeat(40);
    meeting.about.notes = notes;
    meeting.about.title = "é".repeat(300);
    let text = written(&meeting, NOW);
    assert!(
        !text
            .replace("\r\n", "")
            .contains(['\r', '\n', '\0', '\u{7}'])
    );
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
    }
    assert!(
        text.lines().any(|line| line.len() >= 72),
        "lines are filled before they are folded"
    );
    assert_eq!(text.matches("\r\nEND:VEVENT\r\n").count(), 1);
    assert_eq!(values(&text, "SUMMARY"), ["é".repeat(300)]);
    let description = &values(&text, "DESCRIPTION")[0];
    let once = "Ένα\\, δύο\\; τρία\\\\ 😀\\nEND:VEVENT\\nمساء ";
    assert_eq!(description.matches(once).count(), 39);
}

#[test]
fn a_regular_zone_has_two_rules_without_an_end() {
    let text = written(&tuesdays("Europe/London"), NOW);
    let zone = "BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n\
        BEGIN:STANDARD\r\nDTSTART:20251026T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\n\
        TZNAME:GMT\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\n\
        BEGIN:DAYLIGHT\r\nDTSTART:20260329T010000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n\
        TZNAME:BST\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\n\
        END:VTIMEZONE\r\n";
    assert!(text.contains(zone), "{text}");
    // Two hours west of Greenwich the last Sunday may begin on a Saturday of the 24th to the 30th.
    let nuuk = written(&tuesdays("America/Nuuk"), NOW);
    let rule = "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=24,25,26,27,28,29,30;BYDAY=SA";
    assert!(values(&nuuk, "RRULE").contains(&rule.to_owned()), "{nuuk}");
    let kathmandu = written(&tuesdays("Asia/Kathmandu"), NOW);
    assert_eq!(values(&kathmandu, "TZOFFSETTO"), ["+0545"]);
}

#[test]
fn the_changes_of_an_irregular_zone_are_listed_for_ten_years() {
    let mut meeting = tuesdays("Africa/Casablanca");
    // Before anything that later rules of the country may change.
    meeting.timetable.recurrence.from = date(2020, 1, 1);
    let in_2020 = Timestamp(1_580_000_000_000);
    let text = written(&meeting, in_2020);
    let (zone, _) = text.split_once("END:VTIMEZONE").expect("a zone");
    for onset in [
        "20200419T030000",
        "20200531T020000",
        "20250223T030000",
        "20250406T020000",
    ] {
        assert!(
            values(zone, "DTSTART").contains(&onset.to_owned()),
            "{onset}"
        );
    }
    let endless = |rule: &String| !rule.contains("UNTIL");
    assert!(!values(zone, "RRULE").iter().any(endless), "{zone}");
}

#[test]
fn the_bytes_are_the_same_within_a_year() {
    for zone in ["Europe/London", "Africa/Casablanca", "Etc/UTC"] {
        let meeting = tuesdays(zone);
        let january = Timestamp(1_767_225_600_000);
        assert_eq!(written(&meeting, january), written(&meeting, NOW), "{zone}");
    }
}

#[test]
fn a_date_that_differs_is_an_event_of_its_own() {
    let mut meeting = tuesdays("Europe/London");
    let change = |date: Date, fate| DateChange {
        date,
        status: fate,
        topic: None,
        speaker: None,
        chair: None,
    };
    let to = date(2026, 3, 29).at(1, 30, 0, 0);
    meeting.timetable.changes = vec![
        change(date(2026, 1, 6), DateStatus::Cancelled),
        change(date(2026, 3, 24), DateStatus::Moved(to)),
        change(date(2026, 2, 3), DateStatus::AsPlanned),
        change(date(2026, 2, 4), DateStatus::Cancelled),
    ];
    let text = written(&meeting, NOW);
    assert_eq!(
        values(&text, "EXDATE"),
        ["TZID=Europe/London:20260106T190000"]
    );
    let ids = values(&text, "RECURRENCE-ID");
    assert_eq!(ids, ["TZID=Europe/London:20260324T190000"]);
    // A clock change in London skips that time, so it is written as an instant.
    let (_, moved) = text.split_once("RECURRENCE-ID").expect("one");
    assert_eq!(values(moved, "DTSTART"), ["20260329T013000Z"]);
    assert_eq!(values(&text, "UID").len(), 2);
}

#[test]
fn a_cancelled_single_meeting_has_the_status_cancelled() {
    let mut meeting = meeting(Pattern::Once, "Europe/London");
    let change = DateChange {
        date: date(2026, 1, 1),
        status: DateStatus::Cancelled,
        topic: None,
        speaker: None,
        chair: None,
    };
    meeting.timetable.changes = vec![change];
    let text = written(&meeting, NOW);
    assert_eq!(values(&text, "STATUS"), ["CANCELLED"]);
    assert!(!text.contains("VALARM"));
}

#[test]
fn a_meeting_without_any_date_is_skipped() {
    let mut over = tuesdays("Europe/London");
    over.timetable.recurrence.until = Some(date(2026, 1, 5));
    for meeting in [over, meeting(Pattern::weekly([]), "Europe/London")] {
        let text = written(&meeting, NOW);
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        assert!(!text.contains("VEVENT") && !text.contains("VTIMEZONE"));
    }
}

#[test]
fn the_limits_of_time_cause_no_panic() {
    for from in [Date::MIN, date(1, 1, 1), date(9_999, 1, 1), Date::MAX] {
        for now in [Timestamp(i64::MIN), Timestamp(i64::MAX)] {
            let mut meeting = tuesdays("America/New_York");
            meeting.timetable.recurrence.from = from;
            meeting.timetable.recurrence.until = Some(Date::MAX);
            assert!(written(&meeting, now).ends_with("END:VCALENDAR\r\n"));
        }
    }
}
