//! What the server does from time to time beside its requests.

use crate::base::{Clock, Millis, Outage, OutageChange, SystemClock, Timestamp};
use crate::http::{App, REFRESH_INTERVAL};
use crate::schedule::zone;
use crate::store::{Store, StoreError};
use jiff::tz::TimeZone;
use std::time::Duration;
use tokio::task::JoinSet;

/// A change of a single date is of interest for a month after that date. Then it is deleted, because it may
/// hold the names of guests.
const CHANGES_KEPT: Millis = Millis::from_mins(31 * 24 * 60);

const PURGE_INTERVAL: Duration = Duration::from_secs(3_600);

/// A database file that is copied without its write-ahead log lacks no more than this.
const FOLD_INTERVAL: Duration = Duration::from_secs(60);

/// Soon enough for the log to say when an outage began.
const STORE_CHECK_INTERVAL: Duration = Duration::from_secs(15);

/// Starts all recurring tasks. They end when the set is dropped.
pub(super) fn start(app: &App) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    tasks.spawn(refresh_directory(app.clone()));
    tasks.spawn(app.feeds.clone().run());
    tasks.spawn(watch_feeds(app.clone()));
    tasks.spawn(purge_expired(app.store.clone()));
    tasks.spawn(check_store(app.store.clone()));
    tasks.spawn(fold_log(app.store.clone()));
    tasks
}

/// Rebuilds the directory before its dates run out.
async fn refresh_directory(app: App) {
    let mut interval = tokio::time::interval(REFRESH_INTERVAL);
    loop {
        interval.tick().await;
        app.refresh_listings().await;
    }
}

/// Rebuilds the directory whenever the meetings of feeds have changed.
async fn watch_feeds(app: App) {
    loop {
        app.feeds.changed().await;
        app.listings_changed().await;
    }
}

/// Deletes expired sessions and invitations and old changes of single dates, every hour.
async fn purge_expired(store: Store) {
    let mut interval = tokio::time::interval(PURGE_INTERVAL);
    let mut outage = Outage::default();
    loop {
        interval.tick().await;
        let now = SystemClock.now();
        let result = purge(&store, now).await;
        match outage.record(now, result.is_ok()) {
            Some(OutageChange::Began) => {
                let error = result.err().map(tracing::field::display);
                tracing::error!(
                    error,
                    "expired data could not be deleted; it is tried again every hour"
                );
            }
            Some(OutageChange::Ended { lasted }) => {
                tracing::info!(seconds = lasted.0 / 1_000, "expired data is deleted again");
            }
            None => {}
        }
    }
}

async fn purge(store: &Store, now: Timestamp) -> Result<(), StoreError> {
    store.purge_sessions(now).await?;
    store.purge_invites(now).await?;
    let oldest_kept = zone::local_time(&TimeZone::UTC, now - CHANGES_KEPT).date();
    store.purge_changes(oldest_kept).await
}

/// Logs when changes can no longer be stored, and when they can again.
async fn check_store(store: Store) {
    let mut interval = tokio::time::interval(STORE_CHECK_INTERVAL);
    let mut outage = Outage::default();
    loop {
        interval.tick().await;
        let now = SystemClock.now();
        let result = store.ready(now).await;
        match outage.record(now, result.is_ok()) {
            Some(OutageChange::Began) => {
                let error = result.err().map(tracing::field::display);
                tracing::error!(error, "changes can't be stored");
            }
            Some(OutageChange::Ended { lasted }) => {
                tracing::info!(seconds = lasted.0 / 1_000, "changes can be stored again");
            }
            None => {}
        }
    }
}

/// Moves SQLite's write-ahead log into the database file.
async fn fold_log(store: Store) {
    let mut interval = tokio::time::interval(FOLD_INTERVAL);
    loop {
        interval.tick().await;
        // A failure is a failed change, which `check_store` reports; it is tried again.
        let _ = store.fold_log().await;
    }
}
