//! What outlives the process: groups, meetings, accounts, services, invites, and rooms in progress.
//!
//! Promises: one set of queries for SQLite and PostgreSQL; a database that can't be used safely is
//! refused at [`Store::open`], in words, and left as it was; nothing is half done.
//! Deliberately absent: e-mail, phone numbers, addresses, user agents, message text, and any record
//! of who attended what. No error carries a stored secret or name.
//! May import `base`, `schedule`, `accounts`, `room` and `config`. `live`, `http` and `cli` may import it.

mod accounts;
mod embed_origins;
mod error;
mod fault;
mod feeds;
mod groups;
mod invites;
mod meetings;
mod migrations;
mod postgres;
mod problem;
mod room_settings;
mod rooms;
mod services;
mod sessions;
mod sqlite;

pub use accounts::{AccountRow, NewAccount};
pub use error::{CreateError, EditError, InviteError, SignUpError, StoreError};
pub use feeds::FeedRow;
pub use groups::NewGroup;
pub use meetings::{DamagedMeetingError, NewMeeting};
pub use problem::OpenError;
pub use room_settings::RoomSettings;
pub use rooms::SavedRoom;
pub use services::{Service, ServiceKind};

use crate::base::Redacted;
use sqlx::AnyPool;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::Mutex;

/// Which database, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreSettings {
    pub url: Database,
}

/// The two kinds of database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// `porchlight.db` in this folder, which is made when it is missing.
    Sqlite { folder: PathBuf },
    /// A `postgres://` address; it may hold a password.
    Postgres { url: Redacted<String> },
}

/// An open database, held against any second porchlight. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    reads: AnyPool,
    writes: AnyPool,
    /// Gone once closed.
    hold: Mutex<Option<Hold>>,
}

/// What keeps a second porchlight away.
enum Hold {
    File {
        #[expect(dead_code, reason = "held for its lock")]
        lock: File,
    },
    Session(postgres::Claim),
}

impl Store {
    /// Opens the database and brings its tables up to date.
    ///
    /// # Errors
    /// Why it can't be used, in the operator's words. A database that was there is untouched then.
    pub async fn open(settings: &StoreSettings) -> Result<Self, OpenError> {
        sqlx::any::install_default_drivers();
        let (reads, writes, hold) = match &settings.url {
            Database::Sqlite { folder } => {
                let opened = sqlite::open(folder).await?;
                let hold = opened.lock.map(|lock| Hold::File { lock });
                (opened.reads, opened.writes, hold)
            }
            Database::Postgres { url } => {
                let opened = postgres::open(&url.0).await?;
                let hold = Some(Hold::Session(opened.claim));
                (opened.pool.clone(), opened.pool, hold)
            }
        };
        Ok(Self::of(reads, writes, hold))
    }

    /// Opens the database for one command while a server may be running on it: for what both may
    /// write, such as an invitation.
    ///
    /// # Errors
    /// As [`Self::open`], but that it is in use.
    pub async fn open_shared(settings: &StoreSettings) -> Result<Self, OpenError> {
        match Self::open(settings).await {
            Err(OpenError::InUse { .. }) => {}
            opened => return opened,
        }
        let (reads, writes) = match &settings.url {
            Database::Sqlite { folder } => {
                let opened = sqlite::beside(folder).await?;
                (opened.reads, opened.writes)
            }
            Database::Postgres { url } => {
                let pool = postgres::beside(&url.0).await?;
                (pool.clone(), pool)
            }
        };
        Ok(Self::of(reads, writes, None))
    }

    /// After names were erased: takes them out of SQLite's log too, where they would stay until it is
    /// next written into the file. While a reader is at work there it does less, and the next time more.
    async fn forget(&self) -> Result<(), StoreError> {
        if matches!(*self.inner.hold.lock().await, Some(Hold::File { .. })) {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
                .fetch_optional(self.writes())
                .await?;
        }
        Ok(())
    }

    fn of(reads: AnyPool, writes: AnyPool, hold: Option<Hold>) -> Self {
        let hold = Mutex::new(hold);
        Self {
            inner: Arc::new(Inner {
                reads,
                writes,
                hold,
            }),
        }
    }

    /// Whether the database answers and is still ours alone.
    ///
    /// # Errors
    /// Our own fault, or the database's.
    pub async fn ready(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT count(*) FROM groups")
            .fetch_one(self.reads())
            .await?;
        match &mut *self.inner.hold.lock().await {
            Some(Hold::Session(claim)) => claim.renew().await,
            _ => Ok(()),
        }
    }

    /// Waits for what is under way, then lets the database go. Every clone is closed with it.
    pub async fn close(&self) {
        self.reads().close().await;
        self.writes().close().await;
        if let Some(Hold::Session(claim)) = self.inner.hold.lock().await.take() {
            claim.release().await;
        }
    }

    fn reads(&self) -> &AnyPool {
        &self.inner.reads
    }

    fn writes(&self) -> &AnyPool {
        &self.inner.writes
    }
}
