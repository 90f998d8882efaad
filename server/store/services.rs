//! The services of accounts.

use super::database::Store;
use super::error::StoreError;
use super::write::Write;
use crate::base::{AccountId, GroupId, MeetingId};
use sqlx::Row;
use sqlx::any::AnyRow;

/// What an account may do: a service in a meeting, in a group, or for the whole site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// Chairs one meeting.
    ChairOf(MeetingId),
    /// Manages the meetings of one group.
    SecretaryOf(GroupId),
    /// Manages the whole site.
    Operator,
}

/// The columns of a service; exactly one of them is set.
pub(super) struct Columns {
    pub meeting: Option<i64>,
    pub group: Option<i64>,
    pub operator: i64,
}

/// The service of an account in one meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServiceKind {
    /// Chairs this meeting.
    Chair,
    /// Secretary of the meeting's group.
    Secretary,
}

impl Store {
    /// Gives a service to an account. Does nothing when the account has it already.
    ///
    /// # Errors
    /// When the database fails, or the account, meeting or group does not exist.
    pub async fn grant(&self, account: AccountId, service: Service) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        let result = insert(&mut write, account, service).await;
        write.finish(result).await
    }

    /// The services of an account: meetings, then groups, oldest first, then the whole site.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn services_of(&self, account: AccountId) -> Result<Vec<Service>, StoreError> {
        let rows = sqlx::query(
            "SELECT meeting_id, group_id, operator FROM services WHERE account_id = $1
             ORDER BY operator, group_id IS NOT NULL, meeting_id, group_id",
        )
        .bind(account.0)
        .fetch_all(self.reader())
        .await?;
        rows.iter().map(read).collect()
    }

    /// The service of an account in a meeting; a chair comes before a secretary.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn service_in(
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
        .fetch_optional(self.reader())
        .await?;
        let service = row.as_ref().map(read).transpose()?;
        Ok(match service {
            Some(Service::ChairOf(_)) => Some(ServiceKind::Chair),
            Some(Service::SecretaryOf(_)) => Some(ServiceKind::Secretary),
            // In a room, an operator is a visitor like everyone else.
            Some(Service::Operator) | None => None,
        })
    }

    /// Whether an account may manage a group: it is a secretary of the group, or an operator.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn may_manage_group(
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
    write: &mut Write,
    account: AccountId,
    service: Service,
) -> Result<(), StoreError> {
    let columns = service.columns();
    let query = sqlx::query(
        "INSERT INTO services (account_id, meeting_id, group_id, operator) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
    )
    .bind(account.0)
    .bind(columns.meeting)
    .bind(columns.group)
    .bind(columns.operator);
    write.execute(query).await?;
    Ok(())
}

/// Reads the three columns, of which the tables allow exactly one to be set.
pub(super) fn read(row: &AnyRow) -> Result<Service, StoreError> {
    let meeting: Option<i64> = row.try_get("meeting_id")?;
    let group: Option<i64> = row.try_get("group_id")?;
    Ok(match (meeting, group) {
        (Some(meeting), _) => Service::ChairOf(MeetingId(meeting)),
        (None, Some(group)) => Service::SecretaryOf(GroupId(group)),
        (None, None) => Service::Operator,
    })
}
