//! Meetings of the schedule, and what their rooms are made of.

use super::{CreateError, Store, StoreError};
use crate::base::{GroupId, MeetingId, Millis};
use crate::room::{Format, QueueMode};
use crate::schedule::{Access, Meeting, Weekly};
use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::any::AnyRow;

/// A meeting to be: all of [`Meeting`] but its number, and its room.
#[derive(Clone, Debug, PartialEq)]
pub struct NewMeeting {
    pub group: GroupId,
    pub slug: String,
    pub title: String,
    pub notes: String,
    pub kinds: Vec<String>,
    pub language: String,
    pub access: Access,
    /// Its zone must have an IANA name.
    pub when: Weekly,
    pub doors_before: Millis,
    pub fellowship_after: Millis,
    pub room: RoomSettings,
}

/// What every room of a meeting is made of (see `room::RoomPlan`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomSettings {
    pub format: Format,
    pub queue_mode: QueueMode,
    /// `None`: no limit.
    pub share_limit: Option<Millis>,
    pub open_floor_voices: u8,
    pub capacity: u32,
}

/// What can't be understood about a stored meeting.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("the time zone {0:?} is not one this program knows")]
    Zone(String),
    #[error("its time zone has no name")]
    NamelessZone,
    #[error("its {0} can't be read")]
    Part(&'static str),
}

/// All columns of a meeting, with what follows in the query.
macro_rules! select {
    ($rest:literal) => {
        sqlx::query(concat!(
            "SELECT id, group_id, slug, title, notes, kinds, language, access, days, \
             starts_minute, zone, minutes, doors_before, fellowship_after FROM meetings ",
            $rest
        ))
    };
}

impl Store {
    /// # Errors
    /// [`CreateError::Taken`] when another meeting has the slug.
    pub async fn create_meeting(&self, meeting: &NewMeeting) -> Result<MeetingId, CreateError> {
        let zone = meeting.when.zone.iana_name();
        let zone = zone.ok_or_else(|| unreadable(&meeting.slug, Unreadable::NamelessZone))?;
        let part = |part| move |_| unreadable(&meeting.slug, Unreadable::Part(part));
        let id = sqlx::query_scalar(
            "INSERT INTO meetings (group_id, slug, title, notes, kinds, language, access, days,
               starts_minute, zone, minutes, doors_before, fellowship_after, room)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id",
        )
        .bind(meeting.group.0)
        .bind(&meeting.slug)
        .bind(&meeting.title)
        .bind(&meeting.notes)
        .bind(serde_json::to_string(&meeting.kinds).map_err(part(KINDS))?)
        .bind(&meeting.language)
        .bind(access_text(meeting.access))
        .bind(days_mask(&meeting.when.days))
        .bind(minute_of_day(meeting.when.time))
        .bind(zone)
        .bind(i64::from(meeting.when.minutes))
        .bind(span(meeting.doors_before))
        .bind(span(meeting.fellowship_after))
        .bind(serde_json::to_string(&meeting.room).map_err(part(ROOM))?)
        .fetch_one(self.writes())
        .await?;
        Ok(MeetingId(id))
    }

    /// All meetings, in the order of their slugs.
    ///
    /// # Errors
    /// Our own fault; [`StoreError::Meeting`] names a meeting that can't be understood.
    pub async fn meetings(&self) -> Result<Vec<Meeting>, StoreError> {
        let rows = select!("ORDER BY slug").fetch_all(self.reads()).await?;
        rows.iter().map(read).collect()
    }

    /// # Errors
    /// As [`Store::meetings`].
    pub async fn meeting(&self, id: MeetingId) -> Result<Option<Meeting>, StoreError> {
        let query = select!("WHERE id = $1").bind(id.0);
        let row = query.fetch_optional(self.reads()).await?;
        row.as_ref().map(read).transpose()
    }

    /// # Errors
    /// As [`Store::meetings`].
    pub async fn meeting_by_slug(&self, slug: &str) -> Result<Option<Meeting>, StoreError> {
        let query = select!("WHERE slug = $1").bind(slug);
        let row = query.fetch_optional(self.reads()).await?;
        row.as_ref().map(read).transpose()
    }

    /// # Errors
    /// As [`Store::meetings`].
    pub async fn room_settings(&self, id: MeetingId) -> Result<Option<RoomSettings>, StoreError> {
        let row: Option<(String, String)> =
            sqlx::query_as("SELECT slug, room FROM meetings WHERE id = $1")
                .bind(id.0)
                .fetch_optional(self.reads())
                .await?;
        row.map(|(slug, room)| read_room(&slug, &room)).transpose()
    }
}

const KINDS: &str = "kinds";
const ROOM: &str = "room settings";

fn read(row: &AnyRow) -> Result<Meeting, StoreError> {
    let slug: String = row.try_get("slug")?;
    let part = |part| unreadable(&slug, Unreadable::Part(part));
    let kinds: String = row.try_get("kinds")?;
    Ok(Meeting {
        id: MeetingId(row.try_get("id")?),
        group: GroupId(row.try_get("group_id")?),
        title: row.try_get("title")?,
        notes: row.try_get("notes")?,
        kinds: serde_json::from_str(&kinds).map_err(|_| part(KINDS))?,
        language: row.try_get("language")?,
        access: read_access(row.try_get("access")?).ok_or_else(|| part("access"))?,
        when: read_when(row, &slug)?,
        doors_before: read_span(row.try_get("doors_before")?).ok_or_else(|| part("doors"))?,
        fellowship_after: read_span(row.try_get("fellowship_after")?)
            .ok_or_else(|| part("fellowship"))?,
        slug,
    })
}

fn read_when(row: &AnyRow, slug: &str) -> Result<Weekly, StoreError> {
    let part = |part| unreadable(slug, Unreadable::Part(part));
    let zone: String = row.try_get("zone")?;
    let minutes: i64 = row.try_get("minutes")?;
    Ok(Weekly {
        days: read_days(row.try_get("days")?),
        time: read_time(row.try_get("starts_minute")?).ok_or_else(|| part("time"))?,
        minutes: u16::try_from(minutes).map_err(|_| part("length"))?,
        zone: TimeZone::get(&zone).map_err(|_| unreadable(slug, Unreadable::Zone(zone)))?,
    })
}

fn read_room(slug: &str, room: &str) -> Result<RoomSettings, StoreError> {
    serde_json::from_str(room)
        .ok()
        .filter(|room: &RoomSettings| !room.format.steps.is_empty())
        .ok_or_else(|| unreadable(slug, Unreadable::Part(ROOM)))
}

fn unreadable(slug: &str, problem: Unreadable) -> StoreError {
    StoreError::Meeting {
        slug: slug.to_owned(),
        problem,
    }
}

fn access_text(access: Access) -> &'static str {
    match access {
        Access::Open => "open",
        Access::Closed => "closed",
    }
}

fn read_access(text: &str) -> Option<Access> {
    match text {
        "open" => Some(Access::Open),
        "closed" => Some(Access::Closed),
        _ => None,
    }
}

/// One bit a day, Monday the lowest.
fn days_mask(days: &[Weekday]) -> i64 {
    let bits = days.iter().map(|day| 1 << day.to_monday_zero_offset());
    bits.fold(0, |mask, bit: i64| mask | bit)
}

fn read_days(mask: i64) -> Vec<Weekday> {
    let week = Weekday::Monday.cycle_forward().take(7);
    week.filter(|day| mask & (1 << day.to_monday_zero_offset()) != 0)
        .collect()
}

fn minute_of_day(time: Time) -> i64 {
    i64::from(time.hour()) * 60 + i64::from(time.minute())
}

fn read_time(minute_of_day: i64) -> Option<Time> {
    let hour = i8::try_from(minute_of_day.div_euclid(60)).ok()?;
    let minute = i8::try_from(minute_of_day.rem_euclid(60)).ok()?;
    Time::new(hour, minute, 0, 0).ok()
}

/// The database counts with a sign; no span of a meeting comes near the limit.
fn span(span: Millis) -> i64 {
    i64::try_from(span.0).unwrap_or(i64::MAX)
}

fn read_span(span: i64) -> Option<Millis> {
    u64::try_from(span).ok().map(Millis)
}
