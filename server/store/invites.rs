//! Single-use links that make their bearer serve. A used invite is erased.

use super::{InviteError, NewAccount, Service, SignUpError, Store, StoreError, accounts, services};
use crate::base::{AccountId, Timestamp};
use sqlx::Executor;
use sqlx::any::Any;

impl Store {
    /// # Errors
    /// Our own fault; also when the meeting or the group is gone.
    pub async fn create_invite(
        &self,
        hash: [u8; 32],
        service: Service,
        expires: Timestamp,
    ) -> Result<(), StoreError> {
        let columns = service.columns();
        sqlx::query(
            "INSERT INTO invites (hash, meeting_id, group_id, operator, expires_at)
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(hash.as_slice())
        .bind(columns.meeting)
        .bind(columns.group)
        .bind(columns.operator)
        .bind(expires.0)
        .execute(self.writes())
        .await?;
        Ok(())
    }

    /// What an invite offers, without using it.
    ///
    /// # Errors
    /// Our own fault.
    pub async fn invite(
        &self,
        hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<Service>, StoreError> {
        let row = sqlx::query(
            "SELECT meeting_id, group_id, operator FROM invites WHERE hash = $1 AND expires_at > $2",
        )
        .bind(hash.as_slice())
        .bind(now.0)
        .fetch_optional(self.reads())
        .await?;
        row.as_ref().map(services::read).transpose()
    }

    /// Uses an invite up and gives its service to an account, both or neither.
    ///
    /// # Errors
    /// [`InviteError::NotThere`] when it was used, has run out or never was.
    pub async fn use_invite(
        &self,
        hash: [u8; 32],
        account: AccountId,
        now: Timestamp,
    ) -> Result<Service, InviteError> {
        let mut transaction = self.writes().begin().await?;
        let service = take(&mut *transaction, hash, now).await?;
        services::insert(&mut *transaction, account, service).await?;
        transaction.commit().await?;
        Ok(service)
    }

    /// Uses an invite up for someone without an account: all of it happens, or nothing.
    ///
    /// # Errors
    /// As [`Store::use_invite`], and [`SignUpError::Taken`] as [`Store::create_account`].
    pub async fn use_invite_with_new_account(
        &self,
        hash: [u8; 32],
        account: &NewAccount,
        now: Timestamp,
    ) -> Result<(AccountId, Service), SignUpError> {
        let mut transaction = self.writes().begin().await.map_err(StoreError::from)?;
        let service = take(&mut *transaction, hash, now).await?;
        let account = accounts::insert(&mut *transaction, account).await?;
        services::insert(&mut *transaction, account, service).await?;
        transaction.commit().await.map_err(StoreError::from)?;
        Ok((account, service))
    }

    /// Forgets every invite that has run out; tells how many.
    ///
    /// # Errors
    /// Our own fault.
    pub async fn purge_invites(&self, now: Timestamp) -> Result<u64, StoreError> {
        let done = sqlx::query("DELETE FROM invites WHERE expires_at <= $1")
            .bind(now.0)
            .execute(self.writes())
            .await?;
        Ok(done.rows_affected())
    }
}

/// Erases the invite: of two who try at once, the database lets one find it.
async fn take(
    database: impl Executor<'_, Database = Any>,
    hash: [u8; 32],
    now: Timestamp,
) -> Result<Service, InviteError> {
    let row = sqlx::query(
        "DELETE FROM invites WHERE hash = $1 AND expires_at > $2
         RETURNING meeting_id, group_id, operator",
    )
    .bind(hash.as_slice())
    .bind(now.0)
    .fetch_optional(database)
    .await?
    .ok_or(InviteError::NotThere)?;
    Ok(services::read(&row)?)
}
