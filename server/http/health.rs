//! Whether the program runs and can serve, for a supervisor or a load balancer.

use super::state::App;
use axum::extract::State;
use axum::http::StatusCode;

/// `GET /healthz`: the program responds.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: its database responds too.
pub(crate) async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.store.ready().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::error!(%error, "not ready: the database does not respond");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer\n",
            )
        }
    }
}
