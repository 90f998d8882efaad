//! What every page needs: the catalogue, the assets, and the visitor's time and zone.

use super::{HourCycle, address};
use crate::base::Timestamp;
use crate::catalogue::Catalogue;
use crate::schedule::zone;
use fluent_bundle::FluentValue;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use std::borrow::Cow;

/// What the header, footer and head of every page need.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The messages in the page's language.
    pub catalogue: &'a Catalogue,
    /// The path of the stylesheet.
    pub stylesheet: &'a str,
    /// The path of the additional stylesheet for printed pages.
    pub print_stylesheet: &'a str,
    /// The path of the optional script.
    pub script: &'a str,
    /// The origin of the site, such as `https://meetings.example`.
    pub site: &'a str,
    /// Whether the visitor is signed in: decides what the header offers.
    pub signed_in: bool,
    /// How times are written.
    pub hour_cycle: HourCycle,
    /// Whether the operator has set a crisis line.
    pub has_crisis_lines: bool,
}

impl<'a> Frame<'a> {
    /// The text of a message without parameters.
    #[must_use]
    pub fn t(&self, id: &str) -> String {
        self.catalogue.get(id)
    }

    /// The words of the links to the crisis page; without a line they speak of none.
    #[must_use]
    pub fn crisis_link(&self) -> String {
        self.t(if self.has_crisis_lines {
            "foot-crisis"
        } else {
            "foot-crisis-none"
        })
    }

    /// The same, with times as this visitor is used to them.
    #[must_use]
    pub(super) fn for_visitor(self, visitor: &Visitor) -> Self {
        let hour_cycle = visitor.hour_cycle;
        Self { hour_cycle, ..self }
    }

    /// The text of a message without parameters, borrowed; the identifier if there is no such message.
    #[must_use]
    pub fn fixed(&self, id: &'a str) -> &'a str {
        self.catalogue.fixed(id).unwrap_or(id)
    }

    /// The name of a type code of the Meeting Guide; an unknown code is returned as it is.
    #[must_use]
    pub fn kind(&self, code: &'a str) -> Cow<'a, str> {
        self.catalogue.kind(code).unwrap_or(code).into()
    }

    /// The text of a message with parameters.
    #[must_use]
    pub fn say(&self, id: &str, parameters: &[(&str, FluentValue<'_>)]) -> String {
        self.catalogue.text(id, parameters)
    }
}

/// When a page is requested, and in which time zone its times are shown.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The time of the request.
    pub now: Timestamp,
    /// The zone of all times on the page.
    pub zone: TimeZone,
    /// Where the zone comes from.
    pub zone_request: ZoneRequest,
    /// Whether they count twelve hours or twenty-four.
    pub hour_cycle: HourCycle,
}

/// What the query (`?tz=`) and the cookie say about the time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ZoneRequest {
    /// Neither names a zone.
    Unspecified,
    /// The cookie holds the zone of the browser, which the script stored.
    Guessed,
    /// The cookie holds the zone that the visitor chose.
    Stored,
    /// The query names a zone other than the cookie's: links carry it along.
    Given,
    /// The query asks for the list of zones.
    List,
    /// The query names no known place; holds the text as typed.
    Unknown(String),
}

/// The time zone from the visitor's cookie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredZone {
    /// The zone.
    pub zone: TimeZone,
    /// Whether the script stored it; otherwise the visitor chose it.
    pub guessed: bool,
}

/// How much of an unknown place is shown to the visitor, in characters.
const MAX_ECHO: usize = 64;

/// `?tz=list` requests the list of zones.
pub(super) const LIST: &str = "list";

impl Visitor {
    /// `tz` is from the query, `stored` from the cookie, `fallback` is the zone of the host.
    #[must_use]
    pub fn new(
        now: Timestamp,
        tz: Option<&str>,
        stored: Option<&StoredZone>,
        fallback: &TimeZone,
    ) -> Self {
        let typed = tz.map(str::trim).filter(|typed| !typed.is_empty());
        let usual = stored.map_or(fallback, |stored| &stored.zone);
        let without_query = match stored {
            Some(stored) if stored.guessed => ZoneRequest::Guessed,
            Some(_) => ZoneRequest::Stored,
            None => ZoneRequest::Unspecified,
        };
        let (zone, zone_request) = match typed.map(|typed| (typed, zone::parse(typed))) {
            None => (usual.clone(), without_query),
            Some((_, Some(zone))) if stored.is_some() && zone == *usual => (zone, without_query),
            Some((_, Some(zone))) => (zone, ZoneRequest::Given),
            Some((LIST, None)) => (usual.clone(), ZoneRequest::List),
            Some((typed, None)) => (
                usual.clone(),
                ZoneRequest::Unknown(typed.chars().take(MAX_ECHO).collect()),
            ),
        };
        Self {
            now,
            zone,
            zone_request,
            hour_cycle: HourCycle::default(),
        }
    }

    /// The same visitor, whose browser asks for these languages (`Accept-Language`).
    #[must_use]
    pub fn speaking(self, languages: &str) -> Self {
        Self {
            hour_cycle: HourCycle::of_languages(languages),
            ..self
        }
    }

    /// An instant in the visitor's zone.
    #[must_use]
    pub(super) fn clock(&self, at: Timestamp) -> DateTime {
        zone::local_time(&self.zone, at)
    }

    /// Whether the visitor has not chosen a zone.
    #[must_use]
    pub fn is_guessed(&self) -> bool {
        matches!(
            self.zone_request,
            ZoneRequest::Unspecified | ZoneRequest::Guessed
        )
    }

    /// The text that was typed for a place, if there is no such place.
    #[must_use]
    pub(super) fn unknown(&self) -> Option<&str> {
        match &self.zone_request {
            ZoneRequest::Unknown(typed) => Some(typed),
            _ => None,
        }
    }

    /// The zone that links and forms carry along.
    #[must_use]
    pub fn carried(&self) -> Option<&str> {
        (self.zone_request == ZoneRequest::Given)
            .then(|| self.zone.iana_name())
            .flatten()
    }

    /// A link that carries the visitor's zone along.
    #[must_use]
    pub(super) fn link(&self, path: &str) -> String {
        address::with_query(path, self.carried().map(|zone| ("tz", zone)))
    }
}
