//! A room as bytes, so that it survives the process. Chat is left out.

use super::Room;
use super::state::State;
use crate::base::Timestamp;
use serde::{Deserialize, Serialize};

/// Raised with every change of the form that an older program could not read.
const VERSION: u32 = 1;

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

#[derive(Deserialize)]
struct Version {
    version: u32,
}

#[derive(Serialize, Deserialize)]
struct Form<S> {
    version: u32,
    room: S,
}

impl Room {
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let form = Form {
            version: VERSION,
            room: &self.state,
        };
        // Serialising plain values with string or integer keys into memory has no way to fail.
        Snapshot(serde_json::to_string(&form).expect("a room's state is plain JSON"))
    }

    /// Every line is down after a restart, so everyone inside is `Away` from `now` on, with the
    /// same effects as a lost line, and nobody is heard before a press of their own. Only the
    /// chair stays in the chair for a while, although away: everybody returns at once, and a
    /// co-chair who is a second faster shall not lead because of it. What is due at `now` is left
    /// to `handle_timeout`; nothing is told of the restart itself.
    ///
    /// # Errors
    /// When the snapshot is of an unknown version or damaged.
    pub fn restore(snapshot: &Snapshot, now: Timestamp) -> Result<Self, SnapshotError> {
        let Version { version } = serde_json::from_str(&snapshot.0).map_err(damaged)?;
        if version != VERSION {
            return Err(SnapshotError::Version(version));
        }
        let form: Form<State> = serde_json::from_str(&snapshot.0).map_err(damaged)?;
        if let Some(fault) = form.room.fault() {
            return Err(SnapshotError::Damaged(fault.to_owned()));
        }
        let mut room = Self::from_state(form.room);
        room.lose_every_line(now);
        Ok(room)
    }
}

/// The place alone: the parser's own words may quote a name.
fn damaged(error: serde_json::Error) -> SnapshotError {
    SnapshotError::Damaged(format!("line {} column {}", error.line(), error.column()))
}
