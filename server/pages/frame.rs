//! What every page needs to know, and who looks at it.

use super::address;
use crate::base::Timestamp;
use crate::catalogue::Catalogue;
use crate::schedule::zone;
use fluent_bundle::FluentValue;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use std::borrow::Cow;

/// The same around every page.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    pub catalogue: &'a Catalogue,
    /// The address of the one stylesheet.
    pub stylesheet: &'a str,
    /// Of the sheet for pages that are made to be printed.
    pub print_stylesheet: &'a str,
    /// Of the optional script.
    pub script: &'a str,
    /// The start of the site's own address.
    pub site: &'a str,
    pub signed_in: bool,
}

impl<'a> Frame<'a> {
    /// The words of a message without parameters.
    #[must_use]
    pub fn t(&self, id: &str) -> String {
        self.catalogue.get(id)
    }

    /// The same, without a copy; the identifier itself where there are no such words.
    #[must_use]
    pub fn fixed(&self, id: &'a str) -> &'a str {
        self.catalogue.fixed(id).unwrap_or(id)
    }

    /// What a type code of the Meeting Guide stands for; an unknown one stands for itself.
    #[must_use]
    pub fn kind(&self, code: &'a str) -> Cow<'a, str> {
        self.catalogue.kind(code).unwrap_or(code).into()
    }

    /// The words of a message.
    #[must_use]
    pub fn say(&self, id: &str, parameters: &[(&str, FluentValue<'_>)]) -> String {
        self.catalogue.text(id, parameters)
    }
}

/// Whoever looks at a page, as far as the page needs it: when, and by which clock.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub now: Timestamp,
    pub zone: TimeZone,
    pub asked: ZoneAsked,
}

/// What the address said about the zone (`?tz=`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ZoneAsked {
    Nothing,
    /// Nothing, and their own browser remembers what its clock was set to.
    Guessed,
    /// Nothing, and their own browser remembers an earlier choice.
    Remembered,
    /// Carried along in the links, for as long as the visitor's own browser remembers another.
    Zone,
    /// The list of all places to choose from.
    List,
    /// What was typed, when it is no place.
    Unknown(String),
}

/// What the visitor's own browser remembers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    pub zone: TimeZone,
    /// Told by the script, not chosen by a person.
    pub guessed: bool,
}

/// How much of an unknown place is shown again, in characters.
const MAX_ECHO: usize = 64;

/// `?tz=list` asks for the list of places.
pub(super) const LIST: &str = "list";

impl Visitor {
    /// `tz` is what the address says, `remembered` what the visitor's browser does, `fallback` the
    /// zone of the host.
    #[must_use]
    pub fn new(
        now: Timestamp,
        tz: Option<&str>,
        remembered: Option<&Remembered>,
        fallback: &TimeZone,
    ) -> Self {
        let typed = tz.map(str::trim).filter(|typed| !typed.is_empty());
        let usual = remembered.map_or(fallback, |remembered| &remembered.zone);
        let unasked = match remembered {
            Some(remembered) if remembered.guessed => ZoneAsked::Guessed,
            Some(_) => ZoneAsked::Remembered,
            None => ZoneAsked::Nothing,
        };
        let (zone, asked) = match typed.map(|typed| (typed, zone::parse(typed))) {
            None => (usual.clone(), unasked),
            Some((_, Some(zone))) if remembered.is_some() && zone == *usual => (zone, unasked),
            Some((_, Some(zone))) => (zone, ZoneAsked::Zone),
            Some((LIST, None)) => (usual.clone(), ZoneAsked::List),
            Some((typed, None)) => (
                usual.clone(),
                ZoneAsked::Unknown(typed.chars().take(MAX_ECHO).collect()),
            ),
        };
        Self { now, zone, asked }
    }

    #[must_use]
    pub(super) fn clock(&self, at: Timestamp) -> DateTime {
        zone::local_time(&self.zone, at)
    }

    /// Whether nobody has said which zone is theirs.
    #[must_use]
    pub fn is_guessed(&self) -> bool {
        matches!(self.asked, ZoneAsked::Nothing | ZoneAsked::Guessed)
    }

    /// What was typed for a place and is none.
    #[must_use]
    pub(super) fn unknown(&self) -> Option<&str> {
        match &self.asked {
            ZoneAsked::Unknown(typed) => Some(typed),
            _ => None,
        }
    }

    /// The zone to carry along in links and forms.
    #[must_use]
    pub fn carried(&self) -> Option<&str> {
        (self.asked == ZoneAsked::Zone)
            .then(|| self.zone.iana_name())
            .flatten()
    }

    /// A link that keeps the visitor's zone.
    #[must_use]
    pub(super) fn link(&self, path: &str) -> String {
        address::with_query(path, self.carried().map(|zone| ("tz", zone)))
    }
}
