//! The versions of the tables, side by side for both databases, and whether a database fits them.

use super::OpenError;
use sqlx::AnyConnection;
use sqlx::migrate::{AppliedMigration, Migrate, MigrateError, Migrator};

pub(super) static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
pub(super) static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// Where sqlx keeps which versions a database has.
const TABLE: &str = "_sqlx_migrations";

/// Whether a database with these `tables` is new, or one that this program made or can bring up to
/// date. Only reads.
pub(super) async fn inspect(
    known: &Migrator,
    connection: &mut AnyConnection,
    tables: &[String],
    place: &str,
) -> Result<(), OpenError> {
    if tables.is_empty() {
        return Ok(());
    }
    if !tables.iter().any(|table| table == TABLE) {
        return Err(OpenError::Foreign {
            place: place.to_owned(),
            reason: "its tables are another program's".to_owned(),
        });
    }
    let failed = |error| failed(error, place);
    if let Some(version) = connection.dirty_version(TABLE).await.map_err(failed)? {
        return Err(OpenError::Damaged {
            place: place.to_owned(),
            reason: format!("the update to version {version} of its tables stopped half way"),
        });
    }
    let applied = connection
        .list_applied_migrations(TABLE)
        .await
        .map_err(failed)?;
    applied
        .iter()
        .try_for_each(|applied| recognise(known, applied, place))
}

/// Brings the tables up to date; each version whole or not at all.
pub(super) async fn run(
    known: &Migrator,
    connection: &mut AnyConnection,
    place: &str,
) -> Result<(), OpenError> {
    known
        .run_direct(None, connection, false)
        .await
        .map_err(|error| failed(error, place))
}

fn recognise(known: &Migrator, applied: &AppliedMigration, place: &str) -> Result<(), OpenError> {
    let version = applied.version;
    let newest = known.iter().map(|known| known.version).max();
    match known.iter().find(|known| known.version == version) {
        Some(known) if known.checksum == applied.checksum => Ok(()),
        None if newest.is_some_and(|newest| version > newest) => Err(OpenError::Newer {
            place: place.to_owned(),
            version,
        }),
        _ => Err(OpenError::Foreign {
            place: place.to_owned(),
            reason: format!("version {version} of its tables is not the one this program makes"),
        }),
    }
}

fn failed(error: MigrateError, place: &str) -> OpenError {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
            OpenError::of(&error, place)
        }
        other => OpenError::Failed {
            place: place.to_owned(),
            reason: other.to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{POSTGRES, SQLITE};

    #[test]
    fn both_databases_have_the_same_versions_by_the_same_names() {
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
