//! The schedule: what is open now, what comes, and the form to find more.

mod find;
mod query;

use super::address::with_query;
use super::frame::LIST;
use super::row::RowView;
use super::words::clock;
use super::{Frame, Visitor, ZoneAsked};
use crate::schedule::{Agenda, Day, DayChoice, Row, State, Stretch, StretchKind, zone};
use askama::Template;
use find::FindView;
pub use query::ScheduleQuery;
use query::pairs;

/// How many lines of the day ahead an overview shows, so that it stays light on a slow line
/// (14 KB over the wire). A search shows all it finds.
const LINES: usize = 60;

/// From this hour on the rest of today is called tonight.
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
    everything: String,
    nothing_found: bool,
    now_title: String,
    now: Vec<RowView>,
    soon_title: String,
    soon: Vec<RowView>,
    find: FindView<'a>,
    later_title: String,
    later: Vec<PartView>,
    more: Option<String>,
    week: Vec<DayView>,
    has_open: bool,
    has_shut: bool,
}

struct ZoneView<'a> {
    words: String,
    open: bool,
    unknown: Option<&'a str>,
    /// The list to choose from, when it was asked for or is needed.
    areas: Option<Vec<zone::Area>>,
    name: &'a str,
    /// What else the address asked for.
    kept: Vec<(&'static str, String)>,
    list_href: String,
}

struct ChipView {
    href: String,
    words: String,
}

struct PartView {
    title: String,
    rows: Vec<RowView>,
}

struct DayView {
    href: String,
    title: String,
    count: String,
}

impl<'a> SchedulePage<'a> {
    #[must_use]
    pub fn new(agenda: &'a Agenda<'_>, visitor: &'a Visitor, frame: Frame<'a>) -> Self {
        let heading = Heading::of(agenda, visitor, frame);
        let (ahead, more) = ahead(agenda, frame);
        let mut page = Self {
            heading: heading.title,
            lead: heading.lead,
            zone: ZoneView::new(agenda, visitor, frame),
            chips: chips(agenda, visitor, frame),
            everything: visitor.link("/"),
            nothing_found: false,
            now_title: frame.t("schedule-now"),
            now: RowView::all(&agenda.now, visitor, frame),
            soon_title: frame.t("schedule-soon"),
            soon: RowView::all(&agenda.soon, visitor, frame),
            find: FindView::new(agenda, visitor, frame),
            later_title: frame.t(if agenda.filter.is_empty() {
                "schedule-day"
            } else {
                "schedule-matching"
            }),
            later: ahead
                .iter()
                .map(|part| PartView::new(part, visitor, frame))
                .collect(),
            more,
            week: week(agenda, visitor, frame),
            has_open: false,
            has_shut: false,
            frame,
        };
        page.offer_instead(agenda, visitor);
        let all = || {
            let later = page.later.iter().flat_map(|part| &part.rows);
            page.now.iter().chain(&page.soon).chain(later)
        };
        (page.has_open, page.has_shut) = (all().any(|row| row.open), all().any(|row| !row.open));
        page
    }

    /// Fills an empty page with what may do as well.
    fn offer_instead(&mut self, agenda: &Agenda<'_>, visitor: &Visitor) {
        let Some(instead) = &agenda.instead else {
            return;
        };
        let frame = self.frame;
        self.nothing_found = true;
        self.week = Vec::new();
        self.now_title = frame.t("schedule-instead");
        self.now = RowView::all(&instead.open, visitor, frame);
        self.soon_title = frame.t("schedule-near");
        self.soon = RowView::with_days(&instead.near, visitor, frame);
    }
}

struct Heading {
    title: String,
    lead: String,
}

impl Heading {
    fn of(agenda: &Agenda<'_>, visitor: &Visitor, frame: Frame<'_>) -> Self {
        let (title, lead) = if agenda.filter.is_empty() {
            Self::overview(agenda, visitor, frame)
        } else if agenda.is_empty() {
            (frame.t("schedule-found-none"), "schedule-lead-none")
        } else {
            let later: usize = agenda.later.iter().map(|part| part.rows.len()).sum();
            let found = agenda.now.len() + agenda.soon.len() + later;
            (
                frame.counted("schedule-found", found),
                "schedule-lead-found",
            )
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
        let doors_open = |row: &&Row<'_>| row.state == State::DoorsOpen;
        let open = agenda.now.len() + agenda.soon.iter().filter(doors_open).count();
        let next = agenda
            .soon
            .first()
            .or_else(|| agenda.later.first()?.rows.first());
        match next {
            _ if open > 0 => (frame.counted("schedule-open", open), "schedule-lead"),
            Some(next) => {
                let span = frame.span(next.times.starts.since(visitor.now));
                (
                    frame.say("schedule-next", &[("span", span.into())]),
                    "schedule-lead",
                )
            }
            None if agenda.week.iter().any(|day| day.meetings > 0) => {
                (frame.t("schedule-quiet"), "schedule-lead-quiet")
            }
            None => (frame.t("schedule-bare"), "schedule-lead-bare"),
        }
    }
}

impl<'a> ZoneView<'a> {
    fn new(agenda: &Agenda<'_>, visitor: &'a Visitor, frame: Frame<'_>) -> Self {
        let local = visitor.clock(visitor.now);
        let parameters = [
            ("city", zone::city(&visitor.zone).into()),
            ("time", clock(local).into()),
            ("weekday", frame.weekday(local.weekday()).into()),
        ];
        let unknown = match &visitor.asked {
            ZoneAsked::Unknown(typed) => Some(typed.as_str()),
            _ => None,
        };
        let open = unknown.is_some() || visitor.asked == ZoneAsked::List;
        let kept = pairs(&agenda.filter, None);
        Self {
            words: frame.say("zone-is", &parameters),
            open,
            unknown,
            areas: open.then(zone::areas),
            name: visitor.zone.iana_name().unwrap_or_default(),
            list_href: with_query("/", borrowed(&kept).chain([("tz", LIST)])),
            kept,
        }
    }
}

fn chips(agenda: &Agenda<'_>, visitor: &Visitor, frame: Frame<'_>) -> Vec<ChipView> {
    agenda
        .filter
        .facets()
        .map(|facet| ChipView {
            href: with_query(
                "/",
                borrowed(&pairs(&agenda.filter.without(facet), visitor.carried())),
            ),
            words: find::words(&agenda.filter, facet, frame),
        })
        .collect()
}

/// What comes after the next hours, cut to what an overview can carry.
fn ahead<'a>(agenda: &Agenda<'a>, frame: Frame<'_>) -> (Vec<Stretch<'a>>, Option<String>) {
    let mut parts = agenda.later.clone();
    if !agenda.filter.is_empty() {
        return (parts, None);
    }
    let (mut room, mut left_out) = (LINES, 0);
    for part in &mut parts {
        left_out += part.rows.len().saturating_sub(room);
        part.rows.truncate(room);
        room -= part.rows.len();
    }
    parts.retain(|part| !part.rows.is_empty());
    (
        parts,
        (left_out > 0).then(|| frame.counted("schedule-more", left_out)),
    )
}

impl PartView {
    fn new(part: &Stretch<'_>, visitor: &Visitor, frame: Frame<'_>) -> Self {
        let date = frame.date(part.date);
        let evening = part
            .rows
            .first()
            .is_some_and(|row| visitor.clock(row.times.starts).hour() >= EVENING);
        let title = match part.kind {
            StretchKind::Today if evening => frame.t("schedule-tonight"),
            StretchKind::Today => frame.t("schedule-later-today"),
            StretchKind::SmallHours => frame.t("schedule-small-hours"),
            StretchKind::Tomorrow => frame.say("tomorrow-is", &[("date", date.into())]),
            StretchKind::Later => date,
        };
        Self {
            title,
            rows: RowView::all(&part.rows, visitor, frame),
        }
    }
}

/// The days ahead that have meetings, unless the visitor has chosen one.
fn week(agenda: &Agenda<'_>, visitor: &Visitor, frame: Frame<'_>) -> Vec<DayView> {
    agenda
        .week
        .iter()
        .filter(|day| day.meetings > 0 && agenda.filter.day.is_none())
        .map(|day| day_view(day, agenda, visitor, frame))
        .collect()
}

fn day_view(day: &Day, agenda: &Agenda<'_>, visitor: &Visitor, frame: Frame<'_>) -> DayView {
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

fn borrowed<'p>(
    pairs: &'p [(&'static str, String)],
) -> impl Iterator<Item = (&'p str, &'p str)> + use<'p> {
    pairs.iter().map(|(name, value)| (*name, value.as_str()))
}
