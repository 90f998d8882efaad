//! What is particular to PostgreSQL: addresses, rights and a lock that lives in a session.

use super::place::{on_postgres, open, past_the_store, postgres};
use porchlight::store::{Database, OpenError, Store, StoreError, StoreSettings};
use sqlx::AnyConnection;

/// Ends the session that keeps a second porchlight away, as a restart of the server would.
async fn end_the_locking_session(settings: &StoreSettings) {
    let mut connection: AnyConnection = past_the_store(settings).await;
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

async fn refusal(settings: &StoreSettings) -> OpenError {
    Store::open(settings).await.err().expect("a refusal")
}

#[tokio::test]
async fn a_lost_lock_is_taken_again() {
    on_postgres(|settings| async move {
        let store = open(&settings).await;
        end_the_locking_session(&settings).await;
        store.ready().await.expect("ready again");
        let problem = refusal(&settings).await;
        assert!(matches!(problem, OpenError::InUse { .. }), "{problem}");
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_store_whose_lock_went_to_another_is_not_ready() {
    on_postgres(|settings| async move {
        let store = open(&settings).await;
        end_the_locking_session(&settings).await;
        let other = open(&settings).await;
        let error = store.ready().await.expect_err("the other has it");
        assert!(matches!(error, StoreError::TakenOver), "{error}");
        other.ready().await.expect("the other is ready");
        store.close().await;
        other.close().await;
    })
    .await;
}

#[tokio::test]
async fn two_schemas_of_one_server_do_not_meet() {
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
        let problem = refusal(&settings).await;
        assert!(matches!(problem, OpenError::ReadOnly { .. }), "{problem}");
    })
    .await;
}

#[tokio::test]
async fn a_missing_schema_is_told() {
    on_postgres(|settings| async move {
        let settings = with(&settings, "options[search_path]=nowhere");
        let problem = refusal(&settings).await;
        assert!(problem.to_string().contains("schema"), "{problem}");
    })
    .await;
}

#[tokio::test]
async fn an_address_that_leads_nowhere_is_told_without_its_password() {
    for url in [
        "postgres://someone:hunter2@127.0.0.1:1/porchlight",
        "postgres://someone:hunter2@127.0.0.1:notaport/porchlight",
        "mysql://someone:hunter2@127.0.0.1/porchlight",
        "hunter2",
    ] {
        let problem = refusal(&postgres(url.to_owned())).await;
        assert!(matches!(problem, OpenError::Unreachable { .. }), "{url}");
        let texts = format!("{problem} {problem:?}");
        assert!(!texts.contains("hunter2"), "{texts}");
    }
}
