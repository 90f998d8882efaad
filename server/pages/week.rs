//! The week as a printable list: for a notice board, a waiting room, a cell without a phone.

use super::address::with_query;
use super::schedule::{PartView, borrowed, pairs};
use super::zone::ZoneView;
use super::{Frame, Visitor};
use crate::schedule::{Agenda, zone};
use askama::Template;

/// `/week`. Takes the parameters of `/`.
#[derive(Template)]
#[template(path = "week.html")]
pub struct WeekPage<'a> {
    frame: Frame<'a>,
    home: String,
    clock: String,
    /// The form that narrows the search.
    search: String,
    zone: ZoneView<'a>,
    site: &'a str,
    print_style: &'a str,
    parts: Vec<PartView<'a>>,
    left_out: Option<String>,
}

impl<'a> WeekPage<'a> {
    /// The page of these results.
    #[must_use]
    pub fn new(agenda: &'a Agenda<'a>, visitor: &'a Visitor, frame: Frame<'a>) -> Self {
        let frame = frame.for_visitor(visitor);
        let city = zone::city(&visitor.zone);
        Self {
            home: visitor.link("/"),
            search: with_query("/", borrowed(&pairs(&agenda.filter, visitor.carried()))) + "#find",
            clock: frame.say("week-zone", &[("city", city.into())]),
            zone: ZoneView::new("/week", pairs(&agenda.filter, None), visitor, frame),
            site: frame.site,
            print_style: frame.print_stylesheet,
            parts: agenda
                .later
                .iter()
                .map(|part| PartView::by_date(part, visitor, frame))
                .collect(),
            left_out: agenda
                .next_page
                .map(|(_, left)| frame.counted("week-left-out", left)),
            frame,
        }
    }
}
