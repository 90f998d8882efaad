//! What a form comes to: in words, and as its next dates on three clocks.

use super::super::words::clock;
use super::super::{Frame, Visitor};
use crate::base::{Millis, Timestamp};
use crate::schedule::{DayOfMonth, Occurrence, Pattern, Timetable, WeekOfMonth, zone};
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};

/// How many dates are shown, on how many clocks.
const DATES: usize = 10;

/// Half a day, in minutes: no two clocks are farther apart.
const HALF_A_DAY: i64 = 12 * 60;

/// How far ahead clock changes are looked for.
const AHEAD: Millis = Millis::from_mins(366 * 24 * 60);

/// Cities around the world to see a meeting from.
const CITIES: [&str; 8] = [
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
    /// Clock changes, months left out, an end that is near.
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
        let clocks = clocks(&when.zone, &visitor.zone, first);
        let mut remarks: Vec<String> = left_out(&when.pattern, frame).into_iter().collect();
        remarks.extend(skipped_or_doubled(timetable, visitor, frame));
        for other in clocks.iter().skip(1) {
            remarks.extend(shifts(timetable, other, visitor, frame));
        }
        remarks.extend(idle(timetable, now, frame));
        if dates.is_empty() {
            remarks.push(frame.t("preview-over"));
        }
        Self {
            words: frame.recurrence(when, today),
            doors: doors(timetable, frame),
            cities: clocks.iter().map(zone::city).collect(),
            dates: dates
                .iter()
                .map(|date| date_view(date, &clocks, visitor, frame))
                .collect(),
            remarks,
        }
    }
}

/// The meeting's own clock, the visitor's where it differs, and others as far away as can be.
fn clocks(own: &TimeZone, visitor: &TimeZone, at: Timestamp) -> Vec<TimeZone> {
    let mut clocks = vec![own.clone()];
    if !zone::show_same_time(own, visitor, at) {
        clocks.push(visitor.clone());
    }
    while clocks.len() < 3 {
        let farthest = CITIES
            .iter()
            .filter_map(|name| TimeZone::get(name).ok())
            .max_by_key(|city| clocks.iter().map(|clock| apart(clock, city, at)).min());
        clocks.extend(farthest);
    }
    clocks
}

/// How far two clocks are apart, in minutes, around the dial.
fn apart(one: &TimeZone, other: &TimeZone, at: Timestamp) -> i64 {
    let (one, other) = (zone::local_time(one, at), zone::local_time(other, at));
    let minutes = (one - other).total(jiff::Unit::Minute).unwrap_or(0.0).abs();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "two clocks differ by 26 hours at most"
    )]
    let minutes = minutes as i64;
    HALF_A_DAY - (minutes % (2 * HALF_A_DAY) - HALF_A_DAY).abs()
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
    clocks: &[TimeZone],
    visitor: &Visitor,
    frame: Frame<'_>,
) -> DateView {
    let starts = date.times.starts;
    DateView {
        cancelled: date.is_cancelled(),
        changed: frame.changes(date, visitor),
        times: clocks
            .iter()
            .map(|zone| {
                let local = zone::local_time(zone, starts);
                TimeView {
                    instant: super::super::words::iso_instant(starts),
                    time: clock(local),
                    day: frame.date_for(local.date(), visitor),
                }
            })
            .collect(),
    }
}

/// Months that have no such day. The last weekday of a month is there in every one, be it the fifth
/// or not.
fn left_out(pattern: &Pattern, frame: Frame<'_>) -> Option<String> {
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

/// The first date of the coming year whose hour the meeting's own clock jumps over or shows twice.
fn skipped_or_doubled(
    timetable: &Timetable,
    visitor: &Visitor,
    frame: Frame<'_>,
) -> Option<String> {
    let now = visitor.now;
    let when = &timetable.recurrence;
    let planned = when.between(now, now + AHEAD);
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
            ("time", clock(local(planned.date)).into()),
            (
                "new-time",
                clock(zone::local_time(&when.zone, planned.starts)).into(),
            ),
        ];
        Some(frame.say(id, &parameters))
    })
}

/// From when on it is at another hour elsewhere, because only one of the clocks changes.
fn shifts(
    timetable: &Timetable,
    other: &TimeZone,
    visitor: &Visitor,
    frame: Frame<'_>,
) -> Vec<String> {
    let now = visitor.now;
    let starts = timetable
        .recurrence
        .between(now, now + AHEAD)
        .map(|planned| zone::local_time(other, planned.starts));
    let starts: Vec<DateTime> = starts.collect();
    let turns = starts
        .windows(2)
        .filter(|pair| pair[0].time() != pair[1].time());
    turns
        .take(2)
        .map(|pair| {
            let parameters = [
                ("date", frame.date_for(pair[1].date(), visitor).into()),
                ("time", clock(pair[1]).into()),
                ("city", zone::city(other).into()),
            ];
            frame.say("preview-shift", &parameters)
        })
        .collect()
}

/// What is noted for coming days on which there is no meeting.
fn idle(timetable: &Timetable, now: Timestamp, frame: Frame<'_>) -> Vec<String> {
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
