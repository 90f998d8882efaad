//! The page that explains how other sites and calendars can use the schedule.

use super::error::HttpError;
use super::session::SignedIn;
use super::state::App;
use crate::pages::SharingPage;
use askama::Template;
use axum::extract::State;
use axum::response::Html;

/// `GET /sharing`: how to use them.
pub async fn sharing(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Html<String>, HttpError> {
    Ok(Html(SharingPage::new(app.frame(&signed_in)).render()?))
}
