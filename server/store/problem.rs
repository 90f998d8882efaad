//! Why a database was not opened, in the operator's words.

use super::fault::DatabaseErrorKind;

/// Every one leaves a database that was there as it was, and says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(
        "{place} can't be used: {reason}. Choose another data folder, or let this user write there."
    )]
    Folder { place: String, reason: String },
    #[error(
        "{place} is in use by another program, most likely a porchlight that still runs. \
         Stop that one, or choose another place."
    )]
    InUse { place: String },
    #[error("{place} can't be written. Let this user write there, or choose another place.")]
    ReadOnly { place: String },
    #[error("{place} has no room left on its disk. Free some and start again.")]
    Full { place: String },
    #[error(
        "{place} was made by a newer porchlight: version {version} of its tables is unknown to this one. \
         Run the newer program, or restore a backup that this one made."
    )]
    Newer { place: String, version: i64 },
    #[error("{place} is not porchlight's: {reason}. Move it away, or choose another place.")]
    Foreign { place: String, reason: String },
    #[error(
        "{place} is damaged: {reason}. Keep it, and restore a backup into an empty data folder."
    )]
    Damaged { place: String, reason: String },
    #[error(
        "{place} can't be reached: {reason}. See that the server runs and that its address in the settings is right."
    )]
    Unreachable { place: String, reason: String },
    #[error("{place} failed: {reason}. What it holds is as it was.")]
    Failed { place: String, reason: String },
}

impl OpenError {
    /// What a database's own error means for the one who opens it. Nothing has been written that
    /// could be quoted, so the database's words may be shown.
    pub(super) fn of(error: &sqlx::Error, place: &str) -> Self {
        let place = place.to_owned();
        let reason = error.to_string();
        match DatabaseErrorKind::of(error) {
            DatabaseErrorKind::Full => Self::Full { place },
            DatabaseErrorKind::ReadOnly => Self::ReadOnly { place },
            DatabaseErrorKind::Busy => Self::InUse { place },
            DatabaseErrorKind::Damaged => Self::Damaged { place, reason },
            DatabaseErrorKind::Other => Self::Failed { place, reason },
        }
    }
}
