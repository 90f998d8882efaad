//! The form to join a meeting.

use crate::base::NameRefusal;

/// The form to join, as it was sent, or empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct JoinForm<'a> {
    /// The first name as typed.
    pub name: &'a str,
    /// Whether "I'm new" is ticked.
    pub newcomer: bool,
    /// Whether "Everyone may see that I am new" is ticked.
    pub newcomer_shown: bool,
    /// Why the name is refused.
    pub refusal: Option<NameRefusal>,
    /// Whether the browser allows no microphone, because the page came by plain http over a network.
    pub is_insecure: bool,
}
