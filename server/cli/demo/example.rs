//! The example groups and meetings. Invented; any likeness to real groups is chance.

use crate::base::{GroupId, MeetingId, Timestamp};
use crate::cli::CliError;
use crate::schedule::{
    About, Access, Change, DateStatus, EACH, Pattern, Recurrence, Timetable, WeekOfMonth, zone,
};
use crate::store::{NewGroup, NewMeeting, RoomSettings, Store};
use jiff::ToSpan;
use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;

/// How long ago the meeting in progress began.
const BEGAN_MINUTES_AGO: i64 = 10;

/// What the demo tells of its examples.
pub struct Examples {
    pub group: GroupId,
    /// The meeting that is in progress.
    pub now: MeetingId,
    pub slug: &'static str,
}

const IN_PROGRESS: &str = "evening-circle";

/// Makes the examples, unless the store holds them already.
pub async fn fill(store: &Store, now: Timestamp) -> Result<Examples, CliError> {
    if let Some(meeting) = store.meeting_by_slug(IN_PROGRESS).await? {
        return Ok(Examples {
            group: meeting.group,
            now: meeting.id,
            slug: IN_PROGRESS,
        });
    }
    let riverside = group(store, "riverside", "Riverside Group", "Leeds, UK").await?;
    let lantern = group(store, "lantern-street", "Lantern Street", "Albany, NY, USA").await?;
    let puerta = group(store, "puerta-abierta", "Puerta Abierta", "Puebla, México").await?;
    let (began, zone) = local_start(now, -BEGAN_MINUTES_AGO);
    let (soon, _) = local_start(now, 12);

    let evening = Example {
        title: "Evening Circle",
        notes: "A small, unhurried meeting. Someone reads for a few minutes, then people share for \
                up to three minutes each. You may just listen.",
        kinds: &["D", "BE"],
        minutes: 90,
        ..Example::new(riverside, IN_PROGRESS, EVERY_DAY, began, zone.clone())
    };
    let in_progress = evening.make(store, now).await?;
    let others = [
        Example {
            title: "Half an Hour of Quiet",
            notes: "Short and calm. We sit in silence for ten minutes, then share.",
            kinds: &["MED", "CAN"],
            minutes: 30,
            ..Example::new(lantern, "quiet-half-hour", EVERY_DAY, soon, zone)
        },
        Example {
            title: "Tuesday Newcomers",
            notes: "For people in their first weeks, and for anyone who remembers theirs.",
            kinds: &["BE", "D"],
            ..Example::new(
                riverside,
                "tuesday-newcomers",
                &[Weekday::Tuesday],
                at(19, 0),
                named("Europe/London")?,
            )
        },
        Example {
            title: "Kitchen Table",
            notes: "A women's meeting that reads a page together and talks it through.",
            kinds: &["W", "ST"],
            access: Access::Closed,
            ..Example::new(
                lantern,
                "kitchen-table",
                &[Weekday::Monday, Weekday::Thursday],
                at(18, 45),
                named("America/New_York")?,
            )
        },
        Example {
            title: "Ronda de la tarde",
            notes: "Una reunión abierta, con una persona que cuenta su historia y turnos cortos.",
            kinds: &["SP"],
            language: "es",
            ..Example::new(
                puerta,
                "ronda-de-la-tarde",
                &[Weekday::Wednesday, Weekday::Saturday],
                at(19, 15),
                named("America/Mexico_City")?,
            )
        },
        Example {
            title: "Sunday Long Table",
            notes: "Twice a month, and longer than most: a speaker, a pause, and time for everyone.",
            kinds: &["SP", "D"],
            minutes: 120,
            pattern: Pattern::MonthlyByWeekday {
                every: EACH,
                places: vec![WeekOfMonth::First, WeekOfMonth::Third],
                weekday: Weekday::Sunday,
            },
            ..Example::new(
                lantern,
                "sunday-long-table",
                &[],
                at(16, 0),
                named("America/New_York")?,
            )
        },
        Example {
            title: "Early Tea",
            notes: "Before work, before the day. Come as you are.",
            kinds: &["D"],
            minutes: 45,
            ..Example::new(
                riverside,
                "early-tea",
                &[Weekday::Monday, Weekday::Wednesday, Weekday::Friday],
                at(6, 30),
                named("Asia/Kolkata")?,
            )
        },
    ];
    for example in others {
        example.make(store, now).await?;
    }
    Ok(Examples {
        group: riverside,
        now: in_progress,
        slug: IN_PROGRESS,
    })
}

const EVERY_DAY: &[Weekday] = &[
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

struct Example {
    group: GroupId,
    slug: &'static str,
    title: &'static str,
    notes: &'static str,
    kinds: &'static [&'static str],
    language: &'static str,
    access: Access,
    pattern: Pattern,
    time: Time,
    zone: TimeZone,
    minutes: u16,
}

impl Example {
    fn new(
        group: GroupId,
        slug: &'static str,
        days: &'static [Weekday],
        time: Time,
        zone: TimeZone,
    ) -> Self {
        Self {
            group,
            slug,
            title: "",
            notes: "",
            kinds: &[],
            language: "en",
            access: Access::Open,
            pattern: Pattern::weekly(days.iter().copied()),
            time,
            zone,
            minutes: 60,
        }
    }

    async fn make(self, store: &Store, now: Timestamp) -> Result<MeetingId, CliError> {
        let meeting = NewMeeting {
            group: self.group,
            slug: self.slug.to_owned(),
            about: About {
                title: self.title.to_owned(),
                notes: self.notes.to_owned(),
                kinds: self.kinds.iter().map(|&kind| kind.to_owned()).collect(),
                language: self.language.to_owned(),
                access: self.access,
                other_ways: String::new(),
            },
            timetable: changed(
                Timetable::new(Recurrence {
                    pattern: self.pattern,
                    from: zone::clock(&self.zone, now).date().saturating_sub(1.week()),
                    until: None,
                    time: self.time,
                    zone: self.zone,
                    minutes: self.minutes,
                }),
                self.slug,
                now,
            ),
            room: RoomSettings::usual(),
        };
        Ok(store.create_meeting(&meeting, now).await?)
    }
}

/// Two meetings have a date that differs, so that one can see how that looks.
fn changed(mut timetable: Timetable, slug: &str, now: Timestamp) -> Timetable {
    let Some(second) = timetable.from_now(now).nth(1) else {
        return timetable;
    };
    let change = |fate, topic: Option<&str>| Change {
        date: second.date,
        fate,
        topic: topic.map(str::to_owned),
        speaker: None,
        chair: None,
    };
    match slug {
        "early-tea" => timetable.changes.push(change(DateStatus::Cancelled, None)),
        "kitchen-table" => {
            let later = second.date.at(20, 0, 0, 0);
            let topic = "What helps in the evening";
            timetable
                .changes
                .push(change(DateStatus::Moved(later), Some(topic)));
        }
        _ => {}
    }
    timetable
}

async fn group(store: &Store, slug: &str, name: &str, place: &str) -> Result<GroupId, CliError> {
    let group = NewGroup {
        slug: slug.to_owned(),
        name: name.to_owned(),
        place: place.to_owned(),
        website: None,
        contributions: None,
    };
    Ok(store.create_group(&group).await?)
}

/// The local time `minutes` from now, to the minute, in a zone without clock changes.
fn local_start(now: Timestamp, minutes: i64) -> (Time, TimeZone) {
    let utc = jiff::Timestamp::from_millisecond(now.0).unwrap_or_default();
    let zone = TimeZone::UTC;
    let local = utc
        .to_zoned(zone)
        .datetime()
        .saturating_add(minutes.minutes());
    (
        at(local.hour(), local.minute()),
        named("Etc/UTC").unwrap_or(TimeZone::UTC),
    )
}

fn at(hour: i8, minute: i8) -> Time {
    Time::constant(hour, minute, 0, 0)
}

fn named(zone: &str) -> Result<TimeZone, CliError> {
    Ok(TimeZone::get(zone)?)
}
