//! SQLite: databases that were lost, emptied or copied in part, and the lock that keeps a second server away.

use super::databases::{direct_connection, fingerprint, on_sqlite, open, sqlite};
use super::examples::group;
use porchlight::store::{Database, OpenError, Store, StoreSettings};
use sqlx::Executor;
use std::path::{Path, PathBuf};

fn folder(settings: &StoreSettings) -> PathBuf {
    match &settings.url {
        Database::Sqlite { folder } => folder.clone(),
        Database::Postgres { .. } => panic!("not SQLite"),
    }
}

async fn open_error(settings: &StoreSettings) -> OpenError {
    let before = fingerprint(settings).await;
    let error = Store::open(settings).await.err();
    let error = error.expect("the store must not open");
    let after = fingerprint(settings).await;
    assert!(after == before, "something was changed: {error}");
    error
}

/// Copies these files of a folder into a new one beside it.
fn copy(from: &Path, names: &[&str]) -> StoreSettings {
    let to = from.with_extension("copy");
    std::fs::create_dir(&to).expect("a new folder");
    for name in names {
        std::fs::copy(from.join(name), to.join(name)).expect("a copy");
    }
    sqlite(to)
}

#[tokio::test]
async fn a_folder_whose_database_is_missing_or_empty_is_refused() {
    for state in ["missing", "empty"] {
        on_sqlite(|settings| async move {
            open(&settings).await.close().await;
            let database = folder(&settings).join("porchlight.db");
            std::fs::remove_file(&database).expect("it is deleted");
            if state == "empty" {
                std::fs::write(&database, "").expect("an empty file");
            }
            for _ in 0..2 {
                let error = open_error(&settings).await;
                assert!(matches!(error, OpenError::Lost { .. }), "{error}");
                let text = error.to_string();
                assert!(text.contains(state) && text.contains("backup"), "{text}");
                assert!(text.contains("porchlight.lock"), "{text}");
            }
            // What the text says for those who want an empty site.
            let _ = std::fs::remove_file(&database);
            std::fs::remove_file(folder(&settings).join("porchlight.lock")).expect("deleted");
            open(&settings).await.close().await;
        })
        .await;
    }
}

#[tokio::test]
async fn a_write_ahead_log_without_its_database_is_refused() {
    on_sqlite(|settings| async move {
        let store = open(&settings).await;
        group(&store).await;
        let copied = copy(&folder(&settings), &["porchlight.db-wal"]);
        for _ in 0..2 {
            let error = open_error(&copied).await;
            assert!(error.to_string().contains("missing"), "{error}");
            assert!(error.to_string().contains("porchlight.db-wal"), "{error}");
        }
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_first_start_that_fails_can_be_repeated() {
    on_sqlite(|settings| async move {
        let folder = folder(&settings);
        std::fs::create_dir(&folder).expect("a folder");
        let probe = folder.join("porchlight.probe");
        std::os::unix::fs::symlink("/dev/full", probe).expect("a full disk");
        let error = Store::open(&settings).await.err().expect("it is full");
        assert!(matches!(error, OpenError::Full { .. }), "{error}");
        open(&settings).await.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_copy_without_its_write_ahead_log_is_refused() {
    on_sqlite(|settings| async move {
        let store = open(&settings).await;
        group(&store).await;
        let copied = copy(&folder(&settings), &["porchlight.db"]);
        for _ in 0..2 {
            let error = open_error(&copied).await;
            assert!(matches!(error, OpenError::NoLog { .. }), "{error}");
            assert!(error.to_string().contains("porchlight.db-wal"), "{error}");
        }
        // What the text says for those who have no other copy.
        let log = folder(&copied).join("porchlight.db-wal");
        std::fs::write(log, "").expect("an empty file");
        open(&copied).await.close().await;
        open(&copied).await.close().await;
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_copy_made_by_sqlite_or_of_a_stopped_server_is_complete() {
    on_sqlite(|settings| async move {
        let store = open(&settings).await;
        group(&store).await;
        let backup = copy(&folder(&settings), &[]);
        let target = folder(&backup).join("porchlight.db");
        let statement = format!("VACUUM INTO '{}'", target.display());
        direct_connection(&settings)
            .await
            .execute(sqlx::AssertSqlSafe(statement))
            .await
            .expect("a backup");
        let restored = open(&backup).await;
        assert_eq!(restored.groups().await.unwrap().len(), 1);
        restored.close().await;
        std::fs::remove_dir_all(folder(&backup)).expect("deleted");
        store.close().await;
        let copied = copy(&folder(&settings), &["porchlight.db"]);
        let restored = open(&copied).await;
        assert_eq!(restored.groups().await.unwrap().len(), 1);
        restored.close().await;
    })
    .await;
}

#[tokio::test]
async fn the_write_ahead_log_is_folded_into_the_database_file() {
    on_sqlite(|settings| async move {
        let store = open(&settings).await;
        group(&store).await;
        let log = folder(&settings).join("porchlight.db-wal");
        let length = || log.metadata().expect("a log").len();
        let before = length();
        store.fold_log().await.expect("it is folded");
        let folded = length();
        assert!(folded < before, "{folded} bytes are left of {before}");
        store.fold_log().await.expect("nothing to fold");
        assert_eq!(length(), folded);
        // The file has everything but is marked, because changes may follow in the log.
        let copied = copy(&folder(&settings), &["porchlight.db"]);
        assert!(matches!(open_error(&copied).await, OpenError::NoLog { .. }));
        std::fs::write(folder(&copied).join("porchlight.db-wal"), "").expect("a file");
        let restored = open(&copied).await;
        assert_eq!(restored.groups().await.unwrap().len(), 1);
        restored.close().await;
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_change_during_the_folding_does_not_remove_the_mark_of_the_file() {
    on_sqlite(|settings| async move {
        let store = open(&settings).await;
        group(&store).await;
        let origins = ["https://group.example".to_owned()];
        let (folded, changed) = tokio::join!(store.fold_log(), store.set_embed_origins(&origins));
        folded.expect("it is folded");
        changed.expect("it is changed");
        let copied = copy(&folder(&settings), &["porchlight.db"]);
        assert!(matches!(open_error(&copied).await, OpenError::NoLog { .. }));
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_second_server_is_refused_although_the_lock_file_was_deleted() {
    on_sqlite(|settings| async move {
        let first = open(&settings).await;
        std::fs::remove_file(folder(&settings).join("porchlight.lock")).expect("deleted");
        for _ in 0..2 {
            let error = open_error(&settings).await;
            assert!(matches!(error, OpenError::InUse { .. }), "{error}");
        }
        let beside = Store::open_shared(&settings).await.expect("an invitation");
        beside.close().await;
        group(&first).await;
        first.close().await;
        open(&settings).await.close().await;
    })
    .await;
}
