//! Changes of the database. A change is made when its commit has succeeded, and not before.

use super::database::Store;
use super::error::{CreateError, StoreError};
use super::error_kind::is_refused_value;
use sqlx::any::{Any, AnyArguments, AnyRow};
use sqlx::pool::PoolConnection;
use sqlx::query::Query;
use sqlx::{Executor, Row};
use std::io::ErrorKind;

/// A transaction that changes something.
///
/// sqlx's own transactions are not used: they assume that a failed `COMMIT` left the transaction open. SQLite
/// has rolled it back by then, and all later changes of that connection would end up in a transaction that
/// is never committed. Here a connection that fails is closed, and the next change opens another.
pub(super) struct Write {
    store: Store,
    connection: PoolConnection<Any>,
    /// Whether the transaction has ended, so that the connection can be used again.
    is_finished: bool,
    /// Whether this transaction also removes the mark of an incomplete file.
    removes_mark: bool,
}

impl Store {
    /// Makes a change of one statement. Returns the number of rows that it changed.
    pub(super) async fn change(
        &self,
        query: Query<'_, Any, AnyArguments>,
    ) -> Result<u64, StoreError> {
        let mut write = self.begin().await?;
        let result = write.execute(query).await.map_err(StoreError::from);
        write.finish(result).await
    }

    /// Inserts a row with a statement that returns its `id`.
    pub(super) async fn insert(
        &self,
        query: Query<'_, Any, AnyArguments>,
    ) -> Result<i64, CreateError> {
        let mut write = self.begin().await?;
        let result = match write.execute_returning(query).await {
            Ok(row) => inserted_id(row).map_err(CreateError::from),
            Err(error) => Err(error.into()),
        };
        write.finish(result).await
    }

    /// Starts a change of several statements. It must be ended with [`Write::finish`].
    pub(super) async fn begin(&self) -> Result<Write, StoreError> {
        let begun = self.try_begin().await;
        if let Err(error) = &begun {
            self.record_failure(error.clone());
        }
        self.set_locked(matches!(begun, Err(StoreError::Locked)));
        begun
    }

    /// Writes to find out whether changes can be stored.
    pub(super) async fn check_writing(&self) -> Result<(), StoreError> {
        if self.health().is_failing() {
            self.check_space().await?;
        }
        let mut write = self.begin().await?;
        let result = if self.files().is_some() {
            // Writes a page of the file; the value is the same.
            write.run("PRAGMA user_version = 0").await
        } else {
            // A transaction that has a number is written to PostgreSQL's log. The second statement is
            // refused where only reading is allowed.
            let numbered = write.run("SELECT CAST(txid_current() AS text)").await;
            match numbered {
                Ok(()) => write.run("UPDATE rooms SET saved_at = 0 WHERE false").await,
                Err(error) => Err(error),
            }
        };
        write.finish(result.map_err(StoreError::from)).await
    }

    /// After a failure, the disk must take more than the small change that [`Self::check_writing`] makes.
    async fn check_space(&self) -> Result<(), StoreError> {
        let Some(files) = self.files() else {
            return Ok(());
        };
        match files.probe_space() {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::StorageFull => Err(StoreError::Full),
            Err(_) => Err(StoreError::Database {
                failure: "can't use its disk",
                code: None,
            }),
        }
    }

    /// While another program holds the lock, a change does not wait for it long: all other changes wait too.
    fn begin_statements(&self) -> &'static [&'static str] {
        match self.files() {
            None => &["BEGIN"],
            Some(_) if self.is_locked() => &[
                "PRAGMA busy_timeout = 100",
                "BEGIN IMMEDIATE",
                "PRAGMA busy_timeout = 5000",
            ],
            Some(_) => &["BEGIN IMMEDIATE"],
        }
    }

    async fn try_begin(&self) -> Result<Write, StoreError> {
        let connection = self.writer().acquire().await?;
        self.check_files()?;
        let mut write = Write {
            store: self.clone(),
            connection,
            is_finished: false,
            removes_mark: false,
        };
        for statement in self.begin_statements() {
            write.run(statement).await?;
        }
        if self.is_marked_incomplete() {
            write.run("PRAGMA user_version = 0").await?;
            write.removes_mark = true;
        }
        Ok(write)
    }
}

impl Write {
    /// Executes a statement. Returns the number of rows that it changed.
    pub(super) async fn execute(
        &mut self,
        query: Query<'_, Any, AnyArguments>,
    ) -> sqlx::Result<u64> {
        let result = query.execute(&mut *self.connection).await;
        self.record(result).map(|result| result.rows_affected())
    }

    /// Executes a statement that returns one row or none.
    ///
    /// It reads to the end of the response. `fetch_optional` of sqlx stops at the row, before SQLite or
    /// PostgreSQL may report that the statement failed.
    pub(super) async fn execute_returning(
        &mut self,
        query: Query<'_, Any, AnyArguments>,
    ) -> sqlx::Result<Option<AnyRow>> {
        let result = query.fetch_all(&mut *self.connection).await;
        self.record(result).map(|mut rows| rows.pop())
    }

    /// Executes a statement without values.
    pub(super) async fn run(&mut self, statement: &'static str) -> sqlx::Result<()> {
        let result = self.connection.execute(statement).await;
        self.record(result).map(drop)
    }

    /// Commits the change if `result` is a success, else takes it back. Returns the result, or the error of
    /// the commit: then nothing has changed.
    pub(super) async fn finish<T, E: From<StoreError>>(
        mut self,
        result: Result<T, E>,
    ) -> Result<T, E> {
        match result {
            Ok(value) => self.commit().await.map(|()| value).map_err(E::from),
            Err(error) => {
                // If this fails, the connection is closed, which takes the change back as well.
                self.is_finished = self.connection.execute("ROLLBACK").await.is_ok();
                Err(error)
            }
        }
    }

    /// Marks the file of SQLite as incomplete and folds the log into it, before another change removes the mark.
    pub(super) async fn mark_and_fold(mut self) -> Result<(), StoreError> {
        self.removes_mark = false;
        self.run("PRAGMA user_version = 1").await?;
        self.commit().await?;
        // While this holds the only connection that writes, no other change begins.
        self.is_finished = false;
        self.run("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        self.is_finished = true;
        Ok(())
    }

    async fn commit(&mut self) -> Result<(), StoreError> {
        self.run("COMMIT").await?;
        self.is_finished = true;
        if self.removes_mark {
            self.store.set_marked_incomplete(false);
        }
        // A file that was deleted takes every change, and loses it when the program ends.
        if let Err(error) = self.store.check_files() {
            self.store.record_failure(error.clone());
            return Err(error);
        }
        Ok(())
    }

    /// Records a failure of the database. A value that breaks a rule of a table is none.
    fn record<T>(&self, result: sqlx::Result<T>) -> sqlx::Result<T> {
        result.inspect_err(|error| {
            if !is_refused_value(error) {
                self.store.record_failure(StoreError::of(error));
            }
        })
    }
}

/// The `id` of the row that an `INSERT` returned.
pub(super) fn inserted_id(row: Option<AnyRow>) -> Result<i64, StoreError> {
    let row = row.ok_or(sqlx::Error::RowNotFound)?;
    Ok(row.try_get("id")?)
}

impl Drop for Write {
    /// A change may end anywhere: its request was cancelled, or a statement failed.
    fn drop(&mut self) {
        if !self.is_finished {
            self.connection.close_on_drop();
        }
    }
}
