//! Counts and suggestions.

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
fn days_and_hours_count_only_held_meetings() {
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
    listings[1].timetable.changes = vec![cancelled_on(date(2026, 11, 25))];
    for listing in &mut listings {
        listing
            .timetable
            .changes
            .push(cancelled_on(date(2026, 11, 26)));
    }
    let (directory, zone, headcounts) = (directory(listings), london(), HashMap::new());
    let filter = Filter {
        awake: Hours::new(17, 20),
        ..Filter::default()
    };
    let agenda = Agenda::new(&directory, query(filter, &zone, &headcounts));
    let week: Vec<_> = agenda.week.iter().map(|day| day.meetings).collect();
    assert_eq!(week, [2, 0, 0, 0, 0, 0]);
    let hours: Vec<_> = agenda.hours.iter().map(|hour| hour.meetings).collect();
    assert_eq!(hours, [0, 0, 0, 0, 2]);
    // All six have rows, which show the cancellations.
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
    let (directory, zone, headcounts) = (directory(all), london(), HashMap::new());
    let night_of = |day| Filter {
        day: Some(DayChoice::On(day)),
        time: Some(TimeOfDay::Night),
        ..Filter::default()
    };
    let expected = ["Friday, late", "Before Saturday’s dawn"];
    // Asked on Tuesday, and on Saturday, when Friday is the last of the seven days.
    for now in [NOW, "2026-11-21T12:00Z"] {
        let query = AgendaQuery {
            now: at(now),
            ..query(night_of(Weekday::Friday), &zone, &headcounts)
        };
        let directory = Directory::new(directory.listings().to_vec(), at(now), |_| String::new());
        let agenda = Agenda::new(&directory, query);
        let rows: Vec<_> = agenda.rows().map(|row| &*row.listing.about.title).collect();
        assert_eq!(rows, expected, "at {now}");
        assert_eq!(agenda.matches, 2);
    }
}

#[test]
fn a_meeting_in_two_languages_matches_each_and_neither_is_a_kind() {
    let mut both = listing(1, "Deux langues", &WEEK, 20, 0);
    both.about.language = "ar".into();
    both.about.kinds = vec!["D".into(), "FR".into(), "ASL".into()];
    let english = listing(2, "English", &WEEK, 20, 0);
    let (directory, zone, headcounts) = (directory(vec![both, english]), london(), HashMap::new());
    let matches = |language: Option<&str>, kind: Option<&str>| {
        let filter = Filter {
            language: language.map(str::to_owned),
            kind: kind.map(str::to_owned),
            ..Filter::default()
        };
        Agenda::new(&directory, query(filter, &zone, &headcounts)).matches
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
fn an_empty_result_counts_what_would_match_without_each_field() {
    let (directory, zone, headcounts) = (directory(listings()), london(), HashMap::new());
    let without = |filter: Filter| {
        let agenda = Agenda::new(&directory, query(filter.clone(), &zone, &headcounts));
        let without = agenda.suggestions.expect("nothing matches").without;
        for (field, count) in &without {
            let looser = query(filter.without(*field), &zone, &headcounts);
            if looser.filter.is_empty() {
                // The page without a filter covers one day; the count covers the week.
                continue;
            }
            assert_eq!(Agenda::new(&directory, looser).matches, *count, "{field:?}");
        }
        without
    };
    let none = Filter::default();
    // Three are in progress, and three more start today.
    let today = Filter {
        search: "xylophone".into(),
        day: Some(DayChoice::Today),
        ..none.clone()
    };
    assert_eq!(
        without(today),
        [(FilterField::Search, 6), (FilterField::Day, 0)]
    );
    let german = Filter {
        language: Some("de".into()),
        day: Some(DayChoice::On(Weekday::Monday)),
        ..none.clone()
    };
    assert_eq!(
        without(german),
        [(FilterField::Day, 1), (FilterField::Language, 0)]
    );
    // The remaining fields may ask for a night that ends after the seven days.
    let night = Filter {
        search: "owls".into(),
        day: Some(DayChoice::On(Weekday::Tuesday)),
        time: Some(TimeOfDay::Night),
        access: Some(Access::Closed),
        ..none.clone()
    };
    assert_eq!(
        without(night),
        [
            (FilterField::Search, 0),
            (FilterField::Day, 0),
            (FilterField::Time, 0),
            (FilterField::Access, 1)
        ]
    );
    let nothing = Filter {
        search: "xylophone".into(),
        ..none
    };
    assert_eq!(without(nothing), [(FilterField::Search, 9)]);
}
