//! Writes a meeting as events: a recurring one, and one for each date that differs.

use super::lines::Lines;
use super::rule::{local, recurrence_rule, timestamp};
use super::source::{CalendarEntry, Site, Words};
use super::zone::YEARS_AHEAD;
use crate::schedule::draft::long_texts;
use crate::schedule::meeting::Meeting;
use crate::schedule::pattern::Pattern;
use crate::schedule::recurrence::Recurrence;
use crate::schedule::timetable::{DateChange, DateStatus};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// The years that can be written with four digits.
const YEARS: std::ops::RangeInclusive<i16> = 1..=9_999;

/// The first date of a recurrence.
pub(super) fn first_date(when: &Recurrence) -> Option<Date> {
    (when.dates_from(when.from).next()).filter(|date| YEARS.contains(&date.year()))
}

/// Writes every event of a meeting. `year` is the current one.
pub(super) fn write(
    lines: &mut Lines,
    site: Site<'_>,
    entry: CalendarEntry<'_>,
    words: &impl Words,
    year: i16,
) {
    let timetable = &entry.meeting.timetable;
    let when = &timetable.recurrence;
    let (Some(first), Some(zone)) = (first_date(when), when.zone.iana_name()) else {
        return;
    };
    let writer = Writer {
        site,
        entry,
        zone,
        words,
    };
    if when.pattern == Pattern::Once {
        // There is no rule that the date could differ from.
        let change = timetable.change(first);
        let starts = starts(first.to_datetime(when.time), change);
        writer.event(lines, change, |lines| writer.single(lines, starts));
    } else {
        writer.recurring(lines, first);
        writer.exceptions(lines, year);
    }
}

/// The dates whose local time a clock change skips or repeats, from the previous year to some years
/// ahead. Readers disagree on the instant of such a time, and some drop the date.
fn ambiguous_dates(when: &Recurrence, year: i16) -> Vec<Date> {
    let from = year.saturating_sub(1).clamp(*YEARS.start(), *YEARS.end());
    let from = Date::new(from, 1, 1).and_then(|date| date.to_zoned(TimeZone::UTC));
    let Ok(from) = from else {
        return Vec::new();
    };
    (when.zone.following(from.timestamp()))
        .map(|change| {
            let at = change.timestamp();
            let before = at.saturating_sub(1.nanoseconds()).unwrap_or(at);
            let clock_before = when.zone.to_offset(before).to_datetime(at);
            (clock_before, change.offset().to_datetime(at))
        })
        .take_while(|(before, _)| before.year() <= year.saturating_add(YEARS_AHEAD))
        .flat_map(|(before, after)| {
            let span = before.min(after)..before.max(after);
            // A change at midnight touches two dates.
            let mut dates = vec![span.start.date(), span.end.date()];
            dates.dedup();
            dates.retain(|date| span.contains(&date.to_datetime(when.time)));
            dates
        })
        .filter(|date| when.occurs_on(*date))
        .collect()
}

fn starts(planned: DateTime, change: Option<&DateChange>) -> DateTime {
    match change.map(|change| change.status) {
        Some(DateStatus::Moved(to)) => to,
        _ => planned,
    }
}

fn is_cancelled(change: &DateChange) -> bool {
    change.status == DateStatus::Cancelled
}

/// Whether a date is held but differs from the rule.
fn differs(change: &DateChange) -> bool {
    !is_cancelled(change) && has_content(change)
}

/// Whether anything is different at all.
fn has_content(change: &DateChange) -> bool {
    change.status != DateStatus::AsPlanned
        || change.topic.is_some()
        || change.speaker.is_some()
        || change.chair.is_some()
}

struct Writer<'a, W> {
    site: Site<'a>,
    entry: CalendarEntry<'a>,
    zone: &'a str,
    words: &'a W,
}

impl<W: Words> Writer<'_, W> {
    /// The recurring event with its rule and cancelled dates.
    fn recurring(&self, lines: &mut Lines, first: Date) {
        let timetable = &self.entry.meeting.timetable;
        let when = &timetable.recurrence;
        self.event(lines, None, |lines| {
            self.local(lines, "DTSTART", first.to_datetime(when.time));
            if let Some(rule) = recurrence_rule(when) {
                lines.raw("RRULE", &rule);
            }
            for change in &timetable.changes {
                if is_cancelled(change) && when.occurs_on(change.date) {
                    self.local(lines, "EXDATE", change.date.to_datetime(when.time));
                }
            }
        });
    }

    /// One event for each date that is held but differs from the rule.
    fn exceptions(&self, lines: &mut Lines, year: i16) {
        let timetable = &self.entry.meeting.timetable;
        let when = &timetable.recurrence;
        let changed = (timetable.changes.iter())
            .filter(|change| differs(change) && when.occurs_on(change.date))
            .map(|change| (change.date, Some(change)));
        let ambiguous = (ambiguous_dates(when, year).into_iter())
            .filter(|date| !timetable.change(*date).is_some_and(has_content))
            .map(|date| (date, None));
        for (date, change) in changed.chain(ambiguous) {
            let planned = date.to_datetime(when.time);
            self.event(lines, change, |lines| {
                self.local(lines, "RECURRENCE-ID", planned);
                self.single(lines, starts(planned, change));
            });
        }
    }

    /// Writes one event; `dates` writes its start and recurrence.
    fn event(
        &self,
        lines: &mut Lines,
        change: Option<&DateChange>,
        dates: impl FnOnce(&mut Lines),
    ) {
        let Meeting {
            id,
            about,
            timetable,
            revision,
            slug,
            ..
        } = self.entry.meeting;
        let page = format!("{}/meetings/{slug}", self.site.url);
        let edited = timestamp(revision.at);
        lines.raw("BEGIN", "VEVENT");
        lines.raw("UID", &format!("meeting-{id}@{}", self.site.host));
        lines.raw("DTSTAMP", &edited);
        lines.raw("LAST-MODIFIED", &edited);
        lines.raw("SEQUENCE", &revision.number.to_string());
        dates(lines);
        // Not DTEND: a meeting lasts its elapsed minutes also across a clock change.
        lines.raw("DURATION", &format!("PT{}M", timetable.recurrence.minutes));
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
        let cancelled = change.is_some_and(is_cancelled);
        lines.raw("STATUS", if cancelled { "CANCELLED" } else { "CONFIRMED" });
        // Colleagues and family may see a person's calendar: meetings stay private there.
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

    /// What differs on this date, then the notes of the group, then where to join.
    fn description(&self, change: Option<&DateChange>, page: &str) -> String {
        let (words, about) = (self.words, &self.entry.meeting.about);
        let differences = |change: &DateChange| {
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
        let differences = change.map(differences).unwrap_or_default();
        let texts = long_texts().map(|(_, text)| (text.get)(about).trim().to_owned());
        let parts = [differences, group].into_iter().chain(texts);
        let parts = parts.chain([words.page(page)]);
        let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
        parts.join("\n\n")
    }

    /// The start of an event that does not recur. A local time that a clock change skips or repeats is
    /// written as an instant, which all readers understand in the same way.
    fn single(&self, lines: &mut Lines, at: DateTime) {
        let when = &self.entry.meeting.timetable.recurrence;
        match when.instant(at) {
            Some(instant) if when.zone.to_ambiguous_timestamp(at).is_ambiguous() => {
                lines.raw("DTSTART", &timestamp(instant));
            }
            _ => self.local(lines, "DTSTART", at),
        }
    }

    /// A local time in the meeting's zone.
    fn local(&self, lines: &mut Lines, name: &str, at: DateTime) {
        lines.raw(&format!("{name};TZID={}", self.zone), &local(at));
    }
}
