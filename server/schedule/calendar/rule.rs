//! Patterns and times in the notation of RFC 5545.

use crate::base::Timestamp;
use crate::schedule::pattern::Pattern;
use crate::schedule::recurrence::Recurrence;
use crate::schedule::recurrence::instant;
use crate::schedule::weekday::ical_code;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// The `RRULE` of a recurrence; `None` for a single date.
pub(super) fn recurrence_rule(when: &Recurrence) -> Option<String> {
    let mut rule = match &when.pattern {
        Pattern::Once => return None,
        Pattern::Daily { every } => format!("FREQ=DAILY;INTERVAL={every}"),
        Pattern::Weekly { every, days } => {
            let days: Vec<_> = days.iter().map(ical_code).collect();
            let days = days.join(",");
            format!("FREQ=WEEKLY;INTERVAL={every};WKST=MO;BYDAY={days}")
        }
        Pattern::MonthlyByWeekday {
            every,
            places,
            weekday,
        } => {
            let places: Vec<_> = (places.iter())
                .map(|week| format!("{}{}", week.nth(), ical_code(*weekday)))
                .collect();
            let places = places.join(",");
            format!("FREQ=MONTHLY;INTERVAL={every};BYDAY={places}")
        }
        Pattern::MonthlyByDate { every, day } => {
            let day = day.number();
            format!("FREQ=MONTHLY;INTERVAL={every};BYMONTHDAY={day}")
        }
    };
    if let Some(end) = when.until.and_then(|date| end_of(date, &when.zone)) {
        rule.push_str(";UNTIL=");
        rule.push_str(&utc(end));
    }
    Some(rule)
}

/// The last second of a date rather than the start of the meeting on it: otherwise a reader that resolves
/// an ambiguous time differently would drop the last date.
fn end_of(date: Date, zone: &TimeZone) -> Option<jiff::Timestamp> {
    let tomorrow = date.tomorrow().ok()?.to_zoned(zone.clone()).ok()?;
    tomorrow.timestamp().checked_sub(1.second()).ok()
}

/// A local time, `20261124T190000`.
pub(super) fn local(at: DateTime) -> String {
    at.strftime("%Y%m%dT%H%M%S").to_string()
}

/// An instant, `20261124T190000Z`.
pub(super) fn utc(at: jiff::Timestamp) -> String {
    local(TimeZone::UTC.to_datetime(at)) + "Z"
}

/// The same for a timestamp of this program.
pub(super) fn timestamp(at: Timestamp) -> String {
    utc(instant(at))
}
