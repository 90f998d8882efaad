//! The answer of the schedule as JSON, for programs. Names are never in it, headcounts are.

use super::super::words::machine;
use super::super::{Visitor, address::with_query};
use super::{borrowed, pairs};
use crate::schedule::{Agenda, DateStatus, OccurrenceState, Origin, Row};
use serde::Serialize;

#[derive(Serialize)]
struct Answer<'a> {
    /// RFC 3339, UTC, to the minute; so are all instants.
    now: String,
    /// The zone that days and times of day were taken in.
    zone: &'a str,
    /// How many one can go into now.
    open: usize,
    /// How many dates match.
    found: usize,
    meetings: Vec<Line<'a>>,
    /// The address of what comes after these.
    next: Option<String>,
}

#[derive(Serialize)]
struct Line<'a> {
    title: &'a str,
    group: &'a str,
    state: &'static str,
    starts: String,
    ends: String,
    doors_open: String,
    /// The start before it was moved.
    moved_from: Option<String>,
    topic: Option<&'a str>,
    language: &'a str,
    access: &'static str,
    types: &'a [String],
    /// People in the room, where there is one.
    here: Option<u32>,
    /// The feed that it came with, when it is held elsewhere.
    source: Option<&'a str>,
    /// Tells about the meeting.
    url: Option<String>,
    /// Opens the meeting.
    join: Option<String>,
    /// The number by which people call in, where neither of these leads there.
    dial_in: Option<&'a str>,
}

/// `site` is the start of this site's address.
pub fn schedule_json(agenda: &Agenda<'_>, visitor: &Visitor, site: &str) -> String {
    let next = agenda.next_page.map(|(cursor, _)| {
        let mut pairs = pairs(&agenda.filter, visitor.zone.iana_name());
        pairs.push(("after", cursor.to_string()));
        format!("{site}{}", with_query("/schedule.json", borrowed(&pairs)))
    });
    let answer = Answer {
        now: machine(visitor.now),
        zone: visitor.zone.iana_name().unwrap_or("UTC"),
        open: agenda.open_count,
        found: agenda.matches,
        meetings: agenda.rows().map(|row| line(row, site)).collect(),
        next,
    };
    serde_json::to_string(&answer).expect("texts and numbers can be written as JSON")
}

fn line<'a>(row: &Row<'a>, site: &str) -> Line<'a> {
    let (listing, occurrence) = (row.listing, row.occurrence);
    let (about, times) = (&listing.about, occurrence.times);
    let (source, url, join, dial_in) = match &listing.origin {
        Origin::Hosted { slug, .. } => {
            let page = format!("{site}/meetings/{slug}");
            (None, Some(page.clone()), Some(page), None)
        }
        Origin::Feed(elsewhere) => (
            Some(elsewhere.source.as_str()),
            elsewhere.page.clone(),
            elsewhere.join.clone(),
            elsewhere.dial_in.as_deref(),
        ),
    };
    Line {
        title: &about.title,
        group: &listing.group,
        state: state(row),
        starts: machine(times.starts),
        ends: machine(times.ends),
        doors_open: machine(times.doors_open),
        moved_from: (occurrence.change)
            .is_some_and(|change| matches!(change.status, DateStatus::Moved(_)))
            .then(|| machine(times.planned)),
        topic: occurrence.change.and_then(|change| change.topic.as_deref()),
        language: &about.language,
        access: about.access.as_str(),
        types: &about.kinds,
        here: row.headcount.filter(|_| row.is_open()),
        source,
        url,
        join,
        dial_in,
    }
}

fn state(row: &Row<'_>) -> &'static str {
    match row.state {
        _ if row.occurrence.is_cancelled() => "cancelled",
        OccurrenceState::Upcoming => "upcoming",
        OccurrenceState::DoorsOpen => "doors_open",
        OccurrenceState::InProgress => "in_progress",
        OccurrenceState::Fellowship => "fellowship",
        OccurrenceState::Over => "over",
    }
}
