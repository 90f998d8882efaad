//! How time reaches a room: deadlines, regular saves, and a clock that was set.

use super::RoomTask;
use crate::base::{Millis, Timestamp};
use std::time::Duration;

/// The task wakes at least this often, so that a clock that was set back can't delay a deadline for long.
const MAX_SLEEP: Millis = Millis::from_secs(30);

impl RoomTask {
    pub(super) fn sleep_duration(&self) -> Duration {
        let now = self.context.clock.now();
        let until_deadline = self
            .room
            .poll_timeout()
            .map_or(MAX_SLEEP, |deadline| deadline.since(now));
        Duration::from_millis(until_deadline.min(MAX_SLEEP).0)
    }

    /// Carries out what is due.
    pub(super) fn pass_time(&mut self) {
        let now = self.read_clock();
        self.room.handle_timeout(now);
        self.send_changes();
    }

    pub(super) fn save_if_occupied(&self) {
        if self.room.people().next().is_some() {
            self.context.changed.notify_one();
        }
    }

    /// The current time. When the clock was set since the last call, the room's spans stay as they were, and
    /// everyone gets a fresh view, because it is full of instants.
    pub(super) fn read_clock(&mut self) -> Timestamp {
        let clock = &self.context.clock;
        let (now, monotonic) = (clock.now(), clock.monotonic());
        if let Some(step) = self.clock_steps.detect(now, monotonic) {
            tracing::info!(
                milliseconds = step.0,
                "the clock of the machine was set; a room keeps its spans"
            );
            self.room.clock_was_set(now, step);
            self.send_changes();
            for connection in self.connections.keys().copied().collect::<Vec<_>>() {
                self.send_welcome(connection);
            }
            self.context.changed.notify_one();
        }
        now
    }
}
