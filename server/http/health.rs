//! For a supervisor.

use super::state::App;
use axum::extract::State;
use axum::http::StatusCode;

/// `GET /healthz`: the program answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: its database answers too.
pub async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.store.ready().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(problem) => {
            tracing::error!(%problem, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer\n",
            )
        }
    }
}
