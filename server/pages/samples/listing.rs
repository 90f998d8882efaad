//! Groups and meetings to show.

use crate::base::{GroupId, MeetingId};
use crate::schedule::{
    About, Access, Group, Meeting, Pattern, Recurrence, Revision, Timetable, weekday,
};
use jiff::civil::{Weekday, date, time};
use jiff::tz::TimeZone;

const TUESDAY: &[Weekday] = &[Weekday::Tuesday];
const WEDNESDAY: &[Weekday] = &[Weekday::Wednesday];

/// Title, group, days, hour, minute, length, kinds, language, access.
type Line = (
    &'static str,
    &'static str,
    &'static [Weekday],
    i8,
    i8,
    u16,
    &'static str,
    &'static str,
    Access,
);

const LINES: &[Line] = &[
    (
        "Tuesday Newcomers",
        "Riverside Group",
        TUESDAY,
        19,
        0,
        60,
        "BE D",
        "en",
        Access::Open,
    ),
    (
        "Kitchen Table",
        "Lantern Street",
        TUESDAY,
        18,
        45,
        60,
        "W ST",
        "en",
        Access::Closed,
    ),
    (
        "Ronda de la tarde",
        "Puerta Abierta",
        TUESDAY,
        19,
        15,
        60,
        "SP",
        "es",
        Access::Open,
    ),
    (
        "Half Past Seven",
        "Millbrook Group",
        TUESDAY,
        19,
        30,
        60,
        "SP",
        "en",
        Access::Open,
    ),
    (
        "Quiet Hour",
        "Northside Group",
        TUESDAY,
        20,
        0,
        60,
        "MED CAN",
        "en",
        Access::Open,
    ),
    (
        "Slow Reading",
        "Riverside Group",
        TUESDAY,
        21,
        30,
        90,
        "LIT",
        "en",
        Access::Open,
    ),
    (
        "Second Shift",
        "Depot Road",
        TUESDAY,
        21,
        45,
        60,
        "D M",
        "en",
        Access::Closed,
    ),
    (
        "Abendrunde",
        "Gruppe am Kanal",
        TUESDAY,
        22,
        0,
        60,
        "TOP",
        "de",
        Access::Open,
    ),
    (
        "Night Owls",
        "Lantern Street",
        WEDNESDAY,
        0,
        30,
        60,
        "D",
        "en",
        Access::Open,
    ),
    (
        "The Long Night",
        "Harbour Group",
        &weekday::WEEK,
        3,
        0,
        60,
        "BE D",
        "en",
        Access::Open,
    ),
    (
        "Early Bus",
        "Depot Road",
        WEDNESDAY,
        6,
        30,
        30,
        "MED",
        "en",
        Access::Open,
    ),
    (
        "مجموعة المساء",
        "الباب المفتوح",
        WEDNESDAY,
        12,
        15,
        45,
        "ST",
        "ar",
        Access::Open,
    ),
    (
        "Open Window",
        "Northside Group",
        WEDNESDAY,
        18,
        0,
        60,
        "LGBTQ SP",
        "en",
        Access::Open,
    ),
    (
        "Friday Morning",
        "Depot Road",
        &[Weekday::Friday],
        6,
        30,
        60,
        "MED",
        "en",
        Access::Open,
    ),
];

pub(super) fn groups() -> Vec<Group> {
    LINES
        .iter()
        .zip(1..)
        .map(|(line, id)| group(line, id))
        .collect()
}

pub(super) fn meetings() -> Vec<Meeting> {
    LINES
        .iter()
        .zip(1..)
        .map(|(line, id)| meeting(line, id))
        .collect()
}

pub(super) fn london() -> TimeZone {
    TimeZone::get("Europe/London").expect("a zone")
}

fn group(line: &Line, id: i64) -> Group {
    Group {
        id: GroupId(id),
        slug: format!("group-{id}"),
        name: line.1.into(),
        place: String::new(),
        website: None,
        contributions: (id == 1).then(|| "https://give.example/riverside".into()),
    }
}

fn meeting(line: &Line, id: i64) -> Meeting {
    let (title, _, days, hour, minute, minutes, kinds, language, access) = *line;
    Meeting {
        id: MeetingId(id),
        group: GroupId(id),
        slug: format!("meeting-{id}"),
        about: About {
            title: title.into(),
            notes:
                "A small, unhurried meeting for people in their first weeks, and for anyone who \
                remembers theirs.\n\nSomebody reads for a few minutes, then people share. You may \
                just listen. <b>Tea & biscuits</b> are your own."
                    .into(),
            kinds: kinds.split_whitespace().map(str::to_owned).collect(),
            language: language.into(),
            access,
            ..About::default()
        },
        timetable: Timetable::new(Recurrence {
            pattern: Pattern::weekly(days.iter().copied()),
            from: date(2026, 1, 1),
            until: None,
            time: time(hour, minute, 0, 0),
            zone: london(),
            minutes,
        }),
        revision: Revision::default(),
    }
}
