//! Who serves where.

use super::{Store, StoreError};
use crate::base::{AccountId, GroupId, MeetingId};
use sqlx::any::{Any, AnyRow};
use sqlx::{Executor, Row};

/// One service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    ChairOf(MeetingId),
    SecretaryOf(GroupId),
}

/// What a service amounts to in one meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServiceKind {
    /// Chairs this meeting.
    Chair,
    /// Serves the meeting's group.
    Secretary,
}

impl Store {
    /// Gives a service; giving it twice changes nothing.
    ///
    /// # Errors
    /// Our own fault; also when the account, the meeting or the group is gone.
    pub async fn grant(&self, account: AccountId, service: Service) -> Result<(), StoreError> {
        insert(self.writes(), account, service).await
    }

    /// Meetings first, then groups, oldest first.
    ///
    /// # Errors
    /// Our own fault.
    pub async fn services_of(&self, account: AccountId) -> Result<Vec<Service>, StoreError> {
        let rows = sqlx::query(
            "SELECT meeting_id, group_id FROM services WHERE account_id = $1
             ORDER BY group_id IS NOT NULL, meeting_id, group_id",
        )
        .bind(account.0)
        .fetch_all(self.reads())
        .await?;
        rows.iter().map(read).collect()
    }

    /// The closest service that an account has in a meeting.
    ///
    /// # Errors
    /// Our own fault.
    pub async fn standing_in(
        &self,
        account: AccountId,
        meeting: MeetingId,
    ) -> Result<Option<ServiceKind>, StoreError> {
        let row = sqlx::query(
            "SELECT services.meeting_id, services.group_id
             FROM services JOIN meetings
               ON meetings.id = services.meeting_id OR meetings.group_id = services.group_id
             WHERE services.account_id = $1 AND meetings.id = $2
             ORDER BY services.group_id IS NOT NULL LIMIT 1",
        )
        .bind(account.0)
        .bind(meeting.0)
        .fetch_optional(self.reads())
        .await?;
        let service = row.as_ref().map(read).transpose()?;
        Ok(service.map(|service| match service {
            Service::ChairOf(_) => ServiceKind::Chair,
            Service::SecretaryOf(_) => ServiceKind::Secretary,
        }))
    }
}

impl Service {
    /// The two columns that hold a service: a meeting or a group, never both.
    pub(super) fn columns(self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::ChairOf(meeting) => (Some(meeting.0), None),
            Self::SecretaryOf(group) => (None, Some(group.0)),
        }
    }
}

/// Also used by an invite, inside its transaction.
pub(super) async fn insert(
    database: impl Executor<'_, Database = Any>,
    account: AccountId,
    service: Service,
) -> Result<(), StoreError> {
    let (meeting, group) = service.columns();
    sqlx::query(
        "INSERT INTO services (account_id, meeting_id, group_id) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING",
    )
    .bind(account.0)
    .bind(meeting)
    .bind(group)
    .execute(database)
    .await?;
    Ok(())
}

/// Reads the two columns; the tables keep exactly one of them filled.
pub(super) fn read(row: &AnyRow) -> Result<Service, StoreError> {
    let meeting: Option<i64> = row.try_get("meeting_id")?;
    Ok(match meeting {
        Some(meeting) => Service::ChairOf(MeetingId(meeting)),
        None => Service::SecretaryOf(GroupId(row.try_get("group_id")?)),
    })
}
