//! Snapshots of rooms in progress, so that they survive a crash. Deleted when the room closes.

use super::database::Store;
use super::error::StoreError;
use crate::base::{MeetingId, OccurrenceId, Redacted, Timestamp};
use sqlx::Row;
use sqlx::any::AnyRow;

/// A room as it was last saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedRoom {
    /// Which room.
    pub occurrence: OccurrenceId,
    /// JSON of `room::Snapshot`; contains first names.
    pub snapshot: Redacted<String>,
    /// The seat of each resume token, by the hash of the token; encoded by the caller.
    pub resume_hashes: Redacted<String>,
    /// When it was saved.
    pub saved: Timestamp,
}

impl Store {
    /// Saves a room, in place of its earlier snapshot.
    ///
    /// # Errors
    /// When the database fails, or the meeting does not exist.
    pub async fn save_room(
        &self,
        occurrence: OccurrenceId,
        snapshot: &str,
        resume_hashes: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let query = sqlx::query(
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
        .bind(now.0);
        self.change(query).await.map(drop)
    }

    /// Every room in progress, the earliest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rooms(&self) -> Result<Vec<SavedRoom>, StoreError> {
        let rows = sqlx::query(
            "SELECT meeting_id, starts_at, snapshot, resume_hashes, saved_at FROM rooms
             ORDER BY starts_at, meeting_id",
        )
        .fetch_all(self.reader())
        .await?;
        rows.iter().map(read).collect()
    }

    /// Deletes the snapshot of a room.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_room(&self, occurrence: OccurrenceId) -> Result<(), StoreError> {
        let query = sqlx::query("DELETE FROM rooms WHERE meeting_id = $1 AND starts_at = $2")
            .bind(occurrence.meeting.0)
            .bind(occurrence.starts.0);
        self.change(query).await?;
        self.truncate_log().await;
        Ok(())
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
