//! A room as bytes, so that it survives the process. Chat is left out.

/// Opaque outside the room: JSON of a versioned form, without chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot(pub String);

#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    #[error("the snapshot is of version {0}, which this program does not know")]
    Version(u32),
    #[error("the snapshot is damaged: {0}")]
    Damaged(String),
}
