//! Finds or starts the task of a room. What happens to a room until it ends is in `hub/lifecycle.rs`.

mod handle;
mod lifecycle;

pub(super) use handle::RoomHandle;

use super::seats::Seats;
use super::task::Input;
use crate::base::{Clock, Entropy, MeetingId, OccurrenceId, Timestamp};
use crate::media::{Media, MediaEvent, RoomKey};
use crate::room::{Burst, Room, RoomPlan};
use crate::schedule::{LiveRoom, Meeting, OccurrenceState, OccurrenceTimes};
use crate::store::{RoomSettings, Store, StoreError};
use crate::wire::MeetingFacts;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::mpsc;

/// What the hub needs for its rooms.
pub struct HubParts {
    /// Where rooms are saved.
    pub store: Store,
    /// The audio of every room.
    pub media: Media,
    /// The events of `Media::start`'s callback.
    pub media_events: mpsc::UnboundedReceiver<MediaEvent>,
    /// The time, which tests set.
    pub clock: Arc<dyn Clock>,
    /// The randomness of resume tokens.
    pub entropy: Arc<dyn Entropy>,
}

/// All running rooms; cheap to clone.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

/// Why there is no room to enter.
#[derive(Debug, thiserror::Error)]
pub enum RoomError {
    /// It is too early.
    #[error("the doors open later")]
    NotOpen {
        /// When the doors open.
        opens_at: Timestamp,
    },
    /// The recurrence has ended.
    #[error("the meeting has no more dates")]
    NoDates,
    /// Damaged data: every meeting is stored with its settings.
    #[error("the meeting has no room settings")]
    NoSettings,
    /// Its hosts closed it before its time. It does not open again for the same date.
    #[error("the meeting is over")]
    Over,
    /// Try again at once: the server is back in a moment.
    #[error("the server is stopping")]
    Stopping,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

struct Inner {
    store: Store,
    media: Media,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    rooms: Mutex<Rooms>,
    /// Keys of the media plane; never reused.
    last_key: AtomicU64,
    /// Rises with every change of a room's status.
    status_version: Arc<AtomicU64>,
    /// Set once, at the end: no room opens any more.
    stopping: AtomicBool,
}

#[derive(Default)]
struct Rooms {
    /// Also those whose task has ended, until it is known whether they restart.
    by_occurrence: HashMap<OccurrenceId, RoomHandle>,
    by_key: HashMap<RoomKey, mpsc::Sender<Input>>,
    /// The last date of each meeting whose room has ended.
    ended: HashMap<MeetingId, EndedRoom>,
}

/// A date whose room has ended, perhaps before its time.
#[derive(Clone, Copy)]
struct EndedRoom {
    starts: Timestamp,
    /// The planned end of the fellowship. Until then, the schedule alone would list it as open.
    doors_close: Timestamp,
}

impl Hub {
    /// Restores every room that was running when the process last ended.
    ///
    /// # Errors
    /// When the store can't be read. A damaged snapshot is no error: that room starts empty.
    pub async fn start(parts: HubParts) -> Result<Self, StoreError> {
        let hub = Self(Arc::new(Inner {
            store: parts.store,
            media: parts.media,
            clock: parts.clock,
            entropy: parts.entropy,
            rooms: Mutex::default(),
            last_key: AtomicU64::new(0),
            status_version: Arc::default(),
            stopping: AtomicBool::new(false),
        }));
        for saved in hub.0.store.rooms().await? {
            hub.restore_room(saved).await?;
        }
        tokio::spawn(hub.clone().forward_media_events(parts.media_events));
        Ok(hub)
    }

    /// The open room of this meeting; starts it when its doors are open.
    ///
    /// # Errors
    /// When its doors are not open, or the store fails.
    pub(super) async fn room(&self, meeting: &Meeting) -> Result<RoomHandle, RoomError> {
        if self.0.stopping.load(Ordering::Relaxed) {
            return Err(RoomError::Stopping);
        }
        if let Some(running) = self.0.rooms().of_meeting(meeting.id) {
            return Ok(running);
        }
        let now = self.0.clock.now();
        let times = meeting
            .timetable
            .current_or_next(now)
            .ok_or(RoomError::NoDates)?;
        if now < times.doors_open {
            return Err(RoomError::NotOpen {
                opens_at: times.doors_open,
            });
        }
        let settings = self
            .0
            .store
            .room_settings(meeting.id)
            .await?
            .ok_or(RoomError::NoSettings)?;
        let facts = self.meeting_facts(meeting).await?;
        let mut rooms = self.0.rooms();
        // Another socket may have started it meanwhile; it may even have ended since.
        if let Some(running) = rooms.of_meeting(meeting.id) {
            return Ok(running);
        }
        let id = meeting.occurrence_id(&times);
        if (rooms.ended.get(&meeting.id)).is_some_and(|ended| ended.starts == id.starts) {
            return Err(RoomError::Over);
        }
        let room = Room::new(room_plan(&times, settings), now);
        let handle = self.start_room(&mut rooms, id, room, Seats::default(), facts);
        drop(rooms);
        tracing::info!(meeting = %id.meeting, starts = id.starts.0, "a room opened");
        Ok(handle)
    }

    /// People inside, per meeting with a running room.
    #[must_use]
    pub fn headcounts(&self) -> HashMap<MeetingId, u32> {
        (self.0.rooms().by_occurrence.iter())
            .filter(|(_, handle)| handle.is_running())
            .map(|(id, handle)| (id.meeting, handle.status.people()))
            .collect()
    }

    /// The last room of each meeting, running or over: what the schedule can't know by itself.
    #[must_use]
    pub fn live_rooms(&self) -> HashMap<MeetingId, LiveRoom> {
        let rooms = self.0.rooms();
        let over = |(meeting, ended): (&MeetingId, &EndedRoom)| {
            let room = LiveRoom {
                planned: ended.starts,
                state: OccurrenceState::Over,
                people: 0,
            };
            (*meeting, room)
        };
        let running = |(id, handle): (&OccurrenceId, &RoomHandle)| {
            let room = LiveRoom {
                planned: id.starts,
                state: handle.status.state(),
                people: handle.status.people(),
            };
            (id.meeting, room)
        };
        let now = self.0.clock.now();
        let ended = rooms.ended.iter();
        ended
            .filter(|(_, ended)| now < ended.doors_close)
            .map(over)
            .chain(rooms.by_occurrence.iter().map(running))
            .collect()
    }

    /// Another number whenever a room's status has changed: a version for caches.
    #[must_use]
    pub fn status_version(&self) -> u64 {
        self.0.status_version.load(Ordering::Acquire)
    }

    /// Saves every room, and closes every socket as restarting.
    pub async fn shut_down(&self) {
        self.0.stopping.store(true, Ordering::Relaxed);
        let handles: Vec<RoomHandle> = self.0.rooms().by_occurrence.values().cloned().collect();
        // All sockets close before the first save, which may have to wait for the database.
        for handle in &handles {
            handle.send(Input::Restarting).await;
        }
        for handle in &handles {
            self.save(handle).await;
        }
    }

    async fn meeting_facts(&self, meeting: &Meeting) -> Result<MeetingFacts, StoreError> {
        let group = self.0.store.group(meeting.group).await?;
        Ok(MeetingFacts {
            slug: meeting.slug.clone(),
            title: meeting.about.title.clone(),
            contributions: group.and_then(|group| group.contributions),
        })
    }

    /// Forwards each event of the media plane to the room that it concerns.
    async fn forward_media_events(self, mut events: mpsc::UnboundedReceiver<MediaEvent>) {
        while let Some(event) = events.recv().await {
            let receivers: Vec<mpsc::Sender<Input>> = match &event {
                MediaEvent::Speaking(key, _) => {
                    (self.0.rooms().by_key.get(key).cloned().into_iter()).collect()
                }
                // Rooms are few, and each knows its own peers.
                MediaEvent::Disconnected(_) => self.0.rooms().by_key.values().cloned().collect(),
                MediaEvent::Connected(_) => continue,
            };
            for receiver in receivers {
                let _ = receiver.send(Input::Media(event.clone())).await;
            }
        }
    }
}

impl Inner {
    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        // The maps are consistent after any panic: each change is one call.
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rooms {
    /// The room of this meeting, which may last longer than it was planned. One whose task has
    /// ended can't be entered: its sockets are closed as restarting, and the next attempt shows
    /// whether it has restarted.
    fn of_meeting(&self, meeting: MeetingId) -> Option<RoomHandle> {
        let mut rooms = self.by_occurrence.iter();
        rooms
            .find(|(id, _)| id.meeting == meeting)
            .map(|(_, handle)| handle.clone())
    }

    /// Keeps in mind that the room of this date has ended.
    fn mark_ended(&mut self, id: OccurrenceId, doors_close: Timestamp) {
        let ended = EndedRoom {
            starts: id.starts,
            doors_close,
        };
        self.ended.insert(id.meeting, ended);
    }

    /// Removes this room, unless another one has replaced it.
    fn remove(&mut self, ended: &RoomHandle) {
        let current = self.by_occurrence.get(&ended.occurrence);
        if current.is_some_and(|current| current.is_same_room(ended)) {
            self.by_occurrence.remove(&ended.occurrence);
        }
    }
}

fn room_plan(times: &OccurrenceTimes, settings: RoomSettings) -> RoomPlan {
    RoomPlan {
        starts: times.starts,
        ends: times.ends,
        doors_open: times.doors_open,
        doors_close: times.doors_close,
        format: settings.format,
        queue_mode: settings.queue_mode,
        share_limit: settings.share_limit,
        call_timeout: settings.call_timeout,
        open_floor_voices: settings.open_floor_voices,
        capacity: settings.capacity,
        lobby_burst: Some(Burst::DEFAULT),
    }
}
