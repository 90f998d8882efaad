//! The difficult cases of recurrence from `hard_times.json`: meetings and their expected starts.
//!
//! The instants were computed with another program and another copy of the zone data, from the
//! definition of each rule, independently of this program.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use porchlight::base::Timestamp;
use porchlight::schedule::{DateChange, Pattern, Recurrence, Timetable};
use serde::Deserialize;

pub struct HardTime {
    /// What makes the case difficult.
    pub what: String,
    pub timetable: Timetable,
    pub from: Timestamp,
    pub until: Timestamp,
    /// Every start in `[from, until)`.
    pub held: Vec<Timestamp>,
}

#[derive(Deserialize)]
struct TableRow {
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
    let rows: Vec<TableRow> =
        serde_json::from_str(include_str!("hard_times.json")).expect("the table is valid");
    rows.into_iter().map(to_case).collect()
}

/// Parses an instant of the table.
pub fn at(text: &str) -> Timestamp {
    let at: jiff::Timestamp = text.parse().expect("an instant");
    Timestamp(at.as_millisecond())
}

fn to_case(row: TableRow) -> HardTime {
    let mut timetable = Timetable::new(Recurrence {
        pattern: row.pattern,
        from: row.from,
        until: row.until,
        time: row.time,
        zone: TimeZone::get(&row.zone).expect("a zone"),
        minutes: row.minutes,
    });
    timetable.changes = row.changes;
    let midnight = |date: Date| at(&format!("{date}T00:00Z"));
    HardTime {
        what: row.what,
        timetable,
        from: midnight(row.span.0),
        until: midnight(row.span.1),
        held: row.held.iter().map(|text| at(text)).collect(),
    }
}
