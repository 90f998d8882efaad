//! `GET /meetings/{slug}/socket`: opens the WebSocket of a room.

use super::error::HttpError;
use super::extract::{ClientIp, CurrentAccount};
use super::limits::Attempt;
use super::standing::standing;
use super::state::App;
use crate::live::{self, SocketContext};
use crate::wire::MAX_FRAME;
use axum::extract::{Path, State, WebSocketUpgrade};
use axum::response::Response;
use std::sync::Arc;

/// Size of the read buffer, in bytes. The messages of a room are small, and thousands of sockets have one.
const READ_BUFFER: usize = 2 * 1024;

/// The largest message that is read, in bytes. One that is a little too large is read whole, so that the
/// socket can be closed with its code. A larger one is not read at all.
const MAX_READ: usize = 4 * MAX_FRAME;

/// `GET /meetings/{slug}/socket`.
pub(crate) async fn open(
    State(app): State<App>,
    Path(slug): Path<String>,
    ClientIp(client): ClientIp,
    CurrentAccount(account): CurrentAccount,
    upgrade: WebSocketUpgrade,
) -> Result<Response, HttpError> {
    let meeting = match app.store.meeting_by_slug(&slug).await? {
        Some(meeting) => meeting,
        // Browsers do not follow a redirect of a WebSocket, and people who are in the room when its slug
        // changes must be able to reconnect.
        None => {
            let renamed = app.store.meeting_by_former_slug(&slug).await?;
            renamed.ok_or(HttpError::NotFound)?
        }
    };
    let now = app.clock.now();
    if !(app.limits).allow(Attempt::Socket, client, &meeting.slug, now) {
        return Err(HttpError::TooMany);
    }
    let standing = standing(&app, account.as_ref(), &meeting).await?;
    let account = account.map(|account| account.id);
    let (hub, clock) = (app.hub.clone(), Arc::clone(&app.clock));
    let reserved_names = Arc::clone(app.catalogue.reserved_names());
    Ok(upgrade
        .max_message_size(MAX_READ)
        .max_frame_size(MAX_READ)
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .on_upgrade(move |socket| {
            let context = SocketContext {
                meeting,
                standing,
                account,
                reserved_names,
            };
            live::serve(hub, clock, context, socket)
        }))
}
