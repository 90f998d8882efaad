//! Feeds as the field writes them. The expected times are written out by hand.

use super::*;
use crate::base::Timestamp;
use crate::schedule::guide::QuotedValue;
use crate::schedule::{Access, Days};
use jiff::civil::{Time, Weekday};
use serde_json::{Value, json};

fn of(rows: &Value) -> ParsedFeed {
    let london = TimeZone::get("Europe/London").expect("a zone");
    let defaults = Defaults {
        source: "Elsewhere",
        zone: Some(&london),
        language: "en",
    };
    read(rows.to_string().as_bytes(), &defaults).expect("a feed")
}

fn row() -> Value {
    json!({"name": "Evening", "slug": "evening", "day": 2, "time": "19:00", "timezone": "America/New_York",
        "conference_url": "https://zoom.us/j/1", "url": "https://example.org/evening", "types": ["O", "BE", "S"]})
}

fn with(changes: &Value) -> Value {
    let mut row = row();
    for (key, value) in changes.as_object().expect("changes") {
        row[key] = value.clone();
    }
    row
}

fn days_of(listing: &Listing) -> Days {
    match listing.timetable.recurrence.pattern {
        Pattern::Weekly { days, .. } => days,
        _ => panic!("feeds are weekly"),
    }
}

fn problem(changes: &Value) -> RowErrorKind {
    let reading = of(&json!([with(changes)]));
    assert!(reading.listings.is_empty(), "{changes}");
    reading.problems[0].kind.clone()
}

#[test]
fn a_row_becomes_a_listing_at_its_own_time() {
    let reading = of(&json!([row()]));
    assert_eq!(reading.problems, []);
    let listing = &reading.listings[0];
    assert_eq!(listing.about.title, "Evening");
    assert_eq!(listing.about.kinds, ["BE"]);
    assert_eq!(listing.about.language, "es");
    assert_eq!(listing.about.access, Access::Open);
    let elsewhere = FeedOrigin {
        source: "Elsewhere".into(),
        join: Some("https://zoom.us/j/1".into()),
        page: Some("https://example.org/evening".into()),
        dial_in: None,
        stale: false,
    };
    assert_eq!(listing.origin, Origin::Feed(elsewhere));
    // Tuesday 2026-07-07 19:00 in New York is 23:00 UTC.
    let from = Timestamp(1_783_296_000_000); // 2026-07-06T00:00:00Z
    let next = listing.timetable.current_or_next(from).expect("a date");
    assert_eq!(next.starts, Timestamp(1_783_465_200_000));
    assert_eq!(next.ends, Timestamp(1_783_468_800_000));
}

#[test]
fn a_call_written_twice_is_no_page() {
    let reading = of(&json!([with(&json!({"url": "https://zoom.us/j/1"}))]));
    let Origin::Feed(elsewhere) = &reading.listings[0].origin else {
        panic!("it is held elsewhere");
    };
    assert_eq!(elsewhere.page, None);
    assert_eq!(elsewhere.join.as_deref(), Some("https://zoom.us/j/1"));
}

#[test]
fn days_are_read_in_every_way_of_the_field() {
    use Weekday::{Friday, Monday, Sunday, Tuesday};
    for (day, days) in [
        (json!(0), vec![Sunday]),
        (json!("2"), vec![Tuesday]),
        (json!(1.0), vec![Monday]),
        (json!("Friday"), vec![Friday]),
        (json!("tue"), vec![Tuesday]),
        (json!("Tuesdays"), vec![Tuesday]),
        (json!([1, "5", "sunday"]), vec![Monday, Friday, Sunday]),
        (json!("1,5"), vec![Monday, Friday]),
    ] {
        let reading = of(&json!([with(&json!({ "day": day }))]));
        assert_eq!(
            days_of(&reading.listings[0]),
            days.into_iter().collect(),
            "{day}"
        );
    }
}

#[test]
fn times_and_lengths_are_read_in_every_way_of_the_field() {
    for (time, end, hour, minute, minutes) in [
        ("19:00", json!("20:30"), 19, 0, 90),
        ("07:05:00", json!(null), 7, 5, 60),
        ("7:00 PM", json!("8:15 pm"), 19, 0, 75),
        ("12:30 a.m.", json!(""), 0, 30, 60),
        ("12pm", json!("13:00"), 12, 0, 60),
        ("23:30", json!("00:30"), 23, 30, 60),
        // An hour too early by mistake: not a meeting of 23 hours.
        ("19:00", json!("18:00"), 19, 0, 60),
        ("19:00", json!("19:00"), 19, 0, 60),
    ] {
        let reading = of(&json!([with(&json!({"time": time, "end_time": end}))]));
        let when = &reading.listings[0].timetable.recurrence;
        assert_eq!(when.time, Time::constant(hour, minute, 0, 0), "{time}");
        assert_eq!(when.minutes, minutes, "{time} {end}");
    }
}

#[test]
fn kinds_are_read_from_lists_and_texts_and_told_in_general_codes() {
    for (types, kinds, language, access) in [
        (
            json!(["C", "BEG", "DISC", "MED"]),
            vec!["BE", "D", "MED"],
            "en",
            Access::Closed,
        ),
        (json!("O, spk ,JFT"), vec!["SP", "JFT"], "en", Access::Open),
        (
            json!([11, "12x12", "ZZZ", null, {}]),
            vec!["11", "12x12"],
            "en",
            Access::Open,
        ),
        (
            json!(["EN", "S", "TC", "BE", "BEG"]),
            vec!["S", "BE"],
            "en",
            Access::Open,
        ),
        (json!(["ASL", "FR"]), vec!["ASL"], "fr", Access::Open),
        (json!(null), vec![], "en", Access::Open),
    ] {
        let reading = of(&json!([with(&json!({ "types": types }))]));
        let about = &reading.listings[0].about;
        assert_eq!(about.kinds, kinds, "{types}");
        assert_eq!(
            (about.language.as_str(), about.access),
            (language, access),
            "{types}"
        );
    }
}

#[test]
fn a_missing_zone_is_that_of_the_feed() {
    let zone = |changes| {
        of(&json!([with(&changes)])).listings[0]
            .timetable
            .recurrence
            .zone
            .clone()
    };
    let named = |name: &str| TimeZone::get(name).expect("a zone");
    assert_eq!(zone(json!({"timezone": ""})), named("Europe/London"));
    assert_eq!(zone(json!({"timezone": null})), named("Europe/London"));
    assert_eq!(
        zone(json!({"timezone": "US/Pacific"})),
        named("America/Los_Angeles")
    );
    let bare = Defaults {
        source: "",
        zone: None,
        language: "en",
    };
    let without = with(&json!({"timezone": null}));
    let reading = read(json!([without]).to_string().as_bytes(), &bare).expect("a feed");
    assert_eq!(reading.problems[0].kind, RowErrorKind::NoZone);
}

#[test]
fn what_is_wrong_with_a_row_is_told_and_the_others_stay() {
    let shown = |text: &str| QuotedValue::new(text);
    for (changes, expected) in [
        (json!({"name": "  "}), RowErrorKind::NoName),
        (json!({"day": null}), RowErrorKind::NoTime),
        (json!({"time": ""}), RowErrorKind::NoTime),
        (json!({"day": 7}), RowErrorKind::Day(shown("7"))),
        (
            json!({"day": [1, "someday"]}),
            RowErrorKind::Day(shown("1, someday")),
        ),
        (json!({"time": "25:00"}), RowErrorKind::Time(shown("25:00"))),
        (json!({"time": "7"}), RowErrorKind::Time(shown("7"))),
        (json!({"time": "14 pm"}), RowErrorKind::Time(shown("14 pm"))),
        (
            json!({"timezone": "Mars/Olympus"}),
            RowErrorKind::Zone(shown("Mars/Olympus")),
        ),
        (
            json!({"conference_url": "javascript:alert(1)"}),
            RowErrorKind::Link(shown("javascript:alert(1)")),
        ),
        (
            json!({"conference_url": "", "conference_phone": "Ask Sam, 555 010 9999", "url": ""}),
            RowErrorKind::NoWay,
        ),
        (
            json!({"notes": "x".repeat(70_000)}),
            RowErrorKind::Malformed,
        ),
    ] {
        assert_eq!(problem(&changes), expected, "{changes}");
    }
    let reading = of(&json!([7, row(), [], "text"]));
    assert_eq!(reading.listings.len(), 1);
    let rows: Vec<usize> = reading.problems.iter().map(|problem| problem.row).collect();
    assert_eq!(rows, [1, 3, 4]);
}

#[test]
fn meetings_in_person_are_left_out_without_complaint() {
    let in_person = with(&json!({"conference_url": ""}));
    let closed = with(&json!({"conference_url": null, "types": ["TC"]}));
    let inactive = with(&json!({"attendance_option": "inactive"}));
    let reading = of(&json!([in_person, closed, inactive, row()]));
    assert_eq!((reading.listings.len(), reading.left_out), (1, 3));
    assert_eq!(reading.problems, []);
}

#[test]
fn a_closed_place_whose_meeting_is_online_is_listed() {
    let reading = of(&json!([with(&json!({"types": ["TC", "M"]}))]));
    assert_eq!(reading.listings[0].about.kinds, ["M"]);
}

#[test]
fn rows_that_differ_in_their_day_alone_are_one_listing() {
    let monday =
        with(&json!({"day": 1, "slug": "evening-2", "url": "https://example.org/evening-2"}));
    let later = with(&json!({"day": 3, "slug": "later", "time": "20:00"}));
    let other_link =
        with(&json!({"day": 4, "slug": "other", "conference_url": "https://zoom.us/j/2"}));
    let twice = with(&json!({"slug": "evening-again"}));
    let reading = of(&json!([row(), monday, later, other_link, row(), twice]));
    assert_eq!(reading.listings.len(), 3);
    let days: Days = [Weekday::Monday, Weekday::Tuesday].into_iter().collect();
    assert_eq!(days_of(&reading.listings[0]), days);
    assert_eq!(reading.left_out, 2);
}

#[test]
fn a_meeting_that_is_called_keeps_its_number_where_nothing_else_leads_there() {
    let called = |changes: Value| {
        let mut row =
            with(&json!({"conference_url": "", "conference_phone": "+1 (719) 359-4580,,812#"}));
        for (key, value) in changes.as_object().expect("changes") {
            row[key] = value.clone();
        }
        let reading = of(&json!([row]));
        assert_eq!(reading.problems, []);
        match &reading.listings[0].origin {
            Origin::Feed(elsewhere) => elsewhere.dial_in.clone(),
            Origin::Hosted { .. } => panic!("it is held elsewhere"),
        }
    };
    let number = Some("+1 (719) 359-4580,,812#".to_owned());
    assert_eq!(called(json!({"url": ""})), number);
    assert_eq!(called(json!({})), None, "its page tells how");
    assert_eq!(
        called(json!({"url": "", "conference_url": "https://zoom.us/j/1"})),
        None
    );
    assert_eq!(
        called(json!({"url": "", "conference_phone": 17_193_594_580_u64})).as_deref(),
        Some("17193594580")
    );
}

#[test]
fn two_meetings_that_are_called_by_two_numbers_are_two() {
    let by = |number: &str, day: u8| {
        with(
            &json!({"conference_url": "", "url": "", "slug": number, "day": day, "conference_phone": number}),
        )
    };
    let reading = of(&json!([
        by("17193594580", 2),
        by("17193594581", 3),
        by("17193594580", 4)
    ]));
    assert_eq!(reading.listings.len(), 2);
}

#[test]
fn nobody_s_contact_is_kept() {
    let reading = of(&json!([with(&json!({
        "notes": "Ask Sam: sam@example.org, +1 555 010 9999",
        "conference_url_notes": "Code: hope",
        "conference_phone": "+15550108888",
        "contact_1_name": "Sam Smith", "contact_1_email": "sam@example.org", "email": "x@example.org",
        "feedback_emails": ["y@example.org"],
    }))]));
    let kept = format!("{:?}", reading.listings);
    for contact in ["@", "555", "Smith"] {
        assert!(!kept.contains(contact), "{kept}");
    }
    assert!(kept.contains("Code: hope"));
}

#[test]
fn a_feed_that_is_none_is_refused_as_a_whole() {
    let defaults = Defaults {
        source: "",
        zone: None,
        language: "en",
    };
    let many = format!("[{}1]", "1,".repeat(MAX_ROWS));
    let deep = "[".repeat(100_000);
    let large = vec![b' '; MAX_BYTES + 1];
    for (bytes, expected) in [
        (&b"<!doctype html><p>Not here"[..], FeedError::WebPage),
        (b"", FeedError::NotJson { line: 1, column: 0 }),
        (
            b"[{\"name\": \"cut",
            FeedError::NotJson {
                line: 1,
                column: 14,
            },
        ),
        (b"{\"error\": \"no\"}", FeedError::NotAList),
        (b"null", FeedError::NotAList),
        (many.as_bytes(), FeedError::TooManyRows),
        (&large, FeedError::TooLarge),
    ] {
        assert_eq!(read(bytes, &defaults), Err(expected));
    }
    assert!(matches!(
        read(deep.as_bytes(), &defaults),
        Err(FeedError::NotJson { .. })
    ));
}

#[test]
fn an_empty_list_and_a_mark_before_it_are_no_problem() {
    let defaults = Defaults {
        source: "",
        zone: None,
        language: "en",
    };
    assert_eq!(
        read("\u{feff} []".as_bytes(), &defaults),
        Ok(ParsedFeed::default())
    );
}
