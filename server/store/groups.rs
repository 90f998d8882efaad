//! Groups.

use super::{CreateError, Store, StoreError};
use crate::base::GroupId;
use crate::schedule::Group;
use sqlx::Row;
use sqlx::any::AnyRow;

/// A group to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewGroup {
    pub slug: String,
    pub name: String,
    /// https, or none.
    pub contributions: Option<String>,
}

impl Store {
    /// # Errors
    /// [`CreateError::Taken`] when another group has the slug.
    pub async fn create_group(&self, group: &NewGroup) -> Result<GroupId, CreateError> {
        let id = sqlx::query_scalar(
            "INSERT INTO groups (slug, name, contributions) VALUES ($1, $2, $3) RETURNING id",
        )
        .bind(&group.slug)
        .bind(&group.name)
        .bind(&group.contributions)
        .fetch_one(self.writes())
        .await?;
        Ok(GroupId(id))
    }

    /// All groups, in the order of their slugs.
    ///
    /// # Errors
    /// Our own fault.
    pub async fn groups(&self) -> Result<Vec<Group>, StoreError> {
        let rows = sqlx::query("SELECT id, slug, name, contributions FROM groups ORDER BY slug")
            .fetch_all(self.reads())
            .await?;
        rows.iter().map(read).collect()
    }

    /// # Errors
    /// Our own fault.
    pub async fn group(&self, id: GroupId) -> Result<Option<Group>, StoreError> {
        let row = sqlx::query("SELECT id, slug, name, contributions FROM groups WHERE id = $1")
            .bind(id.0)
            .fetch_optional(self.reads())
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// # Errors
    /// Our own fault.
    pub async fn group_by_slug(&self, slug: &str) -> Result<Option<Group>, StoreError> {
        let row = sqlx::query("SELECT id, slug, name, contributions FROM groups WHERE slug = $1")
            .bind(slug)
            .fetch_optional(self.reads())
            .await?;
        row.as_ref().map(read).transpose()
    }
}

fn read(row: &AnyRow) -> Result<Group, StoreError> {
    Ok(Group {
        id: GroupId(row.try_get("id")?),
        slug: row.try_get("slug")?,
        name: row.try_get("name")?,
        contributions: row.try_get("contributions")?,
    })
}
