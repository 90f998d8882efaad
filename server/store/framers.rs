//! The origins whose pages may show the schedule inside theirs.

use super::{Store, StoreError};

impl Store {
    /// In the order of the alphabet.
    ///
    /// # Errors
    /// Our own fault.
    pub async fn framers(&self) -> Result<Vec<String>, StoreError> {
        let origins = sqlx::query_scalar("SELECT origin FROM framers ORDER BY origin")
            .fetch_all(self.reads())
            .await?;
        Ok(origins)
    }

    /// Lets these in and no others.
    ///
    /// # Errors
    /// Our own fault; then nothing has changed.
    pub async fn set_framers(&self, origins: &[String]) -> Result<(), StoreError> {
        let mut transaction = self.writes().begin().await?;
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
