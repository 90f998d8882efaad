//! `porchlight serve`: runs the server until it is stopped.

use super::error::CliError;
use super::server::Server;
use crate::config::Settings;

/// Serves until the process gets SIGINT or SIGTERM.
///
/// # Errors
/// When the server can't start, or its listener fails.
pub(super) async fn serve(settings: Settings) -> Result<(), CliError> {
    let server = Server::start(settings).await?;
    server.announce_ready();
    server.run_until_stopped().await
}
