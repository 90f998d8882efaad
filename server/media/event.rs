//! Events of the media plane.

use super::ids::{PeerId, RoomKey};

/// What the media plane reports to its caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaEvent {
    /// The DTLS handshake is complete: audio can flow.
    Connected(PeerId),
    /// The peer was removed: no valid packet for 30 s, a failed handshake, or a DTLS close alert.
    Disconnected(PeerId),
    /// The peers forwarded under [`super::ForwardPolicy::Loudest`], loudest first. Sent on change, at most
    /// 4 times a second.
    Speaking(RoomKey, Vec<PeerId>),
}
