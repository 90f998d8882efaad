//! The version of the data that a form shows.

/// Identifies the stored data that a form was filled from. The form sends it back, so that a save can
/// detect a concurrent change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormVersion {
    /// The number of the meeting's revision; the field `edition` of the form.
    pub revision: u32,
    /// A hash of all values that the form showed, in hexadecimal; empty for a new meeting. The field `seal`
    /// of the form.
    pub content_hash: String,
}
