//! A group's page, and the forms of those who look after it. A form that can't be obeyed comes back as
//! it was sent, whatever the reason.

use super::authority::may_edit;
use super::error::HttpError;
use super::session::SignedIn;
use super::state::App;
use super::visitor::VisitorContext;
use crate::pages::{Done, GroupPage, MeetingLine};
use crate::schedule::{Group, Meeting};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use serde::Deserialize;

/// What whoever comes has just done.
#[derive(Default, Deserialize)]
pub struct Came {
    #[serde(default)]
    done: String,
}

/// `GET /groups/{slug}`.
pub async fn group(
    State(app): State<App>,
    Path(slug): Path<String>,
    Query(came): Query<Came>,
    VisitorContext(visitor): VisitorContext,
    signed_in: SignedIn,
) -> Result<Html<String>, HttpError> {
    let group = found(&app, &slug).await?;
    let meetings = app.store.meetings_of(group.id).await?;
    let lines: Vec<_> = meetings
        .iter()
        .map(|meeting| MeetingLine { meeting })
        .collect();
    let serves = may_edit(&app, &signed_in, group.id).await?;
    let frame = app.frame(&signed_in);
    let done = Done::parse(&came.done).filter(|_| serves);
    let page = GroupPage::new(&group, &lines, serves, done, &visitor, frame).render()?;
    Ok(Html(page))
}

/// The group of an address.
///
/// # Errors
/// When there is none.
pub async fn found(app: &App, slug: &str) -> Result<Group, HttpError> {
    let group = app.store.group_by_slug(slug).await?;
    group.ok_or(HttpError::NotFound)
}

/// A meeting of this group.
pub async fn found_meeting(app: &App, group: &Group, slug: &str) -> Result<Meeting, HttpError> {
    let meeting = app.store.meeting_by_slug(slug).await?;
    meeting
        .filter(|meeting| meeting.group == group.id)
        .ok_or(HttpError::NotFound)
}
