//! A first name: one word and an optional initial, or two words such as "Mary Ann", but nothing that identifies a
//! person further.
//!
//! Promises: a name that [`FirstName::parse`] accepts is in NFC, looks like one name in one script,
//! has no invisible character, and parses to itself. Deliberately absent: a list of allowed names; the list
//! of reserved ones is a parameter, because each language has its own. Part of `base`.

mod letters;
mod lookalike;
mod reserved;
#[cfg(test)]
mod tests;

use letters::CharacterKind;
pub use reserved::ReservedNames;
use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::UnicodeNormalization;
use unicode_security::MixedScript;

/// The longest name, in letters (room/DOMAIN.md, "Defaults"); a mark counts together with its letter, and an
/// initial does not count.
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
    /// More than two words, or more than one where only one is possible.
    #[error("too many words")]
    TooManyWords,
    /// Two words, and nobody has said yet that both are the first name: the second may be a surname.
    #[error("two words: are both of them the first name?")]
    TwoWords,
    /// A dot that does not belong to an initial after the name.
    #[error("a dot without a name before it")]
    Dot,
    /// A word for a role, which would pass for a person with that role.
    #[error("a word for a role")]
    Reserved,
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
    /// Parses the name that a person typed for themselves. `is_confirmed` when they were asked whether both of
    /// two words are their first name, and said yes: nobody else can tell "Mary Ann" from a name and a surname.
    ///
    /// # Errors
    /// Why the name is refused, or that the person must be asked.
    pub fn parse_own(
        text: &str,
        is_confirmed: bool,
        reserved: &ReservedNames,
    ) -> Result<Self, NameRefusal> {
        let name = Self::parse(text)?;
        if reserved.contains_part_of(&name.0) {
            return Err(NameRefusal::Reserved);
        }
        if name.has_two_words() && !is_confirmed {
            return Err(NameRefusal::TwoWords);
        }
        Ok(name)
    }

    /// Parses the name of somebody else, who can't be asked: one word.
    ///
    /// # Errors
    /// Why the name is refused.
    pub fn parse_one_word(text: &str) -> Result<Self, NameRefusal> {
        let name = Self::parse(text)?;
        if name.has_two_words() {
            return Err(NameRefusal::TooManyWords);
        }
        Ok(name)
    }

    fn has_two_words(&self) -> bool {
        let second = self.0.split(' ').nth(1);
        second.is_some_and(|word| !is_initial(word))
    }

    /// Parses a name that was confirmed or stored.
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
        let text: String = text.nfc().map(letters::plain_sign).collect();
        refuse_address(&text)?;
        refuse_foreign_characters(&text)?;
        let words: Vec<&str> = text.split_whitespace().collect();
        let names = match words[..] {
            [name] => vec![name],
            [name, initial] if is_initial(initial) => vec![name],
            [first, second] => vec![first, second],
            _ => return Err(NameRefusal::TooManyWords),
        };
        for name in &names {
            check_word(name)?;
            if lookalike::folded(name).is_empty() {
                return Err(NameRefusal::NotLetters);
            }
        }
        let is_letter = |&c: &char| letters::kind(c) == CharacterKind::Letter;
        if names.concat().chars().filter(is_letter).count() > MAX_LETTERS {
            return Err(NameRefusal::TooLong);
        }
        if !text.is_single_script() {
            return Err(NameRefusal::MixedScripts);
        }
        Ok(Self(words.join(" ")))
    }

    /// The text to show.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A form that is equal for names that look or sound the same: it ignores case, accents, spaces and
    /// differences between look-alike letters.
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
    // "J.R." is no address.
    let is_initials = |word: &str| word.split('.').all(|part| part.chars().count() <= 1);
    let inner_dot = lower
        .split_whitespace()
        .any(|word| word.trim_end_matches('.').contains('.') && !is_initials(word));
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

/// Whether a word is one letter, with or without a dot.
fn is_initial(text: &str) -> bool {
    let letter = text.strip_suffix('.').unwrap_or(text);
    let is_part = |kind| matches!(kind, CharacterKind::Mark | CharacterKind::Joiner);
    check_word(letter).is_ok()
        && letter
            .chars()
            .filter(|&c| !is_part(letters::kind(c)))
            .count()
            == 1
}

/// Checks that a word has only letters with their marks, single hyphens between them, and single apostrophes
/// after them.
fn check_word(word: &str) -> Result<(), NameRefusal> {
    if word.contains('.') {
        return Err(NameRefusal::Dot);
    }
    let mut previous = None;
    let mut marks = 0;
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        let kind = letters::kind(c);
        let follows_letter = matches!(
            previous,
            Some((
                _,
                CharacterKind::Letter | CharacterKind::Mark | CharacterKind::Joiner
            ))
        );
        marks = if kind == CharacterKind::Mark {
            marks + 1
        } else {
            0
        };
        match kind {
            CharacterKind::Letter => {}
            CharacterKind::Mark if follows_letter && marks <= MAX_MARKS => {}
            CharacterKind::Hyphen | CharacterKind::Apostrophe if follows_letter => {}
            CharacterKind::Joiner
                if previous.is_some_and(|(before, _)| {
                    letters::takes_joiner(before, chars.peek().copied())
                }) => {}
            CharacterKind::Joiner => return Err(NameRefusal::Hidden),
            _ => return Err(NameRefusal::NotLetters),
        }
        previous = Some((c, kind));
    }
    match previous {
        None | Some((_, CharacterKind::Hyphen)) => Err(NameRefusal::NotLetters),
        Some(_) => Ok(()),
    }
}
