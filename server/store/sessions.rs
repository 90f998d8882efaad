//! Sessions: the hash of each cookie, its account and its expiry.

use super::database::Store;
use super::error::StoreError;
use crate::base::{AccountId, Timestamp};

impl Store {
    /// Creates a session and deletes the expired ones of the account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn create_session(
        &self,
        hash: [u8; 32],
        account: AccountId,
        now: Timestamp,
        expires: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.writer().begin().await?;
        sqlx::query("DELETE FROM sessions WHERE account_id = $1 AND expires_at <= $2")
            .bind(account.0)
            .bind(now.0)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("INSERT INTO sessions (hash, account_id, expires_at) VALUES ($1, $2, $3)")
            .bind(hash.as_slice())
            .bind(account.0)
            .bind(expires.0)
            .execute(&mut *transaction)
            .await?;
        Ok(transaction.commit().await?)
    }

    /// The account of a session that has not expired.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session(
        &self,
        hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<AccountId>, StoreError> {
        let account = sqlx::query_scalar(
            "SELECT account_id FROM sessions WHERE hash = $1 AND expires_at > $2",
        )
        .bind(hash.as_slice())
        .bind(now.0)
        .fetch_optional(self.reader())
        .await?;
        Ok(account.map(AccountId))
    }

    /// Deletes a session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_session(&self, hash: [u8; 32]) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sessions WHERE hash = $1")
            .bind(hash.as_slice())
            .execute(self.writer())
            .await?;
        Ok(())
    }

    /// Signs the account out everywhere.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_sessions_of(&self, account: AccountId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sessions WHERE account_id = $1")
            .bind(account.0)
            .execute(self.writer())
            .await?;
        Ok(())
    }

    /// Deletes all expired sessions and returns their number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn purge_sessions(&self, now: Timestamp) -> Result<u64, StoreError> {
        let result = sqlx::query("DELETE FROM sessions WHERE expires_at <= $1")
            .bind(now.0)
            .execute(self.writer())
            .await?;
        Ok(result.rows_affected())
    }
}
