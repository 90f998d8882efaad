//! The protocol between a room and its clients: the types of `server/PROTOCOL.md`.
//!
//! JSON text over one WebSocket. May import `base` and `room`. `web/room/src/wire.gen.ts` is generated
//! from these types, and a test fails when it is stale.

mod client;
mod close_code;
mod room_view;
mod server;
#[cfg(test)]
mod typescript;
pub mod view;

pub use client::{ChatTo, ClientFrame, ClientMessage, FrameViolation, Hello, StepTo};
pub use close_code::CloseCode;
pub use room_view::{
    ChatLine, DeclinedView, FloorView, LobbyView, MeetingView, PersonView, QueueEntryView,
    QueueStateView, QueueView, RoomView, StageView, StepView,
};
pub use server::{Change, ServerMessage, You};
pub use view::MeetingFacts;

/// The version that this program speaks best, and that its own pages send.
pub const VERSION: u32 = 1;

/// The oldest version that this program still serves: that of pages that were opened before an update.
/// A client outside `OLDEST_VERSION..=VERSION` is closed with `CloseCode::Version`.
pub const OLDEST_VERSION: u32 = 1;

/// The longest text frame a client may send, in bytes: an SDP offer with room to spare.
pub const MAX_FRAME: usize = 16 * 1024;

/// The longest chat message, in characters.
pub const MAX_CHAT: usize = 500;
