//! The running server, talked to over real sockets: who comes back to what, what is refused and
//! how, and what is told to whom.

#[path = "support/client.rs"]
mod client;
#[path = "support/running.rs"]
mod running;
#[path = "support/server.rs"]
mod server;

#[path = "rooms/chat.rs"]
mod chat;
#[path = "rooms/door.rs"]
mod door;
#[path = "rooms/returning.rs"]
mod returning;
#[path = "rooms/wire.rs"]
mod wire;

use client::Client;
use porchlight::wire::CloseCode;
use running::Server;
use serde_json::json;

/// The code as it comes over the line.
fn code(code: CloseCode) -> Option<u16> {
    Some(code as u16)
}

/// A session at its shares, with Dana in the chair.
async fn shares(server: &Server) -> Client {
    let mut dana = Client::serve(server.address, "Dana", &server.chair().await).await;
    dana.does(json!({"type": "start_meeting"})).await;
    dana.does(json!({"type": "step", "to": {"to": 1}})).await;
    dana
}
