//! The schedule as one visitor sees it at one moment.

mod paging;
mod query;
mod section;
mod view;

use super::directory::{Directory, FilterOptions};
use super::filter::Filter;
pub use query::{AgendaQuery, Cursor, LiveRoom, PageRequest};
pub use section::{DayCount, HourCount, Row, Section, SectionKind, Suggestions};
use view::View;

/// Everything that one page of the schedule shows.
#[derive(Clone, Debug)]
pub struct Agenda<'a> {
    /// The filter of the query.
    pub filter: Filter,
    /// The page of the query.
    pub page: PageRequest,
    /// The kinds and languages that the filter form offers.
    pub options: FilterOptions<'a>,
    /// Meetings in progress, then those in fellowship; the most remaining time first.
    pub in_progress: Vec<Row<'a>>,
    /// How many meetings in progress this page does not show.
    pub more_in_progress: usize,
    /// How many meetings can be entered now.
    pub open_count: usize,
    /// Meetings whose doors are open, or that start within [`SOON`](super::SOON).
    pub soon: Vec<Row<'a>>,
    /// The rest of the next 24 hours, or of the week when a filter is set.
    pub later: Vec<Section<'a>>,
    /// Where the next page begins, and how many rows remain from there on.
    pub next_page: Option<(Cursor, usize)>,
    /// How many occurrences match in all, including those in progress.
    pub matches: usize,
    /// Tomorrow and the days after it.
    pub week: Vec<DayCount>,
    /// The coming hours in which the visitor is awake; empty when the filter has no waking hours.
    pub hours: Vec<HourCount>,
    /// Present when the filter matches nothing.
    pub suggestions: Option<Suggestions<'a>>,
}

impl<'a> Agenda<'a> {
    /// Evaluates a query.
    #[must_use]
    pub fn new(directory: &'a Directory, query: AgendaQuery<'a>) -> Self {
        let view = View::new(directory, &query);
        let listings = directory.matching(&query.filter);
        let is_filtered = !query.filter.is_empty();
        let begun = view.in_progress(&listings);
        let upcoming = view.upcoming(&listings, is_filtered);
        let matches = begun.count + upcoming.count;
        let suggestions = (matches == 0 && is_filtered).then(|| view.suggestions());
        let (soon, later): (Vec<_>, Vec<_>) = upcoming
            .rows
            .into_iter()
            .partition(|row| row.is_soon(query.now) && query.page == PageRequest::First);
        Self {
            options: directory.options(),
            more_in_progress: begun.more,
            open_count: begun.count + view.count_doors_open(&listings),
            in_progress: begun.rows,
            soon,
            later: view.sections(later, !is_filtered),
            next_page: begun.next_page.or(upcoming.next_page),
            matches,
            week: view.day_counts(&listings),
            hours: view.hour_counts(&listings),
            suggestions,
            page: query.page,
            filter: query.filter,
        }
    }

    /// Whether the page has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.in_progress.is_empty() && self.soon.is_empty() && self.later.is_empty()
    }

    /// All rows, in the order of the page.
    pub fn rows(&self) -> impl Iterator<Item = &Row<'a>> {
        let later = self.later.iter().flat_map(|section| &section.rows);
        self.in_progress.iter().chain(&self.soon).chain(later)
    }
}

#[cfg(test)]
mod tests;
