//! Changes that the database does not take: each is told as a failure, and nothing of it is stored.

use super::databases::{direct_connection, on_postgres, on_sqlite, open, sqlite, tamper};
use super::every_change::{CHANGES, assert_each_fails, assert_each_is_stored, prepare};
use super::examples::NOW;
use super::small_disk::{fill, on_a_small_disk};
use super::tables::TABLES;
use porchlight::base::Millis;
use porchlight::store::{Database, Store, StoreError, StoreSettings};
use sqlx::Executor;
use std::path::{Path, PathBuf};

/// A failing database counts as failing for so long.
const FAILING_FOR: Millis = Millis::from_secs(30);

#[test]
fn on_a_full_disk_every_change_fails_until_there_is_space() {
    let name = "store::faults::on_a_full_disk_every_change_fails_until_there_is_space";
    on_a_small_disk(name, |disk| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.expect("a runtime").block_on(fill_the_disk(disk));
    });
}

async fn fill_the_disk(disk: &Path) {
    let settings = sqlite(disk.join("data"));
    let store = open(&settings).await;
    let stored = prepare(&store).await;
    assert_ready(&store, NOW, None).await;
    let filler = fill(disk);
    assert_each_fails(&settings, &store, stored, StoreError::Full).await;
    assert_ready(&store, NOW, Some(StoreError::Full)).await;
    let later = NOW + FAILING_FOR;
    assert_ready(&store, later, Some(StoreError::Full)).await;
    std::fs::remove_file(filler).expect("the file is deleted");
    assert_each_is_stored(&settings, &store, stored).await;
    assert_ready(&store, later + FAILING_FOR, None).await;
    store.close().await;
    open(&settings).await.close().await;
}

/// A change of several statements failed at its commit, and the connection was used again in a transaction that
/// nothing ever committed: all later changes were told as made, and gone after a restart.
#[test]
fn changes_after_a_failed_commit_are_stored() {
    let name = "store::faults::changes_after_a_failed_commit_are_stored";
    on_a_small_disk(name, |disk| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.expect("a runtime").block_on(async {
            let settings = sqlite(disk.join("data"));
            let store = open(&settings).await;
            let filler = fill(disk);
            for _ in 0..3 {
                let origins = ["https://group.example".to_owned()];
                store.set_embed_origins(&origins).await.unwrap_err();
            }
            std::fs::remove_file(filler).expect("the file is deleted");
            let stored = prepare(&store).await;
            assert_each_is_stored(&settings, &store, stored).await;
        });
    });
}

#[tokio::test]
async fn while_another_program_locks_the_database_every_change_fails() {
    on_sqlite(|settings| async move {
        let store = open(&settings).await;
        let stored = prepare(&store).await;
        let mut other = direct_connection(&settings).await;
        other.execute("BEGIN IMMEDIATE").await.expect("a lock");
        assert_each_fails(&settings, &store, stored, StoreError::Locked).await;
        assert_ready(&store, NOW, Some(StoreError::Locked)).await;
        other.execute("ROLLBACK").await.expect("no lock");
        assert_each_is_stored(&settings, &store, stored).await;
        assert_ready(&store, NOW + FAILING_FOR, None).await;
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn after_its_file_was_deleted_or_replaced_every_change_fails() {
    for (name, is_replaced) in [
        ("porchlight.db", false),
        ("porchlight.db", true),
        ("porchlight.db-wal", false),
    ] {
        on_sqlite(|settings| async move {
            let store = open(&settings).await;
            let stored = prepare(&store).await;
            let path = folder(&settings).join(name);
            if is_replaced {
                let copy = path.with_extension("copy");
                std::fs::copy(&path, &copy).expect("a copy");
                std::fs::rename(copy, &path).expect("it is replaced");
            } else {
                std::fs::remove_file(path).expect("it is deleted");
            }
            for (change_name, change) in CHANGES {
                // A change that reads first may find that it can't read.
                assert!(change(&store, stored).await.is_err(), "{change_name}");
            }
            let error = store.set_embed_origins(&[]).await.expect_err("it is gone");
            assert!(matches!(error, StoreError::Gone), "{error}");
            assert_ready(&store, NOW, Some(StoreError::Gone)).await;
        })
        .await;
    }
}

/// PostgreSQL reports some failures only at the commit, after it has sent the row of an `INSERT`.
#[tokio::test]
async fn when_postgresql_fails_at_the_commit_every_change_fails() {
    on_postgres(|settings| async move {
        let store = open(&settings).await;
        let stored = prepare(&store).await;
        let fail = "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full'; END $$";
        tamper(&settings, fail).await;
        for table in tables() {
            let trigger = format!(
                "CREATE CONSTRAINT TRIGGER fails AFTER INSERT OR UPDATE OR DELETE ON {table}
                 DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fail()"
            );
            tamper(&settings, &trigger).await;
        }
        assert_each_fails(&settings, &store, stored, StoreError::Full).await;
        assert_ready(&store, NOW, Some(StoreError::Full)).await;
        tamper(&settings, "DROP FUNCTION fail() CASCADE").await;
        assert_each_is_stored(&settings, &store, stored).await;
        assert_ready(&store, NOW + FAILING_FOR, None).await;
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn when_postgresql_fails_at_the_statement_every_change_fails() {
    on_postgres(|settings| async move {
        let store = open(&settings).await;
        let stored = prepare(&store).await;
        let fail = "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'read_only_sql_transaction'; END $$";
        tamper(&settings, fail).await;
        for table in tables() {
            let trigger = format!(
                "CREATE TRIGGER fails BEFORE INSERT OR UPDATE OR DELETE ON {table}
                 FOR EACH ROW EXECUTE FUNCTION fail()"
            );
            tamper(&settings, &trigger).await;
        }
        assert_each_fails(&settings, &store, stored, StoreError::ReadOnly).await;
        tamper(&settings, "DROP FUNCTION fail() CASCADE").await;
        assert_each_is_stored(&settings, &store, stored).await;
        store.close().await;
    })
    .await;
}

/// The tables with this site's data.
fn tables() -> impl Iterator<Item = &'static str> {
    let names = TABLES.iter().map(|(name, _)| *name);
    names.filter(|name| *name != "_sqlx_migrations")
}

fn folder(settings: &StoreSettings) -> PathBuf {
    match &settings.url {
        Database::Sqlite { folder } => folder.clone(),
        Database::Postgres { .. } => panic!("not SQLite"),
    }
}

async fn assert_ready(
    store: &Store,
    now: porchlight::base::Timestamp,
    expected: Option<StoreError>,
) {
    let reason = store.ready(now).await.err().map(|error| error.to_string());
    assert_eq!(reason, expected.map(|error| error.to_string()));
}
