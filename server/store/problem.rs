//! Why a database was not opened, in the operator's words.

/// Every one leaves the database as it was, and says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenProblem {
    #[error(
        "{place} can't be made: {reason}. Choose another data folder or let this user write there."
    )]
    Folder { place: String, reason: String },
    #[error(
        "{place} is in use by another porchlight. Stop that one first, or choose another data folder."
    )]
    InUse { place: String },
    #[error("{place} can't be written. Let this user write there, or choose another place.")]
    ReadOnly { place: String },
    #[error("{place} is on a full disk. Free some space and start again.")]
    Full { place: String },
    #[error(
        "{place} was made by a newer porchlight (version {version} of the tables). Run that one, or restore a backup made by this one."
    )]
    Newer { place: String, version: i64 },
    #[error(
        "{place} holds something else than a porchlight of this line: {reason}. Choose another place, or move it away."
    )]
    Foreign { place: String, reason: String },
    #[error(
        "{place} is damaged: {reason}. Keep it, and restore a backup into an empty data folder."
    )]
    Damaged { place: String, reason: String },
    #[error(
        "{place} can't be reached: {reason}. Check the address in the settings and that the server runs."
    )]
    Unreachable { place: String, reason: String },
    #[error("{place} could not be brought up to date: {reason}. Nothing was changed.")]
    Migration { place: String, reason: String },
}
