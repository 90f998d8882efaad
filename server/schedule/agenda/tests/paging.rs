//! Cursors and pages.

use super::*;
use crate::base::Millis;
use proptest::prelude::*;
use std::collections::BTreeSet;

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
    let (directory, zone, rooms) = (two_hundred_meetings(), london(), HashMap::new());
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
                ..query(filter.clone(), &zone, &rooms)
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
    let (directory, zone, rooms) = (two_hundred_meetings(), london(), HashMap::new());
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
                ..query(Filter::default(), &zone, &rooms)
            },
        );
        assert!(agenda.rows().count() <= 60);
    }
    for text in ["", "x", "1.x", "9223372036854775807", "-"] {
        assert_eq!(Cursor::parse(text), None, "{text}");
    }
}

/// Names one date of one meeting.
type Date = (Timestamp, String);

/// Every date on the pages from this one on. `pause` passes between two requests.
fn walk(
    directory: &Directory,
    filter: &Filter,
    mut now: Timestamp,
    mut page: PageRequest,
    pause: Millis,
) -> (Vec<Date>, Timestamp) {
    let (zone, rooms, mut seen) = (london(), HashMap::new(), Vec::new());
    loop {
        let query = AgendaQuery {
            now,
            page,
            ..query(filter.clone(), &zone, &rooms)
        };
        let agenda = Agenda::new(directory, query);
        let rows = agenda.rows();
        seen.extend(rows.map(|row| (row.starts(), row.listing.about.title.clone())));
        let Some((next, remaining)) = agenda.next_page else {
            return (seen, now);
        };
        assert!(remaining > 0, "a further page has rows");
        page = match page {
            PageRequest::Open(_) => PageRequest::Open(next),
            _ => PageRequest::After(next),
        };
        now = now + pause;
    }
}

/// The dates that are listed at `now` by the rules of the schedule, without an index or pages.
fn listed_at(directory: &Directory, now: Timestamp, until: Timestamp) -> Vec<Date> {
    let dates = directory.listings().iter().flat_map(|listing| {
        let upcoming = listing.timetable.upcoming(now);
        let dates = upcoming.take_while(move |occurrence| occurrence.times.starts <= until);
        dates.map(|occurrence| (occurrence.times.starts, listing.about.title.clone()))
    });
    dates.collect()
}

fn once(mut dates: Vec<Date>) -> Vec<Date> {
    dates.sort();
    let count = dates.len();
    dates.dedup();
    assert_eq!(dates.len(), count, "no date is given twice");
    dates
}

/// Meetings around 19:25, many of them with the same start, some with today's date cancelled.
fn many_meetings() -> impl Strategy<Value = Directory> {
    let meeting = (18..22_i8, 0..4_i8, prop::bool::weighted(0.1));
    prop::collection::vec(meeting, 0..260).prop_map(|meetings| {
        let listings = (0..).zip(meetings).map(|(id, (hour, quarter, cancelled))| {
            let mut one = listing(id, &format!("M{id}"), &WEEK, hour, quarter * 15);
            if cancelled {
                one.timetable.changes = vec![DateChange {
                    date: date(2026, 11, 24),
                    status: DateStatus::Cancelled,
                    topic: None,
                    speaker: None,
                    chair: None,
                }];
            }
            one
        });
        directory(listings.collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_walk_for_programs_gives_every_date_once(directory in many_meetings()) {
        let now = at(NOW);
        let day = Millis::from_mins(24 * 60);
        let start = PageRequest::After(Cursor::START);
        let (seen, _) = walk(&directory, &Filter::default(), now, start, Millis(0));
        prop_assert!(seen.is_sorted_by_key(|(starts, _)| *starts));
        prop_assert_eq!(once(seen), once(listed_at(&directory, now, now + day)));
        let filter = Filter { day: Some(DayChoice::Today), ..Filter::default() };
        let (today, _) = walk(&directory, &filter, now, start, Millis(0));
        let midnight = at("2026-11-24T23:59Z");
        prop_assert_eq!(once(today), once(listed_at(&directory, now, midnight)));
    }

    #[test]
    fn the_pages_for_people_together_show_every_date_once(directory in many_meetings()) {
        let now = at(NOW);
        let none = Filter::default();
        let (open, _) = walk(&directory, &none, now, PageRequest::Open(Cursor::START), Millis(0));
        let (first, _) = walk(&directory, &none, now, PageRequest::First, Millis(0));
        let begun = |(starts, _): &&Date| *starts < now;
        prop_assert_eq!(first.iter().filter(begun).count(), open.len().min(10));
        let ahead = first.iter().filter(|date| !begun(date)).cloned();
        let shown = once(open.into_iter().chain(ahead).collect());
        let listed = once(listed_at(&directory, now, now + Millis::from_mins(24 * 60)));
        // A cancelled date is listed until its start.
        let (walked, shown): (BTreeSet<_>, BTreeSet<_>) =
            (listed.into_iter().collect(), shown.into_iter().collect());
        prop_assert!(shown.is_subset(&walked));
        for (starts, title) in walked.difference(&shown) {
            let listing = directory.listings().iter().find(|one| one.about.title == *title);
            prop_assert!(*starts < now && listing.is_some_and(|one| !one.timetable.changes.is_empty()));
        }
    }

    #[test]
    fn a_walk_that_takes_its_time_misses_nothing_that_lasts(
        directory in many_meetings(),
        minutes in 0..9_u64,
    ) {
        let now = at(NOW);
        let start = PageRequest::After(Cursor::START);
        let (seen, end) =
            walk(&directory, &Filter::default(), now, start, Millis::from_mins(minutes));
        let seen: BTreeSet<_> = once(seen).into_iter().collect();
        let until = now + Millis::from_mins(24 * 60);
        let at_the_end: BTreeSet<_> = listed_at(&directory, end, until).into_iter().collect();
        for date in listed_at(&directory, now, until) {
            prop_assert!(!at_the_end.contains(&date) || seen.contains(&date), "{:?}", date);
        }
    }
}

#[test]
fn more_open_meetings_than_one_page_holds_are_on_the_next() {
    let meetings = (0..450).map(|id| listing(id, &format!("M{id}"), &WEEK, 19, 0));
    let directory = directory(meetings.collect());
    let page = PageRequest::Open(Cursor::START);
    let (seen, _) = walk(&directory, &Filter::default(), at(NOW), page, Millis(0));
    assert_eq!(once(seen).len(), 450);
}
