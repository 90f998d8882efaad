//! Accounts of people with a service. Nobody needs one to attend.

use super::database::Store;
use super::error::{CreateError, StoreError};
use super::write::{Write, inserted_id};
use crate::base::{AccountId, FirstName, Redacted};
use sqlx::Row;
use sqlx::any::AnyRow;

/// An account to create.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccount {
    /// 16 digits, without spaces.
    pub number: Redacted<String>,
    /// Shown to others.
    pub name: FirstName,
    /// Argon2id in PHC form.
    pub passphrase_phc: Redacted<String>,
    /// Days since the epoch. The exact time would show when the person was here.
    pub created_day: i64,
}

/// A stored account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    /// Its row.
    pub id: AccountId,
    /// 16 digits, without spaces.
    pub number: Redacted<String>,
    /// Shown to others.
    pub name: FirstName,
    /// Argon2id in PHC form.
    pub passphrase_phc: Redacted<String>,
}

impl Store {
    /// Creates an account.
    ///
    /// # Errors
    /// [`CreateError::Taken`] when another account has the number.
    pub async fn create_account(&self, account: &NewAccount) -> Result<AccountId, CreateError> {
        let mut write = self.begin().await?;
        let result = insert(&mut write, account).await;
        write.finish(result).await
    }

    /// An account by its row.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn account(&self, id: AccountId) -> Result<Option<AccountRow>, StoreError> {
        let row =
            sqlx::query("SELECT id, number, name, passphrase_phc FROM accounts WHERE id = $1")
                .bind(id.0)
                .fetch_optional(self.reader())
                .await?;
        row.as_ref().map(read).transpose()
    }

    /// An account by its number of 16 digits.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn account_by_number(&self, number: &str) -> Result<Option<AccountRow>, StoreError> {
        let row =
            sqlx::query("SELECT id, number, name, passphrase_phc FROM accounts WHERE number = $1")
                .bind(number)
                .fetch_optional(self.reader())
                .await?;
        row.as_ref().map(read).transpose()
    }

    /// Replaces the passphrase. Does nothing when the account does not exist.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_passphrase(
        &self,
        id: AccountId,
        passphrase_phc: &Redacted<String>,
    ) -> Result<(), StoreError> {
        let query = sqlx::query("UPDATE accounts SET passphrase_phc = $2 WHERE id = $1")
            .bind(id.0)
            .bind(&passphrase_phc.0);
        self.change(query).await.map(drop)
    }

    /// Deletes the account with its sessions and services. Does nothing when it does not exist.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_account(&self, id: AccountId) -> Result<(), StoreError> {
        let query = sqlx::query("DELETE FROM accounts WHERE id = $1").bind(id.0);
        self.change(query).await?;
        self.truncate_log().await;
        Ok(())
    }
}

/// Also used by a sign-up, inside its transaction.
pub(super) async fn insert(
    write: &mut Write,
    account: &NewAccount,
) -> Result<AccountId, CreateError> {
    let query = sqlx::query(
        "INSERT INTO accounts (number, name, passphrase_phc, created_day)
         VALUES ($1, $2, $3, $4) RETURNING id",
    )
    .bind(&account.number.0)
    .bind(account.name.as_str())
    .bind(&account.passphrase_phc.0)
    .bind(account.created_day);
    Ok(AccountId(inserted_id(
        write.execute_returning(query).await?,
    )?))
}

fn read(row: &AnyRow) -> Result<AccountRow, StoreError> {
    let id = row.try_get("id")?;
    let name: String = row.try_get("name")?;
    Ok(AccountRow {
        id: AccountId(id),
        number: Redacted(row.try_get("number")?),
        name: FirstName::parse(&name).map_err(|_| StoreError::FirstName(id))?,
        passphrase_phc: Redacted(row.try_get("passphrase_phc")?),
    })
}
