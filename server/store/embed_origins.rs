//! The origins whose pages may embed the schedule.

use super::database::Store;
use super::error::StoreError;

impl Store {
    /// All origins in alphabetical order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn embed_origins(&self) -> Result<Vec<String>, StoreError> {
        let origins = sqlx::query_scalar("SELECT origin FROM framers ORDER BY origin")
            .fetch_all(self.reader())
            .await?;
        Ok(origins)
    }

    /// Replaces all origins.
    ///
    /// # Errors
    /// When the database fails; then nothing has changed.
    pub async fn set_embed_origins(&self, origins: &[String]) -> Result<(), StoreError> {
        let mut transaction = self.writer().begin().await?;
        sqlx::query("DELETE FROM framers")
            .execute(&mut *transaction)
            .await?;
        for origin in origins {
            sqlx::query("INSERT INTO framers (origin) VALUES ($1) ON CONFLICT DO NOTHING")
                .bind(origin)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}
