//! Errors of an open store. Their texts contain no stored value, because they are logged.

use super::error_kind::DatabaseErrorKind;
use crate::base::MeetingId;

/// A failure of the database or of its content. It is logged once; visitors see a general error page.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The message of the database is left out, because it may contain stored values.
    #[error("the database {failure}{}", code.as_deref().map(|code| format!(" (code {code})")).unwrap_or_default())]
    Database {
        /// Completes the sentence "The database ...".
        failure: &'static str,
        /// `SQLSTATE`, or SQLite's extended result code.
        code: Option<String>,
    },
    /// No space is left on the disk.
    #[error("the disk of the database is full")]
    Full,
    /// Another program holds the lock of the database.
    #[error("another program has locked the database; close programs that use its file")]
    Locked,
    /// The user or the database server may not write.
    #[error("the database can be read but not written")]
    ReadOnly,
    /// What is written now would be lost.
    #[error(
        "the file of the database, or its -wal, was deleted or replaced while the program runs; \
         stop the program, restore the file, start again"
    )]
    Gone,
    /// A meeting that can't be read or written.
    #[error("{}: {error}", id.map_or("a new meeting".to_owned(), |id| format!("meeting {id}")))]
    Meeting {
        /// Which meeting; `None` for one that is being created.
        id: Option<MeetingId>,
        /// Why.
        error: DamagedMeetingError,
    },
    /// An account, by its number in the table, whose first name is not valid.
    #[error("the first name of account {0} can't be read")]
    FirstName(i64),
    /// The lock was lost, and another server has it now.
    #[error("another porchlight server has taken over the database")]
    TakenOver,
}

/// Why the columns of a meeting can't be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DamagedMeetingError {
    /// Not an IANA name that this program knows.
    #[error("its time zone is unknown")]
    Zone,
    /// A zone without an IANA name can't be stored.
    #[error("its time zone has no name")]
    NamelessZone,
    /// The name of the part.
    #[error("its {0} can't be read")]
    Part(&'static str),
}

/// Why a row was not created.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// The slug, address or account number is already used.
    #[error("taken")]
    Taken,
    /// A failure of the database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a row was not changed.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// It does not exist any more.
    #[error("deleted")]
    Deleted,
    /// The slug is already used.
    #[error("taken")]
    Taken,
    /// It was changed since the revision that the change is based on.
    #[error("changed since")]
    Conflict,
    /// A failure of the database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why an invitation was not used.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// It is unknown, used or expired; which of these is not disclosed.
    #[error("no such invitation")]
    NotFound,
    /// A failure of the database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why no account was created. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum SignUpError {
    /// It is unknown, used or expired; which of these is not disclosed.
    #[error("no such invitation")]
    NotFound,
    /// The account number is already used: create another one.
    #[error("taken")]
    Taken,
    /// A failure of the database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl StoreError {
    /// Whether the database itself fails, in contrast to damage of a single row. Nothing was changed, and the
    /// same request may succeed later.
    #[must_use]
    pub const fn is_outage(&self) -> bool {
        !matches!(self, Self::Meeting { .. } | Self::FirstName(_))
    }

    /// What an error of sqlx means.
    pub(super) fn of(error: &sqlx::Error) -> Self {
        let kind = DatabaseErrorKind::of(error);
        let code = error
            .as_database_error()
            .and_then(|error| error.code())
            .map(|code| code.into_owned());
        let failure = match error {
            _ if kind == DatabaseErrorKind::Full => return Self::Full,
            _ if kind == DatabaseErrorKind::Busy => return Self::Locked,
            _ if kind == DatabaseErrorKind::ReadOnly => return Self::ReadOnly,
            _ if kind == DatabaseErrorKind::Gone => return Self::Gone,
            _ if kind == DatabaseErrorKind::NotOpened => "can't open its file",
            _ if kind == DatabaseErrorKind::Disk => "can't use its disk",
            sqlx::Error::Database(_) => "refused a statement",
            sqlx::Error::Io(_) => "lost the connection",
            sqlx::Error::PoolTimedOut => "had no connection free in time",
            sqlx::Error::PoolClosed => "is closed",
            sqlx::Error::RowNotFound
            | sqlx::Error::ColumnNotFound(_)
            | sqlx::Error::ColumnDecode { .. }
            | sqlx::Error::Decode(_) => "contains an unexpected value",
            _ => "failed",
        };
        Self::Database { failure, code }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::of(&error)
    }
}

impl From<sqlx::Error> for CreateError {
    fn from(error: sqlx::Error) -> Self {
        if is_taken(&error) {
            Self::Taken
        } else {
            Self::Store(error.into())
        }
    }
}

impl From<sqlx::Error> for EditError {
    fn from(error: sqlx::Error) -> Self {
        if is_taken(&error) {
            Self::Taken
        } else {
            Self::Store(error.into())
        }
    }
}

impl From<sqlx::Error> for InviteError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<CreateError> for SignUpError {
    fn from(error: CreateError) -> Self {
        match error {
            CreateError::Taken => Self::Taken,
            CreateError::Store(error) => Self::Store(error),
        }
    }
}

impl From<InviteError> for SignUpError {
    fn from(error: InviteError) -> Self {
        match error {
            InviteError::NotFound => Self::NotFound,
            InviteError::Store(error) => Self::Store(error),
        }
    }
}

fn is_taken(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}
