//! The operator's page.

mod embed_origins;
mod feeds;
mod groups;

pub(crate) use embed_origins::save as save_embed_origins;
pub(crate) use feeds::{
    add as add_feed, edit as edit_feed, fetch as fetch_feed, remove as remove_feed,
};
pub(crate) use groups::{add as add_group, invite as invite_secretary};

use super::error::HttpError;
use super::extract::{Operator, VisitorContext};
use super::operator_view::OperatorView;
use super::state::App;
use crate::paths;
use axum::extract::{Path, State};
use axum::response::{Redirect, Response};

/// `GET /operator`.
pub(crate) async fn show(
    State(app): State<App>,
    _: Operator,
    VisitorContext(visitor): VisitorContext,
) -> Result<Response, HttpError> {
    OperatorView::empty(&app, &visitor).await?.page().await
}

/// `GET /operator/feeds`. A form with refusals comes back at the address that it was sent to; reloading that
/// page leads back to where the form is. The following redirects are for the same case.
pub(crate) async fn to_feeds() -> Redirect {
    Redirect::to(paths::OPERATOR_FEEDS_PART)
}

/// `GET /operator/feeds/{id}/edit`.
pub(crate) async fn to_feed(Path(id): Path<i64>) -> Redirect {
    Redirect::to(&paths::operator_feed_part(id))
}

/// `GET /operator/framers`.
pub(crate) async fn to_embed_origins() -> Redirect {
    Redirect::to(paths::OPERATOR_EMBED_ORIGINS_PART)
}

/// `GET /operator/groups`, and of an invitation, which is shown only once.
pub(crate) async fn to_groups() -> Redirect {
    Redirect::to(paths::OPERATOR_GROUPS_PART)
}
