//! Accounts of those who serve. Attending needs none.

use super::{CreateError, Store, StoreError};
use crate::base::{AccountId, FirstName, Redacted};
use sqlx::Executor;
use sqlx::Row;
use sqlx::any::{Any, AnyRow};

/// An account to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccount {
    /// 16 digits, without spaces.
    pub number: Redacted<String>,
    pub name: FirstName,
    /// Argon2id in PHC form.
    pub passphrase_phc: Redacted<String>,
    /// Days since the epoch; the exact time would tell when someone was here.
    pub created_day: i64,
}

/// An account as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    pub id: AccountId,
    pub number: Redacted<String>,
    pub name: FirstName,
    pub passphrase_phc: Redacted<String>,
}

impl Store {
    /// # Errors
    /// [`CreateError::Taken`] when another account has the number.
    pub async fn create_account(&self, account: &NewAccount) -> Result<AccountId, CreateError> {
        insert(self.writes(), account).await
    }

    /// # Errors
    /// Our own fault.
    pub async fn account(&self, id: AccountId) -> Result<Option<AccountRow>, StoreError> {
        let row =
            sqlx::query("SELECT id, number, name, passphrase_phc FROM accounts WHERE id = $1")
                .bind(id.0)
                .fetch_optional(self.reads())
                .await?;
        row.as_ref().map(read).transpose()
    }

    /// # Errors
    /// Our own fault.
    pub async fn account_by_number(&self, number: &str) -> Result<Option<AccountRow>, StoreError> {
        let row =
            sqlx::query("SELECT id, number, name, passphrase_phc FROM accounts WHERE number = $1")
                .bind(number)
                .fetch_optional(self.reads())
                .await?;
        row.as_ref().map(read).transpose()
    }

    /// Replaces the passphrase. Nothing happens when the account is gone.
    ///
    /// # Errors
    /// Our own fault.
    pub async fn set_passphrase(
        &self,
        id: AccountId,
        passphrase_phc: &Redacted<String>,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE accounts SET passphrase_phc = $2 WHERE id = $1")
            .bind(id.0)
            .bind(&passphrase_phc.0)
            .execute(self.writes())
            .await?;
        Ok(())
    }

    /// Erases the account with its sessions and services. Nothing happens when it is gone.
    ///
    /// # Errors
    /// Our own fault.
    pub async fn delete_account(&self, id: AccountId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM accounts WHERE id = $1")
            .bind(id.0)
            .execute(self.writes())
            .await?;
        self.forget().await
    }
}

/// Also used by a sign-up, inside its transaction.
pub(super) async fn insert(
    database: impl Executor<'_, Database = Any>,
    account: &NewAccount,
) -> Result<AccountId, CreateError> {
    let id = sqlx::query_scalar(
        "INSERT INTO accounts (number, name, passphrase_phc, created_day)
         VALUES ($1, $2, $3, $4) RETURNING id",
    )
    .bind(&account.number.0)
    .bind(account.name.as_str())
    .bind(&account.passphrase_phc.0)
    .bind(account.created_day)
    .fetch_one(database)
    .await?;
    Ok(AccountId(id))
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
