//! The page for newcomers.

use super::error::HttpError;
use super::extract::CurrentAccount;
use super::state::App;
use crate::pages::NewHerePage;
use askama::Template;
use axum::extract::State;
use axum::response::Html;

/// `GET /new`.
pub(crate) async fn show(
    State(app): State<App>,
    account: CurrentAccount,
) -> Result<Html<String>, HttpError> {
    let page = NewHerePage::new(app.frame(account.is_signed_in()));
    Ok(Html(page.render()?))
}
