//! A running room, as sockets and the hub reach it.

use super::super::frame_queue::FrameReceiver;
use super::super::status::RoomStatus;
use super::super::task::{ConnectionId, EntryRefusal, EntryRequest, Input};
use crate::base::{OccurrenceId, Outage, OutageChange, Timestamp};
use crate::media::RoomKey;
use crate::store::StoreError;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{mpsc, oneshot};

/// Sends to one room's task; cheap to clone.
#[derive(Clone)]
pub(in crate::live) struct RoomHandle {
    pub(super) inputs: mpsc::Sender<Input>,
    pub(super) status: RoomStatus,
    pub(super) occurrence: OccurrenceId,
    pub(super) key: RoomKey,
    /// The planned end of the fellowship.
    pub(super) doors_close: Timestamp,
    /// Whether saving the room fails at present.
    pub(super) save_outage: Arc<Mutex<Outage>>,
}

impl RoomHandle {
    /// Requests a seat.
    ///
    /// # Errors
    /// Why the person can't enter; `None` when the room has just ended.
    pub(in crate::live) async fn enter(
        &self,
        request: EntryRequest,
    ) -> Result<(ConnectionId, FrameReceiver), Option<EntryRefusal>> {
        let (reply, response) = oneshot::channel();
        let input = Input::Enter { request, reply };
        self.inputs.send(input).await.map_err(|_| None)?;
        response.await.map_err(|_| None)?.map_err(Some)
    }

    /// Sends one input; `false` when the room has ended.
    pub(in crate::live) async fn send(&self, input: Input) -> bool {
        self.inputs.send(input).await.is_ok()
    }

    /// The room's key in the media plane, and in the log.
    pub(in crate::live) fn key(&self) -> RoomKey {
        self.key
    }

    pub(super) fn is_running(&self) -> bool {
        !self.inputs.is_closed()
    }

    pub(super) fn is_same_room(&self, other: &Self) -> bool {
        self.inputs.same_channel(&other.inputs)
    }

    /// Logs the first of several failed saves, and the first save that succeeds again.
    pub(super) fn log_save(&self, now: Timestamp, result: &Result<(), StoreError>) {
        let mut outage = (self.save_outage.lock()).unwrap_or_else(PoisonError::into_inner);
        let meeting = self.occurrence.meeting;
        match (outage.record(now, result.is_ok()), result) {
            (Some(OutageChange::Began), Err(error)) => {
                tracing::error!(%meeting, %error, "a room can't be saved; it continues in memory");
            }
            (Some(OutageChange::Ended { lasted }), _) => {
                let seconds = lasted.0 / 1_000;
                tracing::info!(%meeting, seconds, "a room can be saved again");
            }
            _ => {}
        }
    }
}
