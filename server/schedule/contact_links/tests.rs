//! Which parts of a text become links.

use super::*;
use proptest::prelude::*;

fn numbers(text: &str) -> Vec<&str> {
    let number = |piece| match piece {
        Piece::PhoneNumber(number) => Some(number),
        _ => None,
    };
    split(text).into_iter().filter_map(number).collect()
}

fn links(text: &str) -> Vec<&str> {
    let link = |piece| match piece {
        Piece::Link(link) => Some(link),
        _ => None,
    };
    split(text).into_iter().filter_map(link).collect()
}

#[test]
fn a_text_is_split_into_links_numbers_and_plain_text() {
    let text = "Call +44 20 7946 0999,\nor see https://example.org/phone.\nWelcome!";
    assert_eq!(
        split(text),
        [
            Piece::Plain("Call "),
            Piece::PhoneNumber("+44 20 7946 0999"),
            Piece::Plain(",\nor see "),
            Piece::Link("https://example.org/phone"),
            Piece::Plain(".\nWelcome!"),
        ]
    );
    assert_eq!(split(""), []);
}

#[test]
fn numbers_are_found_in_common_formats() {
    for (text, number, expected) in [
        ("+44 20 7946 0999", "+44 20 7946 0999", "tel:+442079460999"),
        (
            "Ring +44 (0)20 7946-0999.",
            "+44 (0)20 7946-0999",
            "tel:+442079460999",
        ),
        ("(020 7946 0999)", "020 7946 0999", "tel:02079460999"),
        ("Tel:0800 123456", "0800 123456", "tel:0800123456"),
        (
            "le 01.42.34.56.78, merci",
            "01.42.34.56.78",
            "tel:0142345678",
        ),
        (
            "(555) 010-9999 or by post",
            "(555) 010-9999",
            "tel:5550109999",
        ),
        ("1-800-555-0100", "1-800-555-0100", "tel:18005550100"),
        (
            "+1 312 626 6799,,81234567890#,,,,*123456# US",
            "+1 312 626 6799,,81234567890#,,,,*123456#",
            "tel:+13126266799,,81234567890%23,,,,*123456%23",
        ),
        (
            "+1 312 626 6799 1 hour before",
            "+1 312 626 6799",
            "tel:+13126266799",
        ),
        (
            "+44 20 7946 0999 19:00",
            "+44 20 7946 0999",
            "tel:+442079460999",
        ),
        (
            "+44 20 7946 0999 7pm",
            "+44 20 7946 0999",
            "tel:+442079460999",
        ),
        (
            "+1 312 626 6799 (Chicago)",
            "+1 312 626 6799",
            "tel:+13126266799",
        ),
        (
            "\u{202a}+49 30 901820\u{202c}",
            "+49 30 901820",
            "tel:+4930901820",
        ),
    ] {
        assert_eq!(numbers(text), [number], "{text}");
        assert_eq!(tel_uri(number), expected);
    }
    let two = "020 7946 0999 / +44 161 496 0000";
    assert_eq!(numbers(two), ["020 7946 0999", "+44 161 496 0000"]);
}

#[test]
fn digits_that_are_not_a_phone_number_are_ignored() {
    for text in [
        "Meeting ID: 812 3456 7890",
        "Meeting ID: 812-345-6789, passcode 0123456",
        "PIN 0123456#",
        "812 345 6789",
        "81234567890",
        "On 01.02.2026 19:00 and 2026-12-24",
        "From 19:00 to 20:30, pages 58-60",
        "+44 12",
        "+44 (0)2076 9-",
        "+0 20 7946 0999",
        "+1 234 567 890 123 456 78",
        "020 7946 0999x123",
        "a0207946099",
        "room@0207946099.example",
        "zoom.us/j/02079460999",
        "£0207946099",
        "https://example.org/call/+442079460999?n=(555)010-9999",
        "123-456-7890",
        "٠٢٠٧٩٤٦٠٩٩٩",
    ] {
        assert_eq!(numbers(text), [""; 0], "{text}");
    }
}

#[test]
fn links_are_complete_and_have_no_user_information() {
    for (text, link) in [
        (
            "See (https://example.org/a_(b)).",
            "https://example.org/a_(b)",
        ),
        ("“http://example.org”", "http://example.org"),
        (
            "HTTPS://zoom.us/j/81234567890?pwd=a.b!",
            "HTTPS://zoom.us/j/81234567890?pwd=a.b",
        ),
    ] {
        assert_eq!(links(text), [link]);
    }
    for text in [
        "https://zoom.us@evil.example/",
        "https://sam:secret@example.org/",
        "javascript:alert(1)",
        "ftp://example.org/",
        "https://",
        "https://localhost/",
        "xhttps://example.org",
        "example.org",
    ] {
        assert_eq!(links(text), [""; 0], "{text}");
    }
}

#[test]
fn a_number_field_accepts_numbers_without_separators() {
    for (text, expected) in [
        ("17193594580,,123#", "17193594580,,123#"),
        (" 7193594580 ", "7193594580"),
        ("+1 (719) 359-4580, 812345#", "+17193594580,812345#"),
    ] {
        assert!(is_phone_number(text), "{text}");
        assert_eq!(dial_string(text), expected);
    }
    for text in [
        "",
        "123456",
        "ask Sam",
        "719 359 4580 ask Sam",
        "1234567890123456",
        "#123",
        "719 359 4580;x",
    ] {
        assert!(!is_phone_number(text), "{text}");
    }
}

proptest! {
    #[test]
    fn the_joined_pieces_are_the_text(text in r"(?s)([+()0-9 .,#*:-]|https?://|[a-z./@]|\PC|.){0,60}") {
        let pieces = split(&text);
        let joined: String = pieces.iter().map(|piece| match piece {
            Piece::Plain(text) | Piece::Link(text) | Piece::PhoneNumber(text) => *text,
        }).collect();
        prop_assert_eq!(&joined, &text);
        for piece in pieces {
            match piece {
                Piece::Plain(text) => prop_assert!(!text.is_empty()),
                Piece::Link(link) => prop_assert!(web_link::parse(link).is_some()),
                Piece::PhoneNumber(number) => {
                    let dialled = dial_string(number);
                    let main = dialled.split(',').next().unwrap_or_default();
                    prop_assert!(has_valid_length(main), "{}", number);
                    prop_assert!(dialled.bytes().skip(1).all(|byte| byte.is_ascii_digit() || b",*#".contains(&byte)));
                }
            }
        }
    }

    #[test]
    fn an_accepted_number_has_enough_digits(text in r"[+()0-9 .,#*:-]{0,40}|(?s).{0,40}") {
        if is_phone_number(&text) {
            prop_assert!(dial_string(&text).len() >= 7);
        }
    }
}
