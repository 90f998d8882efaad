//! Opening and closing, alike on both databases.

use super::place::{fingerprint, open, tamper};
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

/// What `Store::open` has against a database; the database is the same before and after.
async fn refusal(settings: &StoreSettings) -> OpenError {
    let before = fingerprint(settings).await;
    let problem = Store::open(settings).await.err().expect("a refusal");
    assert!(
        fingerprint(settings).await == before,
        "touched by: {problem}"
    );
    problem
}

pub async fn what_was_written_is_there_after_a_restart(settings: StoreSettings) {
    let store = open(&settings).await;
    let id = store.create_group(&a_group()).await.expect("a group");
    store.ready().await.expect("ready");
    store.close().await;
    let store = open(&settings).await;
    assert_eq!(store.groups().await.expect("groups")[0].id, id);
    store.close().await;
}

pub async fn a_second_porchlight_is_kept_out_until_the_first_is_gone(settings: StoreSettings) {
    let first = open(&settings).await;
    let problem = refusal(&settings).await;
    assert!(matches!(problem, OpenError::InUse { .. }), "{problem}");
    assert!(problem.to_string().contains("in use"), "{problem}");
    first.ready().await.expect("the first goes on");
    first.close().await;
    open(&settings).await.close().await;
}

pub async fn a_newer_database_is_refused_untouched(settings: StoreSettings) {
    open(&settings).await.close().await;
    tamper(
        &settings,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         SELECT 9000, 'from the future', success, checksum, 1 FROM _sqlx_migrations WHERE version = 1",
    )
    .await;
    let problem = refusal(&settings).await;
    assert!(
        matches!(problem, OpenError::Newer { version: 9000, .. }),
        "{problem}"
    );
    assert!(
        problem.to_string().contains("newer porchlight"),
        "{problem}"
    );
}

pub async fn a_changed_version_is_refused_untouched(settings: StoreSettings) {
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
    let problem = refusal(&settings).await;
    assert!(matches!(problem, OpenError::Foreign { .. }), "{problem}");
}

pub async fn another_programs_database_is_refused_untouched(settings: StoreSettings) {
    tamper(&settings, "CREATE TABLE recipes (dish TEXT)").await;
    let problem = refusal(&settings).await;
    assert!(matches!(problem, OpenError::Foreign { .. }), "{problem}");
    assert!(problem.to_string().contains("another program"), "{problem}");
}

pub async fn a_half_finished_update_is_refused_untouched(settings: StoreSettings) {
    open(&settings).await.close().await;
    tamper(&settings, "UPDATE _sqlx_migrations SET success = false").await;
    let problem = refusal(&settings).await;
    assert!(matches!(problem, OpenError::Damaged { .. }), "{problem}");
}

pub async fn a_closed_store_says_so(settings: StoreSettings) {
    let store = open(&settings).await;
    let clone = store.clone();
    store.close().await;
    let error = clone.ready().await.expect_err("closed");
    assert!(
        matches!(
            error,
            StoreError::Database {
                trouble: "is closed",
                ..
            }
        ),
        "{error}"
    );
}
