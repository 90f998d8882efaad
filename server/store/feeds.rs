//! Feeds of other directories with their meetings.

use super::database::Store;
use super::error::{CreateError, StoreError};
use crate::base::FeedId;
use sqlx::Row;

/// A stored feed. `state` and `listings` are JSON texts of the module `feeds`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedRow {
    /// Its row.
    pub id: FeedId,
    /// The operator's name for it.
    pub name: String,
    /// Where it is fetched.
    pub url: String,
    /// The IANA name of the zone for meetings that have none; empty if there is none.
    pub zone: String,
    /// When it was fetched, and with what result.
    pub state: String,
    /// Its meetings.
    pub listings: String,
}

impl Store {
    /// All feeds in the order in which they were added.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn feeds(&self) -> Result<Vec<FeedRow>, StoreError> {
        let rows =
            sqlx::query("SELECT id, name, url, zone, state, listings FROM feeds ORDER BY id")
                .fetch_all(self.reader())
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

    /// Adds a feed.
    ///
    /// # Errors
    /// [`CreateError::Taken`] when there is a feed with this address.
    pub async fn add_feed(&self, name: &str, url: &str, zone: &str) -> Result<FeedId, CreateError> {
        let query = sqlx::query(
            "INSERT INTO feeds (name, url, zone, state, listings)
             VALUES ($1, $2, $3, '{}', '[]') RETURNING id",
        )
        .bind(name)
        .bind(url)
        .bind(zone);
        self.insert(query).await.map(FeedId)
    }

    /// Changes the name and zone of a feed. Does nothing when it does not exist.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn edit_feed(&self, id: FeedId, name: &str, zone: &str) -> Result<(), StoreError> {
        let query = sqlx::query("UPDATE feeds SET name = $2, zone = $3 WHERE id = $1")
            .bind(id.0)
            .bind(name)
            .bind(zone);
        self.change(query).await.map(drop)
    }

    /// Removes a feed with its meetings. Does nothing when it does not exist.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove_feed(&self, id: FeedId) -> Result<(), StoreError> {
        let query = sqlx::query("DELETE FROM feeds WHERE id = $1").bind(id.0);
        self.change(query).await.map(drop)
    }

    /// Saves the state and the meetings of a feed. Does nothing when it does not exist.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_feed(
        &self,
        id: FeedId,
        state: &str,
        listings: &str,
    ) -> Result<(), StoreError> {
        let query = sqlx::query("UPDATE feeds SET state = $2, listings = $3 WHERE id = $1")
            .bind(id.0)
            .bind(state)
            .bind(listings);
        self.change(query).await.map(drop)
    }
}
