//! What a filter finds, and what the form for it offers.

use super::*;

#[test]
fn a_search_covers_the_whole_week() {
    let filter = Filter {
        search: "friDAY".into(),
        ..Filter::default()
    };
    with_agenda(filter, "Europe/London", |agenda| {
        assert_eq!(agenda.later.len(), 1);
        assert_eq!(agenda.later[0].date, date(2026, 11, 27));
        assert_eq!(titles(&agenda.later[0].rows), ["Friday morning"]);
    });
}

#[test]
fn each_filter_field_narrows_the_result() {
    let friday = Some(DayChoice::On(Weekday::Friday));
    for (filter, expected) in [
        (
            Filter {
                search: "soiree RIVER".into(),
                ..Filter::default()
            },
            vec!["Soirée"],
        ),
        (
            Filter {
                day: friday,
                ..Filter::default()
            },
            vec!["Friday morning"],
        ),
        (
            Filter {
                time: Some(TimeOfDay::Morning),
                ..Filter::default()
            },
            vec!["Friday morning"],
        ),
        (
            Filter {
                time: Some(TimeOfDay::Night),
                ..Filter::default()
            },
            vec!["Tonight", "Night owls"],
        ),
        (
            Filter {
                kind: Some("MED".into()),
                ..Filter::default()
            },
            vec!["Friday morning"],
        ),
        (
            Filter {
                language: Some("de".into()),
                ..Filter::default()
            },
            vec!["Friday morning"],
        ),
        (
            Filter {
                newcomers: true,
                ..Filter::default()
            },
            vec!["Soirée"],
        ),
        (
            Filter {
                access: Some(Access::Closed),
                ..Filter::default()
            },
            vec!["Friday morning"],
        ),
    ] {
        let description = format!("{filter:?}");
        with_agenda(filter, "Europe/London", |agenda| {
            let rows: Vec<_> = agenda
                .later
                .into_iter()
                .flat_map(|section| section.rows)
                .collect();
            assert_eq!(titles(&rows), expected, "{description}");
        });
    }
}

#[test]
fn meetings_in_progress_count_as_today() {
    let filter = Filter {
        day: Some(DayChoice::Today),
        ..Filter::default()
    };
    with_agenda(filter, "Asia/Tokyo", |agenda| {
        assert_eq!(agenda.in_progress.len(), 3);
    });
}

#[test]
fn an_empty_result_suggests_open_and_similar_meetings() {
    let filter = Filter {
        day: Some(DayChoice::On(Weekday::Friday)),
        time: Some(TimeOfDay::Evening),
        language: Some("de".into()),
        ..Filter::default()
    };
    with_agenda(filter, "Europe/London", |agenda| {
        assert!(agenda.is_empty());
        let suggestions = agenda.suggestions.expect("suggestions");
        assert_eq!(titles(&suggestions.near_matches), ["Friday morning"]);
        assert_eq!(suggestions.open.len(), 3);
    });
}

#[test]
fn a_filter_by_waking_hours_shows_meetings_of_those_hours_and_of_the_next_two() {
    let filter = Filter {
        awake: Hours::new(22, 3),
        ..Filter::default()
    };
    with_agenda(filter, "Europe/London", |agenda| {
        let later: Vec<_> = agenda
            .later
            .iter()
            .flat_map(|section| titles(&section.rows))
            .collect();
        assert_eq!(later, ["Tonight", "Night owls"]);
        // It is 19:25: a visitor who looks at the schedule is awake, so the next two hours are included.
        assert_eq!(titles(&agenda.soon), ["Doors open"]);
        let hours: Vec<_> = agenda
            .hours
            .iter()
            .map(|hour| (zone::local_time(&london(), hour.from).hour(), hour.meetings))
            .collect();
        let within_two_hours = [(19, 1), (20, 0), (21, 0)];
        let awake = [(22, 1), (23, 0), (0, 1), (1, 0), (2, 0)];
        assert_eq!(hours, [&within_two_hours[..], &awake].concat());
    });
}

#[test]
fn the_filter_form_offers_only_values_that_some_meeting_has() {
    with_agenda(Filter::default(), "Europe/London", |agenda| {
        assert_eq!(agenda.options.kinds, ["BE", "D", "MED"]);
        assert_eq!(agenda.options.languages, ["de", "en"]);
    });
}

#[test]
fn a_filter_lists_its_active_fields_and_its_values_parse_to_themselves() {
    let filter = Filter {
        kind: Some("D".into()),
        time: Some(TimeOfDay::Night),
        ..Filter::default()
    };
    assert_eq!(
        filter.active_fields().collect::<Vec<_>>(),
        [FilterField::Time, FilterField::Kind]
    );
    assert!(
        filter
            .without(FilterField::Time)
            .without(FilterField::Kind)
            .is_empty()
    );
    for day in WEEK
        .map(DayChoice::On)
        .into_iter()
        .chain([DayChoice::Today])
    {
        assert_eq!(DayChoice::parse(day.as_str()), Some(day));
    }
    for time in TimeOfDay::ALL {
        assert_eq!(TimeOfDay::parse(time.as_str()), Some(time));
    }
    assert_eq!(DayChoice::parse("someday"), None);
    assert_eq!(Filter::search(&"a".repeat(1000)).len(), 100);
}
