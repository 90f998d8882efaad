//! SQLite: a data folder with the database file and a lock file.

use super::database_files::{DatabaseFiles, INCOMPLETE, log, open_private, probe_space};
use super::migrations;
use super::open_error::OpenError;
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, AnyPool, Connection, Executor};
use std::fmt::Write as _;
use std::fs::{DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

const FILE: &str = "porchlight.db";
/// Locked while a server uses the folder; always empty.
const LOCK: &str = "porchlight.lock";
/// Connections that read at the same time as the writer. More of them would only compete for the two or
/// four cores of a typical machine.
const READERS: u32 = 4;

/// The longest that a change waits for others: they wait for a lock one after another.
const QUEUE_TIMEOUT: Duration = Duration::from_secs(10);

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
    pub(super) files: DatabaseFiles,
}

/// The locks of a database; they last as long as these files are open. The database file itself is locked too,
/// because people delete lock files. SQLite's own locks are of another kind (`fcntl`) and not affected.
pub(super) struct FileLocks {
    #[expect(dead_code, reason = "the lock lasts as long as the file is open")]
    lock_file: File,
    #[expect(dead_code, reason = "the lock lasts as long as the file is open")]
    database: File,
}

/// Opens the database of a folder and locks it. The locks last as long as the returned files are open.
pub(super) async fn open(folder: &Path) -> Result<(Pools, FileLocks), OpenError> {
    let folder = create_folder(folder)?;
    let file = folder.join(FILE);
    let was_used = folder.join(LOCK).exists();
    let had_database = file.exists() || log(&file).exists();
    let lock_file = lock(&folder)?;
    let opened = open_locked(&folder, &file, was_used).await;
    if opened.is_err() && !was_used {
        // Else the next start would take this folder for one that has lost its database.
        if !had_database {
            remove_new_database(&file);
        }
        let _ = std::fs::remove_file(folder.join(LOCK));
    }
    let (pools, database) = opened?;
    let locks = FileLocks {
        lock_file,
        database,
    };
    Ok((pools, locks))
}

async fn open_locked(
    folder: &Path,
    file: &Path,
    was_used: bool,
) -> Result<(Pools, File), OpenError> {
    let location = location(file);
    let url = url_in(folder, file)?;
    let of_io = |error: std::io::Error| of_io(&error, &location);
    let database = lock_database(file, &location)?;
    probe_space(folder).map_err(of_io)?;
    if file.metadata().is_ok_and(|file| file.len() > 0) {
        inspect(file, &url, &location, LogRule::NeededIfMarked).await?;
    } else {
        check_not_lost(file, &location, was_used)?;
    }
    create_file(file).map_err(of_io)?;
    let database = match database {
        Some(database) => database,
        None => lock_database(file, &location)?.ok_or_else(|| of_io(ErrorKind::NotFound.into()))?,
    };
    let failed = |error| OpenError::of(&error, &location);
    let writer = writer_pool(&url).await.map_err(failed)?;
    let mut connection = writer.acquire().await.map_err(failed)?;
    migrations::run(&migrations::SQLITE, &mut connection, &location).await?;
    drop(connection);
    let reader = reader_pool(&url).await.map_err(failed)?;
    let files = DatabaseFiles::of(file).map_err(of_io)?;
    // The name of a new write-ahead log must be on the disk before the database file is marked as needing it.
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(of_io)?;
    let pools = Pools {
        reader,
        writer,
        files,
    };
    Ok((pools, database))
}

/// Opens the database while a server has it locked and has brought its tables up to date.
pub(super) async fn open_shared(folder: &Path) -> Result<Pools, OpenError> {
    let folder = create_folder(folder)?;
    let file = folder.join(FILE);
    let location = location(&file);
    let url = url_in(&folder, &file)?;
    inspect(&file, &url, &location, LogRule::NotNeeded).await?;
    let failed = |error| OpenError::of(&error, &location);
    Ok(Pools {
        reader: reader_pool(&url).await.map_err(failed)?,
        writer: writer_pool(&url).await.map_err(failed)?,
        files: DatabaseFiles::of(&file).map_err(|error| of_io(&error, &location))?,
    })
}

fn location(file: &Path) -> String {
    format!("the database {}", file.display())
}

/// Refuses to create a database in place of one that was there before.
fn check_not_lost(file: &Path, location: &str, was_used: bool) -> Result<(), OpenError> {
    let log = log(file);
    let has_log = log.metadata().is_ok_and(|log| log.len() > 0);
    if !was_used && !has_log {
        return Ok(());
    }
    let is_missing = !file.exists();
    let leftovers = [
        (!is_missing, file.to_owned()),
        (was_used, file.with_file_name(LOCK)),
        (has_log, log),
    ];
    let leftovers: Vec<String> = (leftovers.into_iter())
        .filter(|(is_there, _)| *is_there)
        .map(|(_, path)| path.display().to_string())
        .collect();
    Err(OpenError::Lost {
        location: location.to_owned(),
        state: if is_missing { "missing" } else { "empty" },
        leftovers: leftovers.join(" and "),
    })
}

/// Removes what a first start has created before it failed.
fn remove_new_database(file: &Path) {
    for path in [file.to_owned(), log(file), file.with_extension("db-shm")] {
        let _ = std::fs::remove_file(path);
    }
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
    try_lock(file, &location)
}

/// Locks the database file if there is one, which also checks that it can be written.
fn lock_database(file: &Path, location: &str) -> Result<Option<File>, OpenError> {
    match OpenOptions::new().append(true).open(file) {
        Ok(file) => try_lock(file, location).map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(of_io(&error, location)),
    }
}

fn try_lock(file: File, location: &str) -> Result<File, OpenError> {
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse {
            location: location.to_owned(),
        }),
        Err(TryLockError::Error(error)) => Err(of_io(&error, location)),
    }
}

/// Whether a database file may be used without its write-ahead log.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LogRule {
    /// Not if it bears the mark of an incomplete file.
    NeededIfMarked,
    /// A server may be folding the log at this moment.
    NotNeeded,
}

/// Checks a database without changing any byte of it.
async fn inspect(file: &Path, url: &str, location: &str, rule: LogRule) -> Result<(), OpenError> {
    let log = log(file);
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
    let mut result = inspect_content(&mut connection, location).await;
    if result.is_ok() && rule == LogRule::NeededIfMarked && !log.exists() {
        result = check_complete(&mut connection, &log, location).await;
    }
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

async fn check_complete(
    connection: &mut AnyConnection,
    log: &Path,
    location: &str,
) -> Result<(), OpenError> {
    let mark: i32 = sqlx::query_scalar("PRAGMA user_version")
        .fetch_one(connection)
        .await
        .map_err(|error| OpenError::of(&error, location))?;
    if mark != INCOMPLETE {
        return Ok(());
    }
    let name = log.file_name().unwrap_or_default();
    Err(OpenError::NoLog {
        location: location.to_owned(),
        log: name.to_string_lossy().into_owned(),
    })
}

/// SQLite gives its write-ahead log the mode of the file.
fn create_file(file: &Path) -> std::io::Result<()> {
    open_private(file)?.set_permissions(Permissions::from_mode(0o600))
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
        .acquire_timeout(QUEUE_TIMEOUT)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
}

/// The address of the database in a folder.
fn url_in(folder: &Path, file: &Path) -> Result<String, OpenError> {
    url(file).ok_or_else(|| OpenError::Folder {
        location: format!("the data folder {}", folder.display()),
        reason: "its name is not valid UTF-8".to_owned(),
    })
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
