//! The kind of a database error, from its code: SQLSTATE, or SQLite's result code.

/// The kinds of errors that an operator can do something about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DatabaseErrorKind {
    Full,
    ReadOnly,
    /// Another program holds the file.
    Busy,
    Damaged,
    Other,
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
            _ if code.len() == 5 => Self::Other,
            _ => code.parse().map_or(Self::Other, Self::of_sqlite),
        }
    }

    /// The low byte of an extended code is the primary code (sqlite.org/rescode.html).
    fn of_sqlite(code: u32) -> Self {
        match code & 0xff {
            5 | 6 => Self::Busy,
            8 | 14 => Self::ReadOnly,
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
            "13", "53100", "8", "1032", "25006", "42501", "5", "261", "11", "26", "267", "XX001",
        ];
        let kinds = codes.map(DatabaseErrorKind::of_code);
        use DatabaseErrorKind::{Busy, Damaged, Full, ReadOnly};
        assert_eq!(
            kinds,
            [
                Full, Full, ReadOnly, ReadOnly, ReadOnly, ReadOnly, Busy, Busy, Damaged, Damaged,
                Damaged, Damaged
            ]
        );
        assert_eq!(
            ["23505", "2067", "", "words"].map(DatabaseErrorKind::of_code),
            [DatabaseErrorKind::Other; 4]
        );
    }
}
