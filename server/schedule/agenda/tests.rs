//! The schedule of one visitor at one moment.

mod counts;
mod filters;
mod paging;
mod rooms;

use super::*;
use crate::base::{MeetingId, Timestamp};
use crate::schedule::weekday::WEEK;
use crate::schedule::{
    About, Access, DateChange, DateStatus, DayChoice, FeedOrigin, FilterField, Hours, Listing,
    OccurrenceState, Origin, Pattern, Recurrence, TimeOfDay, Timetable, zone,
};
use jiff::civil::{Weekday, date, time};
use jiff::tz::TimeZone;
use std::collections::HashMap;

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

fn listing(id: i64, title: &str, days: &[Weekday], hour: i8, minute: i8) -> Listing {
    Listing {
        about: About {
            title: title.into(),
            notes: String::new(),
            kinds: vec!["D".into()],
            language: "en-GB".into(),
            access: Access::Open,
            ..About::default()
        },
        group: "Riverside".into(),
        timetable: Timetable::new(Recurrence {
            pattern: Pattern::weekly(days.iter().copied()),
            from: date(2026, 1, 1),
            until: None,
            time: time(hour, minute, 0, 0),
            zone: london(),
            minutes: 60,
        }),
        origin: Origin::Hosted {
            id: MeetingId(id),
            slug: format!("meeting-{id}"),
        },
    }
}

fn directory(listings: Vec<Listing>) -> Directory {
    Directory::new(listings, at(NOW), |_| String::new())
}

fn query<'a>(
    filter: Filter,
    zone: &'a TimeZone,
    rooms: &'a HashMap<MeetingId, LiveRoom>,
) -> AgendaQuery<'a> {
    AgendaQuery {
        filter,
        now: at(NOW),
        zone,
        seed: 1,
        rooms,
        page: PageRequest::First,
    }
}

fn listings() -> Vec<Listing> {
    let tuesday = [Weekday::Tuesday];
    let mut all = vec![
        listing(1, "On since seven", &tuesday, 19, 0),
        listing(2, "In fellowship", &tuesday, 18, 15),
        listing(3, "Doors open", &tuesday, 19, 30),
        listing(4, "In two hours", &tuesday, 21, 25),
        listing(5, "Tonight", &tuesday, 22, 0),
        listing(6, "Night owls", &[Weekday::Wednesday], 0, 30),
        listing(7, "Soirée", &[Weekday::Wednesday], 18, 0),
        listing(8, "Friday morning", &[Weekday::Friday], 6, 30),
        listing(9, "Just started", &tuesday, 19, 15),
    ];
    all[7].about.kinds = vec!["MED".into()];
    all[6].about.kinds.push("BEG".into());
    all[7].about.language = "de".into();
    all[7].about.access = Access::Closed;
    all
}

fn titles<'a>(rows: &[Row<'a>]) -> Vec<&'a str> {
    rows.iter()
        .map(|row| row.listing.about.title.as_str())
        .collect()
}

fn with_agenda(filter: Filter, zone: &str, check: impl FnOnce(Agenda<'_>)) {
    let directory = directory(listings());
    let zone = zone::parse(zone).expect("a zone");
    check(Agenda::new(
        &directory,
        query(filter, &zone, &HashMap::new()),
    ));
}

#[test]
fn the_schedule_has_sections_for_now_soon_and_the_next_day() {
    with_agenda(Filter::default(), "Europe/London", |agenda| {
        assert_eq!(
            titles(&agenda.in_progress),
            ["Just started", "On since seven", "In fellowship"]
        );
        assert_eq!(titles(&agenda.soon), ["Doors open", "In two hours"]);
        let later: Vec<_> = agenda
            .later
            .iter()
            .map(|section| (section.kind, titles(&section.rows)))
            .collect();
        assert_eq!(
            later,
            [
                (SectionKind::Today, vec!["Tonight"]),
                (SectionKind::SmallHours, vec!["Night owls"]),
                (SectionKind::Tomorrow, vec!["Soirée"]),
            ]
        );
        let week: Vec<_> = agenda.week.iter().map(|day| day.meetings).collect();
        assert_eq!(week, [2, 0, 1, 0, 0, 0]);
        assert_eq!(agenda.week[0].date, date(2026, 11, 25));
    });
}

#[test]
fn section_dates_are_in_the_visitors_zone() {
    with_agenda(Filter::default(), "Asia/Tokyo", |agenda| {
        // 04:25 on Wednesday there: "Night owls" is this morning, "Soirée" early tomorrow.
        let later: Vec<_> = agenda
            .later
            .iter()
            .map(|section| (section.kind, section.date, titles(&section.rows)))
            .collect();
        assert_eq!(
            later,
            [
                (
                    SectionKind::Today,
                    date(2026, 11, 25),
                    vec!["Tonight", "Night owls"]
                ),
                (SectionKind::SmallHours, date(2026, 11, 26), vec!["Soirée"]),
            ]
        );
    });
}

#[test]
fn ties_are_ordered_at_random_and_stay_the_same_for_one_seed() {
    let tied = (1..=6).map(|id| listing(id, &format!("M{id}"), &WEEK, 20, 0));
    let directory = directory(tied.collect());
    let (zone, rooms) = (london(), HashMap::new());
    let order = |seed| {
        let query = AgendaQuery {
            seed,
            ..query(Filter::default(), &zone, &rooms)
        };
        titles(&Agenda::new(&directory, query).soon)
    };
    assert_eq!(order(7), order(7));
    let first: std::collections::BTreeSet<_> = (0..64).map(|seed| order(seed)[0]).collect();
    assert_eq!(first.len(), 6, "every meeting is first for some visitor");
}

#[test]
fn a_cancelled_date_is_listed_but_cannot_be_entered() {
    let mut listings = listings();
    listings[2].timetable.changes = vec![DateChange {
        date: date(2026, 11, 24),
        status: DateStatus::Cancelled,
        topic: None,
        speaker: None,
        chair: None,
    }];
    let (directory, zone, rooms) = (directory(listings), london(), HashMap::new());
    let agenda = Agenda::new(&directory, query(Filter::default(), &zone, &rooms));
    assert_eq!(titles(&agenda.soon), ["Doors open", "In two hours"]);
    assert!(!agenda.soon[0].is_open());
    assert_eq!(agenda.open_count, 3);
}

#[test]
fn a_moved_date_is_listed_at_its_new_time() {
    let mut listings = listings();
    // From Friday morning to tonight.
    listings[7].timetable.changes = vec![DateChange {
        date: date(2026, 11, 27),
        status: DateStatus::Moved(date(2026, 11, 24).at(20, 0, 0, 0)),
        topic: Some("Patience".into()),
        speaker: None,
        chair: None,
    }];
    let (directory, zone, rooms) = (directory(listings), london(), HashMap::new());
    let agenda = Agenda::new(&directory, query(Filter::default(), &zone, &rooms));
    assert_eq!(
        titles(&agenda.soon),
        ["Doors open", "Friday morning", "In two hours"]
    );
    assert!(agenda.soon[1].occurrence.is_moved());
    assert_eq!(agenda.week[2].meetings, 0, "it is not held on Friday");
}

#[test]
fn only_hosted_meetings_have_a_headcount() {
    let mut listings = listings();
    listings[0].origin = Origin::Feed(FeedOrigin {
        source: "Another".into(),
        join: None,
        page: None,
        dial_in: None,
        stale: false,
    });
    let (directory, zone) = (directory(listings), london());
    let room = |planned: &str, people| LiveRoom {
        planned: at(planned),
        state: OccurrenceState::InProgress,
        people,
    };
    let rooms = HashMap::from([
        (MeetingId(9), room("2026-11-24T19:15Z", 4)),
        (MeetingId(1), room("2026-11-24T19:00Z", 7)),
    ]);
    let agenda = Agenda::new(&directory, query(Filter::default(), &zone, &rooms));
    let counts: Vec<_> = agenda.in_progress.iter().map(|row| row.headcount).collect();
    assert_eq!(counts, [Some(4), None, None]);
}
