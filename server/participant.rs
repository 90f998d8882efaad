//! A participant of a room that is not a browser: the protocol over a socket, and audio by the `webrtc` crate, another
//! implementation than the server's.
//!
//! The demo's simulated members are participants; tests and the load test use the same code.
//! Promises: uses nothing of the server but the types of the wire, so it is a client like any other.
//! Deliberately absent: where the simulated members' texts come from (`cli::demo`).

mod audio;
mod member;
mod recording;
mod room_copy;
mod script;
mod socket;

pub use audio::{AudioClient, Received, Transport, Voice};
pub use member::{Member, take_part};
pub use recording::{Recording, RecordingError};
pub use room_copy::apply;
pub use script::{Act, Company, Lines, Scene, Script};
pub use socket::{RoomSocket, SocketEvent};

/// The synthetic voices of the demo (`participant/voices/README.md`).
pub const VOICES: [&[u8]; 6] = [
    include_bytes!("participant/voices/1.opus"),
    include_bytes!("participant/voices/2.opus"),
    include_bytes!("participant/voices/3.opus"),
    include_bytes!("participant/voices/4.opus"),
    include_bytes!("participant/voices/5.opus"),
    include_bytes!("participant/voices/6.opus"),
];

/// Why a participant can't go on.
#[derive(Debug, thiserror::Error)]
pub enum ParticipantError {
    /// The `webrtc` crate reports an error.
    #[error("the audio connection failed: {0}")]
    Audio(#[from] webrtc::error::Error),
    /// The audio connection ended.
    #[error("the audio connection ended")]
    AudioEnded,
    /// The server can't use the offer.
    #[error("the server refused the offer: {0}")]
    OfferRefused(String),
    /// The socket can't be opened, read or written.
    #[error("the socket of the room failed: {0}")]
    Socket(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The server closed the socket with this code, or without one.
    #[error("the server closed the socket ({0:?})")]
    Closed(Option<u16>),
    /// Something took too long.
    #[error("{0} took too long")]
    TimedOut(&'static str),
}

impl ParticipantError {
    fn socket(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Socket(Box::new(error))
    }
}
