//! `GET /meetings/{slug}/socket`: opens the WebSocket of a room.

use super::error::HttpError;
use super::limits::{Attempt, caller};
use super::session::SignedIn;
use super::state::App;
use crate::live::{self, SocketContext};
use crate::room::Standing;
use crate::schedule::Meeting;
use crate::store::{AccountRow, ServiceKind, StoreError};
use crate::wire::MAX_FRAME;
use axum::extract::{ConnectInfo, Path, State, WebSocketUpgrade};
use axum::http::HeaderMap;
use axum::response::Response;
use std::net::SocketAddr;
use std::sync::Arc;

/// Bytes read at once: what a room sends and hears is small, and thousands of these wait.
const READ_BUFFER: usize = 2 * 1024;

/// What is a little too large is read whole, so that the line can end in order, with its code.
/// What is larger than this is not read at all.
const READ_AT_MOST: usize = 4 * MAX_FRAME;

/// `GET /meetings/{slug}/socket`.
pub async fn open(
    State(app): State<App>,
    Path(slug): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    SignedIn(account): SignedIn,
    upgrade: WebSocketUpgrade,
) -> Result<Response, HttpError> {
    if !app
        .limits
        .allow(Attempt::Entrance, caller(peer, &headers), app.clock.now())
    {
        return Err(HttpError::TooMany);
    }
    let meeting = match app.store.meeting_by_slug(&slug).await? {
        Some(meeting) => meeting,
        // A socket is not led on, and whoever is in the room when its address changes comes back.
        None => {
            let moved = app.store.meeting_by_former_slug(&slug).await?;
            moved.ok_or(HttpError::NotFound)?
        }
    };
    let standing = standing(&app, account.as_ref(), &meeting).await?;
    let (hub, clock) = (app.hub.clone(), Arc::clone(&app.clock));
    Ok(upgrade
        .max_message_size(READ_AT_MOST)
        .max_frame_size(READ_AT_MOST)
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .on_upgrade(move |socket| {
            live::serve(hub, clock, SocketContext { meeting, standing }, socket)
        }))
}

/// What an account may become in a meeting's room.
///
/// # Errors
/// When the store fails.
pub async fn standing(
    app: &App,
    account: Option<&AccountRow>,
    meeting: &Meeting,
) -> Result<Standing, StoreError> {
    let Some(account) = account else {
        return Ok(Standing::Visitor);
    };
    Ok(match app.store.service_in(account.id, meeting.id).await? {
        Some(ServiceKind::Chair) => Standing::Chair,
        Some(ServiceKind::Secretary) => Standing::TrustedServant,
        None => Standing::Visitor,
    })
}
