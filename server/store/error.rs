//! What can go wrong with an open store. Texts never carry a stored value: they are logged.

use super::fault::DatabaseErrorKind;
use super::meetings::DamagedMeetingError;

/// Our own fault, or the database's. Logged once by whoever meets it; people see a generic page.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The text of the database's own message is left out: it may quote what was written.
    #[error("the database {trouble}{}", code.as_deref().map(|code| format!(" (code {code})")).unwrap_or_default())]
    Database {
        trouble: &'static str,
        /// `SQLSTATE`, or SQLite's extended result code.
        code: Option<String>,
    },
    #[error("the disk of the database is full")]
    Full,
    #[error("the meeting {slug}: {problem}")]
    Meeting {
        slug: String,
        problem: DamagedMeetingError,
    },
    #[error("the first name of account {0} can't be read")]
    FirstName(i64),
    #[error("another porchlight has taken the database over")]
    TakenOver,
}

/// Why something was not made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// Another one has this slug or this account number.
    #[error("taken")]
    Taken,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why something was not changed. Nothing was.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// It was erased meanwhile.
    #[error("gone")]
    Gone,
    /// Another one has this slug.
    #[error("taken")]
    Taken,
    /// Somebody else changed it meanwhile.
    #[error("changed meanwhile")]
    Newer,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why an invite was not used.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// Unknown, used or expired: nobody is told which.
    #[error("no such invite")]
    NotThere,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why nobody was signed up. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum SignUpError {
    /// Unknown, used or expired: nobody is told which.
    #[error("no such invite")]
    NotThere,
    /// The account number is another's: draw a new one.
    #[error("taken")]
    Taken,
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
        let trouble = match error {
            sqlx::Error::Database(_) => "refused a statement",
            sqlx::Error::Io(_) => "lost the connection",
            sqlx::Error::PoolTimedOut => "had no connection free in time",
            sqlx::Error::PoolClosed => "is closed",
            sqlx::Error::RowNotFound
            | sqlx::Error::ColumnNotFound(_)
            | sqlx::Error::ColumnDecode { .. }
            | sqlx::Error::Decode(_) => "holds something of an unexpected shape",
            _ => "failed",
        };
        Self::Database { trouble, code }
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
            InviteError::NotThere => Self::NotThere,
            InviteError::Store(error) => Self::Store(error),
        }
    }
}

fn is_taken(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}
