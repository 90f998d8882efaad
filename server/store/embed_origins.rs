//! The origins whose pages may embed the schedule.

use super::database::Store;
use super::error::StoreError;
use super::write::Write;

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
        let mut write = self.begin().await?;
        let result = replace(&mut write, origins).await;
        write.finish(result).await
    }
}

async fn replace(write: &mut Write, origins: &[String]) -> Result<(), StoreError> {
    write.execute(sqlx::query("DELETE FROM framers")).await?;
    for origin in origins {
        let query = sqlx::query("INSERT INTO framers (origin) VALUES ($1) ON CONFLICT DO NOTHING");
        write.execute(query.bind(origin)).await?;
    }
    Ok(())
}
