//! What comes of a question, counted.

use super::*;

fn cancelled(day: jiff::civil::Date) -> DateChange {
    DateChange {
        date: day,
        status: DateStatus::Cancelled,
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
    assert_eq!(hours, [0, 0, 0, 0, 2]);
    // All six have their lines, which say which of them are cancelled.
    assert_eq!((agenda.matches, agenda.rows().count()), (6, 6));
}

#[test]
fn the_night_of_a_day_is_looked_through_to_its_end() {
    let all = vec![
        listing(1, "Thursday, late", &[Weekday::Thursday], 23, 0),
        listing(2, "Before Friday’s dawn", &[Weekday::Friday], 2, 0),
        listing(3, "Friday, late", &[Weekday::Friday], 22, 30),
        listing(4, "Before Saturday’s dawn", &[Weekday::Saturday], 4, 30),
        listing(5, "Saturday, early", &[Weekday::Saturday], 5, 0),
    ];
    let (directory, zone, heads) = (directory(all), london(), HashMap::new());
    let night_of = |day| Filter {
        day: Some(DayChoice::On(day)),
        time: Some(TimeOfDay::Night),
        ..Filter::default()
    };
    let of_friday = ["Friday, late", "Before Saturday’s dawn"];
    // From Tuesday, and from Saturday, when Friday is the last of the seven days.
    for now in [NOW, "2026-11-21T12:00Z"] {
        let look = AgendaQuery {
            now: at(now),
            ..look(night_of(Weekday::Friday), &zone, &heads)
        };
        let directory = Directory::new(directory.listings().to_vec(), at(now), |_| String::new());
        let agenda = Agenda::new(&directory, look);
        let rows: Vec<_> = agenda.rows().map(|row| &*row.listing.about.title).collect();
        assert_eq!(rows, of_friday, "at {now}");
        assert_eq!(agenda.matches, 2);
    }
}

#[test]
fn a_meeting_in_two_languages_is_found_in_each_and_neither_is_a_kind() {
    let mut both = listing(1, "Deux langues", &EVERY_DAY, 20, 0);
    both.about.language = "ar".into();
    both.about.kinds = vec!["D".into(), "FR".into(), "ASL".into()];
    let english = listing(2, "English", &EVERY_DAY, 20, 0);
    let (directory, zone, heads) = (directory(vec![both, english]), london(), HashMap::new());
    let found = |language: Option<&str>, kind: Option<&str>| {
        let filter = Filter {
            language: language.map(str::to_owned),
            kind: kind.map(str::to_owned),
            ..Filter::default()
        };
        Agenda::new(&directory, look(filter, &zone, &heads)).matches
    };
    assert_eq!(found(Some("ar"), None), 7);
    assert_eq!(found(Some("fr"), None), 7);
    assert_eq!(found(Some("en"), None), 7);
    assert_eq!(found(Some("de"), None), 0);
    // Addresses that asked for the code still lead there.
    assert_eq!(found(None, Some("FR")), 7);
    assert_eq!(found(None, Some("AR")), 7);
    let options = directory.options();
    assert_eq!(options.languages, ["ar", "en", "fr"]);
    assert_eq!(options.kinds, ["ASL", "D"]);
}

#[test]
fn a_fruitless_search_tells_how_many_there_are_without_each_thing_asked_for() {
    let (directory, zone, heads) = (directory(listings()), london(), HashMap::new());
    let without = |filter: Filter| {
        let agenda = Agenda::new(&directory, look(filter.clone(), &zone, &heads));
        let without = agenda.suggestions.expect("nothing was found").without;
        for (facet, count) in &without {
            let looser = look(filter.without(*facet), &zone, &heads);
            if looser.filter.is_empty() {
                // The page of everything goes no farther than a day; the count is of the week.
                continue;
            }
            assert_eq!(Agenda::new(&directory, looser).matches, *count, "{facet:?}");
        }
        without
    };
    let none = Filter::default();
    // Three are on, and three more come today.
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
    // What is left may itself ask for a night that ends after the seven days.
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
