//! PostgreSQL: addresses, permissions and a lock that a session holds.

use super::databases::{direct_connection, on_postgres, open, postgres};
use super::examples::NOW;
use porchlight::store::{Database, OpenError, Store, StoreError, StoreSettings};
use sqlx::AnyConnection;

/// Ends the session that holds the lock, as a restart of the database server does.
async fn end_the_locking_session(settings: &StoreSettings) {
    let mut connection: AnyConnection = direct_connection(settings).await;
    let ended: Vec<bool> = sqlx::query_scalar(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_locks JOIN pg_namespace ON objid = pg_namespace.oid
         WHERE locktype = 'advisory' AND granted AND nspname = current_schema()",
    )
    .fetch_all(&mut connection)
    .await
    .expect("the session is ended");
    assert_eq!(ended, [true]);
}

fn with(settings: &StoreSettings, parameter: &str) -> StoreSettings {
    let Database::Postgres { url } = &settings.url else {
        panic!("not PostgreSQL");
    };
    postgres(format!("{}&{parameter}", url.0))
}

async fn open_error(settings: &StoreSettings) -> OpenError {
    Store::open(settings)
        .await
        .err()
        .expect("the store must not open")
}

#[tokio::test]
async fn a_lost_lock_is_renewed() {
    on_postgres(|settings| async move {
        let store = open(&settings).await;
        end_the_locking_session(&settings).await;
        store.ready(NOW).await.expect("ready again");
        let error = open_error(&settings).await;
        assert!(matches!(error, OpenError::InUse { .. }), "{error}");
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_store_that_was_taken_over_is_not_ready() {
    on_postgres(|settings| async move {
        let store = open(&settings).await;
        end_the_locking_session(&settings).await;
        let other = open(&settings).await;
        let error = store.ready(NOW).await.expect_err("the other has it");
        assert!(matches!(error, StoreError::TakenOver), "{error}");
        other.ready(NOW).await.expect("the other is ready");
        store.close().await;
        other.close().await;
    })
    .await;
}

#[tokio::test]
async fn two_schemas_of_one_database_are_independent() {
    on_postgres(|first| async move {
        on_postgres(|second| async move {
            let (first, second) = (open(&first).await, open(&second).await);
            first.close().await;
            second.close().await;
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_read_only_server_is_refused() {
    on_postgres(|settings| async move {
        open(&settings).await.close().await;
        let settings = with(&settings, "options[default_transaction_read_only]=on");
        let error = open_error(&settings).await;
        assert!(matches!(error, OpenError::ReadOnly { .. }), "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_missing_schema_is_reported() {
    on_postgres(|settings| async move {
        let settings = with(&settings, "options[search_path]=nowhere");
        let error = open_error(&settings).await;
        assert!(error.to_string().contains("schema"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn an_error_about_an_address_does_not_contain_its_password() {
    for url in [
        "postgres://someone:hunter2@127.0.0.1:1/porchlight",
        "postgres://someone:hunter2@127.0.0.1:notaport/porchlight",
        "mysql://someone:hunter2@127.0.0.1/porchlight",
        "hunter2",
    ] {
        let error = open_error(&postgres(url.to_owned())).await;
        assert!(matches!(error, OpenError::Unreachable { .. }), "{url}");
        let texts = format!("{error} {error:?}");
        assert!(!texts.contains("hunter2"), "{texts}");
    }
}
