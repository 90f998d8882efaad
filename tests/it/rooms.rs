//! Rooms of a running server over real sockets: who returns to which seat, what is refused and how, and
//! who receives what.

mod chat;
mod lobby;
mod newcomers;
mod returning;
mod schedule;
mod wire;

use crate::support::client::Client;
use crate::support::running::Server;
use porchlight::wire::CloseCode;
use serde_json::json;

/// The closing code as a client receives it.
fn code(code: CloseCode) -> Option<u16> {
    Some(code as u16)
}

/// Starts the meeting and goes to its shares, with Dana in the chair.
async fn start_shares(server: &Server) -> Client {
    let mut dana =
        Client::join_with_account(server.address, "Dana", &server.chair_cookie().await).await;
    dana.request_ok(json!({"type": "start_meeting"})).await;
    dana.request_ok(json!({"type": "step", "to": {"to": 1}}))
        .await;
    dana
}

async fn wait_until_no_room_is_stored(server: &Server) {
    let store = &server.site.app.store;
    while !store
        .rooms()
        .await
        .expect("the store is readable")
        .is_empty()
    {
        tokio::task::yield_now().await;
    }
}
