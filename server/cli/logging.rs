//! Logging to standard error, as text or JSON.

use super::error::CliError;
use crate::config::{Log, LogFormat, Settings};
use std::io::{IsTerminal, Write};
use tracing_subscriber::EnvFilter;

/// If this environment variable is set, it replaces the setting `log.level`, as is usual for Rust programs.
const LEVEL_VARIABLE: &str = "RUST_LOG";

/// Starts logging to standard error.
///
/// # Errors
/// When logging was already started.
pub(super) fn start(settings: &Log) -> Result<(), CliError> {
    let filter =
        EnvFilter::try_from_env(LEVEL_VARIABLE).or_else(|_| EnvFilter::try_new(&settings.level))?;
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false);
    match settings.format {
        LogFormat::Text => subscriber.with_ansi(shows_colours()).try_init(),
        LogFormat::Json => subscriber
            .json()
            .flatten_event(true)
            .with_current_span(false)
            .try_init(),
    }
}

/// Logs the settings that decide how clients reach the server and where it stores data. It does not log the
/// contacts or the address of the database, which may contain a password.
pub(super) fn log_settings(settings: &Settings) {
    let database = match settings.data.database {
        Some(_) => "PostgreSQL",
        None => "SQLite",
    };
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        http.bind = %settings.http.bind,
        http.public_url = %settings.http.public_url(),
        http.trusted_proxies = %settings.http.trusted_proxies,
        http.time_zone = settings.http.time_zone.iana_name(),
        media.bind = %settings.media.bind,
        media.public_addresses = ?settings.media.public_addresses,
        media.udp = settings.media.udp,
        media.max_peers = settings.media.max_peers,
        data.folder = %settings.data.folder.display(),
        database,
        metrics.bind = settings.metrics.bind.map(tracing::field::display),
        log.level = settings.log.level,
        crisis.lines = settings.crisis.lines().len(),
        "starting"
    );
}

/// Logs only the source location of a panic, because its message may quote data such as a name.
pub(super) fn hide_panic_messages() {
    std::panic::set_hook(Box::new(|panic| {
        let location = panic.location().map(ToString::to_string);
        let location = location.unwrap_or_default();
        if tracing::dispatcher::has_been_set() {
            tracing::error!(%location, "the program panicked");
        } else {
            let text = format!("porchlight: the program panicked at {location}\n");
            let _ = std::io::stderr().write_all(text.as_bytes());
        }
    }));
}

/// Whether to write colour codes: only to a terminal, and unless `NO_COLOR` is set (see no-color.org).
fn shows_colours() -> bool {
    let is_disabled = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    std::io::stderr().is_terminal() && !is_disabled
}
