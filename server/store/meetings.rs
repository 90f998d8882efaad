//! Meetings of the schedule.

use super::database::Store;
use super::error::{CreateError, DamagedMeetingError, EditError, StoreError};
use super::meeting_statements::{insert_statement, select_statement, update_statement};
use super::room_settings::RoomSettings;
use crate::base::{GroupId, MeetingId, Millis, Timestamp};
use crate::schedule::draft::long_texts;
use crate::schedule::{About, Access, Meeting, Recurrence, Revision, Timetable};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use sqlx::any::{Any, AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Row};

/// The data of a new meeting.
#[derive(Clone, Debug, PartialEq)]
pub struct NewMeeting {
    /// The group that holds it.
    pub group: GroupId,
    /// The last part of its address.
    pub slug: String,
    /// Its title and description.
    pub about: About,
    /// When it takes place. Its zone must have an IANA name.
    pub timetable: Timetable,
    /// The settings of its rooms.
    pub room: RoomSettings,
}

impl Store {
    /// Creates a meeting.
    ///
    /// # Errors
    /// [`CreateError::Taken`] when another meeting has the slug.
    pub async fn create_meeting(
        &self,
        meeting: &NewMeeting,
        now: Timestamp,
    ) -> Result<MeetingId, CreateError> {
        let room = serde_json::to_string(&meeting.room);
        let room = room.map_err(|_| damaged(None, DamagedMeetingError::Part(ROOM)))?;
        let query = sqlx::query(AssertSqlSafe(insert_statement()));
        let query = bind_data(
            query,
            None,
            &meeting.slug,
            &meeting.about,
            &meeting.timetable,
        )?
        .bind(now.0)
        .bind(meeting.group.0)
        .bind(room);
        self.insert(query).await.map(MeetingId)
    }

    /// Replaces the data of a meeting except for its room settings. `expected_revision`
    /// is the number of the revision that the change is based on.
    ///
    /// # Errors
    /// [`EditError::Conflict`] when somebody else has changed it since then: nothing is overwritten.
    pub async fn update_meeting(
        &self,
        id: MeetingId,
        slug: &str,
        about: &About,
        timetable: &Timetable,
        expected_revision: u32,
        now: Timestamp,
    ) -> Result<Revision, EditError> {
        let keep_slug = sqlx::query(
            "INSERT INTO former_meeting_slugs (slug, meeting_id)
             SELECT slug, id FROM meetings WHERE id = $1 AND slug <> $2
             ON CONFLICT (slug) DO UPDATE SET meeting_id = excluded.meeting_id",
        )
        .bind(id.0)
        .bind(slug);
        let query = sqlx::query(AssertSqlSafe(update_statement()));
        let update = bind_data(query, Some(id), slug, about, timetable)?
            .bind(now.0)
            .bind(id.0)
            .bind(i64::from(expected_revision));
        let mut write = self.begin().await?;
        let result = async {
            write.execute(keep_slug).await?;
            match write.execute(update).await? {
                1 => Ok(()),
                _ => Err(EditError::Conflict),
            }
        };
        let result = result.await;
        match write.finish(result).await {
            Ok(()) => Ok(Revision {
                number: expected_revision.saturating_add(1),
                at: now,
            }),
            Err(EditError::Conflict) if self.meeting(id).await?.is_none() => {
                Err(EditError::Deleted)
            }
            Err(error) => Err(error),
        }
    }

    /// Deletes a meeting with its services and invitations. Does nothing when it does not exist.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_meeting(&self, id: MeetingId) -> Result<(), StoreError> {
        let query = sqlx::query("DELETE FROM meetings WHERE id = $1").bind(id.0);
        self.change(query).await?;
        self.truncate_log().await;
        Ok(())
    }

    /// Deletes changes of single dates before `before`, because they may contain the name of a guest speaker.
    /// The revision of the meeting stays the same.
    ///
    /// # Errors
    /// As [`Store::meetings`].
    pub async fn purge_changes(&self, before: Date) -> Result<(), StoreError> {
        let mut any_deleted = false;
        for meeting in self.readable_meetings().await?.0 {
            let mut kept = meeting.timetable.changes.clone();
            kept.retain(|change| change.date >= before);
            if kept.len() == meeting.timetable.changes.len() {
                continue;
            }
            let encoding_error = |_| damaged(Some(meeting.id), DamagedMeetingError::Part(CHANGES));
            // A meeting that was edited since it was read is skipped; the next run deletes its old changes.
            let query =
                sqlx::query("UPDATE meetings SET changes = $3 WHERE id = $1 AND edition = $2")
                    .bind(meeting.id.0)
                    .bind(i64::from(meeting.revision.number))
                    .bind(serde_json::to_string(&kept).map_err(encoding_error)?);
            self.change(query).await?;
            any_deleted = true;
        }
        if any_deleted {
            self.truncate_log().await;
        }
        Ok(())
    }

    /// All meetings that can be read, in the order of their slugs, and the errors of the others, so that a damaged
    /// meeting does not hide the whole schedule.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn readable_meetings(&self) -> Result<(Vec<Meeting>, Vec<StoreError>), StoreError> {
        let rows = select("ORDER BY slug").fetch_all(self.reader()).await?;
        let (mut meetings, mut errors) = (Vec::new(), Vec::new());
        for row in &rows {
            match read_meeting(row) {
                Ok(meeting) => meetings.push(meeting),
                Err(error) => errors.push(error),
            }
        }
        Ok((meetings, errors))
    }

    /// The meetings of one group, in the order of their slugs.
    ///
    /// # Errors
    /// As [`Store::meetings`].
    pub async fn meetings_of(&self, group: GroupId) -> Result<Vec<Meeting>, StoreError> {
        let query = select("WHERE group_id = $1 ORDER BY slug").bind(group.0);
        let rows = query.fetch_all(self.reader()).await?;
        rows.iter().map(read_meeting).collect()
    }

    /// All meetings, in the order of their slugs.
    ///
    /// # Errors
    /// When the database fails, or a meeting can't be read ([`StoreError::Meeting`]).
    pub async fn meetings(&self) -> Result<Vec<Meeting>, StoreError> {
        let rows = select("ORDER BY slug").fetch_all(self.reader()).await?;
        rows.iter().map(read_meeting).collect()
    }

    /// A meeting by its identifier.
    ///
    /// # Errors
    /// As [`Store::meetings`].
    pub async fn meeting(&self, id: MeetingId) -> Result<Option<Meeting>, StoreError> {
        let query = select("WHERE id = $1").bind(id.0);
        let row = query.fetch_optional(self.reader()).await?;
        row.as_ref().map(read_meeting).transpose()
    }

    /// A meeting by its current slug.
    ///
    /// # Errors
    /// As [`Store::meetings`].
    pub async fn meeting_by_slug(&self, slug: &str) -> Result<Option<Meeting>, StoreError> {
        let query = select("WHERE slug = $1").bind(slug);
        let row = query.fetch_optional(self.reader()).await?;
        row.as_ref().map(read_meeting).transpose()
    }

    /// The meeting that had this slug before; `None` while a meeting has it now.
    ///
    /// # Errors
    /// As [`Store::meetings`].
    pub async fn meeting_by_former_slug(&self, slug: &str) -> Result<Option<Meeting>, StoreError> {
        let query = select(
            "WHERE id = (SELECT meeting_id FROM former_meeting_slugs WHERE slug = $1)
             AND NOT EXISTS (SELECT 1 FROM meetings WHERE slug = $1)",
        );
        let row = query.bind(slug).fetch_optional(self.reader()).await?;
        row.as_ref().map(read_meeting).transpose()
    }

    /// The settings of the rooms of a meeting.
    ///
    /// # Errors
    /// As [`Store::meetings`].
    pub async fn room_settings(&self, id: MeetingId) -> Result<Option<RoomSettings>, StoreError> {
        let room: Option<String> = sqlx::query_scalar("SELECT room FROM meetings WHERE id = $1")
            .bind(id.0)
            .fetch_optional(self.reader())
            .await?;
        room.map(|room| read_room(id, &room)).transpose()
    }
}

/// A query for meetings; `rest` is the SQL after the name of the table.
fn select<'q>(rest: &str) -> Query<'q, Any, AnyArguments> {
    sqlx::query(AssertSqlSafe(select_statement(rest)))
}

/// Binds the data of a meeting in the order in which the statements use them. `id` is for errors; a new
/// meeting has none.
fn bind_data<'q>(
    query: Query<'q, Any, AnyArguments>,
    id: Option<MeetingId>,
    slug: &'q str,
    about: &'q About,
    timetable: &'q Timetable,
) -> Result<Query<'q, Any, AnyArguments>, StoreError> {
    let recurrence = &timetable.recurrence;
    let zone = recurrence.zone.iana_name();
    let zone = zone.ok_or_else(|| damaged(id, DamagedMeetingError::NamelessZone))?;
    let encoding_error = |part| move |_| damaged(id, DamagedMeetingError::Part(part));
    let query = query
        .bind(slug)
        .bind(&about.title)
        .bind(serde_json::to_string(&about.kinds).map_err(encoding_error(KINDS))?)
        .bind(&about.language)
        .bind(write_access(about.access))
        .bind(serde_json::to_string(&recurrence.pattern).map_err(encoding_error(PATTERN))?)
        .bind(recurrence.from.to_string())
        .bind(recurrence.until.map(|date| date.to_string()))
        .bind(minute_of_day(recurrence.time))
        .bind(zone)
        .bind(i64::from(recurrence.minutes))
        .bind(serde_json::to_string(&timetable.changes).map_err(encoding_error(CHANGES))?)
        .bind(write_span(timetable.doors_before))
        .bind(write_span(timetable.fellowship_after));
    let texts = long_texts().map(|(_, text)| (text.get)(about));
    Ok(texts.fold(query, Query::bind))
}

const KINDS: &str = "kinds";
const PATTERN: &str = "pattern";
const CHANGES: &str = "changes";
const ROOM: &str = "room settings";

fn read_meeting(row: &AnyRow) -> Result<Meeting, StoreError> {
    let id = MeetingId(row.try_get("id")?);
    let revision: i64 = row.try_get("edition")?;
    Ok(Meeting {
        id,
        group: GroupId(row.try_get("group_id")?),
        about: read_about(row, id)?,
        timetable: read_timetable(row, id)?,
        revision: Revision {
            number: u32::try_from(revision).unwrap_or(u32::MAX),
            at: Timestamp(row.try_get("edited_at")?),
        },
        slug: row.try_get("slug")?,
    })
}

fn read_about(row: &AnyRow, id: MeetingId) -> Result<About, StoreError> {
    let damaged_part = |name| damaged(Some(id), DamagedMeetingError::Part(name));
    let kinds: String = row.try_get("kinds")?;
    let mut about = About {
        title: row.try_get("title")?,
        kinds: serde_json::from_str(&kinds).map_err(|_| damaged_part(KINDS))?,
        language: row.try_get("language")?,
        access: read_access(row.try_get("access")?).ok_or_else(|| damaged_part("access"))?,
        ..About::default()
    };
    for (spec, text) in long_texts() {
        *(text.get_mut)(&mut about) = row.try_get(spec.name)?;
    }
    Ok(about)
}

fn read_timetable(row: &AnyRow, id: MeetingId) -> Result<Timetable, StoreError> {
    let damaged_part = |name| damaged(Some(id), DamagedMeetingError::Part(name));
    let changes: String = row.try_get("changes")?;
    Ok(Timetable {
        recurrence: read_recurrence(row, id)?,
        changes: serde_json::from_str(&changes).map_err(|_| damaged_part(CHANGES))?,
        doors_before: read_span(row.try_get("doors_before")?)
            .ok_or_else(|| damaged_part("doors"))?,
        fellowship_after: read_span(row.try_get("fellowship_after")?)
            .ok_or_else(|| damaged_part("fellowship"))?,
    })
}

fn read_recurrence(row: &AnyRow, id: MeetingId) -> Result<Recurrence, StoreError> {
    let damaged_part = |name| damaged(Some(id), DamagedMeetingError::Part(name));
    let zone: String = row.try_get("zone")?;
    let minutes: i64 = row.try_get("minutes")?;
    let pattern: String = row.try_get("pattern")?;
    let from: String = row.try_get("from_date")?;
    let until: Option<String> = row.try_get("until_date")?;
    let until: Option<Result<Date, _>> = until.map(|text| text.parse());
    Ok(Recurrence {
        pattern: serde_json::from_str(&pattern).map_err(|_| damaged_part(PATTERN))?,
        from: from.parse().map_err(|_| damaged_part("first date"))?,
        until: until.transpose().map_err(|_| damaged_part("last date"))?,
        time: read_time(row.try_get("starts_minute")?).ok_or_else(|| damaged_part("time"))?,
        minutes: u16::try_from(minutes).map_err(|_| damaged_part("length"))?,
        zone: TimeZone::get(&zone).map_err(|_| damaged(Some(id), DamagedMeetingError::Zone))?,
    })
}

fn read_room(id: MeetingId, room: &str) -> Result<RoomSettings, StoreError> {
    serde_json::from_str(room)
        .ok()
        .filter(|room: &RoomSettings| !room.format.steps.is_empty())
        .ok_or_else(|| damaged(Some(id), DamagedMeetingError::Part(ROOM)))
}

fn damaged(id: Option<MeetingId>, error: DamagedMeetingError) -> StoreError {
    StoreError::Meeting { id, error }
}

fn write_access(access: Access) -> &'static str {
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

fn minute_of_day(time: Time) -> i64 {
    i64::from(time.hour()) * 60 + i64::from(time.minute())
}

fn read_time(minute_of_day: i64) -> Option<Time> {
    let hour = i8::try_from(minute_of_day.div_euclid(60)).ok()?;
    let minute = i8::try_from(minute_of_day.rem_euclid(60)).ok()?;
    Time::new(hour, minute, 0, 0).ok()
}

/// Databases have signed integers only. The spans of a meeting are far below the limit.
fn write_span(span: Millis) -> i64 {
    i64::try_from(span.0).unwrap_or(i64::MAX)
}

fn read_span(span: i64) -> Option<Millis> {
    u64::try_from(span).ok().map(Millis)
}
