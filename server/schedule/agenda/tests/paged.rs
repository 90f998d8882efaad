//! Page after page.

use super::*;

/// 200 meetings, each at one of 40 starts from 22:00 on, so that ties fall on every page's edge.
fn many() -> Directory {
    directory(
        (0..200)
            .map(|id: i64| {
                let start = i8::try_from(id % 40).expect("small");
                listing(
                    id,
                    &format!("M{id}"),
                    &EVERY_DAY,
                    22 + start / 20,
                    start % 20 * 3,
                )
            })
            .collect(),
    )
}

#[test]
fn pages_one_after_another_show_everything_once() {
    let (directory, zone, heads) = (many(), london(), HashMap::new());
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
                ..look(filter.clone(), &zone, &heads)
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
        let Some((next, left)) = agenda.next_page else {
            break;
        };
        assert_eq!(left, 200 - seen.len(), "what is left is told");
        assert_eq!(Cursor::parse(&next.to_string()), Some(next));
        page = PageRequest::After(next);
    }
    assert_eq!((pages, seen.len()), (4, 200));
    assert!(seen.is_sorted_by_key(|(starts, _)| *starts));
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 200, "nothing twice");
}

#[test]
fn a_cursor_from_the_past_or_from_nowhere_is_harmless() {
    let (directory, zone, heads) = (many(), london(), HashMap::new());
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
                ..look(Filter::default(), &zone, &heads)
            },
        );
        assert!(agenda.rows().count() <= 60);
    }
    for text in ["", "x", "1.x", "9223372036854775807", "-"] {
        assert_eq!(Cursor::parse(text), None, "{text}");
    }
}
