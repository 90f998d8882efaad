//! Errors of an open store. Their texts contain no stored value, because they are logged.

use super::error_kind::DatabaseErrorKind;
use crate::base::MeetingId;

/// A failure of the database or of its content. It is logged once; visitors see a general error page.
#[derive(Debug, thiserror::Error)]
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

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let code = error
            .as_database_error()
            .and_then(|error| error.code())
            .map(|code| code.into_owned());
        if DatabaseErrorKind::of(&error) == DatabaseErrorKind::Full {
            return Self::Full;
        }
        let failure = match error {
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
