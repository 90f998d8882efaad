//! Dates of meetings at hard times of the calendar, against instants from another program.

use crate::support::hard_times;

#[test]
fn the_hard_times_come_out_as_the_table_says() {
    let cases = hard_times::all();
    assert!(cases.len() > 60, "the table has lost its cases");
    for case in cases {
        let held: Vec<_> = (case.timetable.between(case.from, case.until))
            .filter(|occurrence| !occurrence.is_cancelled())
            .map(|occurrence| occurrence.times.starts)
            .collect();
        assert_eq!(held, case.held, "{}", case.what);
    }
}
