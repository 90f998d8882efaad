//! What a zone's clocks do, spelt out for readers that have other rules for it, or none.

use super::YEARS_AHEAD;
use super::lines::Lines;
use super::rule::{local, utc, weekday};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};

/// After so many years weekdays fall on the same dates again: a rule that held for all of them is
/// told without an end.
const CYCLE: i16 = 28;

/// One change of the clocks.
struct Onset {
    at: jiff::Timestamp,
    /// By the clock before the change, as RFC 5545 counts it.
    local: DateTime,
    shape: Shape,
}

/// What changes of one kind have in common.
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

/// Writes the zone as it is from `since` until `year` and some years more.
pub(super) fn write(
    lines: &mut Lines,
    name: &str,
    zone: &TimeZone,
    since: jiff::Timestamp,
    year: i16,
) {
    let year = year.max(zone.to_datetime(since).year());
    let known_until = year.saturating_add(YEARS_AHEAD);
    let looked_until = known_until.saturating_add(CYCLE);
    lines.raw("BEGIN", "VTIMEZONE");
    lines.raw("TZID", name);
    for series in series(onsets(zone, since, looked_until)) {
        write_series(lines, &series, known_until, looked_until);
    }
    lines.raw("END", "VTIMEZONE");
}

/// The change that is in force at `since` and all that follow, until the end of a year.
fn onsets(zone: &TimeZone, since: jiff::Timestamp, last_year: i16) -> Vec<Onset> {
    let info = |at: jiff::Timestamp| {
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
    let first = info(in_force.map_or(since, |change| change.timestamp()));
    let later = (zone.following(since))
        .map(|change| info(change.timestamp()))
        .take_while(|onset| onset.local.year() <= last_year);
    std::iter::once(first).chain(later).collect()
}

/// Changes that one yearly rule tells, together; in order of the first of each.
fn series(onsets: Vec<Onset>) -> Vec<Vec<Onset>> {
    let mut all: Vec<Vec<Onset>> = Vec::new();
    for onset in onsets {
        let goes_on = all.iter_mut().find(|series| continues(series, &onset));
        match goes_on {
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

fn write_series(lines: &mut Lines, series: &[Onset], known_until: i16, looked_until: i16) {
    let (Some(first), Some(last)) = (series.first(), series.last()) else {
        return;
    };
    if first.local.year() > known_until && last.local.year() < looked_until {
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
        if last.local.year() < looked_until {
            rule.push_str(";UNTIL=");
            rule.push_str(&utc(last.at));
        }
        lines.raw("RRULE", &rule);
    }
    lines.raw("END", kind);
}

fn yearly(first: DateTime, day: &Day) -> String {
    let (month, weekday) = (first.month(), weekday(first.weekday()));
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

/// `+0545`, with seconds where a zone had them long ago.
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
    fn a_rule_is_found_only_where_it_gives_each_of_the_dates() {
        let rule = |days: &[i8]| {
            let dates: Vec<_> = days.iter().map(|day| date(2026, 3, *day)).collect();
            day(dates.into_iter())
        };
        assert!(matches!(rule(&[8, 14]), Some(Day::Nth(2))));
        assert!(matches!(rule(&[25, 31]), Some(Day::Last)));
        assert!(matches!(rule(&[24, 30]), Some(Day::From(24))));
        // Within eight days one weekday can come twice.
        assert!(rule(&[2, 9]).is_none());
        assert!(rule(&[23, 30]).is_none());
    }
}
