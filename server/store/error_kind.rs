//! The kind of a database error, from its code: SQLSTATE, or SQLite's result code.

/// The kinds of errors that an operator can do something about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DatabaseErrorKind {
    Full,
    ReadOnly,
    /// Another program holds the file.
    Busy,
    Damaged,
    /// The file of the database was deleted or moved.
    Gone,
    /// The file of the database can't be opened.
    NotOpened,
    /// The disk can't be read or written.
    Disk,
    Other,
}

/// Whether a table refused a value of the statement: the database itself works.
pub(super) fn is_refused_value(error: &sqlx::Error) -> bool {
    use sqlx::error::ErrorKind;
    error.as_database_error().is_some_and(|error| {
        matches!(
            error.kind(),
            ErrorKind::UniqueViolation
                | ErrorKind::ForeignKeyViolation
                | ErrorKind::NotNullViolation
                | ErrorKind::CheckViolation
        )
    })
}

impl DatabaseErrorKind {
    pub(super) fn of(error: &sqlx::Error) -> Self {
        error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .map_or(Self::Other, |code| Self::of_code(&code))
    }

    /// SQLSTATE has five characters; SQLite's codes have at most four digits.
    fn of_code(code: &str) -> Self {
        match code {
            "53100" => Self::Full,
            // A read-only transaction or standby, and a missing privilege.
            "25006" | "42501" => Self::ReadOnly,
            "XX001" | "XX002" => Self::Damaged,
            // A system call of the server failed.
            "58030" => Self::Disk,
            // A lock was not released in time.
            "55P03" => Self::Busy,
            _ if code.len() == 5 => Self::Other,
            _ => code.parse().map_or(Self::Other, Self::of_sqlite),
        }
    }

    /// The low byte of an extended code is the primary code (sqlite.org/rescode.html).
    fn of_sqlite(code: u32) -> Self {
        match code & 0xff {
            // SQLITE_READONLY_DBMOVED.
            _ if code == 1032 => Self::Gone,
            5 | 6 => Self::Busy,
            8 => Self::ReadOnly,
            14 => Self::NotOpened,
            10 => Self::Disk,
            11 | 26 => Self::Damaged,
            13 => Self::Full,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DatabaseErrorKind;

    #[test]
    fn codes_of_both_databases_are_recognised() {
        let codes = [
            "13", "53100", "8", "264", "25006", "42501", "5", "261", "11", "26", "267", "XX001",
            "1032", "10", "4874", "58030", "14",
        ];
        let kinds = codes.map(DatabaseErrorKind::of_code);
        use DatabaseErrorKind::{Busy, Damaged, Disk, Full, Gone, NotOpened, ReadOnly};
        assert_eq!(
            kinds,
            [
                Full, Full, ReadOnly, ReadOnly, ReadOnly, ReadOnly, Busy, Busy, Damaged, Damaged,
                Damaged, Damaged, Gone, Disk, Disk, Disk, NotOpened
            ]
        );
        assert_eq!(
            ["23505", "2067", "", "words"].map(DatabaseErrorKind::of_code),
            [DatabaseErrorKind::Other; 4]
        );
    }
}
