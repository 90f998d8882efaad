//! Which search texts match which texts.

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
        // With vowel marks, which some keyboards write.
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
fn one_or_two_letters_match_only_the_start_of_a_word() {
    assert_eq!(found("de"), [3]);
    assert_eq!(found("t"), [0, 1, 3]);
}

#[test]
fn every_word_of_the_search_must_match() {
    assert_eq!(found("riverside tuesday"), [0]);
    assert!(found("riverside literature").is_empty());
    assert_eq!(found("  "), (0..8).collect::<Vec<_>>());
    assert_eq!(found("?!"), (0..8).collect::<Vec<_>>());
}

#[test]
fn a_mistyped_word_matches_the_intended_one() {
    for (search, expected) in [
        // Letters missing, doubled, changed or swapped, also at the beginning of a word.
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
fn a_correctly_spelled_word_matches_only_itself() {
    let index = WordIndex::new(["quiet hour", "quilt makers"]);
    assert_eq!(index.search("quiet").iter().collect::<Vec<_>>(), [0]);
    // Three letters are too few to allow an error.
    assert!(found("xue").is_empty());
    assert!(found("completely different").is_empty());
}

#[test]
fn invalid_text_causes_no_panic() {
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
