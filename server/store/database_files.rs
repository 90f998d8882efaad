//! The files of a SQLite database while it is open: they are locked, and it is noticed when one is deleted.

use super::error::StoreError;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Written and deleted to check for free space.
const PROBE: &str = "porchlight.probe";

/// In bytes: the tables and the first pages of the write-ahead log need less.
const FREE_SPACE_NEEDED: usize = 1 << 20;

/// `user_version` of a database file that is incomplete without its write-ahead log, see `Store::fold_log`.
pub(super) const INCOMPLETE: i32 = 1;

/// The disk and the number of a file, which another file of the same name does not share.
type Identity = (u64, u64);

/// The files of an open database.
pub(super) struct DatabaseFiles {
    database: PathBuf,
    identity: Identity,
    /// That of the write-ahead log. A database has none on a file system without shared memory.
    log_identity: Option<Identity>,
}

impl DatabaseFiles {
    /// Those of the database at `path`, which is open.
    pub(super) fn of(path: &Path) -> std::io::Result<Self> {
        Ok(Self {
            database: path.to_owned(),
            identity: identity(path)?,
            log_identity: identity(&log(path)).ok(),
        })
    }

    /// Whether the files that SQLite writes to are those that the next start will read.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        let is_in_place = |path: &Path, expected| identity(path).ok() == Some(expected);
        // SQLite creates a missing log anew for some of its connections, while others write to the old one.
        let is_log_in_place =
            (self.log_identity).is_none_or(|expected| is_in_place(&log(&self.database), expected));
        if is_log_in_place && is_in_place(&self.database, self.identity) {
            Ok(())
        } else {
            Err(StoreError::Gone)
        }
    }

    /// The length of the write-ahead log in bytes.
    pub(super) fn log_length(&self) -> u64 {
        log(&self.database).metadata().map_or(0, |file| file.len())
    }

    /// Creates an empty write-ahead log if there is none.
    pub(super) fn create_log(&self) -> std::io::Result<()> {
        open_private(&log(&self.database)).map(drop)
    }

    /// Checks that the disk takes more than a few bytes.
    pub(super) fn probe_space(&self) -> std::io::Result<()> {
        probe_space(self.database.parent().unwrap_or(Path::new("/")))
    }
}

/// The write-ahead log of a database.
pub(super) fn log(database: &Path) -> PathBuf {
    database.with_extension("db-wal")
}

/// Checks that a folder can be written and that its disk has some space.
pub(super) fn probe_space(folder: &Path) -> std::io::Result<()> {
    let path = folder.join(PROBE);
    let mut probe = open_private(&path)?;
    let result = probe
        .write_all(&vec![0; FREE_SPACE_NEEDED])
        .and_then(|()| probe.sync_all());
    std::fs::remove_file(&path).and(result)
}

/// Opens a file for appending; a new one is private to its owner.
pub(super) fn open_private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true).mode(0o600).open(path)
}

fn identity(path: &Path) -> std::io::Result<Identity> {
    let file = path.metadata()?;
    Ok((file.dev(), file.ino()))
}
