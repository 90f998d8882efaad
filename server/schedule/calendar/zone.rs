//! Writes the clock changes of a zone, for readers with other or no zone data.

use super::lines::Lines;
use super::rule::{local, utc};
use crate::schedule::weekday::ical_code;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};

/// For this many years after the current one, irregular clock changes are listed one by one.
pub(super) const YEARS_AHEAD: i16 = 10;

/// After this many years weekdays fall on the same dates again: a rule that holds for all of them is
/// written without an end.
const CYCLE: i16 = 28;

/// One change of the clocks.
struct Onset {
    at: jiff::Timestamp,
    /// In the local time before the change, as RFC 5545 requires.
    local: DateTime,
    shape: Shape,
}

/// What the changes of one yearly rule have in common.
#[derive(Clone, PartialEq)]
struct Shape {
    from: Offset,
    to: Offset,
    name: String,
    summer: bool,
}

/// Which day of its month a yearly change falls on.
enum Day {
    Nth(i8),
    Last,
    /// The first of its weekday on or after this day.
    From(i8),
}

/// Writes the zone from `since` until some years after `year`.
pub(super) fn write(
    lines: &mut Lines,
    name: &str,
    zone: &TimeZone,
    since: jiff::Timestamp,
    year: i16,
) {
    let year = year.max(zone.to_datetime(since).year());
    let listed_until = year.saturating_add(YEARS_AHEAD);
    let searched_until = listed_until.saturating_add(CYCLE);
    lines.raw("BEGIN", "VTIMEZONE");
    lines.raw("TZID", name);
    for series in series(onsets(zone, since, searched_until)) {
        write_series(lines, &series, listed_until, searched_until);
    }
    lines.raw("END", "VTIMEZONE");
}

/// The change that is in force at `since` and all following ones until the end of a year.
fn onsets(zone: &TimeZone, since: jiff::Timestamp, last_year: i16) -> Vec<Onset> {
    let onset = |at: jiff::Timestamp| {
        let before = at.saturating_sub(1.nanoseconds()).unwrap_or(at);
        let (from, after) = (zone.to_offset(before), zone.to_offset_info(at));
        Onset {
            at,
            local: from.to_datetime(at),
            shape: Shape {
                from,
                to: after.offset(),
                name: after.abbreviation().to_owned(),
                summer: after.dst().is_dst(),
            },
        }
    };
    let after = since.saturating_add(1.seconds()).unwrap_or(since);
    let in_force = zone.preceding(after).next();
    let first = onset(in_force.map_or(since, |change| change.timestamp()));
    let later = (zone.following(since))
        .map(|change| onset(change.timestamp()))
        .take_while(|onset| onset.local.year() <= last_year);
    std::iter::once(first).chain(later).collect()
}

/// Groups the changes that one yearly rule gives, ordered by the first of each group.
fn series(onsets: Vec<Onset>) -> Vec<Vec<Onset>> {
    let mut all: Vec<Vec<Onset>> = Vec::new();
    for onset in onsets {
        let series = all.iter_mut().find(|series| continues(series, &onset));
        match series {
            Some(series) => series.push(onset),
            None => all.push(vec![onset]),
        }
    }
    all
}

fn continues(series: &[Onset], next: &Onset) -> bool {
    let Some(last) = series.last() else {
        return false;
    };
    let (before, after) = (last.local, next.local);
    after.year() == before.year() + 1
        && after.month() == before.month()
        && after.time() == before.time()
        && after.weekday() == before.weekday()
        && next.shape == last.shape
        && day(series.iter().chain([next]).map(|onset| onset.local.date())).is_some()
}

/// The rule that gives exactly these dates, which share their month and weekday.
fn day(dates: impl Iterator<Item = Date> + Clone) -> Option<Day> {
    let nth = |date: Date| (date.day() - 1) / 7 + 1;
    let first = nth(dates.clone().next()?);
    if first <= 4 && dates.clone().all(|date| nth(date) == first) {
        return Some(Day::Nth(first));
    }
    if dates
        .clone()
        .all(|date| date.day() + 7 > date.days_in_month())
    {
        return Some(Day::Last);
    }
    let days = dates.clone().map(Date::day);
    let (least, most) = (days.clone().min()?, days.max()?);
    let in_month = dates.map(Date::days_in_month).min()?;
    (most - least <= 6 && least + 6 <= in_month).then_some(Day::From(least))
}

fn write_series(lines: &mut Lines, series: &[Onset], listed_until: i16, searched_until: i16) {
    let (Some(first), Some(last)) = (series.first(), series.last()) else {
        return;
    };
    if first.local.year() > listed_until && last.local.year() < searched_until {
        return;
    }
    let kind = if first.shape.summer {
        "DAYLIGHT"
    } else {
        "STANDARD"
    };
    lines.raw("BEGIN", kind);
    lines.raw("DTSTART", &local(first.local));
    lines.raw("TZOFFSETFROM", &offset(first.shape.from));
    lines.raw("TZOFFSETTO", &offset(first.shape.to));
    lines.text("TZNAME", &first.shape.name);
    if let (true, Some(day)) = (
        series.len() > 1,
        day(series.iter().map(|onset| onset.local.date())),
    ) {
        let mut rule = yearly(first.local, &day);
        if last.local.year() < searched_until {
            rule.push_str(";UNTIL=");
            rule.push_str(&utc(last.at));
        }
        lines.raw("RRULE", &rule);
    }
    lines.raw("END", kind);
}

fn yearly(first: DateTime, day: &Day) -> String {
    let (month, weekday) = (first.month(), ical_code(first.weekday()));
    let day = match day {
        Day::Nth(nth) => format!("BYDAY={nth}{weekday}"),
        Day::Last => format!("BYDAY=-1{weekday}"),
        Day::From(least) => {
            let days: Vec<_> = (*least..=least + 6).map(|day| day.to_string()).collect();
            format!("BYMONTHDAY={};BYDAY={weekday}", days.join(","))
        }
    };
    format!("FREQ=YEARLY;BYMONTH={month};{day}")
}

/// `+0545`, with seconds for historical offsets that have them.
fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let seconds = seconds.abs();
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if rest == 0 {
        format!("{sign}{hours:02}{minutes:02}")
    } else {
        format!("{sign}{hours:02}{minutes:02}{rest:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_rule_is_used_only_if_it_gives_every_date() {
        let rule = |days: &[i8]| {
            let dates: Vec<_> = days.iter().map(|day| date(2026, 3, *day)).collect();
            day(dates.into_iter())
        };
        assert!(matches!(rule(&[8, 14]), Some(Day::Nth(2))));
        assert!(matches!(rule(&[25, 31]), Some(Day::Last)));
        assert!(matches!(rule(&[24, 30]), Some(Day::From(24))));
        // Within eight days one weekday can occur twice.
        assert!(rule(&[2, 9]).is_none());
        assert!(rule(&[23, 30]).is_none());
    }
}
