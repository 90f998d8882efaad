//! Dates around clock changes and other difficult cases, compared with instants from another program.

use crate::support::hard_times;

#[test]
fn difficult_dates_match_the_table() {
    let cases = hard_times::all();
    assert!(cases.len() > 60, "the table has all its cases");
    for case in cases {
        let held: Vec<_> = (case.timetable.between(case.from, case.until))
            .filter(|occurrence| !occurrence.is_cancelled())
            .map(|occurrence| occurrence.times.starts)
            .collect();
        assert_eq!(held, case.held, "{}", case.what);
    }
}
