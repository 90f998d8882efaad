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
        let purge = sqlx::query("DELETE FROM sessions WHERE account_id = $1 AND expires_at <= $2")
            .bind(account.0)
            .bind(now.0);
        let create =
            sqlx::query("INSERT INTO sessions (hash, account_id, expires_at) VALUES ($1, $2, $3)")
                .bind(hash.as_slice())
                .bind(account.0)
                .bind(expires.0);
        let mut write = self.begin().await?;
        let result = async {
            write.execute(purge).await?;
            write.execute(create).await?;
            Ok(())
        };
        let result = result.await;
        write.finish(result).await
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
        let query = sqlx::query("DELETE FROM sessions WHERE hash = $1").bind(hash.as_slice());
        self.change(query).await.map(drop)
    }

    /// Signs the account out everywhere.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_sessions_of(&self, account: AccountId) -> Result<(), StoreError> {
        let query = sqlx::query("DELETE FROM sessions WHERE account_id = $1").bind(account.0);
        self.change(query).await.map(drop)
    }

    /// Deletes all expired sessions and returns their number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn purge_sessions(&self, now: Timestamp) -> Result<u64, StoreError> {
        let query = sqlx::query("DELETE FROM sessions WHERE expires_at <= $1").bind(now.0);
        self.change(query).await
    }
}
