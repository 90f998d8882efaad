//! Whether the program runs and can serve, for a supervisor or a load balancer.

use super::state::App;
use axum::extract::State;
use axum::http::StatusCode;

/// `GET /healthz`: the program responds.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: changes can be stored too, or the reason why not. The log has a line for the beginning and
/// the end of an outage, see `cli::housekeeping`.
pub(crate) async fn ready(State(app): State<App>) -> (StatusCode, String) {
    match app.store.ready(app.clock.now()).await {
        Ok(()) => (StatusCode::OK, "ready\n".to_owned()),
        Err(error) => {
            let reason = format!("not ready: {error}\n");
            (StatusCode::SERVICE_UNAVAILABLE, reason)
        }
    }
}
