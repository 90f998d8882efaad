//! By which clock a page is, and how that is changed.

use super::address::with_query;
use super::frame::LIST;
use super::words::clock;
use super::{Frame, Visitor, ZoneAsked};
use crate::schedule::zone;

/// What `zone.html` shows.
pub(super) struct ZoneView<'a> {
    pub words: String,
    pub open: bool,
    /// What was typed, when it is no place.
    pub unknown: Option<&'a str>,
    /// The list to choose from, when it was asked for or is needed.
    pub areas: Option<Vec<zone::Area>>,
    pub name: &'a str,
    /// Whether nobody has said which zone is the visitor's: the script may ask the browser.
    pub guess: bool,
    /// The page that the form leads to.
    pub action: String,
    /// What else its address asked for.
    pub kept: Vec<(&'static str, String)>,
    pub list_href: String,
    /// Whether the browser can be asked to remember it: not inside another site.
    pub keeps: bool,
}

impl<'a> ZoneView<'a> {
    /// Of the page at `path` that was asked for `kept`.
    pub(super) fn new(
        path: &str,
        kept: Vec<(&'static str, String)>,
        visitor: &'a Visitor,
        frame: Frame<'_>,
    ) -> Self {
        let local = visitor.clock(visitor.now);
        let parameters = [
            ("city", zone::city(&visitor.zone).into()),
            ("time", clock(local).into()),
            ("weekday", frame.weekday(local.weekday()).into()),
        ];
        let unknown = visitor.unknown();
        let open = unknown.is_some() || visitor.asked == ZoneAsked::List;
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
