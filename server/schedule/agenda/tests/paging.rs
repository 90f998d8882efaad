//! Cursors and pages.

use super::*;

/// 200 meetings with 40 different starts from 22:00 on, so that rows with the same start are on both sides of
/// every page break.
fn two_hundred_meetings() -> Directory {
    directory(
        (0..200)
            .map(|id: i64| {
                let start = i8::try_from(id % 40).expect("less than 40");
                listing(
                    id,
                    &format!("M{id}"),
                    &WEEK,
                    22 + start / 20,
                    start % 20 * 3,
                )
            })
            .collect(),
    )
}

#[test]
fn successive_pages_show_every_occurrence_once() {
    let (directory, zone, headcounts) = (two_hundred_meetings(), london(), HashMap::new());
    let filter = Filter {
        day: Some(DayChoice::Today),
        ..Filter::default()
    };
    let (mut page, mut seen, mut pages) = (PageRequest::First, Vec::new(), 0);
    loop {
        let agenda = Agenda::new(
            &directory,
            AgendaQuery {
                page,
                ..query(filter.clone(), &zone, &headcounts)
            },
        );
        assert_eq!(agenda.matches, 200);
        let rows: Vec<_> = agenda.rows().collect();
        assert!(rows.len() <= 60);
        seen.extend(
            rows.iter()
                .map(|row| (row.occurrence.times.starts, row.listing.about.title.clone())),
        );
        pages += 1;
        let Some((next, remaining)) = agenda.next_page else {
            break;
        };
        assert_eq!(remaining, 200 - seen.len(), "page {pages}");
        assert_eq!(Cursor::parse(&next.to_string()), Some(next));
        page = PageRequest::After(next);
    }
    assert_eq!((pages, seen.len()), (4, 200));
    assert!(seen.is_sorted_by_key(|(starts, _)| *starts));
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 200, "no occurrence is shown twice");
}

#[test]
fn past_and_invalid_cursors_are_harmless() {
    let (directory, zone, headcounts) = (two_hundred_meetings(), london(), HashMap::new());
    for cursor in [
        "0",
        "0.9999",
        "99999999999",
        "29758110.18446744073709551615",
    ] {
        let cursor = Cursor::parse(cursor).expect("a cursor");
        let agenda = Agenda::new(
            &directory,
            AgendaQuery {
                page: PageRequest::After(cursor),
                ..query(Filter::default(), &zone, &headcounts)
            },
        );
        assert!(agenda.rows().count() <= 60);
    }
    for text in ["", "x", "1.x", "9223372036854775807", "-"] {
        assert_eq!(Cursor::parse(text), None, "{text}");
    }
}
