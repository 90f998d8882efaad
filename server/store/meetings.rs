//! Meetings of the schedule, and what their rooms are made of.

use super::{CreateError, Store, StoreError};
use crate::base::{GroupId, MeetingId, Millis};
use crate::room::{Format, QueueMode};
use crate::schedule::{Access, Meeting, Weekly};
use serde::{Deserialize, Serialize};

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

impl Store {
    /// # Errors
    /// [`CreateError::Taken`] when another meeting has the slug.
    pub async fn create_meeting(&self, meeting: &NewMeeting) -> Result<MeetingId, CreateError> {
        let _ = meeting;
        todo!()
    }

    /// All meetings, in the order of their slugs.
    ///
    /// # Errors
    /// Our own fault; [`StoreError::Meeting`] names a meeting that can't be understood.
    pub async fn meetings(&self) -> Result<Vec<Meeting>, StoreError> {
        todo!()
    }

    /// # Errors
    /// As [`Store::meetings`].
    pub async fn meeting(&self, id: MeetingId) -> Result<Option<Meeting>, StoreError> {
        let _ = id;
        todo!()
    }

    /// # Errors
    /// As [`Store::meetings`].
    pub async fn meeting_by_slug(&self, slug: &str) -> Result<Option<Meeting>, StoreError> {
        let _ = slug;
        todo!()
    }

    /// # Errors
    /// As [`Store::meetings`].
    pub async fn room_settings(&self, id: MeetingId) -> Result<Option<RoomSettings>, StoreError> {
        let _ = id;
        todo!()
    }
}
