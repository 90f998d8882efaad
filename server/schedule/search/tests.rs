//! What finds what.

use super::*;

const TEXTS: [&str; 8] = [
    "Tuesday Newcomers, Riverside Group: for people in their first weeks",
    "Soirée tranquille à Montréal",
    "Abendrunde am Kanal, Straße 9",
    "Ronda de la tarde, Puerta Abierta. Orador, Español",
    "مجموعة المساء في بيروت",
    "東京の集まり 日本語",
    "Step study, Łódź",
    "Literature and quiet meditation",
];

fn found(search: &str) -> Vec<usize> {
    WordIndex::new(TEXTS).search(search).iter().collect()
}

#[test]
fn case_and_accents_do_not_matter() {
    for (search, expected) in [
        ("SOIREE", vec![1]),
        ("soirée", vec![1]),
        ("montreal", vec![1]),
        ("strasse", vec![2]),
        ("espanol", vec![3]),
        ("lodz", vec![6]),
        ("المساء", vec![4]),
        // With its vowel marks, as a keyboard with them writes it.
        ("المَساء", vec![4]),
    ] {
        assert_eq!(found(search), expected, "{search}");
    }
}

#[test]
fn part_of_a_word_is_enough() {
    assert_eq!(found("newcom"), [0]);
    assert_eq!(found("runde"), [2]);
    assert_eq!(found("集まり"), [5]);
    assert_eq!(found("京"), [5]);
}

#[test]
fn one_or_two_letters_must_begin_a_word() {
    assert_eq!(found("de"), [3]);
    assert_eq!(found("t"), [0, 1, 3]);
}

#[test]
fn every_word_of_the_search_must_be_there() {
    assert_eq!(found("riverside tuesday"), [0]);
    assert!(found("riverside literature").is_empty());
    assert_eq!(found("  "), (0..8).collect::<Vec<_>>());
    assert_eq!(found("?!"), (0..8).collect::<Vec<_>>());
}

#[test]
fn a_slip_of_the_finger_finds_what_was_meant() {
    for (search, expected) in [
        // Left out, doubled, changed, swapped; in the beginning of a word too.
        ("newcmers", vec![0]),
        ("newcommers", vec![0]),
        ("tuesdey", vec![0]),
        ("riversdie", vec![0]),
        ("litterature", vec![7]),
        ("meditaton", vec![7]),
        ("xuesday", vec![0]),
        ("newcmer", vec![0]),
    ] {
        assert_eq!(found(search), expected, "{search}");
    }
}

#[test]
fn what_is_spelled_right_is_not_taken_for_something_else() {
    let index = WordIndex::new(["quiet hour", "quilt makers"]);
    assert_eq!(index.search("quiet").iter().collect::<Vec<_>>(), [0]);
    // Three letters are too few to guess from.
    assert!(found("xue").is_empty());
    assert!(found("completely different").is_empty());
}

#[test]
fn rubbish_is_survived() {
    for search in [
        "\0\n\r",
        "\u{202e}evil",
        &"a ".repeat(5_000),
        &"é".repeat(1_000),
        "\u{301}\u{301}",
        "🕯",
    ] {
        let _ = found(search);
    }
    assert!(WordIndex::new([""; 0]).search("x").iter().next().is_none());
}
