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
    /// Of the whole site.
    Operator,
}

/// A service as it is stored: exactly one of the three is there.
pub(super) struct Columns {
    pub meeting: Option<i64>,
    pub group: Option<i64>,
    pub operator: i64,
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

    /// Meetings first, then groups, oldest first, then the whole site.
    ///
    /// # Errors
    /// Our own fault.
    pub async fn services_of(&self, account: AccountId) -> Result<Vec<Service>, StoreError> {
        let rows = sqlx::query(
            "SELECT meeting_id, group_id, operator FROM services WHERE account_id = $1
             ORDER BY operator, group_id IS NOT NULL, meeting_id, group_id",
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
            "SELECT services.meeting_id, services.group_id, services.operator
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
        Ok(match service {
            Some(Service::ChairOf(_)) => Some(ServiceKind::Chair),
            Some(Service::SecretaryOf(_)) => Some(ServiceKind::Secretary),
            // Whoever runs the machine is a visitor like anyone in a room.
            Some(Service::Operator) | None => None,
        })
    }

    /// Whether an account may look after a group: its secretaries may, and operators.
    ///
    /// # Errors
    /// Our own fault.
    pub async fn serves_group(
        &self,
        account: AccountId,
        group: GroupId,
    ) -> Result<bool, StoreError> {
        let services = self.services_of(account).await?;
        Ok(services.into_iter().any(|service| {
            matches!(service, Service::Operator) || service == Service::SecretaryOf(group)
        }))
    }
}

impl Service {
    /// The columns that hold a service.
    pub(super) const fn columns(self) -> Columns {
        let (meeting, group, operator) = match self {
            Self::ChairOf(meeting) => (Some(meeting.0), None, 0),
            Self::SecretaryOf(group) => (None, Some(group.0), 0),
            Self::Operator => (None, None, 1),
        };
        Columns {
            meeting,
            group,
            operator,
        }
    }
}

/// Also used by an invite, inside its transaction.
pub(super) async fn insert(
    database: impl Executor<'_, Database = Any>,
    account: AccountId,
    service: Service,
) -> Result<(), StoreError> {
    let columns = service.columns();
    sqlx::query(
        "INSERT INTO services (account_id, meeting_id, group_id, operator) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
    )
    .bind(account.0)
    .bind(columns.meeting)
    .bind(columns.group)
    .bind(columns.operator)
    .execute(database)
    .await?;
    Ok(())
}

/// Reads the three columns; the tables keep exactly one of them filled.
pub(super) fn read(row: &AnyRow) -> Result<Service, StoreError> {
    let meeting: Option<i64> = row.try_get("meeting_id")?;
    let group: Option<i64> = row.try_get("group_id")?;
    Ok(match (meeting, group) {
        (Some(meeting), _) => Service::ChairOf(MeetingId(meeting)),
        (None, Some(group)) => Service::SecretaryOf(GroupId(group)),
        (None, None) => Service::Operator,
    })
}
