//! The schedule as JSON, for programs. Contains headcounts but never names.

use super::super::words::iso_instant;
use super::super::{Visitor, address::with_query};
use super::{OPEN, borrowed, pairs};
use crate::schedule::{Agenda, DateStatus, OccurrenceState, Origin, PageRequest, Row};
use serde::Serialize;

#[derive(Serialize)]
struct ScheduleBody<'a> {
    /// RFC 3339, UTC, to the minute; so are all instants.
    now: String,
    /// The zone of the requested days and times of day.
    zone: &'a str,
    /// How many meetings can be joined now.
    open: usize,
    /// How many dates match.
    found: usize,
    meetings: Vec<MeetingBody<'a>>,
    /// The URL of the next page.
    next: Option<String>,
}

#[derive(Serialize)]
struct MeetingBody<'a> {
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
    /// The feed that lists it, if it is held on another site.
    source: Option<&'a str>,
    /// The page about the meeting.
    url: Option<String>,
    /// Opens the meeting.
    join: Option<String>,
    /// The number to call, if there is no page or link to join.
    dial_in: Option<&'a str>,
}

/// The body of `/schedule.json`. `site` is the origin of this site.
#[must_use]
pub fn schedule_json(agenda: &Agenda<'_>, visitor: &Visitor, site: &str) -> String {
    let next = agenda.next_page.map(|(cursor, _)| {
        let mut pairs = pairs(&agenda.filter, visitor.zone.iana_name());
        if let PageRequest::Open(_) = agenda.page {
            pairs.push(("show", OPEN.to_owned()));
        }
        pairs.push(("after", cursor.to_string()));
        format!("{site}{}", with_query("/schedule.json", borrowed(&pairs)))
    });
    let body = ScheduleBody {
        now: iso_instant(visitor.now),
        zone: visitor.zone.iana_name().unwrap_or("UTC"),
        open: agenda.open_count,
        found: agenda.matches,
        meetings: agenda.rows().map(|row| meeting(row, site)).collect(),
        next,
    };
    serde_json::to_string(&body).expect("texts and numbers can be serialised")
}

fn meeting<'a>(row: &Row<'a>, site: &str) -> MeetingBody<'a> {
    let (listing, occurrence) = (row.listing, row.occurrence);
    let (about, times) = (&listing.about, occurrence.times);
    let (source, url, join, dial_in) = match &listing.origin {
        Origin::Hosted { slug, .. } => {
            let page = format!("{site}/meetings/{slug}");
            (None, Some(page.clone()), Some(page), None)
        }
        Origin::Feed(feed) => (
            Some(feed.source.as_str()),
            feed.page.clone(),
            feed.join.clone(),
            feed.dial_in.as_deref(),
        ),
    };
    MeetingBody {
        title: &about.title,
        group: &listing.group,
        state: state(row),
        starts: iso_instant(times.starts),
        ends: iso_instant(times.ends),
        doors_open: iso_instant(times.doors_open),
        moved_from: (occurrence.change)
            .is_some_and(|change| matches!(change.status, DateStatus::Moved(_)))
            .then(|| iso_instant(times.planned)),
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
