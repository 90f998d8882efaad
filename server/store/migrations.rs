//! The migrations of both databases, and whether a database fits them.

use super::open_error::OpenError;
use sqlx::AnyConnection;
use sqlx::migrate::{AppliedMigration, Migrate, MigrateError, Migrator};

pub(super) static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
pub(super) static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// The table in which sqlx stores the migrations that were applied.
const TABLE: &str = "_sqlx_migrations";

/// Checks that a database with these `tables` is empty, or was made by this program or an earlier version.
/// Reads only.
pub(super) async fn inspect(
    known: &Migrator,
    connection: &mut AnyConnection,
    tables: &[String],
    location: &str,
) -> Result<(), OpenError> {
    if tables.is_empty() {
        return Ok(());
    }
    if !tables.iter().any(|table| table == TABLE) {
        return Err(OpenError::Foreign {
            location: location.to_owned(),
            reason: "its tables are those of another program".to_owned(),
        });
    }
    let failed = |error| failed(error, location);
    if let Some(version) = connection.dirty_version(TABLE).await.map_err(failed)? {
        return Err(OpenError::Damaged {
            location: location.to_owned(),
            reason: format!("the migration to version {version} of its tables was not completed"),
        });
    }
    let applied = connection
        .list_applied_migrations(TABLE)
        .await
        .map_err(failed)?;
    applied
        .iter()
        .try_for_each(|applied| check_applied(known, applied, location))
}

/// Applies all missing migrations, each in a transaction.
pub(super) async fn run(
    known: &Migrator,
    connection: &mut AnyConnection,
    location: &str,
) -> Result<(), OpenError> {
    known
        .run_direct(None, connection, false)
        .await
        .map_err(|error| failed(error, location))
}

fn check_applied(
    known: &Migrator,
    applied: &AppliedMigration,
    location: &str,
) -> Result<(), OpenError> {
    let version = applied.version;
    let newest = known.iter().map(|known| known.version).max();
    match known.iter().find(|known| known.version == version) {
        Some(known) if known.checksum == applied.checksum => Ok(()),
        None if newest.is_some_and(|newest| version > newest) => Err(OpenError::Newer {
            location: location.to_owned(),
            version,
        }),
        _ => Err(OpenError::Foreign {
            location: location.to_owned(),
            reason: format!("version {version} of its tables differs from the one of this program"),
        }),
    }
}

fn failed(error: MigrateError, location: &str) -> OpenError {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
            OpenError::of(&error, location)
        }
        other => OpenError::Failed {
            location: location.to_owned(),
            reason: other.to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{POSTGRES, SQLITE};

    #[test]
    fn both_databases_have_the_same_migrations() {
        let names = |migrator: &'static sqlx::migrate::Migrator| {
            migrator
                .iter()
                .map(|migration| (migration.version, migration.description.as_ref()))
                .collect::<Vec<_>>()
        };
        assert!(!names(&SQLITE).is_empty());
        assert_eq!(names(&SQLITE), names(&POSTGRES));
    }
}
