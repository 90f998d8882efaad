//! Example values to store.

use jiff::civil::{Weekday, date, time};
use jiff::tz::TimeZone;
use porchlight::base::{AccountId, FirstName, GroupId, MeetingId, Millis, Redacted, Timestamp};
use porchlight::room::{ChatPolicy, Format, Microphones, QueueMode, Step, StepKind};
use porchlight::schedule::{About, Access, DateChange, DateStatus, Pattern, Recurrence, Timetable};
use porchlight::store::{NewAccount, NewGroup, NewMeeting, RoomSettings, Store};

pub const NOW: Timestamp = Timestamp(1_800_000_000_000);
pub const LATER: Timestamp = Timestamp(1_800_000_060_000);

pub fn a_group(slug: &str) -> NewGroup {
    NewGroup {
        slug: slug.to_owned(),
        name: "Harbour".to_owned(),
        place: "Leeds, UK".to_owned(),
        website: Some("https://example.org".to_owned()),
        contributions: Some("https://example.org/give".to_owned()),
    }
}

pub fn a_meeting(group: GroupId, slug: &str) -> NewMeeting {
    let mut meeting = NewMeeting {
        group,
        slug: slug.to_owned(),
        about: About {
            title: "Tuesday Newcomers".to_owned(),
            notes: "Tea first.\n\nThen sharing. Ünïcode ☕".to_owned(),
            kinds: vec!["BE".to_owned(), "12x12".to_owned()],
            language: "en".to_owned(),
            access: Access::Closed,
            ..About::default()
        },
        timetable: Timetable {
            recurrence: Recurrence {
                pattern: Pattern::weekly([Weekday::Monday, Weekday::Thursday, Weekday::Sunday]),
                from: date(2026, 3, 2),
                until: Some(date(2027, 2, 28)),
                time: time(23, 59, 0, 0),
                zone: TimeZone::get("Europe/London").expect("a known zone"),
                minutes: 90,
            },
            changes: vec![DateChange {
                date: date(2026, 3, 5),
                status: DateStatus::Moved(date(2026, 3, 6).at(20, 30, 0, 0)),
                topic: Some("Letting go".to_owned()),
                speaker: FirstName::parse("Ana").ok(),
                chair: None,
            }],
            doors_before: Millis::from_mins(15),
            fellowship_after: Millis::from_mins(30),
        },
        room: a_room(),
    };
    meeting.about.other_ways = "Ask for the bridge.".to_owned();
    meeting
}

pub fn a_room() -> RoomSettings {
    let step = Step {
        kind: StepKind::Shares,
        title: "Shares".to_owned(),
        text: String::new(),
        link: None,
        minutes: Some(40),
        microphones: Microphones::FloorHolder,
        chat: ChatPolicy::ToHosts,
    };
    RoomSettings {
        format: Format { steps: vec![step] },
        queue_mode: QueueMode::NewcomersFirst,
        share_limit: Some(Millis::from_mins(3)),
        call_timeout: Millis::from_secs(45),
        open_floor_voices: 3,
        capacity: 500,
    }
}

pub fn an_account(number: &str) -> NewAccount {
    NewAccount {
        number: Redacted(number.to_owned()),
        name: FirstName::parse("Mike").expect("a first name"),
        passphrase_phc: Redacted("$argon2id$one".to_owned()),
        created_day: 20_833,
    }
}

pub async fn group(store: &Store) -> GroupId {
    store
        .create_group(&a_group("harbour"))
        .await
        .expect("a group")
}

pub async fn meeting(store: &Store) -> MeetingId {
    let meeting = a_meeting(group(store).await, "tuesday-newcomers");
    store
        .create_meeting(&meeting, NOW)
        .await
        .expect("a meeting")
}

pub async fn account(store: &Store, number: &str) -> AccountId {
    store
        .create_account(&an_account(number))
        .await
        .expect("an account")
}
