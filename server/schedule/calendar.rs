//! Our meetings as a calendar that phones and desks subscribe to (RFC 5545, RFC 7986).
//!
//! Promises: a reader that knows nothing but the file comes to the same instants as
//! [`Timetable::between`](super::Timetable::between), whatever it thinks of time zones itself; the
//! same meetings in the same year give the same bytes; a meeting keeps its `UID` for life.
//! Deliberately absent: words (they are passed in), the web, meetings of other sites.
//!
//! The text is written by hand rather than with the `icalendar` crate: that one puts the machine's
//! time and a random `UID` into every component that has none, `VTIMEZONE` and `VALARM` included,
//! so no two answers would have the same bytes.

mod event;
mod lines;
mod rule;
mod zone;

use super::recurrence::instant;
use super::{MAX_MOVE, Meeting};
use crate::base::Timestamp;
use jiff::tz::TimeZone;
use lines::Lines;
use std::collections::BTreeMap;

/// How often to look for news, in words of RFC 5545: a cancelled meeting should be seen the same
/// day, and a phone that asks more often drains its battery for nothing.
const ASK_EVERY: &str = "PT4H";

/// For so many years after this one is told, date by date, what no rule tells.
const YEARS_AHEAD: i16 = 10;

/// A meeting of the calendar.
#[derive(Clone, Copy, Debug)]
pub struct CalendarEntry<'a> {
    pub meeting: &'a Meeting,
    /// The group's name.
    pub group: &'a str,
}

/// Where the meetings are held.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// Such as `https://meetings.example.org`, without a slash at the end.
    pub url: &'a str,
    /// Such as `meetings.example.org`: tells our numbers of meetings from those of others.
    pub host: &'a str,
}

/// What a calendar says in words.
pub trait Words {
    fn calendar_name(&self) -> String;
    fn topic(&self, topic: &str) -> String;
    fn speaker(&self, name: &str) -> String;
    fn chair(&self, name: &str) -> String;
    fn held_by(&self, group: &str) -> String;
    fn page(&self, address: &str) -> String;
    fn starts_soon(&self, title: &str) -> String;
    /// What a type code of the Meeting Guide stands for, if it is known.
    fn kind(&self, code: &str) -> Option<String>;
}

/// The calendar of these meetings. A meeting without any date is left out.
///
/// `now` decides no more than for which years irregular clocks are spelt out.
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
    lines.raw("REFRESH-INTERVAL;VALUE=DURATION", ASK_EVERY);
    lines.raw("X-PUBLISHED-TTL", ASK_EVERY);
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

/// The zones that are used, each since the earliest instant that is told in it.
fn zones<'a>(entries: &[CalendarEntry<'a>]) -> BTreeMap<&'a str, (&'a TimeZone, Timestamp)> {
    let mut zones = BTreeMap::new();
    for entry in entries {
        let when = &entry.meeting.timetable.recurrence;
        let first = event::first(when).and_then(|date| when.start_on(date));
        if let (Some(first), Some(name)) = (first, when.zone.iana_name()) {
            // A single date may have been moved to before the first.
            let since = first.starts - MAX_MOVE;
            let (_, earliest) = zones.entry(name).or_insert((&when.zone, since));
            *earliest = since.min(*earliest);
        }
    }
    zones
}

#[cfg(test)]
mod tests;
