//! Invitations: single-use links that give a service. A used invitation is deleted.

use super::accounts::NewAccount;
use super::database::Store;
use super::error::{InviteError, SignUpError, StoreError};
use super::services::Service;
use super::write::Write;
use super::{accounts, services};
use crate::base::{AccountId, Timestamp};

impl Store {
    /// Creates an invitation.
    ///
    /// # Errors
    /// When the database fails, or the meeting or group does not exist.
    pub async fn create_invite(
        &self,
        hash: [u8; 32],
        service: Service,
        expires: Timestamp,
    ) -> Result<(), StoreError> {
        let columns = service.columns();
        let query = sqlx::query(
            "INSERT INTO invites (hash, meeting_id, group_id, operator, expires_at)
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(hash.as_slice())
        .bind(columns.meeting)
        .bind(columns.group)
        .bind(columns.operator)
        .bind(expires.0);
        self.change(query).await.map(drop)
    }

    /// The service that an invitation gives, without using it.
    ///
    /// # Errors
    /// When the database fails.
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
        .fetch_optional(self.reader())
        .await?;
        row.as_ref().map(services::read).transpose()
    }

    /// Uses an invitation and gives its service to an account, in one transaction.
    ///
    /// # Errors
    /// [`InviteError::NotFound`] when it is unknown, used or expired.
    pub async fn use_invite(
        &self,
        hash: [u8; 32],
        account: AccountId,
        now: Timestamp,
    ) -> Result<Service, InviteError> {
        let mut write = self.begin().await?;
        let result = async {
            let service = take(&mut write, hash, now).await?;
            services::insert(&mut write, account, service).await?;
            Ok(service)
        };
        let result = result.await;
        write.finish(result).await
    }

    /// Uses an invitation and creates an account with its service, in one transaction.
    ///
    /// # Errors
    /// As [`Store::use_invite`], and [`SignUpError::Taken`] as [`Store::create_account`].
    pub async fn use_invite_with_new_account(
        &self,
        hash: [u8; 32],
        account: &NewAccount,
        now: Timestamp,
    ) -> Result<(AccountId, Service), SignUpError> {
        let mut write = self.begin().await?;
        let result = async {
            let service = take(&mut write, hash, now).await?;
            let account = accounts::insert(&mut write, account).await?;
            services::insert(&mut write, account, service).await?;
            Ok((account, service))
        };
        let result = result.await;
        write.finish(result).await
    }

    /// Deletes all expired invitations and returns their number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn purge_invites(&self, now: Timestamp) -> Result<u64, StoreError> {
        let query = sqlx::query("DELETE FROM invites WHERE expires_at <= $1").bind(now.0);
        self.change(query).await
    }
}

/// Deletes the invitation and returns its service. Of two simultaneous calls, only one finds it.
async fn take(write: &mut Write, hash: [u8; 32], now: Timestamp) -> Result<Service, InviteError> {
    let query = sqlx::query(
        "DELETE FROM invites WHERE hash = $1 AND expires_at > $2
         RETURNING meeting_id, group_id, operator",
    )
    .bind(hash.as_slice())
    .bind(now.0);
    let row = write.execute_returning(query).await?;
    let row = row.ok_or(InviteError::NotFound)?;
    Ok(services::read(&row)?)
}
