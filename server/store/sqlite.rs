//! SQLite: a data folder with the database file and a lock file.

use super::migrations;
use super::open_error::OpenError;
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, AnyPool, Connection, Executor};
use std::fmt::Write as _;
use std::fs::{DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

const FILE: &str = "porchlight.db";
/// Locked while a server uses the folder; always empty.
const LOCK: &str = "porchlight.lock";
/// Written and deleted at the start, to check for free space.
const PROBE: &str = "porchlight.probe";

/// In bytes: the tables and the first pages of the write-ahead log need less.
const FREE_SPACE_NEEDED: usize = 1 << 20;

/// Connections that read at the same time as the writer. More of them would only compete for the two or
/// four cores of a typical machine.
const READERS: u32 = 4;

/// For every connection. `secure_delete` overwrites deleted rows, which may hold first names.
/// `busy_timeout`, in milliseconds, is longer than a backup tool locks the file. With a write-ahead log,
/// NORMAL can lose the last transactions in a power cut but never damages the file.
const SETTINGS: &str = "PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000; \
     PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;";

/// The connections to a database file.
pub(super) struct Pools {
    /// Its connections can't write.
    pub(super) reader: AnyPool,
    /// One connection, so that writers wait in a queue instead of failing at a locked file.
    pub(super) writer: AnyPool,
}

/// Opens the database of a folder and locks it. The lock lasts as long as the returned file is open.
pub(super) async fn open(folder: &Path) -> Result<(Pools, File), OpenError> {
    let folder = create_folder(folder)?;
    let lock_file = lock(&folder)?;
    let file = folder.join(FILE);
    let location = format!("the database {}", file.display());
    let url = url(&file).ok_or_else(|| OpenError::Folder {
        location: format!("the data folder {}", folder.display()),
        reason: "its name is not valid UTF-8".to_owned(),
    })?;
    probe(&folder, &file).map_err(|error| of_io(&error, &location))?;
    if file.metadata().is_ok_and(|file| file.len() > 0) {
        inspect(&file, &url, &location).await?;
    }
    create_file(&file).map_err(|error| of_io(&error, &location))?;
    let failed = |error| OpenError::of(&error, &location);
    let writer = writer_pool(&url).await.map_err(failed)?;
    let mut connection = writer.acquire().await.map_err(failed)?;
    migrations::run(&migrations::SQLITE, &mut connection, &location).await?;
    drop(connection);
    let reader = reader_pool(&url).await.map_err(failed)?;
    Ok((Pools { reader, writer }, lock_file))
}

/// Opens the database while a server has it locked and has brought its tables up to date.
pub(super) async fn open_shared(folder: &Path) -> Result<Pools, OpenError> {
    let file = create_folder(folder)?.join(FILE);
    let location = format!("the database {}", file.display());
    let url = url(&file).ok_or_else(|| OpenError::Folder {
        location: format!("the data folder {}", folder.display()),
        reason: "its name is not valid UTF-8".to_owned(),
    })?;
    inspect(&file, &url, &location).await?;
    let failed = |error| OpenError::of(&error, &location);
    Ok(Pools {
        reader: reader_pool(&url).await.map_err(failed)?,
        writer: writer_pool(&url).await.map_err(failed)?,
    })
}

/// A new folder is private to its owner. An existing one keeps its mode.
fn create_folder(folder: &Path) -> Result<PathBuf, OpenError> {
    let mut builder = DirBuilder::new();
    let result = builder.recursive(true).mode(0o700).create(folder);
    result
        .and_then(|()| folder.canonicalize())
        .map_err(|error| OpenError::Folder {
            location: format!("the data folder {}", folder.display()),
            reason: error.to_string(),
        })
}

fn lock(folder: &Path) -> Result<File, OpenError> {
    let location = format!("the data folder {}", folder.display());
    let file = open_private(&folder.join(LOCK)).map_err(|error| of_io(&error, &location))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse { location }),
        Err(TryLockError::Error(error)) => Err(of_io(&error, &location)),
    }
}

/// Checks, without a change to the database, whether it can be written.
fn probe(folder: &Path, file: &Path) -> std::io::Result<()> {
    match OpenOptions::new().append(true).open(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let path = folder.join(PROBE);
    let mut probe = open_private(&path)?;
    let result = probe
        .write_all(&vec![0; FREE_SPACE_NEEDED])
        .and_then(|()| probe.sync_all());
    std::fs::remove_file(&path).and(result)
}

/// Checks a database without changing any byte of it.
async fn inspect(file: &Path, url: &str, location: &str) -> Result<(), OpenError> {
    let log = file.with_extension("db-wal");
    // SQLite would create an empty write-ahead log if there is none, unless the file is opened as
    // immutable. A log that a crash has left has to be read together with the file.
    let mode = if log.metadata().is_ok_and(|log| log.len() > 0) {
        "mode=ro"
    } else {
        "immutable=1"
    };
    let failed = |error| OpenError::of(&error, location);
    let mut connection = AnyConnection::connect(&format!("{url}?{mode}"))
        .await
        .map_err(failed)?;
    let result = inspect_content(&mut connection, location).await;
    connection.close().await.map_err(failed)?;
    result
}

async fn inspect_content(connection: &mut AnyConnection, location: &str) -> Result<(), OpenError> {
    let failed = |error| OpenError::of(&error, location);
    let result: String = sqlx::query_scalar("PRAGMA quick_check(1)")
        .fetch_one(&mut *connection)
        .await
        .map_err(failed)?;
    if result != "ok" {
        return Err(OpenError::Damaged {
            location: location.to_owned(),
            reason: result,
        });
    }
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    migrations::inspect(&migrations::SQLITE, connection, &tables, location).await
}

/// SQLite gives its write-ahead log the mode of the file.
fn create_file(file: &Path) -> std::io::Result<()> {
    open_private(file)?.set_permissions(Permissions::from_mode(0o600))
}

fn open_private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true).mode(0o600).open(path)
}

async fn writer_pool(url: &str) -> sqlx::Result<AnyPool> {
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

async fn reader_pool(url: &str) -> sqlx::Result<AnyPool> {
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

/// Connections to a file never break, so that they are neither tested nor replaced.
fn pool(connections: u32) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(connections)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
}

/// The address of a file. Bytes with a special meaning in an address are written as `%XX`.
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

fn of_io(error: &std::io::Error, location: &str) -> OpenError {
    let location = location.to_owned();
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => OpenError::Full { location },
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            OpenError::ReadOnly { location }
        }
        _ => OpenError::Folder {
            location,
            reason: error.to_string(),
        },
    }
}
