//! PostgreSQL: an address, a schema, and a lock that a session holds.

use super::error::StoreError;
use super::migrations;
use super::open_error::OpenError;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, ConnectOptions, Connection};
use std::time::Duration;

/// Out of the 100 that a server allows by default, so that several programs can share it.
const CONNECTIONS: u32 = 16;

/// For connecting, and for waiting until a connection of the pool is free.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The high half of the lock's number ("Prch"), because other programs may take locks in the same
/// database. The low half is the number of the schema.
const LOCK: i64 = 0x5072_6368 << 32;

/// The lock that keeps a second server away, with the session that holds it.
pub(super) struct SessionLock {
    options: AnyConnectOptions,
    session: AnyConnection,
}

/// Opens the database and locks its schema.
pub(super) async fn open(url: &str) -> Result<(AnyPool, SessionLock), OpenError> {
    let (options, location) = parse(url)?;
    let session = connect(&options).await;
    let mut session = session.map_err(|reason| OpenError::Unreachable {
        location: location.clone(),
        reason,
    })?;
    let failed = |error| OpenError::of(&error, &location);
    match lock(&mut session).await.map_err(failed)? {
        Some(true) => {}
        Some(false) => return Err(OpenError::InUse { location }),
        None => {
            return Err(OpenError::Unreachable {
                location,
                reason: "the schema of its search path does not exist".to_owned(),
            });
        }
    }
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT CAST(tablename AS text) FROM pg_tables WHERE schemaname = current_schema()",
    )
    .fetch_all(&mut session)
    .await
    .map_err(failed)?;
    migrations::inspect(&migrations::POSTGRES, &mut session, &tables, &location).await?;
    migrations::run(&migrations::POSTGRES, &mut session, &location).await?;
    let pool = pool(options.clone(), CONNECTIONS).await.map_err(failed)?;
    Ok((pool, SessionLock { options, session }))
}

/// Opens the database while a server has it locked and has brought its tables up to date.
pub(super) async fn open_shared(url: &str) -> Result<AnyPool, OpenError> {
    let (options, location) = parse(url)?;
    pool(options, 1)
        .await
        .map_err(|error| OpenError::of(&error, &location))
}

async fn pool(options: AnyConnectOptions, connections: u32) -> sqlx::Result<AnyPool> {
    AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(TIMEOUT)
        .connect_with(options)
        .await
}

impl SessionLock {
    /// Takes the lock again when its session was lost, for example because the database server restarted.
    pub(super) async fn renew(&mut self) -> Result<(), StoreError> {
        if self.session.ping().await.is_ok() {
            return Ok(());
        }
        let mut session = self.options.connect().await?;
        if lock(&mut session).await? != Some(true) {
            return Err(StoreError::TakenOver);
        }
        self.session = session;
        Ok(())
    }

    /// Releases the lock at once, because the database server may end the session later. A failure does not
    /// matter: the lock ends with the session.
    pub(super) async fn release(mut self) {
        let _ = sqlx::query("SELECT count(*) FROM pg_advisory_unlock_all()")
            .fetch_one(&mut self.session)
            .await;
        let _ = self.session.close().await;
    }
}

/// The options for connecting, and the name of the database without user, password and parameters.
fn parse(url: &str) -> Result<(AnyConnectOptions, String), OpenError> {
    let unreachable = |reason: &str| OpenError::Unreachable {
        location: "the PostgreSQL database".to_owned(),
        reason: reason.to_owned(),
    };
    let options: AnyConnectOptions = url
        .parse()
        .map_err(|_| unreachable("its address is not valid"))?;
    let url = &options.database_url;
    if !matches!(url.scheme(), "postgres" | "postgresql") {
        return Err(unreachable("its address does not start with postgres://"));
    }
    let host = url.host_str().filter(|host| !host.is_empty());
    let location = format!(
        "the PostgreSQL database {} on {}",
        url.path().trim_start_matches('/'),
        host.unwrap_or("this machine"),
    );
    Ok((options, location))
}

async fn connect(options: &AnyConnectOptions) -> Result<AnyConnection, String> {
    match tokio::time::timeout(TIMEOUT, options.connect()).await {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(_) => Err("it does not respond".to_owned()),
    }
}

/// Whether this session has the lock now; `None` when the schema does not exist.
async fn lock(session: &mut AnyConnection) -> sqlx::Result<Option<bool>> {
    sqlx::query_scalar(
        "SELECT pg_try_advisory_lock($1 | CAST(oid AS bigint)) FROM pg_namespace
         WHERE nspname = current_schema()",
    )
    .bind(LOCK)
    .fetch_optional(session)
    .await
}
