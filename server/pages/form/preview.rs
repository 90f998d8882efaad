//! The preview of a timetable: its pattern in words and its next dates in three time zones.

use super::super::{Frame, Visitor};
use crate::base::{Millis, Timestamp};
use crate::schedule::{DayOfMonth, Occurrence, Pattern, Timetable, WeekOfMonth, zone};
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};

/// How many dates are shown.
const DATES: usize = 10;

/// In how many time zones the dates are shown.
const ZONES: usize = 3;

/// In minutes: the largest difference of two times of day.
const HALF_DAY: i64 = 12 * 60;

/// How far ahead clock changes are searched: a year.
const SEARCH_SPAN: Millis = Millis::from_mins(366 * 24 * 60);

/// Zones around the world, for comparison.
const COMPARED_ZONES: [&str; 8] = [
    "America/Los_Angeles",
    "America/New_York",
    "America/Sao_Paulo",
    "Europe/London",
    "Africa/Johannesburg",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
];

pub(in super::super) struct PreviewView {
    pub words: String,
    pub doors: String,
    pub cities: Vec<String>,
    pub dates: Vec<DateView>,
    /// Clock changes, months without a date, changes of dates that do not occur, and the end of the meeting.
    pub remarks: Vec<String>,
}

pub(in super::super) struct DateView {
    pub cancelled: bool,
    pub changed: Vec<String>,
    pub times: Vec<TimeView>,
}

pub(in super::super) struct TimeView {
    pub instant: String,
    pub time: String,
    pub day: String,
}

impl PreviewView {
    pub(in super::super) fn new(
        timetable: &Timetable,
        visitor: &Visitor,
        frame: Frame<'_>,
    ) -> Self {
        let now = visitor.now;
        let when = &timetable.recurrence;
        let today = zone::local_time(&when.zone, now).date();
        let dates: Vec<Occurrence<'_>> = timetable.upcoming(now).take(DATES).collect();
        let first = dates.first().map_or(now, |date| date.times.starts);
        let zones = compared_zones(&when.zone, &visitor.zone, first);
        let mut remarks: Vec<String> = missing_months(&when.pattern, frame).into_iter().collect();
        remarks.extend(first_ambiguous_time(timetable, visitor, frame));
        for zone in zones.iter().skip(1) {
            remarks.extend(shifted_times(timetable, zone, visitor, frame));
        }
        remarks.extend(unused_changes(timetable, now, frame));
        if dates.is_empty() {
            remarks.push(frame.t("preview-over"));
        }
        Self {
            words: frame.recurrence(when, today),
            doors: doors(timetable, frame),
            cities: zones.iter().map(zone::city).collect(),
            dates: dates
                .iter()
                .map(|date| date_view(date, &zones, visitor, frame))
                .collect(),
            remarks,
        }
    }
}

/// The meeting's zone, the visitor's zone if its time differs, and zones whose times differ most.
fn compared_zones(own: &TimeZone, visitor: &TimeZone, at: Timestamp) -> Vec<TimeZone> {
    let mut zones = vec![own.clone()];
    if !zone::show_same_time(own, visitor, at) {
        zones.push(visitor.clone());
    }
    while zones.len() < ZONES {
        let most_different = COMPARED_ZONES
            .iter()
            .filter_map(|name| TimeZone::get(name).ok())
            .max_by_key(|zone| zones.iter().map(|shown| difference(shown, zone, at)).min());
        zones.extend(most_different);
    }
    zones
}

/// The difference of the times of day in two zones, in minutes; at most half a day.
fn difference(one: &TimeZone, other: &TimeZone, at: Timestamp) -> i64 {
    let (one, other) = (zone::local_time(one, at), zone::local_time(other, at));
    let minutes = (one - other).total(jiff::Unit::Minute).unwrap_or(0.0).abs();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "two zones differ by at most 26 hours"
    )]
    let minutes = minutes as i64;
    HALF_DAY - (minutes % (2 * HALF_DAY) - HALF_DAY).abs()
}

fn doors(timetable: &Timetable, frame: Frame<'_>) -> String {
    let parameters = [
        ("before", frame.span(timetable.doors_before).into()),
        ("after", frame.span(timetable.fellowship_after).into()),
    ];
    frame.say("preview-doors", &parameters)
}

fn date_view(
    date: &Occurrence<'_>,
    zones: &[TimeZone],
    visitor: &Visitor,
    frame: Frame<'_>,
) -> DateView {
    let starts = date.times.starts;
    DateView {
        cancelled: date.is_cancelled(),
        changed: frame.changes(date, visitor),
        times: zones
            .iter()
            .map(|zone| {
                let local = zone::local_time(zone, starts);
                TimeView {
                    instant: super::super::words::iso_instant(starts),
                    time: frame.clock(local),
                    day: frame.date_for(local.date(), visitor),
                }
            })
            .collect(),
    }
}

/// Says that some months lack the day or the fifth weekday. Every month has a last weekday, so nothing is
/// said for a pattern that includes it.
fn missing_months(pattern: &Pattern, frame: Frame<'_>) -> Option<String> {
    match pattern {
        Pattern::MonthlyByDate { day, .. } if *day != DayOfMonth::LAST && day.number() > 28 => {
            Some(frame.say("preview-no-day", &[("day", day.number().into())]))
        }
        Pattern::MonthlyByWeekday {
            places, weekday, ..
        } if places.contains(&WeekOfMonth::Fifth) && !places.contains(&WeekOfMonth::Last) => {
            let id = match places.as_slice() {
                [_] => "preview-no-fifth",
                _ => "preview-fewer-fifth",
            };
            let weekday = frame.weekday(*weekday);
            Some(frame.say(id, &[("weekday", weekday.into())]))
        }
        _ => None,
    }
}

/// The first date of the coming year whose local time is skipped or repeated by a clock change in the
/// meeting's zone.
fn first_ambiguous_time(
    timetable: &Timetable,
    visitor: &Visitor,
    frame: Frame<'_>,
) -> Option<String> {
    let now = visitor.now;
    let when = &timetable.recurrence;
    let planned = when.between(now, now + SEARCH_SPAN);
    let local = |date: jiff::civil::Date| date.to_datetime(when.time);
    planned.into_iter().find_map(|planned| {
        let ambiguous = when.zone.to_ambiguous_timestamp(local(planned.date));
        let id = match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { .. } => return None,
            AmbiguousOffset::Gap { .. } => "preview-gap",
            AmbiguousOffset::Fold { .. } => "preview-fold",
        };
        let parameters = [
            ("date", frame.date_for(planned.date, visitor).into()),
            ("time", frame.clock(local(planned.date)).into()),
            (
                "new-time",
                frame
                    .clock(zone::local_time(&when.zone, planned.starts))
                    .into(),
            ),
        ];
        Some(frame.say(id, &parameters))
    })
}

/// The next two dates from which the local time in another zone differs, because the clocks of the two
/// zones change on different days.
fn shifted_times(
    timetable: &Timetable,
    other: &TimeZone,
    visitor: &Visitor,
    frame: Frame<'_>,
) -> Vec<String> {
    let now = visitor.now;
    let starts = timetable
        .recurrence
        .between(now, now + SEARCH_SPAN)
        .map(|planned| zone::local_time(other, planned.starts));
    let starts: Vec<DateTime> = starts.collect();
    let changes = starts
        .windows(2)
        .filter(|pair| pair[0].time() != pair[1].time());
    changes
        .take(2)
        .map(|pair| {
            let parameters = [
                ("date", frame.date_for(pair[1].date(), visitor).into()),
                ("time", frame.clock(pair[1]).into()),
                ("city", zone::city(other).into()),
            ];
            frame.say("preview-shift", &parameters)
        })
        .collect()
}

/// The changes stored for future dates on which the meeting does not occur.
fn unused_changes(timetable: &Timetable, now: Timestamp, frame: Frame<'_>) -> Vec<String> {
    let when = &timetable.recurrence;
    let today = zone::local_time(&when.zone, now).date();
    (timetable.changes.iter())
        .filter(|change| change.date >= today && !when.occurs_on(change.date))
        .map(|change| {
            let date = frame.date_of_year(change.date);
            frame.say("preview-idle", &[("date", date.into())])
        })
        .collect()
}
