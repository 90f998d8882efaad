//! An empty database for each test, deleted afterwards.

use super::postgres_server;
use futures_util::FutureExt;
use porchlight::base::Redacted;
use porchlight::store::{Database, Store, StoreSettings};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

pub async fn on_sqlite<F: Future<Output = ()>>(test: impl FnOnce(StoreSettings) -> F) {
    let parent = tempfile::tempdir().expect("a temporary folder");
    test(sqlite(parent.path().join("data"))).await;
}

pub async fn on_postgres<F: Future<Output = ()>>(test: impl FnOnce(StoreSettings) -> F) {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let server = postgres_server::url();
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let schema = format!("porchlight_test_{}_{number}", std::process::id());
    let drop_schema = format!("DROP SCHEMA IF EXISTS {schema} CASCADE");
    on_server(server, &drop_schema).await;
    on_server(server, &format!("CREATE SCHEMA {schema}")).await;
    let separator = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{separator}options[search_path]={schema}");
    let result = AssertUnwindSafe(test(postgres(url))).catch_unwind().await;
    on_server(server, &drop_schema).await;
    if let Err(panic) = result {
        resume_unwind(panic);
    }
}

pub fn sqlite(folder: PathBuf) -> StoreSettings {
    StoreSettings {
        url: Database::Sqlite { folder },
    }
}

pub fn postgres(url: String) -> StoreSettings {
    StoreSettings {
        url: Database::Postgres { url: Redacted(url) },
    }
}

pub async fn open(settings: &StoreSettings) -> Store {
    Store::open(settings).await.expect("the store opens")
}

/// A connection that bypasses the store, to do what the store never does.
pub async fn direct_connection(settings: &StoreSettings) -> AnyConnection {
    sqlx::any::install_default_drivers();
    let url = match &settings.url {
        Database::Sqlite { folder } => {
            format!("sqlite://{}/porchlight.db?mode=rwc", folder.display())
        }
        Database::Postgres { url } => url.0.clone(),
    };
    AnyConnection::connect(&url).await.expect("a connection")
}

/// Runs statements that bypass the store, on a database that no store has open.
pub async fn tamper(settings: &StoreSettings, statements: &str) {
    if let Database::Sqlite { folder } = &settings.url {
        std::fs::create_dir_all(folder).expect("a folder");
    }
    let mut connection = direct_connection(settings).await;
    connection
        .execute(AssertSqlSafe(statements.to_owned()))
        .await
        .expect("the statements are valid");
    connection.close().await.expect("a connection closes");
}

/// A value that differs after any change of the database: of its bytes, or of its rows and tables.
pub async fn fingerprint(settings: &StoreSettings) -> Vec<(String, Vec<u8>)> {
    match &settings.url {
        Database::Sqlite { folder } => files(folder),
        Database::Postgres { .. } => rows(settings).await,
    }
}

/// The files of a folder, except those that inspecting a database creates.
fn files(folder: &std::path::Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).expect("a folder to read");
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("an entry of the folder").path())
        .map(|path| {
            (
                path.file_name()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned(),
                path,
            )
        })
        .filter(|(name, _)| name != "porchlight.lock" && !name.ends_with("-shm"))
        .map(|(name, path)| (name, std::fs::read(path).expect("a file to read")))
        .collect();
    files.sort();
    files
}

/// The transactions that last wrote each table definition and each migration: PostgreSQL stores them in `xmin`.
async fn rows(settings: &StoreSettings) -> Vec<(String, Vec<u8>)> {
    let mut connection = direct_connection(settings).await;
    let tables: Vec<(String, String)> = sqlx::query_as(
        "SELECT CAST(relname AS text), CAST(pg_class.xmin AS text) FROM pg_class
         WHERE relnamespace = CAST(current_schema() AS regnamespace) ORDER BY relname",
    )
    .fetch_all(&mut connection)
    .await
    .expect("tables");
    let mut all: Vec<_> = tables
        .into_iter()
        .map(|(name, stamp)| (name, stamp.into_bytes()))
        .collect();
    let versions: Vec<(i64, String)> =
        sqlx::query_as("SELECT version, CAST(xmin AS text) FROM _sqlx_migrations ORDER BY version")
            .fetch_all(&mut connection)
            .await
            .unwrap_or_default();
    all.extend(
        versions
            .into_iter()
            .map(|(version, stamp)| (version.to_string(), stamp.into_bytes())),
    );
    all
}

async fn on_server(url: &str, statement: &str) {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(url)
        .await
        .expect("PostgreSQL for the tests is reached; see PORCHLIGHT_TEST_POSTGRES");
    connection
        .execute(AssertSqlSafe(statement.to_owned()))
        .await
        .expect("the tests' user may make and drop schemas");
    connection.close().await.expect("a connection closes");
}
