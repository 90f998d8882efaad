//! What a form was made from.

/// The version of the data that a form shows; it is sent back with the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormVersion {
    /// The number of the meeting's revision.
    pub edition: u32,
    /// A hash of everything that the form showed; empty for something new.
    pub seal: String,
}
