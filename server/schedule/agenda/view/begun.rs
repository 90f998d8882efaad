//! The occurrences that have begun, and what their rooms say about them.

use super::View;
use crate::schedule::agenda::paging;
use crate::schedule::agenda::query::{Cursor, LiveRoom, PageRequest};
use crate::schedule::agenda::section::Row;
use crate::schedule::bit_set::BitSet;
use crate::schedule::directory::ListedOccurrence;
use crate::schedule::filter::Filter;
use crate::schedule::meeting::Origin;
use crate::schedule::timetable::OccurrenceState;
use crate::schedule::windows::Window;

/// How many meetings in progress the first page shows, so that it stays small on a slow connection (14 KB
/// over the wire).
const MAX_OPEN_ROWS: usize = 10;

/// How many meetings in progress a page shows when the visitor requests all open meetings, or prints the week.
const MAX_OPEN_ROWS_REQUESTED: usize = 200;

/// The occurrences in progress of one page.
pub(in crate::schedule::agenda) struct InProgress<'a> {
    pub rows: Vec<Row<'a>>,
    /// How many more there are that this page does not show.
    pub more: usize,
    /// Where the next page of them begins, and how many remain from there on.
    pub next_page: Option<(Cursor, usize)>,
    /// How many there are on all pages.
    pub count: usize,
}

impl<'a> View<'a, '_> {
    /// The meetings in progress that the page shows, and how many more there are.
    pub(in crate::schedule::agenda) fn in_progress(&self, listings: &BitSet) -> InProgress<'a> {
        // A list that goes on at a cursor keeps cancelled dates, so that none is skipped when one of them begins.
        let keeps_cancelled = matches!(self.query.page, PageRequest::After(_));
        let rows = self
            .matching_begun(listings, &self.query.filter)
            .filter(|listed| keeps_cancelled || !listed.occurrence.is_cancelled());
        let mut rows: Vec<_> = rows.map(|listed| self.row(listed)).collect();
        let count = rows.len();
        let mut next_page = None;
        match self.query.page {
            PageRequest::First => rows.sort_by_key(Row::open_order),
            PageRequest::Open(cursor) => {
                let from_cursor = rows.into_iter().filter(|row| row.starts() >= cursor.from);
                let limit = MAX_OPEN_ROWS_REQUESTED;
                let next;
                (rows, next) = paging::cut_page(from_cursor, cursor, limit);
                next_page = next.map(|next| (next, self.count_in_progress(listings, next)));
                rows.sort_by_key(Row::open_order);
            }
            PageRequest::Week | PageRequest::After(_) => rows.clear(),
        }
        if self.query.page == PageRequest::First {
            rows.truncate(MAX_OPEN_ROWS);
        }
        InProgress {
            more: count - rows.len(),
            rows,
            next_page,
            count,
        }
    }

    /// How many meetings in progress there are from a cursor on.
    pub(super) fn count_in_progress(&self, listings: &BitSet, cursor: Cursor) -> usize {
        self.matching_begun(listings, &self.query.filter)
            .filter(|listed| !listed.occurrence.is_cancelled())
            .filter(|listed| listed.occurrence.times.starts >= cursor.from)
            .count()
            .saturating_sub(cursor.skip)
    }

    /// The occurrences that have begun, are not over and match a filter, ordered by start; cancelled ones too.
    pub(super) fn matching_begun(
        &self,
        listings: &BitSet,
        filter: &Filter,
    ) -> impl Iterator<Item = ListedOccurrence<'a>> {
        self.directory
            .begun(self.query.now, listings)
            .filter(|listed| !self.is_over(listed))
            .filter(|listed| {
                self.calendar
                    .matches(filter, listed.occurrence.times.starts)
            })
    }

    /// Whether the room of this date was closed before its time.
    pub(super) fn is_over(&self, listed: &ListedOccurrence<'_>) -> bool {
        self.state(listed) == OccurrenceState::Over
    }

    pub(super) fn state(&self, listed: &ListedOccurrence<'_>) -> OccurrenceState {
        let (times, now) = (&listed.occurrence.times, self.query.now);
        self.room(listed)
            .map_or_else(|| times.state(now), |room| room.state_of(times, now))
    }

    pub(super) fn room(&self, listed: &ListedOccurrence<'_>) -> Option<LiveRoom> {
        match &listed.listing.origin {
            Origin::Hosted { id, .. } => self.query.rooms.get(id).copied(),
            Origin::Feed(_) => None,
        }
    }

    /// How many of the occurrences in a window were closed before their start.
    pub(super) fn count_closed(&self, listings: &BitSet, (from, until): Window) -> usize {
        let closed = self.closed_before_start.iter();
        closed
            .filter(|listed| listings.contains(listed.number))
            .filter(|listed| (from..until).contains(&listed.occurrence.times.starts))
            .count()
    }
}
