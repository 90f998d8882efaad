//! The hard cases of recurrence, read from `hard_times.json`: meetings, and when they are held.
//!
//! The instants were worked out with another program and another copy of the zone data, from the
//! plain meaning of each rule; nothing of them comes from this program.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use porchlight::base::Timestamp;
use porchlight::schedule::{DateChange, Pattern, Recurrence, Timetable};
use serde::Deserialize;

pub struct HardTime {
    pub what: String,
    pub timetable: Timetable,
    pub from: Timestamp,
    pub until: Timestamp,
    /// Every start from `from` to before `until`.
    pub held: Vec<Timestamp>,
}

#[derive(Deserialize)]
struct Written {
    what: String,
    zone: String,
    pattern: Pattern,
    from: Date,
    until: Option<Date>,
    time: Time,
    minutes: u16,
    changes: Vec<DateChange>,
    span: (Date, Date),
    held: Vec<String>,
}

pub fn all() -> Vec<HardTime> {
    let written: Vec<Written> =
        serde_json::from_str(include_str!("hard_times.json")).expect("the table reads");
    written.into_iter().map(read).collect()
}

/// An instant as the table writes it.
pub fn at(text: &str) -> Timestamp {
    let at: jiff::Timestamp = text.parse().expect("an instant");
    Timestamp(at.as_millisecond())
}

fn read(case: Written) -> HardTime {
    let mut timetable = Timetable::new(Recurrence {
        pattern: case.pattern,
        from: case.from,
        until: case.until,
        time: case.time,
        zone: TimeZone::get(&case.zone).expect("a zone"),
        minutes: case.minutes,
    });
    timetable.changes = case.changes;
    let midnight = |date: Date| at(&format!("{date}T00:00Z"));
    HardTime {
        what: case.what,
        timetable,
        from: midnight(case.span.0),
        until: midnight(case.span.1),
        held: case.held.iter().map(|text| at(text)).collect(),
    }
}
