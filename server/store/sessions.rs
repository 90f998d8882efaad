//! Sessions: a hash of each cookie, whose it is, and until when.

use super::{Store, StoreError};
use crate::base::{AccountId, Timestamp};

impl Store {
    /// Starts a session, and forgets those of this account that have run out.
    ///
    /// # Errors
    /// Our own fault.
    pub async fn create_session(
        &self,
        hash: [u8; 32],
        account: AccountId,
        now: Timestamp,
        expires: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.writes().begin().await?;
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

    /// Whose session this is, while it lasts.
    ///
    /// # Errors
    /// Our own fault.
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
        .fetch_optional(self.reads())
        .await?;
        Ok(account.map(AccountId))
    }

    /// # Errors
    /// Our own fault.
    pub async fn delete_session(&self, hash: [u8; 32]) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sessions WHERE hash = $1")
            .bind(hash.as_slice())
            .execute(self.writes())
            .await?;
        Ok(())
    }

    /// Signs the account out everywhere.
    ///
    /// # Errors
    /// Our own fault.
    pub async fn delete_sessions_of(&self, account: AccountId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sessions WHERE account_id = $1")
            .bind(account.0)
            .execute(self.writes())
            .await?;
        Ok(())
    }

    /// Forgets every session that has run out; tells how many.
    ///
    /// # Errors
    /// Our own fault.
    pub async fn purge_sessions(&self, now: Timestamp) -> Result<u64, StoreError> {
        let done = sqlx::query("DELETE FROM sessions WHERE expires_at <= $1")
            .bind(now.0)
            .execute(self.writes())
            .await?;
        Ok(done.rows_affected())
    }
}
