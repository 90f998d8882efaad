//! The feed of difficult meetings, checked with the package of the specification.

use jiff::civil::{Date, DateTime, Time, Weekday, date};
use jiff::tz::TimeZone;
use porchlight::base::{GroupId, MeetingId, Millis, Timestamp};
use porchlight::schedule::guide::{Defaults, Entity, Site, Words, parse, write};
use porchlight::schedule::{
    About, Access, DateChange, DateStatus, DayOfMonth, Group, INTERVAL_ONE, Meeting, Pattern,
    Recurrence, Revision, Timetable, WeekOfMonth, kinds,
};
use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};

/// Wednesday 2026-11-25, 12:00 UTC.
const NOW: Timestamp = Timestamp(1_795_608_000_000);

/// Placeholder texts: their content does not matter here.
struct TestWords;

impl Words for TestWords {
    fn country(&self, code: &str) -> String {
        code.to_owned()
    }
    fn no_location(&self) -> String {
        "Online".into()
    }
    fn pattern(&self, when: &Recurrence, _: Date) -> String {
        format!("From {}", when.from)
    }
    fn season(&self, _: &Recurrence, _: Date) -> Option<String> {
        None
    }
    fn cancelled(&self, date: Date) -> String {
        format!("No meeting on {date}.")
    }
    fn moved(&self, date: Date, to: DateTime) -> String {
        format!("{date} moved to {to}.")
    }
    fn kinds(&self, codes: &[&str]) -> String {
        codes.join(" ")
    }
    fn how_to_join(&self, _: Millis) -> String {
        "Opens early.".into()
    }
}

fn group() -> Group {
    Group {
        id: GroupId(1),
        slug: "harbour".into(),
        name: "קבוצת הנמל & \"friends\"".into(),
        place: String::new(),
        website: None,
        contributions: None,
    }
}

fn meeting(
    id: i64,
    pattern: Pattern,
    zone: &str,
    (hour, minute): (i8, i8),
    minutes: u16,
) -> Meeting {
    Meeting {
        id: MeetingId(id),
        group: GroupId(1),
        slug: format!("{}-{id}", "long-name-of-a-meeting".repeat(2)),
        about: About {
            title: format!("Réunion <{id}> \"שלום\" {}", "x".repeat(230)),
            notes: "Come & listen.\n\nLine two: 5 < 6".into(),
            kinds: kinds::GENERAL
                .iter()
                .chain(kinds::HA)
                .map(|code| (*code).to_owned())
                .collect(),
            language: "pt-BR".into(),
            access: Access::Closed,
            ..About::default()
        },
        timetable: Timetable::new(Recurrence {
            pattern,
            from: date(2026, 1, 1),
            until: None,
            time: Time::constant(hour, minute, 0, 0),
            zone: TimeZone::get(zone).expect("a zone"),
            minutes,
        }),
        revision: Revision {
            number: 1,
            at: Timestamp(-1),
        },
    }
}

fn weekly_cases() -> Vec<Meeting> {
    use Weekday::{Monday, Saturday, Sunday, Thursday};
    let daily = Pattern::Daily {
        every: INTERVAL_ONE,
    };
    let mut cancelled = meeting(
        4,
        Pattern::weekly([Thursday]),
        "Asia/Kathmandu",
        (5, 45),
        60,
    );
    cancelled.timetable.changes = vec![DateChange {
        date: date(2026, 11, 26),
        status: DateStatus::Cancelled,
        topic: None,
        speaker: None,
        chair: None,
    }];
    vec![
        meeting(
            1,
            Pattern::weekly([Monday, Sunday]),
            "America/St_Johns",
            (23, 30),
            90,
        ),
        meeting(2, daily, "UTC", (0, 0), 720),
        meeting(
            3,
            Pattern::weekly([Saturday]),
            "Pacific/Kiritimati",
            (0, 1),
            5,
        ),
        cancelled,
    ]
}

fn other_cases() -> Vec<Meeting> {
    let dated = Pattern::MonthlyByDate {
        every: INTERVAL_ONE,
        day: DayOfMonth::LAST,
    };
    let last = Pattern::MonthlyByWeekday {
        every: INTERVAL_ONE,
        places: vec![WeekOfMonth::Last],
        weekday: Weekday::Friday,
    };
    let once = Pattern::Once;
    vec![
        meeting(5, dated, "Australia/Lord_Howe", (2, 15), 60),
        meeting(6, last, "Europe/London", (19, 0), 60),
        meeting(7, once, "Europe/London", (19, 0), 60),
    ]
}

fn feed(meetings: &[Meeting]) -> String {
    let group = group();
    let site = Site {
        url: "https://meetings.example",
        entity: Some(Entity {
            name: "Some fellowship".into(),
            url: "https://fellowship.example".into(),
            website: "https://fellowship.example".into(),
            email: Some("office@fellowship.example".into()),
            phone: Some("+44 20 0000 0000".into()),
            location: Some("Northern England".into()),
        }),
    };
    let pairs = meetings.iter().map(|meeting| (meeting, &group));
    serde_json::to_string(&write(pairs, &site, &TestWords, NOW)).expect("JSON")
}

/// The errors that the package of the specification reports.
fn spec_errors(feed: &str) -> String {
    let mut node = Command::new("node")
        .arg("guide.mjs")
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/readers"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Node.js, as tests/run looks for it");
    let mut stdin = node.stdin.take().expect("standard input is piped");
    stdin
        .write_all(feed.as_bytes())
        .expect("the script reads its input");
    drop(stdin);
    let output = node.wait_with_output().expect("the script ends");
    assert!(
        output.status.success(),
        "the reader broke: if its packages are missing, run `npm ci` in tests/readers"
    );
    String::from_utf8(output.stdout)
        .expect("text")
        .trim()
        .to_owned()
}

#[test]
fn the_feed_conforms_to_the_specification() {
    let all: Vec<Meeting> = weekly_cases().into_iter().chain(other_cases()).collect();
    let feed = feed(&all);
    let rows: Vec<serde_json::Value> = serde_json::from_str(&feed).expect("a list");
    // Two days, seven, one and one; then 30 November and the last Friday; the single date is past.
    assert_eq!(rows.len(), 2 + 7 + 1 + 1 + 2);
    assert_eq!(spec_errors(&feed), "");
}

#[test]
fn the_package_of_the_specification_reports_every_error() {
    let invalid = r#"[{"name": "", "slug": "a b", "day": [1], "time": "7pm", "timezone": "Nowhere",
        "types": ["BEG"], "colour": "red", "formatted_address": ""}, {"slug": "a b"}]"#;
    let errors = spec_errors(invalid);
    for expected in [
        "name is \"\"",
        "slug is",
        "day is [1]",
        "time is",
        "timezone is",
        "types is [\"BEG\"]",
        "colour is no field",
        "formatted_address is",
        "lacks conference_url",
        "occurs twice",
    ] {
        assert!(errors.contains(expected), "{expected} in {errors}");
    }
}

#[test]
fn weekly_meetings_are_read_back_at_the_same_instants() {
    let cases = weekly_cases();
    let defaults = Defaults {
        source: "",
        zone: None,
        language: "en",
    };
    let feed = parse(feed(&cases).as_bytes(), &defaults).expect("a feed");
    assert_eq!(feed.errors, []);
    assert_eq!((feed.listings.len(), feed.skipped), (cases.len(), 0));
    for (case, listing) in cases.iter().zip(&feed.listings) {
        // Over the clock changes of a year.
        let until = NOW + Millis::from_mins(366 * 24 * 60);
        let starts = |when: &Recurrence| -> Vec<i64> {
            when.between(NOW, until)
                .map(|planned| planned.starts.0)
                .collect()
        };
        let (written, parsed) = (&case.timetable.recurrence, &listing.timetable.recurrence);
        assert!(starts(written).len() >= 52);
        assert_eq!(starts(written), starts(parsed), "{}", case.slug);
        assert_eq!(written.minutes.max(1), parsed.minutes);
        let kinds: BTreeSet<&str> = listing.about.kinds.iter().map(String::as_str).collect();
        assert!(kinds.contains("BE") && !kinds.contains("BEG"), "{kinds:?}");
        assert_eq!(listing.about.language, "pt");
    }
}
