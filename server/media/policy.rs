//! Which audio of a room is forwarded.

use super::ids::PeerId;

/// Whose audio is forwarded in a room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ForwardPolicy {
    /// No packet.
    #[default]
    Nobody,
    /// Every packet of this peer, however quiet.
    One(PeerId),
    /// The loudest `at_most` of these, by the audio-level header extension (RFC 6464).
    Loudest {
        /// The peers to choose from.
        of: Vec<PeerId>,
        /// How many are forwarded at the same time; never more than [`super::slots::SLOTS`].
        at_most: u8,
    },
}
