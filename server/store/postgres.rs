//! What is particular to PostgreSQL: an address, a schema, and a lock held by a session.

use super::{OpenError, StoreError, migrations};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, ConnectOptions, Connection};
use std::time::Duration;

/// Of a server's usual 100, so that several programs can share it.
const CONNECTIONS: u32 = 16;

/// A server that has not answered by then will not; the same as a pool's patience for a free connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// High half of the lock's number: our own mark ("Prch"), since other programs may take locks in
/// the same database. The low half is the schema's.
const LOCK: i64 = 0x5072_6368 << 32;

pub(super) struct Opened {
    pub(super) pool: AnyPool,
    pub(super) claim: Claim,
}

/// The lock that keeps a second porchlight away, and the session that holds it.
pub(super) struct Claim {
    options: AnyConnectOptions,
    session: AnyConnection,
}

pub(super) async fn open(url: &str) -> Result<Opened, OpenError> {
    let (options, place) = parse(url)?;
    let session = connect(&options).await;
    let mut session = session.map_err(|reason| OpenError::Unreachable {
        place: place.clone(),
        reason,
    })?;
    let failed = |error| OpenError::of(&error, &place);
    match lock(&mut session).await.map_err(failed)? {
        Some(true) => {}
        Some(false) => return Err(OpenError::InUse { place }),
        None => {
            return Err(OpenError::Unreachable {
                place,
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
    migrations::inspect(&migrations::POSTGRES, &mut session, &tables, &place).await?;
    migrations::run(&migrations::POSTGRES, &mut session, &place).await?;
    let pool = pool(options.clone(), CONNECTIONS).await.map_err(failed)?;
    Ok(Opened {
        pool,
        claim: Claim { options, session },
    })
}

/// The same database beside the porchlight that holds it and has brought it up to date.
pub(super) async fn beside(url: &str) -> Result<AnyPool, OpenError> {
    let (options, place) = parse(url)?;
    pool(options, 1)
        .await
        .map_err(|error| OpenError::of(&error, &place))
}

async fn pool(options: AnyConnectOptions, connections: u32) -> sqlx::Result<AnyPool> {
    AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .connect_with(options)
        .await
}

impl Claim {
    /// Takes the lock again when its session was lost, as it is when the server restarts.
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

    /// Gives the lock back before the session ends, since the server ends it in its own time. An
    /// answer that does not come changes nothing: the lock goes with the session then.
    pub(super) async fn release(mut self) {
        let _ = sqlx::query("SELECT count(*) FROM pg_advisory_unlock_all()")
            .fetch_one(&mut self.session)
            .await;
        let _ = self.session.close().await;
    }
}

/// The place is named without user, password and parameters.
fn parse(url: &str) -> Result<(AnyConnectOptions, String), OpenError> {
    let unreachable = |reason: &str| OpenError::Unreachable {
        place: "the PostgreSQL database".to_owned(),
        reason: reason.to_owned(),
    };
    let options: AnyConnectOptions = url
        .parse()
        .map_err(|_| unreachable("its address can't be understood"))?;
    let url = &options.database_url;
    if !matches!(url.scheme(), "postgres" | "postgresql") {
        return Err(unreachable("its address does not begin with postgres://"));
    }
    let host = url.host_str().filter(|host| !host.is_empty());
    let place = format!(
        "the PostgreSQL database {} on {}",
        url.path().trim_start_matches('/'),
        host.unwrap_or("this machine"),
    );
    Ok((options, place))
}

async fn connect(options: &AnyConnectOptions) -> Result<AnyConnection, String> {
    match tokio::time::timeout(PATIENCE, options.connect()).await {
        Ok(connected) => connected.map_err(|error| error.to_string()),
        Err(_) => Err("it does not answer".to_owned()),
    }
}

/// Whether the lock is ours now; `None` without a schema.
async fn lock(session: &mut AnyConnection) -> sqlx::Result<Option<bool>> {
    sqlx::query_scalar(
        "SELECT pg_try_advisory_lock($1 | CAST(oid AS bigint)) FROM pg_namespace
         WHERE nspname = current_schema()",
    )
    .bind(LOCK)
    .fetch_optional(session)
    .await
}
