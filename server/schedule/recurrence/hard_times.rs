//! The table of hard cases, held against the pages' own times.

#[path = "../../../tests/support/hard_times.rs"]
mod table;

use crate::{base, schedule};

#[test]
fn the_hard_times_come_out_as_the_table_says() {
    let cases = table::all();
    assert!(cases.len() > 60, "the table has lost its cases");
    for case in cases {
        let held: Vec<_> = (case.timetable.between(case.from, case.until))
            .filter(|happening| !happening.is_cancelled())
            .map(|happening| happening.times.starts)
            .collect();
        assert_eq!(held, case.held, "{}", case.what);
    }
}
