//! A first name: one word, an optional initial, nothing that identifies further.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What is wrong with a name, in words of the catalogue (`name-*`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum NameProblem {
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
    pub fn parse(text: &str) -> Result<Self, NameProblem> {
        let word = text.trim();
        if word.is_empty() { Err(NameProblem::Empty) } else { Ok(Self(word.to_owned())) }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Equal for names that look or sound the same: case, accents and look-alike letters folded.
    #[must_use]
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Debug for FirstName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[name]")
    }
}

impl TryFrom<String> for FirstName {
    type Error = NameProblem;
    fn try_from(text: String) -> Result<Self, NameProblem> {
        Self::parse(&text)
    }
}

impl From<FirstName> for String {
    fn from(name: FirstName) -> Self {
        name.0
    }
}
