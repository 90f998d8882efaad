//! Feeds of other directories, and what they last held.

use super::{CreateError, Store, StoreError};
use crate::base::FeedId;
use sqlx::Row;

/// A feed as it is kept. The two texts are JSON of whoever asks the feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedRow {
    pub id: FeedId,
    /// What the operator calls it.
    pub name: String,
    pub url: String,
    /// IANA name: the clock of meetings that do not tell theirs.
    pub zone: String,
    pub state: String,
    pub listings: String,
}

impl Store {
    /// Those that were added first come first.
    ///
    /// # Errors
    /// Our own fault.
    pub async fn feeds(&self) -> Result<Vec<FeedRow>, StoreError> {
        let rows =
            sqlx::query("SELECT id, name, url, zone, state, listings FROM feeds ORDER BY id")
                .fetch_all(self.reads())
                .await?;
        rows.iter()
            .map(|row| {
                Ok(FeedRow {
                    id: FeedId(row.try_get("id")?),
                    name: row.try_get("name")?,
                    url: row.try_get("url")?,
                    zone: row.try_get("zone")?,
                    state: row.try_get("state")?,
                    listings: row.try_get("listings")?,
                })
            })
            .collect()
    }

    /// # Errors
    /// [`CreateError::Taken`] when the address is subscribed to already.
    pub async fn add_feed(&self, name: &str, url: &str, zone: &str) -> Result<FeedId, CreateError> {
        let id = sqlx::query_scalar(
            "INSERT INTO feeds (name, url, zone, state, listings)
             VALUES ($1, $2, $3, '{}', '[]') RETURNING id",
        )
        .bind(name)
        .bind(url)
        .bind(zone)
        .fetch_one(self.writes())
        .await?;
        Ok(FeedId(id))
    }

    /// Gives a feed another name and zone. Nothing happens when it is gone.
    ///
    /// # Errors
    /// Our own fault.
    pub async fn edit_feed(&self, id: FeedId, name: &str, zone: &str) -> Result<(), StoreError> {
        sqlx::query("UPDATE feeds SET name = $2, zone = $3 WHERE id = $1")
            .bind(id.0)
            .bind(name)
            .bind(zone)
            .execute(self.writes())
            .await?;
        Ok(())
    }

    /// Nothing happens when it is gone.
    ///
    /// # Errors
    /// Our own fault.
    pub async fn remove_feed(&self, id: FeedId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM feeds WHERE id = $1")
            .bind(id.0)
            .execute(self.writes())
            .await?;
        Ok(())
    }

    /// Writes down what came of asking a feed. Nothing happens when it is gone.
    ///
    /// # Errors
    /// Our own fault.
    pub async fn save_feed(
        &self,
        id: FeedId,
        state: &str,
        listings: &str,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE feeds SET state = $2, listings = $3 WHERE id = $1")
            .bind(id.0)
            .bind(state)
            .bind(listings)
            .execute(self.writes())
            .await?;
        Ok(())
    }
}
