//! The open database, whichever of the two kinds it is.

use super::database_files::DatabaseFiles;
use super::error::StoreError;
use super::open_error::OpenError;
use super::postgres::{self, SessionLock};
use super::sqlite::{self, FileLocks};
use super::write_health::WriteHealth;
use crate::base::{Redacted, Timestamp};
use sqlx::AnyPool;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, MutexGuard, PoisonError};
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
    health: std::sync::Mutex<WriteHealth>,
    /// `None` for PostgreSQL.
    files: Option<DatabaseFiles>,
    /// Whether the last change found the database locked by another program.
    is_locked: AtomicBool,
    /// Whether the database bears the mark of an incomplete file, see [`Store::fold_log`].
    is_marked_incomplete: AtomicBool,
    /// The length of the write-ahead log after it was last folded.
    folded_log_length: AtomicU64,
}

/// Keeps a second porchlight server away.
enum Lock {
    Files {
        #[expect(dead_code, reason = "the locks last as long as the files are open")]
        locks: FileLocks,
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
        match &settings.url {
            Database::Sqlite { folder } => {
                let (pools, locks) = sqlite::open(folder).await?;
                let lock = Some(Lock::Files { locks });
                let store = Self::new(pools.reader, pools.writer, Some(pools.files), lock);
                // A failure is recorded, so that the server is not ready.
                let _ = store.fold_log().await;
                Ok(store)
            }
            Database::Postgres { url } => {
                let (pool, lock) = postgres::open(&url.0).await?;
                Ok(Self::new(
                    pool.clone(),
                    pool,
                    None,
                    Some(Lock::Session(lock)),
                ))
            }
        }
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
        Ok(match &settings.url {
            Database::Sqlite { folder } => {
                let pools = sqlite::open_shared(folder).await?;
                Self::new(pools.reader, pools.writer, Some(pools.files), None)
            }
            Database::Postgres { url } => {
                let pool = postgres::open_shared(&url.0).await?;
                Self::new(pool.clone(), pool, None, None)
            }
        })
    }

    fn new(
        reader: AnyPool,
        writer: AnyPool,
        files: Option<DatabaseFiles>,
        lock: Option<Lock>,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                reader,
                writer,
                lock: Mutex::new(lock),
                health: std::sync::Mutex::default(),
                files,
                is_locked: AtomicBool::new(false),
                is_marked_incomplete: AtomicBool::new(false),
                folded_log_length: AtomicU64::new(0),
            }),
        }
    }

    /// Whether changes can be stored and no other server has taken the database over. When the last half
    /// minute had no failure, it writes to find out.
    ///
    /// # Errors
    /// Why changes can't be stored at present.
    pub async fn ready(&self, now: Timestamp) -> Result<(), StoreError> {
        // While this is held, other callers wait for the result of this one.
        let mut lock = self.inner.lock.lock().await;
        if let Some(known) = self.health().known(now) {
            return known;
        }
        let result = match &mut *lock {
            Some(Lock::Session(session)) => session.renew().await,
            _ => Ok(()),
        };
        let result = match result {
            Ok(()) => self.check_writing().await,
            Err(error) => Err(error),
        };
        self.health().record_check(now, &result);
        result
    }

    /// Waits for running queries, then closes the database for all clones.
    pub async fn close(&self) {
        if self.is_marked_incomplete() {
            self.remove_mark().await;
        }
        self.reader().close().await;
        self.writer().close().await;
        self.keep_log_of_marked_file();
        if let Some(Lock::Session(lock)) = self.inner.lock.lock().await.take() {
            lock.release().await;
        }
    }

    pub(super) fn reader(&self) -> &AnyPool {
        &self.inner.reader
    }

    pub(super) fn writer(&self) -> &AnyPool {
        &self.inner.writer
    }

    /// Those of SQLite; `None` for PostgreSQL.
    pub(super) fn files(&self) -> Option<&DatabaseFiles> {
        self.inner.files.as_ref()
    }

    /// Whether this store holds the lock of SQLite's files.
    pub(super) async fn has_file_lock(&self) -> bool {
        matches!(*self.inner.lock.lock().await, Some(Lock::Files { .. }))
    }

    pub(super) fn health(&self) -> MutexGuard<'_, WriteHealth> {
        // Each change of it is complete after any panic.
        (self.inner.health.lock()).unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn record_failure(&self, error: StoreError) {
        self.health().record_failure(error);
    }

    pub(super) fn is_locked(&self) -> bool {
        self.inner.is_locked.load(Ordering::Relaxed)
    }

    pub(super) fn set_locked(&self, is_locked: bool) {
        self.inner.is_locked.store(is_locked, Ordering::Relaxed);
    }

    pub(super) fn is_marked_incomplete(&self) -> bool {
        self.inner.is_marked_incomplete.load(Ordering::Relaxed)
    }

    pub(super) fn set_marked_incomplete(&self, is_marked: bool) {
        let marked = &self.inner.is_marked_incomplete;
        marked.store(is_marked, Ordering::Relaxed);
    }

    /// The length of the write-ahead log after it was last folded.
    pub(super) fn folded_log_length(&self) -> &AtomicU64 {
        &self.inner.folded_log_length
    }
}
