//! Groups.

use super::database::Store;
use super::error::{CreateError, EditError, StoreError};
use super::write::Write;
use crate::base::GroupId;
use crate::schedule::Group;
use sqlx::Row;
use sqlx::any::AnyRow;

/// The data of a group, to create or replace it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewGroup {
    /// The last part of its address.
    pub slug: String,
    /// Shown to everyone.
    pub name: String,
    /// Roughly where the group is at home; may be empty.
    pub place: String,
    /// An https address.
    pub website: Option<String>,
    /// An https address for contributions of money.
    pub contributions: Option<String>,
}

/// A query for all columns of groups, with the rest of the query.
macro_rules! select {
    ($rest:literal) => {
        sqlx::query(concat!(
            "SELECT id, slug, name, place, website, contributions FROM groups ",
            $rest
        ))
    };
}

impl Store {
    /// Creates a group.
    ///
    /// # Errors
    /// [`CreateError::Taken`] when another group has the slug.
    pub async fn create_group(&self, group: &NewGroup) -> Result<GroupId, CreateError> {
        let query = sqlx::query(
            "INSERT INTO groups (slug, name, place, website, contributions)
             VALUES ($1, $2, $3, $4, $5) RETURNING id",
        )
        .bind(&group.slug)
        .bind(&group.name)
        .bind(&group.place)
        .bind(&group.website)
        .bind(&group.contributions);
        self.insert(query).await.map(GroupId)
    }

    /// Replaces the data of a group. Its former slug still leads to it.
    ///
    /// # Errors
    /// [`EditError::Taken`] when another group has the slug.
    pub async fn update_group(&self, id: GroupId, group: &NewGroup) -> Result<(), EditError> {
        let mut write = self.begin().await?;
        let result = update(&mut write, id, group).await;
        write.finish(result).await
    }

    /// All groups, in the order of their slugs.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn groups(&self) -> Result<Vec<Group>, StoreError> {
        let rows = select!("ORDER BY slug").fetch_all(self.reader()).await?;
        rows.iter().map(read).collect()
    }

    /// A group by its row.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn group(&self, id: GroupId) -> Result<Option<Group>, StoreError> {
        let query = select!("WHERE id = $1").bind(id.0);
        let row = query.fetch_optional(self.reader()).await?;
        row.as_ref().map(read).transpose()
    }

    /// A group by its current slug.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn group_by_slug(&self, slug: &str) -> Result<Option<Group>, StoreError> {
        let query = select!("WHERE slug = $1").bind(slug);
        let row = query.fetch_optional(self.reader()).await?;
        row.as_ref().map(read).transpose()
    }

    /// The group that had this slug before; `None` while a group has it now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn group_by_former_slug(&self, slug: &str) -> Result<Option<Group>, StoreError> {
        let query = select!(
            "WHERE id = (SELECT group_id FROM former_group_slugs WHERE slug = $1)
             AND NOT EXISTS (SELECT 1 FROM groups WHERE slug = $1)"
        );
        let row = query.bind(slug).fetch_optional(self.reader()).await?;
        row.as_ref().map(read).transpose()
    }
}

async fn update(write: &mut Write, id: GroupId, group: &NewGroup) -> Result<(), EditError> {
    let keep_slug = sqlx::query(
        "INSERT INTO former_group_slugs (slug, group_id)
         SELECT slug, id FROM groups WHERE id = $1 AND slug <> $2
         ON CONFLICT (slug) DO UPDATE SET group_id = excluded.group_id",
    );
    let keep_slug = keep_slug.bind(id.0).bind(&group.slug);
    write.execute(keep_slug).await?;
    let update = sqlx::query(
        "UPDATE groups SET slug = $2, name = $3, place = $4, website = $5, contributions = $6
         WHERE id = $1",
    )
    .bind(id.0)
    .bind(&group.slug)
    .bind(&group.name)
    .bind(&group.place)
    .bind(&group.website)
    .bind(&group.contributions);
    match write.execute(update).await? {
        0 => Err(EditError::Deleted),
        _ => Ok(()),
    }
}

fn read(row: &AnyRow) -> Result<Group, StoreError> {
    Ok(Group {
        id: GroupId(row.try_get("id")?),
        slug: row.try_get("slug")?,
        name: row.try_get("name")?,
        place: row.try_get("place")?,
        website: row.try_get("website")?,
        contributions: row.try_get("contributions")?,
    })
}
