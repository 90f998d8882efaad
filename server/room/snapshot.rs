//! Serialises a room and restores it, so that it survives a restart of the process. Chat is left out.

use super::Room;
use super::state::State;
use crate::base::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version that this program writes: raised with every change that [`State`] can't read by itself.
/// A change that raises it adds its step at the end of [`UPGRADES`].
const VERSION: u32 = 1;

/// The oldest version that this program still reads.
const OLDEST_VERSION: u32 = 1;

/// Turns the state of one version into that of the next.
type Upgrade = fn(Value) -> Value;

/// One step for each former version, oldest first: the first one turns `OLDEST_VERSION` into the
/// version after it. The length is checked when the program is compiled.
const UPGRADES: [Upgrade; (VERSION - OLDEST_VERSION) as usize] = [];

/// A room as JSON with a version number, without chat. Other modules store it unread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot(pub String);

/// Why a snapshot could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// It is older than this program reads, or newer than this program.
    #[error("the snapshot has version {0}, which this program does not know")]
    Version(u32),
    /// It is not JSON of this format, or its parts contradict each other.
    #[error("the snapshot is damaged: {0}")]
    Damaged(String),
}

#[derive(Deserialize)]
struct VersionOnly {
    version: u32,
}

#[derive(Serialize, Deserialize)]
struct VersionedState<S> {
    version: u32,
    room: S,
}

impl Room {
    /// The room as it is now. Only the chat and unread events are left out.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let versioned = VersionedState {
            version: VERSION,
            room: &self.state,
        };
        // Serialising plain values with string or integer keys into memory cannot fail.
        Snapshot(serde_json::to_string(&versioned).expect("a room's state serialises to JSON"))
    }

    /// Rebuilds a room after a restart, from a snapshot of this version or of a former one.
    ///
    /// Every connection is lost in a restart, so everyone inside is `Away` since the snapshot was
    /// `saved`, with the same effects as a lost connection, and nobody is audible before they press
    /// again. The clock of a turn stops at that time too. Only the chair stays in the chair for a
    /// while, although away: everybody returns at once, and a co-chair who is a second faster must
    /// not lead because of it. The caller calls `handle_timeout` before anyone enters: it ends a room
    /// whose time is over. No event reports the restart itself.
    ///
    /// # Errors
    /// When the snapshot is of an unknown version or damaged.
    pub fn restore(
        snapshot: &Snapshot,
        saved: Timestamp,
        now: Timestamp,
    ) -> Result<Self, SnapshotError> {
        let VersionOnly { version } = serde_json::from_str(&snapshot.0).map_err(damaged)?;
        let state: State = if version == VERSION {
            parse_room(&snapshot.0)?
        } else {
            let room = parse_room(&snapshot.0)?;
            let room = upgrade(version, room, OLDEST_VERSION, &UPGRADES)?;
            serde_json::from_value(room).map_err(damaged)?
        };
        if let Some(sentence) = state.broken_invariant() {
            let message = format!("it does not hold that {sentence}");
            return Err(SnapshotError::Damaged(message));
        }
        let mut room = Self::from_state(state);
        // A clock that was set back meanwhile: nobody can have been away since the future.
        room.disconnect_everyone(saved, saved.min(now), now);
        // Whatever it is now: everybody is away, and so nobody is heard.
        room.announced_audible = room.audible();
        Ok(room)
    }
}

fn parse_room<S: for<'json> Deserialize<'json>>(json: &str) -> Result<S, SnapshotError> {
    let versioned: VersionedState<S> = serde_json::from_str(json).map_err(damaged)?;
    Ok(versioned.room)
}

/// Applies every step from version `from` on. `steps[0]` upgrades version `oldest`.
fn upgrade(from: u32, room: Value, oldest: u32, steps: &[Upgrade]) -> Result<Value, SnapshotError> {
    let unknown = SnapshotError::Version(from);
    let Some(first) = from.checked_sub(oldest) else {
        return Err(unknown);
    };
    match steps.get(first as usize..) {
        Some(steps) if !steps.is_empty() => Ok(steps.iter().fold(room, |room, step| step(room))),
        _ => Err(unknown),
    }
}

/// Names the position alone: the parser's own message may quote a first name.
fn damaged(error: serde_json::Error) -> SnapshotError {
    SnapshotError::Damaged(format!("line {} column {}", error.line(), error.column()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Invented changes of versions 3 and 4: a field is renamed, then one is added.
    const STEPS: [Upgrade; 2] = [
        |mut room| {
            room["floor"] = room["speaker"].take();
            room
        },
        |mut room| {
            room["lobby"] = json!(false);
            room
        },
    ];

    #[test]
    fn an_older_snapshot_takes_every_step_up_to_the_current_version() {
        let room = json!({"speaker": 7});
        let upgraded = upgrade(3, room, 3, &STEPS).expect("version 3 is known");
        assert_eq!(upgraded["floor"], 7);
        assert_eq!(upgraded["lobby"], false);
    }

    #[test]
    fn a_newer_snapshot_takes_only_the_later_steps() {
        let room = json!({"floor": 7});
        let upgraded = upgrade(4, room, 3, &STEPS).expect("version 4 is known");
        assert_eq!(upgraded, json!({"floor": 7, "lobby": false}));
    }

    #[test]
    fn an_unknown_version_is_refused() {
        for version in [0, 2, 5, u32::MAX] {
            let refused = upgrade(version, json!({}), 3, &STEPS);
            assert!(
                matches!(refused, Err(SnapshotError::Version(v)) if v == version),
                "version {version}"
            );
        }
    }
}
