//! The reasons for which the server closes a socket.

/// Why the server closed the socket (RFC 6455 section 7.4.2: codes 4000 to 4999 are for private use).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum CloseCode {
    /// The protocol version of the client is not supported: reload the page.
    Version = 4000,
    /// Not a message of this protocol.
    Malformed = 4001,
    /// A frame exceeds `MAX_FRAME`.
    TooLarge = 4002,
    /// More messages than a person can cause by pressing buttons.
    TooFast = 4003,
    /// No `hello` in time, or another message before it.
    NoHello = 4004,
    /// The doors are not open yet.
    NotOpen = 4005,
    /// The meeting is over.
    Ended = 4006,
    /// The person was removed.
    Removed = 4007,
    /// The same seat was opened in another window.
    Elsewhere = 4008,
    /// No seat is free.
    Full = 4009,
    /// The person pressed "Leave".
    Left = 4010,
    /// The seat expired while the connection was down.
    TimedOut = 4011,
    /// The server restarts: reconnect at once.
    Restarting = 4012,
}

impl CloseCode {
    /// Every code, in ascending order.
    pub const ALL: [Self; 13] = [
        Self::Version,
        Self::Malformed,
        Self::TooLarge,
        Self::TooFast,
        Self::NoHello,
        Self::NotOpen,
        Self::Ended,
        Self::Removed,
        Self::Elsewhere,
        Self::Full,
        Self::Left,
        Self::TimedOut,
        Self::Restarting,
    ];
}
