//! The schedule: what is open now, what comes next, and the search form.

mod find;
mod json;
mod query;
mod strict;

use super::address::with_query;
use super::row::RowView;
use super::zone::ZoneView;
use super::{Frame, Visitor};
use crate::schedule::{
    Agenda, DayChoice, DayCount, FilterField, Origin, PageRequest, Row, Section, SectionKind,
};
use askama::Template;
pub(super) use find::{FindView, OptionView};
pub use json::schedule_json;
use query::OPEN;
pub use query::ScheduleQuery;
pub(super) use query::pairs;
pub(super) use strict::PARAMETERS;
pub use strict::QueryRefusal;

/// From this hour on the rest of the day is called tonight.
const EVENING: i8 = 17;

/// `/`.
#[derive(Template)]
#[template(path = "schedule.html")]
pub struct SchedulePage<'a> {
    frame: Frame<'a>,
    heading: String,
    lead: String,
    zone: ZoneView<'a>,
    chips: Vec<ChipView>,
    /// What to do if nothing was found.
    loosen: Option<String>,
    everything: String,
    /// Whether this is a further page of the results.
    continued: bool,
    now_title: String,
    now: Vec<RowView<'a>>,
    more_now: Option<LinkView>,
    soon_title: String,
    soon: Vec<RowView<'a>>,
    find: FindView<'a>,
    later_title: String,
    later: Vec<PartView<'a>>,
    more: Option<LinkView>,
    week: Vec<DayView>,
    print: String,
    has_open: bool,
    has_shut: bool,
}

pub(super) struct LinkView {
    pub href: String,
    pub words: String,
}

/// A filter that applies, with the link that removes it.
struct ChipView {
    href: String,
    words: String,
    /// How many meetings there would be without it, if nothing was found.
    without: Option<String>,
}

pub(super) struct PartView<'a> {
    pub title: String,
    pub rows: Vec<RowView<'a>>,
}

impl LinkView {
    pub(super) fn new(
        path: &str,
        pairs: impl IntoIterator<Item = (&'static str, String)>,
        words: String,
    ) -> Self {
        let pairs: Vec<_> = pairs.into_iter().collect();
        Self {
            href: with_query(path, borrowed(&pairs)),
            words,
        }
    }
}

struct DayView {
    href: String,
    title: String,
    count: String,
}

impl<'a> SchedulePage<'a> {
    /// The page of these results.
    #[must_use]
    pub fn new(agenda: &'a Agenda<'a>, visitor: &'a Visitor, frame: Frame<'a>) -> Self {
        let frame = frame.for_visitor(visitor);
        let heading = Heading::new(agenda, visitor, frame);
        let mut page = Self {
            heading: heading.title,
            lead: heading.lead,
            zone: ZoneView::new("/", pairs(&agenda.filter, None), visitor, frame),
            chips: chips(agenda, visitor, frame),
            everything: visitor.link("/"),
            continued: matches!(agenda.page, PageRequest::After(_)),
            loosen: loosen(agenda, frame),
            now_title: frame.t("schedule-now"),
            now: RowView::all(&agenda.in_progress, visitor, frame),
            more_now: more_now("/", agenda, visitor, frame),
            soon_title: frame.t("schedule-soon"),
            soon: RowView::all(&agenda.soon, visitor, frame),
            find: FindView::new(agenda, visitor, "/", frame),
            later_title: frame.t(if agenda.filter.is_empty() {
                "schedule-day"
            } else {
                "schedule-matching"
            }),
            later: parts(agenda, visitor, frame),
            more: next_page("/", agenda, visitor, frame),
            print: with_query("/week", borrowed(&pairs(&agenda.filter, visitor.carried()))),
            week: week(agenda, visitor, frame),
            has_open: false,
            has_shut: false,
            frame,
        };
        page.show_suggestions(agenda, visitor);
        let all = || {
            let later = page.later.iter().flat_map(|part| &part.rows);
            page.now.iter().chain(&page.soon).chain(later)
        };
        (page.has_open, page.has_shut) = (all().any(|row| row.open), all().any(|row| !row.open));
        page
    }

    /// Fills a page without results with suggestions.
    fn show_suggestions(&mut self, agenda: &'a Agenda<'a>, visitor: &Visitor) {
        let Some(suggestions) = &agenda.suggestions else {
            return;
        };
        let frame = self.frame;
        self.week = Vec::new();
        self.now_title = frame.t("schedule-instead");
        self.now = RowView::all(&suggestions.open, visitor, frame);
        self.soon_title = frame.t("schedule-near");
        self.soon = RowView::with_days(&suggestions.near_matches, visitor, frame);
    }
}

struct Heading {
    title: String,
    lead: String,
}

impl Heading {
    fn new(agenda: &Agenda<'_>, visitor: &Visitor, frame: Frame<'_>) -> Self {
        let lead = open_lead(agenda);
        let (title, lead) = match agenda.page {
            PageRequest::Open(_) | PageRequest::Week => {
                (frame.counted("schedule-open", agenda.open_count), lead)
            }
            PageRequest::After(_) => (frame.t("schedule-on"), "schedule-lead-on"),
            PageRequest::First if agenda.filter.is_empty() => {
                Self::overview(agenda, visitor, frame)
            }
            PageRequest::First if agenda.matches == 0 => {
                (frame.t("schedule-found-none"), "schedule-lead-none")
            }
            PageRequest::First => (
                frame.counted("schedule-found", agenda.matches),
                "schedule-lead-found",
            ),
        };
        Self {
            title,
            lead: frame.t(lead),
        }
    }

    fn overview(
        agenda: &Agenda<'_>,
        visitor: &Visitor,
        frame: Frame<'_>,
    ) -> (String, &'static str) {
        let held = |row: &&Row<'_>| !row.occurrence.is_cancelled();
        let lead = open_lead(agenda);
        match agenda.rows().find(held) {
            _ if agenda.open_count > 0 => (frame.counted("schedule-open", agenda.open_count), lead),
            Some(next) => {
                let starts = next.occurrence.times.starts;
                let span = frame.span(starts.since(visitor.now));
                (frame.say("schedule-next", &[("span", span.into())]), lead)
            }
            None if agenda.week.iter().any(|day| day.meetings > 0) => {
                (frame.t("schedule-quiet"), "schedule-lead-quiet")
            }
            None if !agenda.options.languages.is_empty() => {
                (frame.t("schedule-week-bare"), "schedule-lead-bare")
            }
            None => (frame.t("schedule-bare"), "schedule-lead-bare"),
        }
    }
}

/// Says whether meetings that can be joined now are all held on this site.
fn open_lead(agenda: &Agenda<'_>) -> &'static str {
    if has_external_meetings(agenda) {
        "schedule-lead-elsewhere"
    } else {
        "schedule-lead"
    }
}

/// Whether a page lists meetings that are held on other sites.
pub(super) fn has_external_meetings(agenda: &Agenda<'_>) -> bool {
    agenda
        .rows()
        .any(|row| matches!(row.listing.origin, Origin::Feed(_)))
}

/// The filters that apply. If nothing was found, those whose removal helps come first.
fn chips(agenda: &Agenda<'_>, visitor: &Visitor, frame: Frame<'_>) -> Vec<ChipView> {
    let filter = &agenda.filter;
    let mut fields: Vec<(FilterField, Option<usize>)> = match &agenda.suggestions {
        Some(suggestions) => (suggestions.matches_without.iter())
            .map(|(field, count)| (*field, Some(*count)))
            .collect(),
        None => filter.active_fields().map(|field| (field, None)).collect(),
    };
    fields.sort_by_key(|(_, count)| *count == Some(0));
    fields
        .into_iter()
        .map(|(field, count)| ChipView {
            href: with_query(
                "/",
                borrowed(&pairs(&filter.without(field), visitor.carried())),
            ),
            words: find::value_text(filter, field, frame),
            without: count.map(|count| frame.counted("schedule-without", count)),
        })
        .collect()
}

fn loosen(agenda: &Agenda<'_>, frame: Frame<'_>) -> Option<String> {
    let suggestions = agenda.suggestions.as_ref()?;
    let helps = suggestions
        .matches_without
        .iter()
        .any(|(_, count)| *count > 0);
    Some(frame.t(if helps {
        "schedule-loosen"
    } else {
        "schedule-loosen-more"
    }))
}

/// A link to all open meetings at `path`, if the page does not show all of them.
pub(super) fn more_now(
    path: &str,
    agenda: &Agenda<'_>,
    visitor: &Visitor,
    frame: Frame<'_>,
) -> Option<LinkView> {
    if agenda.more_in_progress == 0 || agenda.page != PageRequest::First {
        return None;
    }
    let mut pairs = pairs(&agenda.filter, visitor.carried());
    pairs.push(("show", OPEN.to_owned()));
    let words = frame.counted("schedule-all-open", agenda.more_in_progress);
    Some(LinkView::new(path, pairs, words))
}

/// A link to the next page of the results at `path`.
pub(super) fn next_page(
    path: &str,
    agenda: &Agenda<'_>,
    visitor: &Visitor,
    frame: Frame<'_>,
) -> Option<LinkView> {
    let (cursor, left) = agenda.next_page?;
    let mut pairs = match path {
        "/far" => far_pairs(agenda, visitor),
        _ => pairs(&agenda.filter, visitor.carried()),
    };
    if let PageRequest::Open(_) = agenda.page {
        pairs.push(("show", OPEN.to_owned()));
    }
    pairs.push(("after", cursor.to_string()));
    Some(LinkView::new(
        path,
        pairs,
        frame.counted("schedule-next-page", left),
    ))
}

/// The parameters of `/far`, which has one for each end of the hours.
fn far_pairs(agenda: &Agenda<'_>, visitor: &Visitor) -> Vec<(&'static str, String)> {
    let filter = &agenda.filter;
    let hours = filter.awake.into_iter();
    hours
        .flat_map(|hours| {
            [
                ("from", hours.from().to_string()),
                ("until", hours.until().to_string()),
            ]
        })
        .chain([("language", filter.language.clone().unwrap_or_default())])
        .chain(visitor.carried().map(|zone| ("tz", zone.to_owned())))
        .collect()
}

/// The later meetings, in parts with headings.
pub(super) fn parts<'a>(
    agenda: &Agenda<'a>,
    visitor: &Visitor,
    frame: Frame<'a>,
) -> Vec<PartView<'a>> {
    let later = agenda.later.iter();
    later
        .map(|part| PartView::new(part, visitor, frame))
        .collect()
}

impl<'a> PartView<'a> {
    fn new(part: &Section<'a>, visitor: &Visitor, frame: Frame<'a>) -> Self {
        let date = frame.date(part.date);
        let evening = part
            .rows
            .first()
            .is_some_and(|row| visitor.clock(row.occurrence.times.starts).hour() >= EVENING);
        let title = match part.kind {
            SectionKind::Today if evening => frame.t("schedule-tonight"),
            SectionKind::Today => frame.t("schedule-later-today"),
            SectionKind::SmallHours => frame.t("schedule-small-hours"),
            SectionKind::Tomorrow => frame.say("tomorrow-is", &[("date", date.into())]),
            SectionKind::Later => date,
        };
        Self {
            title,
            rows: RowView::all(&part.rows, visitor, frame),
        }
    }

    /// With the date as the heading of each part, and the duration in each row, also today.
    pub(super) fn by_date(part: &Section<'a>, visitor: &Visitor, frame: Frame<'a>) -> Self {
        let mut rows = RowView::all(&part.rows, visitor, frame);
        for (view, row) in rows.iter_mut().zip(&part.rows) {
            let times = &row.occurrence.times;
            view.time_note = frame.span(times.ends.since(times.starts));
        }
        Self {
            title: frame.date_of_year(part.date),
            rows,
        }
    }
}

/// The next days that have meetings, unless the visitor has chosen a day.
fn week(agenda: &Agenda<'_>, visitor: &Visitor, frame: Frame<'_>) -> Vec<DayView> {
    agenda
        .week
        .iter()
        .filter(|day| day.meetings > 0 && agenda.filter.day.is_none())
        .map(|day| day_view(day, agenda, visitor, frame))
        .collect()
}

fn day_view(day: &DayCount, agenda: &Agenda<'_>, visitor: &Visitor, frame: Frame<'_>) -> DayView {
    let mut filter = agenda.filter.clone();
    filter.day = Some(DayChoice::On(day.date.weekday()));
    let weekday = frame.weekday(day.date.weekday());
    DayView {
        href: with_query("/", borrowed(&pairs(&filter, visitor.carried()))),
        title: frame.say(
            "day-short",
            &[("weekday", weekday.into()), ("day", day.date.day().into())],
        ),
        count: frame.counted("schedule-day-count", day.meetings),
    }
}

pub(super) fn borrowed<'p>(
    pairs: &'p [(&'static str, String)],
) -> impl Iterator<Item = (&'p str, &'p str)> + use<'p> {
    pairs.iter().map(|(name, value)| (*name, value.as_str()))
}
