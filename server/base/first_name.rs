//! A first name: one word and an optional initial, but nothing that identifies a person further.
//!
//! Promises: a name that [`FirstName::parse`] accepts is in NFC, looks like one name in one script,
//! has no invisible character, and parses to itself. Deliberately absent: lists of allowed or forbidden
//! names. Part of `base`.

mod letters;
mod lookalike;
#[cfg(test)]
mod tests;

use letters::CharacterKind;
use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::UnicodeNormalization;
use unicode_security::MixedScript;

/// The longest word, in letters (room/DOMAIN.md, "Defaults"); a mark counts together with its letter.
const MAX_LETTERS: usize = 20;

/// The longest text that is parsed, in bytes. Twenty letters and an initial fit, each of four bytes and with
/// [`MAX_MARKS`] marks.
const MAX_BYTES: usize = 1024;

/// The maximum number of marks on one letter: UTS 39 section 5.4 regards more than four as spoofing.
const MAX_MARKS: usize = 4;

/// Why a name is refused. The message catalogue has a text for each (`name-*`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum NameRefusal {
    /// Nothing but spaces.
    #[error("a name is needed")]
    Empty,
    /// More than 20 letters.
    #[error("more than 20 letters")]
    TooLong,
    /// Digits of any script.
    #[error("digits")]
    Digits,
    /// It looks like an e-mail address or a link.
    #[error("an address or a link")]
    Address,
    /// More than a word and an initial.
    #[error("more than one word and an initial")]
    TooManyWords,
    /// Emoji and other symbols.
    #[error("an emoji or another sign")]
    Signs,
    /// Invisible characters.
    #[error("characters that cannot be seen")]
    Hidden,
    /// Mathematical, full-width and similar forms of letters.
    #[error("letters of a decorated style")]
    Decorated,
    /// Any other character that is not a letter, or a mark or hyphen in the wrong place.
    #[error("something that is not a letter")]
    NotLetters,
    /// Letters of several scripts, which may look alike.
    #[error("letters of several scripts that look alike")]
    MixedScripts,
}

/// A name as the person wrote it, in NFC.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FirstName(String);

impl FirstName {
    /// Parses what a person typed.
    ///
    /// # Errors
    /// Why the name is refused, without the text itself.
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
        let (word, initial) = split_initial(&text)?;
        check_word(word)?;
        if word
            .chars()
            .filter(|&c| letters::kind(c) == CharacterKind::Letter)
            .count()
            > MAX_LETTERS
        {
            return Err(NameRefusal::TooLong);
        }
        if lookalike::folded(word).is_empty() {
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

    /// The text to show.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A form that is equal for names that look or sound the same: it ignores case, accents and differences
    /// between look-alike letters.
    #[must_use]
    pub fn folded(&self) -> String {
        lookalike::folded(&self.0)
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

/// Refuses e-mail and web addresses. Runs before the checks of single characters, because their refusals would
/// help less.
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

/// Refuses characters that no name has. Symbols are checked first, because an invisible variation selector often
/// follows an emoji.
fn refuse_foreign_characters(text: &str) -> Result<(), NameRefusal> {
    let kinds = || text.chars().map(letters::kind);
    for (kind, refusal) in [
        (CharacterKind::Symbol, NameRefusal::Signs),
        (CharacterKind::Hidden, NameRefusal::Hidden),
        (CharacterKind::Digit, NameRefusal::Digits),
        (CharacterKind::Decorated, NameRefusal::Decorated),
        (CharacterKind::Other, NameRefusal::NotLetters),
    ] {
        if kinds().any(|found| found == kind) {
            return Err(refusal);
        }
    }
    Ok(())
}

/// Splits a name into the word and the initial, which is one letter with or without a dot.
fn split_initial(text: &str) -> Result<(&str, Option<&str>), NameRefusal> {
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
            .filter(|&c| letters::kind(c) != CharacterKind::Mark)
            .count()
            == 1
}

/// Checks that a word has only letters with their marks, and single hyphens and apostrophes between them.
fn check_word(word: &str) -> Result<(), NameRefusal> {
    let mut previous = None;
    let mut marks = 0;
    for c in word.chars() {
        let kind = letters::kind(c);
        marks = if kind == CharacterKind::Mark {
            marks + 1
        } else {
            0
        };
        let is_allowed = match kind {
            CharacterKind::Letter => true,
            CharacterKind::Mark => {
                marks <= MAX_MARKS
                    && matches!(
                        previous,
                        Some((_, CharacterKind::Letter | CharacterKind::Mark))
                    )
            }
            CharacterKind::Hyphen => matches!(
                previous,
                Some((_, CharacterKind::Letter | CharacterKind::Mark))
            ),
            CharacterKind::Joiner => previous.is_some_and(|(c, _)| letters::takes_joiner(c)),
            _ => false,
        };
        if !is_allowed {
            return Err(if kind == CharacterKind::Joiner {
                NameRefusal::Hidden
            } else {
                NameRefusal::NotLetters
            });
        }
        previous = Some((c, kind));
    }
    match previous {
        Some((_, CharacterKind::Letter | CharacterKind::Mark)) => Ok(()),
        Some((_, CharacterKind::Joiner)) => Err(NameRefusal::Hidden),
        _ => Err(NameRefusal::NotLetters),
    }
}
