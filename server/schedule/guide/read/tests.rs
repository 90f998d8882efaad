//! Feeds as other directories write them. The expected times are worked out by hand.

use super::*;
use crate::base::Timestamp;
use crate::schedule::guide::QuotedValue;
use crate::schedule::{Access, Days};
use jiff::civil::{Time, Weekday};
use serde_json::{Value, json};

fn parse_feed(rows: &Value) -> ParsedFeed {
    let london = TimeZone::get("Europe/London").expect("a zone");
    let defaults = Defaults {
        source: "Elsewhere",
        zone: Some(&london),
        language: "en",
    };
    parse(rows.to_string().as_bytes(), &defaults).expect("a feed")
}

fn row() -> Value {
    json!({"name": "Evening", "slug": "evening", "day": 2, "time": "19:00", "timezone": "America/New_York",
        "conference_url": "https://zoom.us/j/1", "url": "https://example.org/evening", "types": ["O", "BE", "S"]})
}

fn row_with(changes: &Value) -> Value {
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

fn error_of(changes: &Value) -> RowErrorKind {
    let feed = parse_feed(&json!([row_with(changes)]));
    assert!(feed.listings.is_empty(), "{changes}");
    feed.errors[0].kind.clone()
}

#[test]
fn a_row_becomes_a_listing_at_its_own_time() {
    let feed = parse_feed(&json!([row()]));
    assert_eq!(feed.errors, []);
    let listing = &feed.listings[0];
    assert_eq!(listing.about.title, "Evening");
    assert_eq!(listing.about.kinds, ["BE"]);
    assert_eq!(listing.about.language, "es");
    assert_eq!(listing.about.access, Access::Open);
    let expected = FeedOrigin {
        source: "Elsewhere".into(),
        join: Some("https://zoom.us/j/1".into()),
        page: Some("https://example.org/evening".into()),
        dial_in: None,
        stale: false,
    };
    assert_eq!(listing.origin, Origin::Feed(expected));
    // Tuesday 2026-07-07 19:00 in New York is 23:00 UTC.
    let from = Timestamp(1_783_296_000_000); // 2026-07-06T00:00:00Z
    let next = listing.timetable.current_or_next(from).expect("a date");
    assert_eq!(next.starts, Timestamp(1_783_465_200_000));
    assert_eq!(next.ends, Timestamp(1_783_468_800_000));
}

#[test]
fn a_repeated_link_is_not_taken_for_a_page() {
    let feed = parse_feed(&json!([row_with(&json!({"url": "https://zoom.us/j/1"}))]));
    let Origin::Feed(origin) = &feed.listings[0].origin else {
        panic!("it is not hosted here");
    };
    assert_eq!(origin.page, None);
    assert_eq!(origin.join.as_deref(), Some("https://zoom.us/j/1"));
}

#[test]
fn days_are_parsed_in_every_variant() {
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
        let feed = parse_feed(&json!([row_with(&json!({ "day": day }))]));
        assert_eq!(
            days_of(&feed.listings[0]),
            days.into_iter().collect(),
            "{day}"
        );
    }
}

#[test]
fn times_and_lengths_are_parsed_in_every_variant() {
    for (time, end, hour, minute, minutes) in [
        ("19:00", json!("20:30"), 19, 0, 90),
        ("07:05:00", json!(null), 7, 5, 60),
        ("7:00 PM", json!("8:15 pm"), 19, 0, 75),
        ("12:30 a.m.", json!(""), 0, 30, 60),
        ("12pm", json!("13:00"), 12, 0, 60),
        ("23:30", json!("00:30"), 23, 30, 60),
        // An end before the start is an error, not a meeting of 23 hours.
        ("19:00", json!("18:00"), 19, 0, 60),
        ("19:00", json!("19:00"), 19, 0, 60),
    ] {
        let feed = parse_feed(&json!([row_with(&json!({"time": time, "end_time": end}))]));
        let when = &feed.listings[0].timetable.recurrence;
        assert_eq!(when.time, Time::constant(hour, minute, 0, 0), "{time}");
        assert_eq!(when.minutes, minutes, "{time} {end}");
    }
}

#[test]
fn kinds_are_parsed_from_lists_and_texts_to_general_codes() {
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
        let feed = parse_feed(&json!([row_with(&json!({ "types": types }))]));
        let about = &feed.listings[0].about;
        assert_eq!(about.kinds, kinds, "{types}");
        assert_eq!(
            (about.language.as_str(), about.access),
            (language, access),
            "{types}"
        );
    }
}

#[test]
fn a_missing_zone_is_the_default_of_the_feed() {
    let zone = |changes| {
        parse_feed(&json!([row_with(&changes)])).listings[0]
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
    let without = row_with(&json!({"timezone": null}));
    let feed = parse(json!([without]).to_string().as_bytes(), &bare).expect("a feed");
    assert_eq!(feed.errors[0].kind, RowErrorKind::NoZone);
}

#[test]
fn an_invalid_row_is_reported_and_the_others_are_listed() {
    let quoted = |text: &str| QuotedValue::new(text);
    for (changes, expected) in [
        (json!({"name": "  "}), RowErrorKind::NoName),
        (json!({"day": null}), RowErrorKind::NoTime),
        (json!({"time": ""}), RowErrorKind::NoTime),
        (json!({"day": 7}), RowErrorKind::Day(quoted("7"))),
        (
            json!({"day": [1, "someday"]}),
            RowErrorKind::Day(quoted("1, someday")),
        ),
        (
            json!({"time": "25:00"}),
            RowErrorKind::Time(quoted("25:00")),
        ),
        (json!({"time": "7"}), RowErrorKind::Time(quoted("7"))),
        (
            json!({"time": "14 pm"}),
            RowErrorKind::Time(quoted("14 pm")),
        ),
        (
            json!({"timezone": "Mars/Olympus"}),
            RowErrorKind::Zone(quoted("Mars/Olympus")),
        ),
        (
            json!({"conference_url": "javascript:alert(1)"}),
            RowErrorKind::Link(quoted("javascript:alert(1)")),
        ),
        (
            json!({"conference_url": "", "conference_phone": "Ask Sam, 555 010 9999", "url": ""}),
            RowErrorKind::Unreachable,
        ),
        (
            json!({"notes": "x".repeat(70_000)}),
            RowErrorKind::Malformed,
        ),
    ] {
        assert_eq!(error_of(&changes), expected, "{changes}");
    }
    let feed = parse_feed(&json!([7, row(), [], "text"]));
    assert_eq!(feed.listings.len(), 1);
    let rows: Vec<usize> = feed.errors.iter().map(|error| error.row).collect();
    assert_eq!(rows, [1, 3, 4]);
}

#[test]
fn meetings_in_person_are_skipped_without_an_error() {
    let in_person = row_with(&json!({"conference_url": ""}));
    let closed = row_with(&json!({"conference_url": null, "types": ["TC"]}));
    let inactive = row_with(&json!({"attendance_option": "inactive"}));
    let feed = parse_feed(&json!([in_person, closed, inactive, row()]));
    assert_eq!((feed.listings.len(), feed.skipped), (1, 3));
    assert_eq!(feed.errors, []);
}

#[test]
fn a_closed_place_whose_meeting_is_online_is_listed() {
    let feed = parse_feed(&json!([row_with(&json!({"types": ["TC", "M"]}))]));
    assert_eq!(feed.listings[0].about.kinds, ["M"]);
}

#[test]
fn rows_that_differ_only_in_their_day_are_one_listing() {
    let monday =
        row_with(&json!({"day": 1, "slug": "evening-2", "url": "https://example.org/evening-2"}));
    let later = row_with(&json!({"day": 3, "slug": "later", "time": "20:00"}));
    let other_link =
        row_with(&json!({"day": 4, "slug": "other", "conference_url": "https://zoom.us/j/2"}));
    let twice = row_with(&json!({"slug": "evening-again"}));
    let feed = parse_feed(&json!([row(), monday, later, other_link, row(), twice]));
    assert_eq!(feed.listings.len(), 3);
    let days: Days = [Weekday::Monday, Weekday::Tuesday].into_iter().collect();
    assert_eq!(days_of(&feed.listings[0]), days);
    assert_eq!(feed.skipped, 2);
}

#[test]
fn a_phone_meeting_keeps_its_number_only_without_a_link() {
    let dial_in = |changes: Value| {
        let mut row =
            row_with(&json!({"conference_url": "", "conference_phone": "+1 (719) 359-4580,,812#"}));
        for (key, value) in changes.as_object().expect("changes") {
            row[key] = value.clone();
        }
        let feed = parse_feed(&json!([row]));
        assert_eq!(feed.errors, []);
        match &feed.listings[0].origin {
            Origin::Feed(origin) => origin.dial_in.clone(),
            Origin::Hosted { .. } => panic!("it is not hosted here"),
        }
    };
    let number = Some("+1 (719) 359-4580,,812#".to_owned());
    assert_eq!(dial_in(json!({"url": ""})), number);
    assert_eq!(dial_in(json!({})), None, "its page says how to join");
    assert_eq!(
        dial_in(json!({"url": "", "conference_url": "https://zoom.us/j/1"})),
        None
    );
    assert_eq!(
        dial_in(json!({"url": "", "conference_phone": 17_193_594_580_u64})).as_deref(),
        Some("17193594580")
    );
}

#[test]
fn phone_meetings_with_different_numbers_are_not_merged() {
    let row_with_number = |number: &str, day: u8| {
        row_with(
            &json!({"conference_url": "", "url": "", "slug": number, "day": day, "conference_phone": number}),
        )
    };
    let feed = parse_feed(&json!([
        row_with_number("17193594580", 2),
        row_with_number("17193594581", 3),
        row_with_number("17193594580", 4)
    ]));
    assert_eq!(feed.listings.len(), 2);
}

#[test]
fn contacts_of_persons_are_not_kept() {
    let feed = parse_feed(&json!([row_with(&json!({
        "notes": "Ask Sam: sam@example.org, +1 555 010 9999",
        "conference_url_notes": "Code: hope",
        "conference_phone": "+15550108888",
        "contact_1_name": "Sam Smith", "contact_1_email": "sam@example.org", "email": "x@example.org",
        "feedback_emails": ["y@example.org"],
    }))]));
    let kept = format!("{:?}", feed.listings);
    for contact in ["@", "555", "Smith"] {
        assert!(!kept.contains(contact), "{kept}");
    }
    assert!(kept.contains("Code: hope"));
}

#[test]
fn an_invalid_feed_is_rejected_as_a_whole() {
    let defaults = Defaults {
        source: "",
        zone: None,
        language: "en",
    };
    let many = format!("[{}1]", "1,".repeat(MAX_ROWS));
    let deep = "[".repeat(100_000);
    let large = vec![b' '; MAX_BYTES + 1];
    for (bytes, expected) in [
        (&b"[{\"name\": \"cut"[..], FeedError::Truncated { line: 1 }),
        (b"[{\"name\": 1},\n{", FeedError::Truncated { line: 2 }),
        (b"{\"meetings\": [", FeedError::Truncated { line: 1 }),
        (
            b"[{\"name\" 1}]",
            FeedError::NotJson {
                line: 1,
                column: 10,
            },
        ),
        (b"{\"error\": \"no\"}", FeedError::NotAList),
        (b"-1", FeedError::NotAList),
        (b"null", FeedError::NotAList),
        (many.as_bytes(), FeedError::TooManyRows),
        (&large, FeedError::TooLarge),
    ] {
        assert_eq!(parse(bytes, &defaults), Err(expected));
    }
    assert!(matches!(
        parse(deep.as_bytes(), &defaults),
        Err(FeedError::NotJson { .. } | FeedError::Truncated { .. })
    ));
}

#[test]
fn another_format_is_named_as_what_it_is() {
    use OtherFormat::{Binary, Calendar, Nothing, Text, WebPage, Xml};
    let defaults = Defaults {
        source: "",
        zone: None,
        language: "en",
    };
    for (bytes, expected) in [
        (&b""[..], Nothing),
        (b"\xef\xbb\xbf \n", Nothing),
        (b"<!DOCTYPE html><p>Not here", WebPage),
        (b"<!-- a comment --><HTML lang=en>", WebPage),
        (
            b"<?xml version='1.0'?><!DOCTYPE html PUBLIC ''><html>",
            WebPage,
        ),
        (b"<br />\n<b>Warning</b>: mysqli_connect()", WebPage),
        (b"<?xml version='1.0'?><meetings/>", Xml),
        (b"<rss version='2.0'><channel>", Xml),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0", Calendar),
        (b"%PDF-1.7\n", Binary),
        (b"PK\x03\x04rest", Binary),
        (b"\x1f\x8b\x08\x00\x00", Binary),
        (b"\xff\xfe[\x00]\x00", Binary),
        (b"name,day,time\nEvening,2,19:00\n", Text),
        (b"error code: 1020", Text),
        (b"callback([])", Text),
        (b"not found", Text),
    ] {
        let text = String::from_utf8_lossy(bytes);
        assert_eq!(
            parse(bytes, &defaults),
            Err(FeedError::Other(expected)),
            "{text}"
        );
    }
}

#[test]
fn an_empty_list_and_a_byte_order_mark_are_valid() {
    let defaults = Defaults {
        source: "",
        zone: None,
        language: "en",
    };
    assert_eq!(
        parse("\u{feff} []".as_bytes(), &defaults),
        Ok(ParsedFeed::default())
    );
}
