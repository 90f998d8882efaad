//! Says in which time zone a page is, with the form that changes it.

use super::address::with_query;
use super::frame::LIST;
use super::{Frame, Visitor, ZoneRequest};
use crate::schedule::zone;

/// The values of `zone.html`.
pub(super) struct ZoneView<'a> {
    pub words: String,
    pub open: bool,
    /// The text that was typed, if there is no such place.
    pub unknown: Option<&'a str>,
    /// All zones by area, if the visitor asked for the list or typed an unknown place.
    pub areas: Option<Vec<zone::Area>>,
    pub name: &'a str,
    /// Whether the visitor has not chosen a zone: then the script may use the browser's.
    pub guess: bool,
    /// The page that the form requests.
    pub action: String,
    /// The other parameters of the page, as hidden fields.
    pub kept: Vec<(&'static str, String)>,
    pub list_href: String,
    /// Whether the choice is stored in a cookie: not on an embedded page.
    pub keeps: bool,
}

impl<'a> ZoneView<'a> {
    /// For the page at `path`; `kept` are its other parameters.
    pub(super) fn new(
        path: &str,
        kept: Vec<(&'static str, String)>,
        visitor: &'a Visitor,
        frame: Frame<'_>,
    ) -> Self {
        let local = visitor.clock(visitor.now);
        let parameters = [
            ("city", zone::city(&visitor.zone).into()),
            ("time", frame.clock(local).into()),
            ("weekday", frame.weekday(local.weekday()).into()),
        ];
        let unknown = visitor.unknown();
        let open = unknown.is_some() || visitor.zone_request == ZoneRequest::List;
        let pairs = kept.iter().map(|(name, value)| (*name, value.as_str()));
        Self {
            words: frame.say("zone-is", &parameters),
            open,
            unknown,
            areas: open.then(zone::areas),
            name: zone::current_name(visitor.zone.iana_name().unwrap_or_default()),
            guess: visitor.is_guessed(),
            list_href: with_query(path, pairs.chain([("tz", LIST)])) + "#zone",
            action: path.to_owned(),
            kept,
            keeps: true,
        }
    }
}
