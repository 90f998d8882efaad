//! Patterns and times as RFC 5545 writes them.

use crate::base::Timestamp;
use crate::schedule::recurrence::instant;
use crate::schedule::{Pattern, Recurrence};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;

/// The `RRULE` of a recurrence; `None` for a single date.
pub(super) fn rule(when: &Recurrence) -> Option<String> {
    let mut rule = match &when.pattern {
        Pattern::Once => return None,
        Pattern::Daily { every } => format!("FREQ=DAILY;INTERVAL={every}"),
        Pattern::Weekly { every, days } => {
            let days: Vec<_> = days.iter().map(weekday).collect();
            let days = days.join(",");
            format!("FREQ=WEEKLY;INTERVAL={every};WKST=MO;BYDAY={days}")
        }
        Pattern::MonthlyByWeekday {
            every,
            places,
            weekday: day,
        } => {
            let places: Vec<_> = (places.iter())
                .map(|place| format!("{}{}", place.nth(), weekday(*day)))
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

/// The last second of a date, rather than the start of the meeting on it: a reader that takes a
/// time of the clock change for another instant would leave the last one out.
fn end_of(date: Date, zone: &TimeZone) -> Option<jiff::Timestamp> {
    let tomorrow = date.tomorrow().ok()?.to_zoned(zone.clone()).ok()?;
    tomorrow.timestamp().checked_sub(1.second()).ok()
}

/// `MO` to `SU`.
pub(super) const fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}

/// A time on somebody's clock, `20261124T190000`.
pub(super) fn local(at: DateTime) -> String {
    at.strftime("%Y%m%dT%H%M%S").to_string()
}

/// An instant, `20261124T190000Z`.
pub(super) fn utc(at: jiff::Timestamp) -> String {
    local(TimeZone::UTC.to_datetime(at)) + "Z"
}

/// The same of ours.
pub(super) fn stamp(at: Timestamp) -> String {
    utc(instant(at))
}
