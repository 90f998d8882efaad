//! Writes the meetings of this site as a calendar that programs subscribe to (RFC 5545, RFC 7986).
//!
//! Promises: a reader computes the same instants from the file alone as
//! [`Timetable::between`](super::Timetable::between), whatever zone data it has itself; the same
//! meetings in the same year give the same bytes; a meeting keeps its `UID` for ever.
//! Deliberately absent: texts (they are passed in), HTTP, meetings of other sites.
//!
//! The `icalendar` crate is not used: it adds the current time and a random `UID` to every component
//! without one, including `VTIMEZONE` and `VALARM`, so no two responses would have the same bytes.

mod event;
mod lines;
mod rule;
mod source;
mod zone;

use super::recurrence::instant;
use super::timetable::MAX_MOVE;
use crate::base::Timestamp;
use jiff::tz::TimeZone;
use lines::Lines;
pub use source::{CalendarEntry, Site, Words};
use std::collections::BTreeMap;

/// How often a reader should refresh, as a duration of RFC 5545: a cancellation should be seen the same
/// day, and refreshing more often drains the battery of a phone.
const REFRESH_INTERVAL: &str = "PT4H";

/// Writes the calendar of these meetings. A meeting without any date is skipped.
///
/// `now` only determines for which years irregular clock changes are listed.
#[must_use]
pub fn write(
    site: Site<'_>,
    entries: &[CalendarEntry<'_>],
    words: &impl Words,
    now: Timestamp,
) -> String {
    let mut lines = Lines::default();
    lines.raw("BEGIN", "VCALENDAR");
    lines.raw("VERSION", "2.0");
    lines.raw("PRODID", "-//Porchlight//Meetings//EN");
    lines.raw("CALSCALE", "GREGORIAN");
    let name = words.calendar_name();
    lines.text("NAME", &name);
    lines.text("X-WR-CALNAME", &name);
    lines.raw("REFRESH-INTERVAL;VALUE=DURATION", REFRESH_INTERVAL);
    lines.raw("X-PUBLISHED-TTL", REFRESH_INTERVAL);
    let year = TimeZone::UTC.to_datetime(instant(now)).year();
    for (name, (zone, since)) in zones(entries) {
        zone::write(&mut lines, name, zone, instant(since), year);
    }
    for entry in entries {
        event::write(&mut lines, site, *entry, words, year);
    }
    lines.raw("END", "VCALENDAR");
    lines.into_text()
}

/// The zones of the meetings by name, each with the earliest instant that the calendar uses in it.
fn zones<'a>(entries: &[CalendarEntry<'a>]) -> BTreeMap<&'a str, (&'a TimeZone, Timestamp)> {
    let mut zones = BTreeMap::new();
    for entry in entries {
        let when = &entry.meeting.timetable.recurrence;
        let first = event::first_date(when).and_then(|date| when.start_on(date));
        if let (Some(first), Some(name)) = (first, when.zone.iana_name()) {
            // A single date may be moved to before the first date.
            let since = first.starts - MAX_MOVE;
            let (_, earliest) = zones.entry(name).or_insert((&when.zone, since));
            *earliest = since.min(*earliest);
        }
    }
    zones
}

#[cfg(test)]
mod tests;
