//! Offers that are rejected.

/// Why an SDP offer cannot be answered. The text is for developers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OfferViolation {
    /// Not SDP, or too large; with the reason.
    #[error("the offer is not SDP: {0}")]
    Malformed(String),
    /// A required part is absent.
    #[error("the offer lacks {0}")]
    Missing(&'static str),
    /// The limit of peers is reached, or the command queue is full.
    #[error("the media plane holds as many peers as it may")]
    Full,
    /// The media thread has ended.
    #[error("the media plane has stopped")]
    Stopped,
}
