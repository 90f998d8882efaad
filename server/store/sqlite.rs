//! What is particular to SQLite: a folder, a file, and a lock beside it.

use super::{OpenError, migrations};
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, AnyPool, Connection, Executor};
use std::fmt::Write as _;
use std::fs::{DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

const FILE: &str = "porchlight.db";
/// Locked as long as a porchlight uses the folder; holds nothing.
const LOCK: &str = "porchlight.lock";
/// Written and removed at the start, to see whether there is room.
const PROBE: &str = "porchlight.probe";

/// Bytes that must be free: the tables and the first pages of the write-ahead log take less.
const ROOM_NEEDED: usize = 1 << 20;

/// SQLite reads beside its one writer; more readers than this only queue for the two or four cores
/// of the machines this runs on.
const READERS: u32 = 4;

/// For every connection. `secure_delete` overwrites what is erased, first names above all;
/// `busy_timeout`, in milliseconds, outlasts a backup tool that holds the file for a moment;
/// NORMAL under a write-ahead log can lose the last moment to a power cut, never the file.
const SETTINGS: &str = "PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000; \
     PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;";

pub(super) struct Opened {
    /// Refuse to write.
    pub(super) reads: AnyPool,
    /// One connection, so that writers queue in turn instead of meeting a locked file.
    pub(super) writes: AnyPool,
    /// `None` beside a porchlight that holds it.
    pub(super) lock: Option<File>,
}

pub(super) async fn open(folder: &Path) -> Result<Opened, OpenError> {
    let folder = make_folder(folder)?;
    let lock = lock(&folder)?;
    let file = folder.join(FILE);
    let place = format!("the database {}", file.display());
    let url = url(&file).ok_or_else(|| OpenError::Folder {
        place: format!("the data folder {}", folder.display()),
        reason: "its name is not valid UTF-8".to_owned(),
    })?;
    probe(&folder, &file).map_err(|error| of_io(&error, &place))?;
    if file.metadata().is_ok_and(|file| file.len() > 0) {
        inspect(&file, &url, &place).await?;
    }
    make_file(&file).map_err(|error| of_io(&error, &place))?;
    let failed = |error| OpenError::of(&error, &place);
    let writes = writer(&url).await.map_err(failed)?;
    let mut connection = writes.acquire().await.map_err(failed)?;
    migrations::run(&migrations::SQLITE, &mut connection, &place).await?;
    drop(connection);
    let reads = readers(&url).await.map_err(failed)?;
    Ok(Opened {
        reads,
        writes,
        lock: Some(lock),
    })
}

/// The same file beside the porchlight that holds it and has brought it up to date.
pub(super) async fn beside(folder: &Path) -> Result<Opened, OpenError> {
    let file = make_folder(folder)?.join(FILE);
    let place = format!("the database {}", file.display());
    let url = url(&file).ok_or_else(|| OpenError::Folder {
        place: format!("the data folder {}", folder.display()),
        reason: "its name is not valid UTF-8".to_owned(),
    })?;
    inspect(&file, &url, &place).await?;
    let failed = |error| OpenError::of(&error, &place);
    Ok(Opened {
        reads: readers(&url).await.map_err(failed)?,
        writes: writer(&url).await.map_err(failed)?,
        lock: None,
    })
}

/// Only its owner may look into a folder that we make. One that is there keeps its mode.
fn make_folder(folder: &Path) -> Result<PathBuf, OpenError> {
    let mut builder = DirBuilder::new();
    let made = builder.recursive(true).mode(0o700).create(folder);
    made.and_then(|()| folder.canonicalize())
        .map_err(|error| OpenError::Folder {
            place: format!("the data folder {}", folder.display()),
            reason: error.to_string(),
        })
}

fn lock(folder: &Path) -> Result<File, OpenError> {
    let place = format!("the data folder {}", folder.display());
    let file = open_private(&folder.join(LOCK)).map_err(|error| of_io(&error, &place))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse { place }),
        Err(TryLockError::Error(error)) => Err(of_io(&error, &place)),
    }
}

/// Sees, without a change to the database, whether it can be written.
fn probe(folder: &Path, file: &Path) -> std::io::Result<()> {
    match OpenOptions::new().append(true).open(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let path = folder.join(PROBE);
    let mut probe = open_private(&path)?;
    let written = probe
        .write_all(&vec![0; ROOM_NEEDED])
        .and_then(|()| probe.sync_all());
    std::fs::remove_file(&path).and(written)
}

/// Reads a database in ways that change no byte of it.
async fn inspect(file: &Path, url: &str, place: &str) -> Result<(), OpenError> {
    let log = file.with_extension("db-wal");
    // SQLite would make an empty log beside a file that has none, unless the file is immutable; a
    // log that is there, from a crash, has to be read with it.
    let mode = if log.metadata().is_ok_and(|log| log.len() > 0) {
        "mode=ro"
    } else {
        "immutable=1"
    };
    let failed = |error| OpenError::of(&error, place);
    let mut connection = AnyConnection::connect(&format!("{url}?{mode}"))
        .await
        .map_err(failed)?;
    let verdict = look(&mut connection, place).await;
    connection.close().await.map_err(failed)?;
    verdict
}

async fn look(connection: &mut AnyConnection, place: &str) -> Result<(), OpenError> {
    let failed = |error| OpenError::of(&error, place);
    let verdict: String = sqlx::query_scalar("PRAGMA quick_check(1)")
        .fetch_one(&mut *connection)
        .await
        .map_err(failed)?;
    if verdict != "ok" {
        return Err(OpenError::Damaged {
            place: place.to_owned(),
            reason: verdict,
        });
    }
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    migrations::inspect(&migrations::SQLITE, connection, &tables, place).await
}

/// SQLite gives the log the mode of the file.
fn make_file(file: &Path) -> std::io::Result<()> {
    open_private(file)?.set_permissions(Permissions::from_mode(0o600))
}

fn open_private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true).mode(0o600).open(path)
}

async fn writer(url: &str) -> sqlx::Result<AnyPool> {
    pool(1)
        .after_connect(|connection, _| {
            Box::pin(async move {
                connection.execute(SETTINGS).await?;
                connection.execute("PRAGMA journal_mode = WAL").await?;
                Ok(())
            })
        })
        .connect(url)
        .await
}

async fn readers(url: &str) -> sqlx::Result<AnyPool> {
    pool(READERS)
        .after_connect(|connection, _| {
            Box::pin(async move {
                connection.execute(SETTINGS).await?;
                connection.execute("PRAGMA query_only = ON").await?;
                Ok(())
            })
        })
        .connect(url)
        .await
}

/// A connection to a file does not go stale: it is neither tested nor renewed.
fn pool(connections: u32) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(connections)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
}

/// Every byte that could mean something else in an address is written as `%XX`.
fn url(file: &Path) -> Option<String> {
    let mut url = "sqlite://".to_owned();
    for byte in file.to_str()?.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' => {
                url.push(byte.into());
            }
            _ => write!(url, "%{byte:02X}").expect("writing to a string does not fail"),
        }
    }
    Some(url)
}

fn of_io(error: &std::io::Error, place: &str) -> OpenError {
    let place = place.to_owned();
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => OpenError::Full { place },
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            OpenError::ReadOnly { place }
        }
        _ => OpenError::Folder {
            place,
            reason: error.to_string(),
        },
    }
}
