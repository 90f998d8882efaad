//! What a visitor is shown at one moment.

use super::*;
use crate::base::GroupId;
use crate::schedule::{
    About, Access, DayChoice, Edition, Facet, Pattern, Recurrence, TimeOfDay, Timetable,
};
use jiff::civil::{Weekday, date, time};

const EVERY_DAY: [Weekday; 7] = DayChoice::WEEK;

/// Tuesday 24 November 2026, 19:25 in London.
const NOW: &str = "2026-11-24T19:25Z";

fn at(text: &str) -> Timestamp {
    Timestamp(
        text.parse::<jiff::Timestamp>()
            .expect("an instant")
            .as_millisecond(),
    )
}

fn london() -> TimeZone {
    TimeZone::get("Europe/London").expect("a zone")
}

fn group() -> Group {
    Group {
        id: GroupId(1),
        slug: "riverside".into(),
        name: "Riverside".into(),
        place: String::new(),
        website: None,
        contributions: None,
    }
}

fn meeting(id: i64, title: &str, days: &[Weekday], hour: i8, minute: i8) -> Meeting {
    Meeting {
        id: MeetingId(id),
        group: GroupId(1),
        slug: format!("meeting-{id}"),
        about: About {
            title: title.into(),
            notes: String::new(),
            kinds: vec!["D".into()],
            language: "en-GB".into(),
            access: Access::Open,
            other_ways: String::new(),
        },
        timetable: Timetable::new(Recurrence {
            pattern: Pattern::weekly(days.iter().copied()),
            from: date(2026, 1, 1),
            until: None,
            time: time(hour, minute, 0, 0),
            zone: london(),
            minutes: 60,
        }),
        edition: Edition::default(),
    }
}

fn meetings() -> Vec<Meeting> {
    let tuesday = [Weekday::Tuesday];
    let mut all = vec![
        meeting(1, "On since seven", &tuesday, 19, 0),
        meeting(2, "In fellowship", &tuesday, 18, 15),
        meeting(3, "Doors open", &tuesday, 19, 30),
        meeting(4, "In two hours", &tuesday, 21, 25),
        meeting(5, "Tonight", &tuesday, 22, 0),
        meeting(6, "Night owls", &[Weekday::Wednesday], 0, 30),
        meeting(7, "Soirée", &[Weekday::Wednesday], 18, 0),
        meeting(8, "Friday morning", &[Weekday::Friday], 6, 30),
        meeting(9, "Just started", &tuesday, 19, 15),
    ];
    all[7].about.kinds = vec!["MED".into()];
    all[7].about.language = "de".into();
    all[7].about.access = Access::Closed;
    all
}

fn titles<'a>(rows: &[Row<'a>]) -> Vec<&'a str> {
    rows.iter()
        .map(|row| row.listed.meeting.about.title.as_str())
        .collect()
}

fn with_agenda(filter: Filter, zone: &str, check: impl FnOnce(Agenda<'_>)) {
    let (group, meetings) = (group(), meetings());
    let all: Vec<_> = meetings
        .iter()
        .map(|meeting| Listed {
            meeting,
            group: &group,
            headcount: None,
        })
        .collect();
    let zone = zone::parse(zone).expect("a zone");
    check(Agenda::new(&all, filter, at(NOW), &zone, 1));
}

#[test]
fn the_schedule_is_parted_into_now_soon_and_the_next_day() {
    with_agenda(Filter::default(), "Europe/London", |agenda| {
        assert_eq!(
            titles(&agenda.now),
            ["Just started", "On since seven", "In fellowship"]
        );
        assert_eq!(titles(&agenda.soon), ["Doors open", "In two hours"]);
        let later: Vec<_> = agenda
            .later
            .iter()
            .map(|part| (part.kind, titles(&part.rows)))
            .collect();
        assert_eq!(
            later,
            [
                (StretchKind::Today, vec!["Tonight"]),
                (StretchKind::SmallHours, vec!["Night owls"]),
                (StretchKind::Tomorrow, vec!["Soirée"]),
            ]
        );
        let week: Vec<_> = agenda.week.iter().map(|day| day.meetings).collect();
        assert_eq!(week, [2, 0, 1, 0, 0, 0]);
        assert_eq!(agenda.week[0].date, date(2026, 11, 25));
    });
}

#[test]
fn days_are_those_of_the_visitor() {
    with_agenda(Filter::default(), "Asia/Tokyo", |agenda| {
        // 04:25 on Wednesday there: "Night owls" is this morning, "Soirée" early tomorrow.
        let later: Vec<_> = agenda
            .later
            .iter()
            .map(|part| (part.kind, part.date, titles(&part.rows)))
            .collect();
        assert_eq!(
            later,
            [
                (
                    StretchKind::Today,
                    date(2026, 11, 25),
                    vec!["Tonight", "Night owls"]
                ),
                (StretchKind::SmallHours, date(2026, 11, 26), vec!["Soirée"]),
            ]
        );
    });
}

#[test]
fn a_search_looks_through_the_whole_week() {
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
fn each_thing_asked_for_narrows() {
    let friday = Some(DayChoice::On(Weekday::Friday));
    for (filter, found) in [
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
                access: Some(Access::Closed),
                ..Filter::default()
            },
            vec!["Friday morning"],
        ),
    ] {
        let asked = format!("{filter:?}");
        with_agenda(filter, "Europe/London", |agenda| {
            let rows: Vec<_> = agenda
                .later
                .into_iter()
                .flat_map(|part| part.rows)
                .collect();
            assert_eq!(titles(&rows), found, "{asked}");
        });
    }
}

#[test]
fn what_is_on_counts_as_today() {
    let filter = Filter {
        day: Some(DayChoice::Today),
        ..Filter::default()
    };
    with_agenda(filter, "Asia/Tokyo", |agenda| {
        assert_eq!(agenda.now.len(), 3);
    });
}

#[test]
fn a_fruitless_search_offers_what_is_open_and_what_is_close() {
    let filter = Filter {
        day: Some(DayChoice::On(Weekday::Friday)),
        time: Some(TimeOfDay::Evening),
        language: Some("de".into()),
        ..Filter::default()
    };
    with_agenda(filter, "Europe/London", |agenda| {
        assert!(agenda.is_empty());
        let instead = agenda.instead.expect("something instead");
        assert_eq!(titles(&instead.near), ["Friday morning"]);
        assert_eq!(instead.open.len(), 4);
    });
}

#[test]
fn ties_are_drawn_by_lot_and_stay_for_one_view() {
    let group = group();
    let meetings: Vec<_> = (1..=6)
        .map(|id| meeting(id, &format!("M{id}"), &EVERY_DAY, 20, 0))
        .collect();
    let all: Vec<_> = meetings
        .iter()
        .map(|meeting| Listed {
            meeting,
            group: &group,
            headcount: None,
        })
        .collect();
    let order = |seed| titles(&Agenda::new(&all, Filter::default(), at(NOW), &london(), seed).soon);
    assert_eq!(order(7), order(7));
    let first: std::collections::BTreeSet<_> = (0..64).map(|seed| order(seed)[0]).collect();
    assert_eq!(first.len(), 6, "every meeting comes first for some visitor");
}

#[test]
fn only_what_some_meeting_has_can_be_asked_for() {
    with_agenda(Filter::default(), "Europe/London", |agenda| {
        assert_eq!(agenda.choices.kinds, ["D", "MED"]);
        assert_eq!(agenda.choices.languages, ["de", "en"]);
    });
}

#[test]
fn a_filter_knows_what_it_asks_for() {
    let filter = Filter {
        kind: Some("D".into()),
        time: Some(TimeOfDay::Night),
        ..Filter::default()
    };
    assert_eq!(
        filter.facets().collect::<Vec<_>>(),
        [Facet::Time, Facet::Kind]
    );
    assert!(filter.without(Facet::Time).without(Facet::Kind).is_empty());
    for day in DayChoice::WEEK
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
