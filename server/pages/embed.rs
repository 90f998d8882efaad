//! The schedule for embedding in a page of another site: the same rows without header and footer.

use super::row::RowView;
use super::schedule::{FindView, LinkView, PartView, more_now, next_page, pairs, parts};
use super::zone::ZoneView;
use super::{Frame, Visitor};
use crate::schedule::Agenda;
use askama::Template;

/// `/embed`. Takes the parameters of `/`; its links open in a new tab.
#[derive(Template)]
#[template(path = "embed.html")]
pub struct EmbedPage<'a> {
    frame: Frame<'a>,
    find: FindView<'a>,
    zone: ZoneView<'a>,
    now: Vec<RowView<'a>>,
    more_now: Option<LinkView>,
    soon: Vec<RowView<'a>>,
    later: Vec<PartView<'a>>,
    more: Option<LinkView>,
    empty: bool,
    has_open: bool,
    has_shut: bool,
}

impl<'a> EmbedPage<'a> {
    /// The page of these results.
    #[must_use]
    pub fn new(agenda: &'a Agenda<'a>, visitor: &'a Visitor, frame: Frame<'a>) -> Self {
        let frame = frame.for_visitor(visitor);
        // An embedded page has no cookies: the zone stays in the URL.
        let zone = ZoneView {
            keeps: false,
            ..ZoneView::new("/embed", pairs(&agenda.filter, None), visitor, frame)
        };
        let open = |row: &&RowView<'_>| row.open;
        let mut page = Self {
            find: FindView::new(agenda, visitor, "/embed", frame),
            zone,
            now: RowView::all(&agenda.in_progress, visitor, frame),
            more_now: more_now("/embed", agenda, visitor, frame),
            soon: RowView::all(&agenda.soon, visitor, frame),
            later: parts(agenda, visitor, frame),
            more: next_page("/embed", agenda, visitor, frame),
            empty: agenda.is_empty(),
            has_open: false,
            has_shut: false,
            frame,
        };
        let rows = || {
            let later = page.later.iter().flat_map(|part| &part.rows);
            page.now.iter().chain(&page.soon).chain(later)
        };
        (page.has_open, page.has_shut) =
            (rows().any(|row| open(&row)), rows().any(|row| !open(&row)));
        page
    }
}
