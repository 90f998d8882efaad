//! A first name: one word, an optional initial, nothing that identifies further.
//!
//! Promises: whatever [`FirstName::parse`] lets through is NFC, reads as one name in one script,
//! holds no character that cannot be seen, and parses to itself. Deliberately absent: lists of
//! names, good or bad. Part of `base`.

mod letters;
mod look;
#[cfg(test)]
mod tests;

use letters::Kind;
use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::UnicodeNormalization;
use unicode_security::MixedScript;

/// The longest word, in letters; marks count with the letter that bears them (room/DOMAIN.md, "Defaults").
const MAX_LETTERS: usize = 20;

/// The longest text looked at, in bytes: twenty letters and an initial, each of four bytes with
/// [`MAX_MARKS`] marks, fit; a flood does not.
const MAX_BYTES: usize = 1024;

/// The most marks on one letter: UTS 39 section 5.4 takes more than four for a trick.
const MAX_MARKS: usize = 4;

/// What is wrong with a name, in words of the catalogue (`name-*`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum NameRefusal {
    #[error("a name is needed")]
    Empty,
    #[error("more than 20 letters")]
    TooLong,
    #[error("digits")]
    Digits,
    #[error("an address or a link")]
    Address,
    #[error("more than one word and an initial")]
    TooManyWords,
    #[error("an emoji or another sign")]
    Signs,
    #[error("characters that cannot be seen")]
    Hidden,
    #[error("letters of a decorated style")]
    Decorated,
    #[error("something that is not a letter")]
    NotLetters,
    #[error("letters of several scripts that look alike")]
    MixedScripts,
}

/// A name as its bearer wrote it, normalised (NFC).
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FirstName(String);

impl FirstName {
    /// # Errors
    /// What is wrong with the name; the text itself is not kept.
    pub fn parse(text: &str) -> Result<Self, NameRefusal> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NameRefusal::Empty);
        }
        if text.len() > MAX_BYTES {
            return Err(NameRefusal::TooLong);
        }
        let text: String = text.nfc().map(letters::plain_hyphen).collect();
        refuse_address(&text)?;
        refuse_foreign_characters(&text)?;
        let (word, initial) = split(&text)?;
        check_word(word)?;
        if word
            .chars()
            .filter(|&c| letters::kind(c) == Kind::Letter)
            .count()
            > MAX_LETTERS
        {
            return Err(NameRefusal::TooLong);
        }
        if look::folded(word).is_empty() {
            return Err(NameRefusal::NotLetters);
        }
        if !text.is_single_script() {
            return Err(NameRefusal::MixedScripts);
        }
        Ok(Self(initial.map_or_else(
            || word.to_owned(),
            |initial| format!("{word} {initial}"),
        )))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Equal for names that look or sound the same: case, accents and look-alike letters folded.
    #[must_use]
    pub fn folded(&self) -> String {
        look::folded(&self.0)
    }
}

impl fmt::Debug for FirstName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[name]")
    }
}

impl TryFrom<String> for FirstName {
    type Error = NameRefusal;
    fn try_from(text: String) -> Result<Self, NameRefusal> {
        Self::parse(&text)
    }
}

impl From<FirstName> for String {
    fn from(name: FirstName) -> Self {
        name.0
    }
}

/// An address is told before its digits and dots are: that is the kinder answer.
fn refuse_address(text: &str) -> Result<(), NameRefusal> {
    let lower = text.to_lowercase();
    let inner_dot = lower
        .split_whitespace()
        .any(|word| word.trim_end_matches('.').contains('.'));
    let starts_like_a_link = lower.starts_with("www") || lower.starts_with("http");
    if inner_dot || starts_like_a_link || lower.contains(['@', '\u{FF20}', '/', '\\']) {
        return Err(NameRefusal::Address);
    }
    Ok(())
}

/// Signs come first: an emoji is often followed by a selector that nobody sees.
fn refuse_foreign_characters(text: &str) -> Result<(), NameRefusal> {
    let kinds = || text.chars().map(letters::kind);
    for (kind, problem) in [
        (Kind::Sign, NameRefusal::Signs),
        (Kind::Hidden, NameRefusal::Hidden),
        (Kind::Digit, NameRefusal::Digits),
        (Kind::Decorated, NameRefusal::Decorated),
        (Kind::Other, NameRefusal::NotLetters),
    ] {
        if kinds().any(|found| found == kind) {
            return Err(problem);
        }
    }
    Ok(())
}

/// The word and the initial, which is one letter with or without a dot.
fn split(text: &str) -> Result<(&str, Option<&str>), NameRefusal> {
    let mut words = text.split_whitespace();
    let word = words.next().ok_or(NameRefusal::Empty)?;
    let initial = words.next();
    if words.next().is_some() || initial.is_some_and(|initial| !is_initial(initial)) {
        return Err(NameRefusal::TooManyWords);
    }
    Ok((word, initial))
}

fn is_initial(text: &str) -> bool {
    let letter = text.strip_suffix('.').unwrap_or(text);
    check_word(letter).is_ok()
        && letter
            .chars()
            .filter(|&c| letters::kind(c) != Kind::Mark)
            .count()
            == 1
}

/// Letters with their marks, joined at most by single hyphens and apostrophes inside the word.
fn check_word(word: &str) -> Result<(), NameRefusal> {
    let mut before = None;
    let mut marks = 0;
    for c in word.chars() {
        let kind = letters::kind(c);
        marks = if kind == Kind::Mark { marks + 1 } else { 0 };
        let fits = match kind {
            Kind::Letter => true,
            Kind::Mark => {
                marks <= MAX_MARKS && matches!(before, Some((_, Kind::Letter | Kind::Mark)))
            }
            Kind::Joint => matches!(before, Some((_, Kind::Letter | Kind::Mark))),
            Kind::Joiner => before.is_some_and(|(c, _)| letters::takes_joiner(c)),
            _ => false,
        };
        if !fits {
            return Err(if kind == Kind::Joiner {
                NameRefusal::Hidden
            } else {
                NameRefusal::NotLetters
            });
        }
        before = Some((c, kind));
    }
    match before {
        Some((_, Kind::Letter | Kind::Mark)) => Ok(()),
        Some((_, Kind::Joiner)) => Err(NameRefusal::Hidden),
        _ => Err(NameRefusal::NotLetters),
    }
}
