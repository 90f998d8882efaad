//! A meeting as events: one that recurs, and one for each date that differs.

use super::lines::Lines;
use super::rule::{local, rule, stamp};
use super::{Entry, Site, Words};
use crate::schedule::{Change, Fate, Meeting, Pattern, Recurrence};
use jiff::civil::{Date, DateTime};

/// The years that a calendar can write with four digits.
const YEARS: std::ops::RangeInclusive<i16> = 1..=9_999;

/// The first date of all.
pub(super) fn first(when: &Recurrence) -> Option<Date> {
    (when.dates_from(when.from).next()).filter(|date| YEARS.contains(&date.year()))
}

/// Writes every event of a meeting.
pub(super) fn write(lines: &mut Lines, site: Site<'_>, entry: Entry<'_>, words: &impl Words) {
    let timetable = &entry.meeting.timetable;
    let when = &timetable.when;
    let (Some(first), Some(zone)) = (first(when), when.zone.iana_name()) else {
        return;
    };
    let writer = Writer {
        site,
        entry,
        zone,
        words,
    };
    let planned = |date: Date| date.to_datetime(when.time);
    if when.pattern == Pattern::Once {
        // No rule, so nothing that a date could differ from: it is as it is.
        let change = timetable.change(first);
        writer.event(lines, starts(planned(first), change), change, |_| {});
        return;
    }
    let changes: Vec<_> = (timetable.changes.iter())
        .filter(|change| when.is_on(change.date))
        .collect();
    writer.event(lines, planned(first), None, |lines| {
        if let Some(rule) = rule(when) {
            lines.raw("RRULE", &rule);
        }
        for change in &changes {
            if change.fate == Fate::Cancelled {
                writer.local(lines, "EXDATE", planned(change.date));
            }
        }
    });
    for change in changes {
        if change.fate != Fate::Cancelled && differs(change) {
            let planned = planned(change.date);
            writer.event(
                lines,
                starts(planned, Some(change)),
                Some(change),
                |lines| {
                    writer.local(lines, "RECURRENCE-ID", planned);
                },
            );
        }
    }
}

fn starts(planned: DateTime, change: Option<&Change>) -> DateTime {
    match change.map(|change| change.fate) {
        Some(Fate::Moved(to)) => to,
        _ => planned,
    }
}

fn differs(change: &Change) -> bool {
    change.fate != Fate::AsPlanned
        || change.topic.is_some()
        || change.speaker.is_some()
        || change.chair.is_some()
}

struct Writer<'a, W> {
    site: Site<'a>,
    entry: Entry<'a>,
    zone: &'a str,
    words: &'a W,
}

impl<W: Words> Writer<'_, W> {
    /// One event; `more` writes what tells how it recurs.
    fn event(
        &self,
        lines: &mut Lines,
        starts: DateTime,
        change: Option<&Change>,
        more: impl FnOnce(&mut Lines),
    ) {
        let Meeting {
            id,
            about,
            timetable,
            edition,
            slug,
            ..
        } = self.entry.meeting;
        let page = format!("{}/meetings/{slug}", self.site.url);
        let edited = stamp(edition.at);
        lines.raw("BEGIN", "VEVENT");
        lines.raw("UID", &format!("meeting-{id}@{}", self.site.host));
        lines.raw("DTSTAMP", &edited);
        lines.raw("LAST-MODIFIED", &edited);
        lines.raw("SEQUENCE", &edition.number.to_string());
        self.local(lines, "DTSTART", starts);
        // Not DTEND: a meeting lasts its minutes also through the night of a clock change.
        lines.raw("DURATION", &format!("PT{}M", timetable.when.minutes));
        more(lines);
        lines.text("SUMMARY", &about.title);
        lines.text("DESCRIPTION", &self.description(change, &page));
        lines.text("LOCATION", &page);
        lines.raw("URL", &page);
        let kinds: Vec<_> = (about.kinds.iter())
            .filter_map(|code| self.words.kind(code))
            .collect();
        if !kinds.is_empty() {
            lines.texts("CATEGORIES", &kinds);
        }
        let cancelled = change.is_some_and(|change| change.fate == Fate::Cancelled);
        lines.raw("STATUS", if cancelled { "CANCELLED" } else { "CONFIRMED" });
        // Colleagues and family may see a person's calendar: it does not tell them of this.
        lines.raw("CLASS", "PRIVATE");
        lines.raw("TRANSP", "TRANSPARENT");
        if !cancelled {
            self.alarm(lines);
        }
        lines.raw("END", "VEVENT");
    }

    fn alarm(&self, lines: &mut Lines) {
        lines.raw("BEGIN", "VALARM");
        lines.raw("ACTION", "DISPLAY");
        lines.raw("TRIGGER", "-PT15M");
        let title = &self.entry.meeting.about.title;
        lines.text("DESCRIPTION", &self.words.starts_soon(title));
        lines.raw("END", "VALARM");
    }

    /// What differs on this date first, then what the group says, then where to go.
    fn description(&self, change: Option<&Change>, page: &str) -> String {
        let (words, about) = (self.words, &self.entry.meeting.about);
        let of = |change: &Change| {
            let topic = change.topic.as_deref().map(|topic| words.topic(topic));
            let speaker = (change.speaker.as_ref()).map(|name| words.speaker(name.as_str()));
            let chair = (change.chair.as_ref()).map(|name| words.chair(name.as_str()));
            let lines: Vec<_> = [topic, speaker, chair].into_iter().flatten().collect();
            lines.join("\n")
        };
        let group = match self.entry.group {
            "" => String::new(),
            group => words.held_by(group),
        };
        let parts = [
            change.map(of).unwrap_or_default(),
            group,
            about.notes.trim().to_owned(),
            about.other_ways.trim().to_owned(),
            words.page(page),
        ];
        let said: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        said.join("\n\n")
    }

    /// A time on the meeting's own clock.
    fn local(&self, lines: &mut Lines, name: &str, at: DateTime) {
        lines.raw(&format!("{name};TZID={}", self.zone), &local(at));
    }
}
