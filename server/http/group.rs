//! A group's page.

use super::error::HttpError;
use super::extract::{CurrentAccount, ListedGroup, Permission, VisitorContext};
use super::state::App;
use crate::pages::{Done, GroupPage, MeetingLine};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use serde::Deserialize;

/// The query of a group's page.
#[derive(Default, Deserialize)]
pub(crate) struct GroupQuery {
    /// What the secretary has just done, for a notice.
    #[serde(default)]
    done: String,
}

/// `GET /groups/{slug}`.
pub(crate) async fn show(
    State(app): State<App>,
    ListedGroup(group): ListedGroup,
    Query(query): Query<GroupQuery>,
    VisitorContext(visitor): VisitorContext,
    account: CurrentAccount,
) -> Result<Html<String>, HttpError> {
    let meetings = app.store.meetings_of(group.id).await?;
    let rooms = app.hub.live_rooms();
    let lines: Vec<_> = meetings
        .iter()
        .map(|meeting| MeetingLine {
            meeting,
            room: rooms.get(&meeting.id).copied(),
        })
        .collect();
    let permission = Permission::to_edit(&app, &account, group.id).await?;
    let serves = permission.is_granted();
    let done = Done::parse(&query.done).filter(|_| serves);
    let frame = app.frame(account.is_signed_in());
    let page = GroupPage::new(&group, &lines, serves, done, &visitor, frame).render()?;
    Ok(Html(page))
}
