//! What comes of a question, counted.

use super::*;

fn cancelled(day: jiff::civil::Date) -> Change {
    Change {
        date: day,
        fate: Fate::Cancelled,
        topic: None,
        speaker: None,
        chair: None,
    }
}

#[test]
fn a_day_counts_what_is_held() {
    let mut listings: Vec<Listing> = (1..=3)
        .map(|id| {
            listing(
                id,
                "Of three",
                &[Weekday::Wednesday, Weekday::Thursday],
                18,
                0,
            )
        })
        .collect();
    listings[1].timetable.changes = vec![cancelled(date(2026, 11, 25))];
    for listing in &mut listings {
        listing
            .timetable
            .changes
            .push(cancelled(date(2026, 11, 26)));
    }
    let (directory, zone, heads) = (directory(listings), london(), HashMap::new());
    let filter = Filter {
        awake: Hours::new(17, 20),
        ..Filter::default()
    };
    let agenda = Agenda::new(&directory, look(filter, &zone, &heads));
    let week: Vec<_> = agenda.week.iter().map(|day| day.meetings).collect();
    assert_eq!(week, [2, 0, 0, 0, 0, 0]);
    let hours: Vec<_> = agenda.hours.iter().map(|hour| hour.meetings).collect();
    assert_eq!(hours, [0, 0, 2]);
    // All six have their lines, which say which of them are cancelled.
    assert_eq!((agenda.found, agenda.rows().count()), (6, 6));
}
