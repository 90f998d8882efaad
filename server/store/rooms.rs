//! Rooms in progress, so that they survive a crash. Erased with the room.

use super::{Store, StoreError};
use crate::base::{MeetingId, OccurrenceId, Redacted, Timestamp};
use sqlx::Row;
use sqlx::any::AnyRow;

/// A room as it was last written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedRoom {
    pub occurrence: OccurrenceId,
    /// `room::Snapshot`; holds first names.
    pub snapshot: Redacted<String>,
    /// Whose seat is whose, by hashes of the resume tokens; the form is the caller's.
    pub resume_hashes: Redacted<String>,
    pub saved: Timestamp,
}

impl Store {
    /// Replaces what was written for this room before.
    ///
    /// # Errors
    /// Our own fault; also when the meeting is gone.
    pub async fn save_room(
        &self,
        occurrence: OccurrenceId,
        snapshot: &str,
        resume_hashes: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO rooms (meeting_id, starts_at, snapshot, resume_hashes, saved_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (meeting_id, starts_at) DO UPDATE SET
               snapshot = excluded.snapshot,
               resume_hashes = excluded.resume_hashes,
               saved_at = excluded.saved_at",
        )
        .bind(occurrence.meeting.0)
        .bind(occurrence.starts.0)
        .bind(snapshot)
        .bind(resume_hashes)
        .bind(now.0)
        .execute(self.writes())
        .await?;
        Ok(())
    }

    /// Every room in progress, the earliest first.
    ///
    /// # Errors
    /// Our own fault.
    pub async fn rooms(&self) -> Result<Vec<SavedRoom>, StoreError> {
        let rows = sqlx::query(
            "SELECT meeting_id, starts_at, snapshot, resume_hashes, saved_at FROM rooms
             ORDER BY starts_at, meeting_id",
        )
        .fetch_all(self.reads())
        .await?;
        rows.iter().map(read).collect()
    }

    /// # Errors
    /// Our own fault.
    pub async fn delete_room(&self, occurrence: OccurrenceId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM rooms WHERE meeting_id = $1 AND starts_at = $2")
            .bind(occurrence.meeting.0)
            .bind(occurrence.starts.0)
            .execute(self.writes())
            .await?;
        self.forget().await
    }
}

fn read(row: &AnyRow) -> Result<SavedRoom, StoreError> {
    Ok(SavedRoom {
        occurrence: OccurrenceId {
            meeting: MeetingId(row.try_get("meeting_id")?),
            starts: Timestamp(row.try_get("starts_at")?),
        },
        snapshot: Redacted(row.try_get("snapshot")?),
        resume_hashes: Redacted(row.try_get("resume_hashes")?),
        saved: Timestamp(row.try_get("saved_at")?),
    })
}
