//! The counts of days and hours, and the suggestions for an empty result.

use super::*;

fn cancelled_on(date: jiff::civil::Date) -> DateChange {
    DateChange {
        date,
        status: DateStatus::Cancelled,
        topic: None,
        speaker: None,
        chair: None,
    }
}

#[test]
fn days_and_hours_do_not_count_cancelled_occurrences() {
    let mut listings: Vec<Listing> = (1..=3)
        .map(|id| {
            listing(
                id,
                "One of three",
                &[Weekday::Wednesday, Weekday::Thursday],
                18,
                0,
            )
        })
        .collect();
    listings[1].timetable.changes = vec![cancelled_on(date(2026, 11, 25))];
    for listing in &mut listings {
        listing
            .timetable
            .changes
            .push(cancelled_on(date(2026, 11, 26)));
    }
    let (directory, zone, rooms) = (directory(listings), london(), HashMap::new());
    let filter = Filter {
        awake: Hours::new(17, 20),
        ..Filter::default()
    };
    let agenda = Agenda::new(&directory, query(filter, &zone, &rooms));
    let week: Vec<_> = agenda.week.iter().map(|day| day.meetings).collect();
    assert_eq!(week, [2, 0, 0, 0, 0, 0]);
    let hours: Vec<_> = agenda.hours.iter().map(|hour| hour.meetings).collect();
    assert_eq!(hours, [0, 0, 0, 0, 2]);
    // All six occurrences have rows: a row also shows that a meeting is cancelled.
    assert_eq!((agenda.matches, agenda.rows().count()), (6, 6));
}

#[test]
fn the_night_of_a_day_includes_the_small_hours_of_the_next() {
    let all = vec![
        listing(1, "Thursday, late", &[Weekday::Thursday], 23, 0),
        listing(2, "Before Friday’s dawn", &[Weekday::Friday], 2, 0),
        listing(3, "Friday, late", &[Weekday::Friday], 22, 30),
        listing(4, "Before Saturday’s dawn", &[Weekday::Saturday], 4, 30),
        listing(5, "Saturday, early", &[Weekday::Saturday], 5, 0),
    ];
    let (directory, zone, rooms) = (directory(all), london(), HashMap::new());
    let night_of = |day| Filter {
        day: Some(DayChoice::On(day)),
        time: Some(TimeOfDay::Night),
        ..Filter::default()
    };
    let expected = ["Friday, late", "Before Saturday’s dawn"];
    // The query is made on Tuesday, and on Saturday, when Friday is the last of the seven days.
    for now in [NOW, "2026-11-21T12:00Z"] {
        let query = AgendaQuery {
            now: at(now),
            ..query(night_of(Weekday::Friday), &zone, &rooms)
        };
        let directory = Directory::new(directory.listings().to_vec(), at(now), |_| String::new());
        let agenda = Agenda::new(&directory, query);
        let rows: Vec<_> = agenda.rows().map(|row| &*row.listing.about.title).collect();
        assert_eq!(rows, expected, "at {now}");
        assert_eq!(agenda.matches, 2);
    }
}

#[test]
fn a_meeting_in_two_languages_matches_each_and_language_codes_are_not_kinds() {
    let mut bilingual = listing(1, "Deux langues", &WEEK, 20, 0);
    bilingual.about.language = "ar".into();
    bilingual.about.kinds = vec!["D".into(), "FR".into(), "ASL".into()];
    let english = listing(2, "English", &WEEK, 20, 0);
    let (directory, zone, rooms) = (
        directory(vec![bilingual, english]),
        london(),
        HashMap::new(),
    );
    let matches = |language: Option<&str>, kind: Option<&str>| {
        let filter = Filter {
            language: language.map(str::to_owned),
            kind: kind.map(str::to_owned),
            ..Filter::default()
        };
        Agenda::new(&directory, query(filter, &zone, &rooms)).matches
    };
    assert_eq!(matches(Some("ar"), None), 7);
    assert_eq!(matches(Some("fr"), None), 7);
    assert_eq!(matches(Some("en"), None), 7);
    assert_eq!(matches(Some("de"), None), 0);
    // Links that filter by the code of a language still work.
    assert_eq!(matches(None, Some("FR")), 7);
    assert_eq!(matches(None, Some("AR")), 7);
    let options = directory.options();
    assert_eq!(options.languages, ["ar", "en", "fr"]);
    assert_eq!(options.kinds, ["ASL", "D"]);
}

#[test]
fn an_empty_result_has_the_number_of_matches_without_each_field() {
    let (directory, zone, rooms) = (directory(listings()), london(), HashMap::new());
    let matches_without = |filter: Filter| {
        let agenda = Agenda::new(&directory, query(filter.clone(), &zone, &rooms));
        let counts = agenda.suggestions.expect("nothing matches").matches_without;
        for (field, count) in &counts {
            let looser = query(filter.without(*field), &zone, &rooms);
            if looser.filter.is_empty() {
                // The page without a filter covers one day; the count covers the week.
                continue;
            }
            assert_eq!(Agenda::new(&directory, looser).matches, *count, "{field:?}");
        }
        counts
    };
    let no_filter = Filter::default();
    // Without the search, three meetings in progress and three later ones match today.
    let today = Filter {
        search: "xylophone".into(),
        day: Some(DayChoice::Today),
        ..no_filter.clone()
    };
    assert_eq!(
        matches_without(today),
        [(FilterField::Search, 6), (FilterField::Day, 0)]
    );
    let german = Filter {
        language: Some("de".into()),
        day: Some(DayChoice::On(Weekday::Monday)),
        ..no_filter.clone()
    };
    assert_eq!(
        matches_without(german),
        [(FilterField::Day, 1), (FilterField::Language, 0)]
    );
    // A night may end after the last of the seven days.
    let night = Filter {
        search: "owls".into(),
        day: Some(DayChoice::On(Weekday::Tuesday)),
        time: Some(TimeOfDay::Night),
        access: Some(Access::Closed),
        ..no_filter.clone()
    };
    assert_eq!(
        matches_without(night),
        [
            (FilterField::Search, 0),
            (FilterField::Day, 0),
            (FilterField::Time, 0),
            (FilterField::Access, 1)
        ]
    );
    let nothing = Filter {
        search: "xylophone".into(),
        ..no_filter
    };
    assert_eq!(matches_without(nothing), [(FilterField::Search, 9)]);
}
