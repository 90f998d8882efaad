//! The protocol between a room and its browsers: the types of `server/PROTOCOL.md`.
//!
//! JSON text over one WebSocket. May import `base` and `room`. The TypeScript twin
//! `web/room/src/wire.gen.ts` is generated from these types and checked by a test.

mod client;
mod server;
#[cfg(test)]
mod typescript;
pub mod view;

pub use client::{ChatTo, ClientFrame, ClientMessage, FrameProblem, Hello, StepTo};
pub use view::MeetingFacts;
pub use server::{
    Change, ChatLine, CloseCode, ServerMessage, StageView, FloorView, LobbyView, MeetingView,
    PersonView, QueueView, QueueEntryView, QueueStateView, RoomView, StepView, You,
};

/// Spoken by this program. A client of another version is closed with `CloseCode::Version`.
pub const VERSION: u32 = 1;

/// The longest text frame a client may send, in bytes: an SDP offer with room to spare.
pub const MAX_FRAME: usize = 16 * 1024;

/// The longest chat message, in characters.
pub const MAX_CHAT: usize = 500;
