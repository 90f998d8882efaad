//! Why a database was not opened, in the operator's words.

use super::error_kind::DatabaseErrorKind;

/// Why a database was not opened. Each text says what to do. The database is unchanged in every case.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The data folder can't be created or used.
    #[error(
        "{location} can't be used: {reason}. Choose another data folder, or let this user write there."
    )]
    Folder {
        /// The folder.
        location: String,
        /// The message of the system.
        reason: String,
    },
    /// Another program has locked the database.
    #[error(
        "{location} is in use by another program, most likely a porchlight that is still running. \
         Stop that one, or choose another place."
    )]
    InUse {
        /// The folder or the database.
        location: String,
    },
    /// The database can't be written.
    #[error("{location} can't be written. Let this user write there, or choose another place.")]
    ReadOnly {
        /// The folder or the database.
        location: String,
    },
    /// The disk is full.
    #[error("{location} has no space left on its disk. Free some space and start again.")]
    Full {
        /// The database.
        location: String,
    },
    /// The folder had a database, which is missing or empty.
    #[error(
        "{location} is {state}, although its folder was in use. Restore a backup of it. To begin with an empty \
         site instead, delete {leftovers}."
    )]
    Lost {
        /// The database.
        location: String,
        /// Missing or empty.
        state: &'static str,
        /// The files that show that there was a database.
        leftovers: String,
    },
    /// The database was copied without its write-ahead log, while a server ran.
    #[error(
        "{location} was copied while a server used it, without the file {log} beside it, so its newest changes \
         are missing. Copy both files, or stop the server before you copy. To go on without these changes, \
         create an empty file {log}."
    )]
    NoLog {
        /// The database.
        location: String,
        /// The name of the write-ahead log.
        log: String,
    },
    /// The tables were made by a later version of the program.
    #[error(
        "{location} was made by a newer porchlight: this program does not know version {version} of its tables. \
         Run the newer program, or restore a backup of this version."
    )]
    Newer {
        /// The database.
        location: String,
        /// The version of the newest migration.
        version: i64,
    },
    /// The tables belong to another program.
    #[error(
        "{location} does not belong to porchlight: {reason}. Move it away, or choose another place."
    )]
    Foreign {
        /// The database.
        location: String,
        /// Completes the sentence after a colon.
        reason: String,
    },
    /// The content of the database is damaged.
    #[error(
        "{location} is damaged: {reason}. Keep it, and restore a backup into an empty data folder."
    )]
    Damaged {
        /// The database.
        location: String,
        /// What is damaged.
        reason: String,
    },
    /// The database server can't be reached.
    #[error(
        "{location} can't be reached: {reason}. Check that the server runs and that its address in the settings is right."
    )]
    Unreachable {
        /// The database, without user and password.
        location: String,
        /// Completes the sentence after a colon.
        reason: String,
    },
    /// Any other failure.
    #[error("{location} failed: {reason}. Its data is unchanged.")]
    Failed {
        /// The database.
        location: String,
        /// The message of the database.
        reason: String,
    },
}

impl OpenError {
    /// The meaning of a database error while opening. Its message may be shown: nothing was written yet
    /// that it could contain.
    pub(super) fn of(error: &sqlx::Error, location: &str) -> Self {
        let location = location.to_owned();
        let reason = error.to_string();
        match DatabaseErrorKind::of(error) {
            DatabaseErrorKind::Full => Self::Full { location },
            DatabaseErrorKind::ReadOnly | DatabaseErrorKind::NotOpened => {
                Self::ReadOnly { location }
            }
            DatabaseErrorKind::Busy => Self::InUse { location },
            DatabaseErrorKind::Damaged => Self::Damaged { location, reason },
            DatabaseErrorKind::Gone | DatabaseErrorKind::Disk | DatabaseErrorKind::Other => {
                Self::Failed { location, reason }
            }
        }
    }
}
