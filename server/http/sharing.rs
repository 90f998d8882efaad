//! The page that explains how other sites and calendars can use the schedule.

use super::error::HttpError;
use super::extract::CurrentAccount;
use super::state::App;
use crate::pages::SharingPage;
use askama::Template;
use axum::extract::State;
use axum::response::Html;

/// `GET /sharing`.
pub(crate) async fn show(
    State(app): State<App>,
    account: CurrentAccount,
) -> Result<Html<String>, HttpError> {
    let page = SharingPage::new(app.frame(account.is_signed_in()));
    Ok(Html(page.render()?))
}
