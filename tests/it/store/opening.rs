//! Opening and closing, with the same tests for both databases.

use super::databases::{fingerprint, open, tamper};
use super::examples::NOW;
use porchlight::store::{NewGroup, OpenError, Store, StoreError, StoreSettings};

fn a_group() -> NewGroup {
    NewGroup {
        slug: "harbour".to_owned(),
        name: "Harbour".to_owned(),
        place: String::new(),
        website: None,
        contributions: None,
    }
}

/// The error of `Store::open`, after a check that the database was not changed.
async fn open_error(settings: &StoreSettings) -> OpenError {
    let before = fingerprint(settings).await;
    let error = Store::open(settings)
        .await
        .err()
        .expect("the store must not open");
    assert!(
        fingerprint(settings).await == before,
        "the database was changed: {error}"
    );
    error
}

pub async fn data_survives_a_restart(settings: StoreSettings) {
    let store = open(&settings).await;
    let id = store.create_group(&a_group()).await.expect("a group");
    store.ready(NOW).await.expect("ready");
    store.close().await;
    let store = open(&settings).await;
    assert_eq!(store.groups().await.expect("groups")[0].id, id);
    store.close().await;
}

pub async fn a_second_server_is_refused_while_the_first_runs(settings: StoreSettings) {
    let first = open(&settings).await;
    let error = open_error(&settings).await;
    assert!(matches!(error, OpenError::InUse { .. }), "{error}");
    assert!(error.to_string().contains("in use"), "{error}");
    first.ready(NOW).await.expect("the first still works");
    first.close().await;
    open(&settings).await.close().await;
}

pub async fn a_newer_database_is_refused_unchanged(settings: StoreSettings) {
    open(&settings).await.close().await;
    tamper(
        &settings,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         SELECT 9000, 'from the future', success, checksum, 1 FROM _sqlx_migrations WHERE version = 1",
    )
    .await;
    let error = open_error(&settings).await;
    assert!(
        matches!(error, OpenError::Newer { version: 9000, .. }),
        "{error}"
    );
    assert!(error.to_string().contains("newer porchlight"), "{error}");
}

pub async fn a_different_migration_is_refused_unchanged(settings: StoreSettings) {
    open(&settings).await.close().await;
    let other = match settings.url {
        porchlight::store::Database::Sqlite { .. } => "x'00'",
        porchlight::store::Database::Postgres { .. } => "'\\x00'",
    };
    tamper(
        &settings,
        &format!("UPDATE _sqlx_migrations SET checksum = {other}"),
    )
    .await;
    let error = open_error(&settings).await;
    assert!(matches!(error, OpenError::Foreign { .. }), "{error}");
}

pub async fn the_database_of_another_program_is_refused_unchanged(settings: StoreSettings) {
    tamper(&settings, "CREATE TABLE recipes (dish TEXT)").await;
    let error = open_error(&settings).await;
    assert!(matches!(error, OpenError::Foreign { .. }), "{error}");
    assert!(error.to_string().contains("another program"), "{error}");
}

pub async fn an_incomplete_migration_is_refused_unchanged(settings: StoreSettings) {
    open(&settings).await.close().await;
    tamper(&settings, "UPDATE _sqlx_migrations SET success = false").await;
    let error = open_error(&settings).await;
    assert!(matches!(error, OpenError::Damaged { .. }), "{error}");
}

pub async fn a_closed_store_reports_that_it_is_closed(settings: StoreSettings) {
    let store = open(&settings).await;
    let clone = store.clone();
    store.close().await;
    let error = clone.ready(NOW).await.expect_err("closed");
    assert!(
        matches!(
            error,
            StoreError::Database {
                failure: "is closed",
                ..
            }
        ),
        "{error}"
    );
}
