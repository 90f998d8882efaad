//! The open database, whichever of the two kinds it is.

use super::error::StoreError;
use super::open_error::OpenError;
use super::postgres::{self, SessionLock};
use super::sqlite;
use crate::base::Redacted;
use sqlx::AnyPool;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::Mutex;

/// Which database, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreSettings {
    /// The kind of database and its location.
    pub url: Database,
}

/// The two kinds of database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// An embedded database.
    Sqlite {
        /// Has the file `porchlight.db`; created when it is missing.
        folder: PathBuf,
    },
    /// A database server.
    Postgres {
        /// A `postgres://` address; it may contain a password.
        url: Redacted<String>,
    },
}

/// An open database. A lock keeps other porchlight servers away from it. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    reader: AnyPool,
    writer: AnyPool,
    /// `None` when the store is closed, or shares the database with a server.
    lock: Mutex<Option<Lock>>,
}

/// Keeps a second porchlight server away.
enum Lock {
    File {
        #[expect(dead_code, reason = "the lock lasts as long as the file is open")]
        file: File,
    },
    Session(SessionLock),
}

impl Store {
    /// Opens the database and brings its tables up to date.
    ///
    /// # Errors
    /// Why the database can't be used, in the operator's words. It is unchanged then.
    pub async fn open(settings: &StoreSettings) -> Result<Self, OpenError> {
        sqlx::any::install_default_drivers();
        let (reader, writer, lock) = match &settings.url {
            Database::Sqlite { folder } => {
                let (pools, file) = sqlite::open(folder).await?;
                (pools.reader, pools.writer, Lock::File { file })
            }
            Database::Postgres { url } => {
                let (pool, lock) = postgres::open(&url.0).await?;
                (pool.clone(), pool, Lock::Session(lock))
            }
        };
        Ok(Self::new(reader, writer, Some(lock)))
    }

    /// Opens the database for a command that may run beside a server on the same database, such as one
    /// that creates an invitation.
    ///
    /// # Errors
    /// As [`Self::open`], except that the database may be in use.
    pub async fn open_shared(settings: &StoreSettings) -> Result<Self, OpenError> {
        match Self::open(settings).await {
            Err(OpenError::InUse { .. }) => {}
            result => return result,
        }
        let (reader, writer) = match &settings.url {
            Database::Sqlite { folder } => {
                let pools = sqlite::open_shared(folder).await?;
                (pools.reader, pools.writer)
            }
            Database::Postgres { url } => {
                let pool = postgres::open_shared(&url.0).await?;
                (pool.clone(), pool)
            }
        };
        Ok(Self::new(reader, writer, None))
    }

    fn new(reader: AnyPool, writer: AnyPool, lock: Option<Lock>) -> Self {
        let lock = Mutex::new(lock);
        Self {
            inner: Arc::new(Inner {
                reader,
                writer,
                lock,
            }),
        }
    }

    /// Whether the database responds and no other server has taken it over.
    ///
    /// # Errors
    /// When it does not respond, or was taken over.
    pub async fn ready(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT count(*) FROM groups")
            .fetch_one(self.reader())
            .await?;
        match &mut *self.inner.lock.lock().await {
            Some(Lock::Session(lock)) => lock.renew().await,
            _ => Ok(()),
        }
    }

    /// Waits for running queries, then closes the database for all clones.
    pub async fn close(&self) {
        self.reader().close().await;
        self.writer().close().await;
        if let Some(Lock::Session(lock)) = self.inner.lock.lock().await.take() {
            lock.release().await;
        }
    }

    /// Removes deleted names from SQLite's write-ahead log as well, where they would stay until its next
    /// checkpoint. While another connection reads from the log, a later call does it.
    pub(super) async fn truncate_log(&self) -> Result<(), StoreError> {
        if matches!(*self.inner.lock.lock().await, Some(Lock::File { .. })) {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
                .fetch_optional(self.writer())
                .await?;
        }
        Ok(())
    }

    pub(super) fn reader(&self) -> &AnyPool {
        &self.inner.reader
    }

    pub(super) fn writer(&self) -> &AnyPool {
        &self.inner.writer
    }
}
