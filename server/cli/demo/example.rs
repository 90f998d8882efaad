//! Stores the example groups and meetings.

use super::tables::{
    DateDifference, Days, Example, GROUPS, IN_PROGRESS_SLUG, MEETINGS, SECOND_DATE_INDEX, Start,
};
use crate::base::{GroupId, MeetingId, Timestamp};
use crate::cli::error::CliError;
use crate::room::{ChatPolicy, StepKind};
use crate::schedule::{
    About, DateChange, DateStatus, INTERVAL_ONE, Pattern, Recurrence, Timetable, zone,
};
use crate::store::{NewGroup, NewMeeting, RoomSettings, Store};
use jiff::ToSpan;
use jiff::civil::Time;
use jiff::tz::TimeZone;

/// The examples that the demo prints links for.
pub(super) struct Examples {
    /// The group of the meeting in progress.
    pub(super) group: GroupId,
    /// The meeting in progress.
    pub(super) meeting: MeetingId,
    /// The slug of that meeting.
    pub(super) slug: &'static str,
}

/// Stores the examples, unless they are stored already.
///
/// # Errors
/// When the store fails.
pub(super) async fn store_examples(
    store: &Store,
    now: Timestamp,
    is_quiet: bool,
) -> Result<Examples, CliError> {
    let slug = IN_PROGRESS_SLUG;
    if store.meeting_by_slug(slug).await?.is_none() {
        for (group_slug, name, place) in GROUPS {
            let group = create_group(store, group_slug, name, place).await?;
            for example in MEETINGS
                .iter()
                .filter(|example| example.group == group_slug)
            {
                let mut meeting = new_meeting(example, group, now)?;
                if example.slug == slug && !is_quiet {
                    open_chat_in_shares(&mut meeting.room);
                }
                store.create_meeting(&meeting, now).await?;
            }
        }
    }
    let meeting = store.meeting_by_slug(slug).await?;
    let meeting = meeting.ok_or("the example meeting was not stored")?;
    Ok(Examples {
        group: meeting.group,
        meeting: meeting.id,
        slug,
    })
}

async fn create_group(
    store: &Store,
    slug: &str,
    name: &str,
    place: &str,
) -> Result<GroupId, CliError> {
    let group = NewGroup {
        slug: slug.to_owned(),
        name: name.to_owned(),
        place: place.to_owned(),
        website: None,
        contributions: None,
    };
    Ok(store.create_group(&group).await?)
}

fn new_meeting(example: &Example, group: GroupId, now: Timestamp) -> Result<NewMeeting, CliError> {
    let zone = TimeZone::get(example.zone)?;
    let mut timetable = Timetable::new(Recurrence {
        pattern: pattern(&example.days),
        from: zone::local_time(&zone, now).date().saturating_sub(1.week()),
        until: None,
        time: match example.start {
            Start::At(time) => time,
            Start::MinutesFromNow(minutes) => time_from_now(now, minutes, &zone),
        },
        zone,
        minutes: example.minutes,
    });
    let change = second_date_change(&timetable, &example.second_date, now);
    timetable.changes.extend(change);
    Ok(NewMeeting {
        group,
        slug: example.slug.to_owned(),
        about: About {
            title: example.title.to_owned(),
            notes: example.notes.to_owned(),
            kinds: example.kinds.iter().map(|&kind| kind.to_owned()).collect(),
            language: example.language.to_owned(),
            access: example.access,
            ..About::default()
        },
        timetable,
        room: RoomSettings::usual(),
    })
}

/// Lets everyone write to everyone during the shares: so a visitor reads what the simulated members write.
fn open_chat_in_shares(room: &mut RoomSettings) {
    for step in &mut room.format.steps {
        if step.kind == StepKind::Shares {
            step.chat = ChatPolicy::Open;
        }
    }
}

fn pattern(days: &Days) -> Pattern {
    match *days {
        Days::Weekly(days) => Pattern::weekly(days.iter().copied()),
        Days::Monthly(weeks, weekday) => Pattern::MonthlyByWeekday {
            every: INTERVAL_ONE,
            places: weeks.to_vec(),
            weekday,
        },
    }
}

/// The local time `minutes` after `now`, without seconds.
fn time_from_now(now: Timestamp, minutes: i64, zone: &TimeZone) -> Time {
    let start = zone::local_time(zone, now).saturating_add(minutes.minutes());
    Time::constant(start.hour(), start.minute(), 0, 0)
}

fn second_date_change(
    timetable: &Timetable,
    difference: &DateDifference,
    now: Timestamp,
) -> Option<DateChange> {
    let date = timetable.upcoming_held(now).nth(SECOND_DATE_INDEX)?.date;
    let (status, topic) = match *difference {
        DateDifference::None => return None,
        DateDifference::Cancelled => (DateStatus::Cancelled, None),
        DateDifference::Moved { to, topic } => {
            let start = date.at(to.hour(), to.minute(), 0, 0);
            (DateStatus::Moved(start), Some(topic.to_owned()))
        }
    };
    Some(DateChange {
        date,
        status,
        topic,
        speaker: None,
        chair: None,
    })
}
