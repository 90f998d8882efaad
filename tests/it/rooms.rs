//! The running server, talked to over real sockets: who comes back to what, what is refused and
//! how, and what is told to whom.

mod chat;
mod door;
mod returning;
mod wire;

use crate::support::client::Client;
use crate::support::running::Server;
use porchlight::wire::CloseCode;
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
