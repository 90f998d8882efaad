//! The page for newcomers.

use super::error::HttpError;
use super::session::SignedIn;
use super::state::App;
use crate::pages::NewHerePage;
use askama::Template;
use axum::extract::State;
use axum::response::Html;

/// `GET /new`.
pub async fn new_here(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Html<String>, HttpError> {
    Ok(Html(NewHerePage::new(app.frame(&signed_in)).render()?))
}
