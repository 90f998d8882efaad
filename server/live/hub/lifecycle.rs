//! A room from its start to its end: its task, its saves, its restart after a panic.

use super::super::audio::RoomAudio;
use super::super::seats::Seats;
use super::super::status::RoomStatus;
use super::super::task::{Input, RoomContext, RoomTask, SavedState};
use super::{Hub, RoomHandle, Rooms};
use crate::base::OccurrenceId;
use crate::media::RoomKey;
use crate::room::{Phase, Room, Snapshot};
use crate::store::{SavedRoom, StoreError};
use crate::wire::MeetingFacts;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::{JoinError, JoinHandle};

/// How long after a failed save or deletion it is tried again.
const RETRY_DELAY: Duration = Duration::from_secs(3);

/// Inputs that may wait for a room's task. When it is full, senders wait: a flood slows itself down.
const MAX_INPUTS: usize = 256;

impl Hub {
    /// Runs a saved room again, or deletes it when it can't be read.
    pub(super) async fn restore_room(&self, saved: SavedRoom) -> Result<(), StoreError> {
        let now = self.0.clock.now();
        let id = saved.occurrence;
        let meeting = self.0.store.meeting(id.meeting).await?;
        let room = Room::restore(&Snapshot(saved.snapshot.0), saved.saved, now);
        match (meeting, room) {
            (Some(meeting), Ok(mut room)) => {
                room.handle_timeout(now);
                if room.phase() == Phase::Ended {
                    tracing::info!(meeting = %id.meeting, starts = id.starts.0, "a saved room is over");
                    let doors_close = room.plan().doors_close;
                    self.0.rooms().mark_ended(id, doors_close);
                    return self.0.store.delete_room(id).await;
                }
                let facts = self.meeting_facts(&meeting).await?;
                let seats = Seats::from_text(&saved.resume_hashes.0);
                self.start_room(&mut self.0.rooms(), id, room, seats, facts);
                tracing::info!(meeting = %id.meeting, starts = id.starts.0, "a room was restored");
            }
            (None, _) => self.0.store.delete_room(id).await?,
            (Some(_), Err(error)) => {
                tracing::error!(meeting = %id.meeting, %error, "a room could not be restored");
                self.0.store.delete_room(id).await?;
            }
        }
        Ok(())
    }

    /// Starts the task; it replaces any earlier one of this occurrence.
    pub(super) fn start_room(
        &self,
        rooms: &mut Rooms,
        id: OccurrenceId,
        room: Room,
        seats: Seats,
        facts: MeetingFacts,
    ) -> RoomHandle {
        let key = RoomKey(self.0.last_key.fetch_add(1, Ordering::Relaxed) + 1);
        let (inputs, receiver) = mpsc::channel(MAX_INPUTS);
        let changed = Arc::new(Notify::new());
        let status = RoomStatus::new(Arc::clone(&self.0.status_version));
        let handle = RoomHandle {
            inputs: inputs.clone(),
            status: status.clone(),
            occurrence: id,
            key,
            doors_close: room.plan().doors_close,
            save_outage: Arc::default(),
        };
        let context = RoomContext {
            facts,
            audio: RoomAudio::new(self.0.media.clone(), key),
            clock: Arc::clone(&self.0.clock),
            entropy: Arc::clone(&self.0.entropy),
            changed: Arc::clone(&changed),
            status,
        };
        rooms.by_occurrence.insert(id, handle.clone());
        rooms.by_key.insert(key, inputs);
        let task = tokio::spawn(RoomTask::new(room, seats, context).run(receiver));
        let (hub, supervised) = (self.clone(), handle.clone());
        tokio::spawn(async move { hub.supervise(supervised, task, changed).await });
        handle
    }

    /// Saves the room after each change until its task ends, then removes it or restarts it. A save that failed
    /// is repeated, also without another change.
    async fn supervise(&self, handle: RoomHandle, mut task: JoinHandle<()>, changed: Arc<Notify>) {
        let (mut was_saved, mut must_retry) = (false, false);
        let result = loop {
            tokio::select! {
                result = &mut task => break result,
                // Changes during one save are one more save: combined, never lost. A save is
                // awaited to its end: a late one could reach the store after the room was deleted.
                () = changed.notified() => {}
                () = tokio::time::sleep(RETRY_DELAY), if must_retry => {}
            }
            let is_saved = self.save(&handle).await;
            was_saved |= is_saved;
            must_retry = !is_saved;
        };
        self.0.rooms().by_key.remove(&handle.key);
        let id = handle.occurrence;
        let has_ended = result.is_ok();
        let settled = self.settle(&handle, result, was_saved).await;
        self.0.rooms().remove(&handle);
        if let Err(error) = settled {
            tracing::error!(meeting = %id.meeting, %error, "an ended room could not be deleted or restored");
            if has_ended {
                self.retry_deletion(id).await;
            }
        }
    }

    /// Deletes an ended room, whose snapshot contains names. It does not open again meanwhile.
    async fn retry_deletion(&self, id: OccurrenceId) {
        while !self.0.stopping.load(Ordering::Relaxed) {
            tokio::time::sleep(RETRY_DELAY).await;
            if self.0.store.delete_room(id).await.is_ok() {
                tracing::info!(meeting = %id.meeting, "an ended room was deleted");
                return;
            }
        }
    }

    /// Deletes a room that has ended, and restores one that has panicked.
    async fn settle(
        &self,
        handle: &RoomHandle,
        result: Result<(), JoinError>,
        was_saved: bool,
    ) -> Result<(), StoreError> {
        let id = handle.occurrence;
        let meeting = id.meeting;
        match result {
            Ok(()) => {
                self.0.rooms().mark_ended(id, handle.doors_close);
                tracing::info!(%meeting, starts = id.starts.0, "a room closed");
                self.0.store.delete_room(id).await
            }
            Err(error) if error.is_cancelled() => Ok(()),
            // The panic's own message is left out: it may quote a name.
            Err(_) if was_saved => {
                tracing::error!(%meeting, "a room's task panicked; the room restarts from its last snapshot");
                self.restore_saved(id).await
            }
            Err(_) => {
                tracing::error!(%meeting, "a room's task panicked before its first save; the room is deleted");
                self.0.store.delete_room(id).await
            }
        }
    }

    async fn restore_saved(&self, id: OccurrenceId) -> Result<(), StoreError> {
        for saved in self.0.store.rooms().await? {
            if saved.occurrence == id {
                // Boxed: it starts a task that may call this function again.
                Box::pin(self.restore_room(saved)).await?;
            }
        }
        Ok(())
    }

    /// Writes the room to the store; `false` when it could not.
    pub(super) async fn save(&self, handle: &RoomHandle) -> bool {
        let (reply, response) = oneshot::channel();
        if !handle.send(Input::Save(reply)).await {
            return false;
        }
        let Ok(SavedState { snapshot, seats }) = response.await else {
            return false;
        };
        let (id, now) = (handle.occurrence, self.0.clock.now());
        let result = self.0.store.save_room(id, &snapshot, &seats, now).await;
        handle.log_save(now, &result);
        result.is_ok()
    }
}
