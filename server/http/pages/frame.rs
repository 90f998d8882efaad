//! What every page needs to know, and who looks at it.

use super::address;
use crate::base::Timestamp;
use crate::http::catalogue::Catalogue;
use crate::schedule::zone;
use fluent_bundle::FluentValue;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The same around every page.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    pub catalogue: &'a Catalogue,
    /// The address of the one stylesheet.
    pub stylesheet: &'a str,
    pub signed_in: bool,
}

impl Frame<'_> {
    /// The words of a message without parameters.
    #[must_use]
    pub fn t(&self, id: &str) -> String {
        self.catalogue.get(id)
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
    /// Carried along in the links, because nothing about a visitor is kept.
    Zone,
    /// The list of all places to choose from.
    List,
    /// What was typed, when it is no place.
    Unknown(String),
}

/// How much of an unknown place is shown again, in characters.
const MAX_ECHO: usize = 64;

/// `?tz=list` asks for the list of places.
pub(super) const LIST: &str = "list";

impl Visitor {
    /// `tz` is what the address says, `fallback` the zone of the host.
    #[must_use]
    pub fn new(now: Timestamp, tz: Option<&str>, fallback: &TimeZone) -> Self {
        let typed = tz.map(str::trim).filter(|typed| !typed.is_empty());
        let (zone, asked) = match typed.map(|typed| (typed, zone::parse(typed))) {
            None => (fallback.clone(), ZoneAsked::Nothing),
            Some((_, Some(zone))) => (zone, ZoneAsked::Zone),
            Some((LIST, None)) => (fallback.clone(), ZoneAsked::List),
            Some((typed, None)) => (
                fallback.clone(),
                ZoneAsked::Unknown(typed.chars().take(MAX_ECHO).collect()),
            ),
        };
        Self { now, zone, asked }
    }

    #[must_use]
    pub(super) fn clock(&self, at: Timestamp) -> DateTime {
        zone::clock(&self.zone, at)
    }

    /// The zone to carry along in links and forms.
    #[must_use]
    pub(super) fn carried(&self) -> Option<&str> {
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
