//! Messages that are rejected.

/// Why bytes are not a usable STUN message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StunViolation {
    /// Not exactly one complete message.
    #[error("the bytes are not one complete STUN message")]
    NotStun,
    /// Another type of message, or another transaction.
    #[error("the message is neither a binding request nor the expected response")]
    OtherMessage,
    /// A wrong FINGERPRINT.
    #[error("the fingerprint does not match the message")]
    Fingerprint,
    /// A required attribute is absent, or one is malformed.
    #[error("an attribute is missing or malformed")]
    Attributes,
    /// An unknown attribute that RFC 8489 does not allow to ignore.
    #[error("the message requires attribute {0:#06x}, which is not supported")]
    UnknownAttribute(u16),
    /// A wrong MESSAGE-INTEGRITY.
    #[error("the message was authenticated with another password")]
    Integrity,
}
