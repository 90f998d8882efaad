//! Which other sites may embed the schedule.

use crate::config::PublicUrl;
use crate::http::error::HttpError;
use crate::http::extract::{OperatorSubmission, VisitorContext};
use crate::http::operator_view::OperatorView;
use crate::http::state::App;
use crate::paths;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use serde::Deserialize;

/// The most origins: all of them are sent with each response of `/embed`.
const MAX_ORIGINS: usize = 50;

/// The form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct OriginsForm {
    /// One origin a line.
    #[serde(rename = "framers")]
    origins: String,
}

/// `POST /operator/framers`.
pub(crate) async fn save(
    State(app): State<App>,
    OperatorSubmission(permission): OperatorSubmission,
    VisitorContext(visitor): VisitorContext,
    Form(form): Form<OriginsForm>,
) -> Result<Response, HttpError> {
    let mut view = OperatorView::empty(&app, &visitor).await?;
    view.forms.embed_origins = form.origins.clone();
    if !permission.is_granted() {
        return view.not_permitted(permission);
    }
    match parse(&form.origins) {
        Ok(origins) => {
            app.store.set_embed_origins(&origins).await?;
            app.listings_changed().await;
            Ok(Redirect::to(paths::OPERATOR_EMBED_ORIGINS_PART).into_response())
        }
        Err(refused) => {
            view.forms.invalid_embed_origins = refused;
            view.refused().await
        }
    }
}

/// The origins, or all lines that can't be used.
fn parse(text: &str) -> Result<Vec<String>, Vec<String>> {
    let (mut origins, mut refused) = (Vec::new(), Vec::new());
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    for line in lines {
        match origin(line) {
            Some(origin) => origins.push(origin),
            None => refused.push(line.to_owned()),
        }
    }
    refused.extend(origins.iter().skip(MAX_ORIGINS).cloned());
    if refused.is_empty() {
        Ok(origins)
    } else {
        Err(refused)
    }
}

/// The origin as a content security policy writes it.
fn origin(line: &str) -> Option<String> {
    let origin: PublicUrl = line.parse().ok()?;
    // Only characters of a host and port: others could add a directive to the policy.
    let is_plain = origin.authority().bytes().all(|byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']')
    });
    is_plain.then(|| origin.as_str().to_owned())
}
