//! The page of help lines.

use super::error::HttpError;
use super::extract::{CurrentAccount, VisitorContext};
use super::state::App;
use crate::pages::{CrisisLine, CrisisPage};
use askama::Template;
use axum::extract::State;
use axum::response::Html;

/// `GET /crisis`.
pub(crate) async fn show(
    State(app): State<App>,
    VisitorContext(visitor): VisitorContext,
    account: CurrentAccount,
) -> Result<Html<String>, HttpError> {
    let lines: Vec<CrisisLine<'_>> = (app.crisis.lines().iter())
        .map(|line| CrisisLine {
            country: &line.country,
            name: &line.name,
            phone: line.phone.as_deref(),
            url: line.url.as_deref(),
        })
        .collect();
    let page = CrisisPage::new(&lines, &visitor, app.frame(account.is_signed_in()));
    Ok(Html(page.render()?))
}
