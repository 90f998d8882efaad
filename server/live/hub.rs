//! Finds or starts the task of a room, and brings rooms back after a crash.

use super::audio::RoomAudio;
use super::headcount::Headcount;
use super::outbox::Inbox;
use super::seats::Seats;
use super::task::{ConnectionId, Enter, EntryRefusal, Input, RoomContext, RoomTask, Saved};
use crate::accounts::ResumeToken;
use crate::base::{Clock, Entropy, FirstName, MeetingId, OccurrenceId, Timestamp};
use crate::media::{Media, MediaEvent, RoomKey};
use crate::room::{Burst, Room, RoomPlan, Snapshot, Standing};
use crate::schedule::{Meeting, OccurrenceTimes};
use crate::store::{RoomSettings, SavedRoom, Store, StoreError};
use crate::wire::MeetingFacts;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::JoinHandle;

/// Inputs that may wait for a room's task. Senders wait beyond it: a flood slows itself down.
const INPUTS: usize = 256;

/// What the hub hangs rooms on.
pub struct HubParts {
    pub store: Store,
    pub media: Media,
    /// What `Media::start`'s callback heard.
    pub media_events: mpsc::UnboundedReceiver<MediaEvent>,
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<dyn Entropy>,
}

/// All running rooms; cheap to clone.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

/// Why there is no room to enter.
#[derive(Debug, thiserror::Error)]
pub enum RoomError {
    #[error("the doors open later")]
    NotOpen { opens_at: Timestamp },
    #[error("the meeting has no more dates")]
    NoDates,
    #[error("the meeting has no room settings")]
    NoSettings,
    /// Its hosts closed it before its time. It does not open again for the same date.
    #[error("the meeting is over")]
    Over,
    /// Try again at once: there is another server in a moment.
    #[error("the server stops")]
    Stopping,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A running room, from outside.
#[derive(Clone)]
pub struct RoomHandle {
    inputs: mpsc::Sender<Input>,
    headcount: Headcount,
    occurrence: OccurrenceId,
}

/// A person who wants in.
pub struct Entrance {
    pub name: Option<FirstName>,
    pub newcomer: bool,
    pub standing: Standing,
    pub resume: Option<ResumeToken>,
}

struct Inner {
    store: Store,
    media: Media,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    rooms: Mutex<Rooms>,
    /// Keys of the media plane; never reused.
    last_key: AtomicU64,
    /// Raised by every change of a headcount.
    crowd: Arc<AtomicU64>,
    /// Set once, at the end: no room opens any more.
    stopping: AtomicBool,
}

#[derive(Default)]
struct Rooms {
    /// Also those whose task has ended, until it is settled whether they come back.
    by_occurrence: HashMap<OccurrenceId, RoomHandle>,
    by_key: HashMap<RoomKey, mpsc::Sender<Input>>,
    /// The start of the last date of each meeting that had its room.
    over: HashMap<MeetingId, Timestamp>,
}

impl Hub {
    /// Brings back every room that was running when the process last stopped.
    ///
    /// # Errors
    /// When the store can't be read. A damaged snapshot is no error: that room starts anew.
    pub async fn start(parts: HubParts) -> Result<Self, StoreError> {
        let hub = Self(Arc::new(Inner {
            store: parts.store,
            media: parts.media,
            clock: parts.clock,
            entropy: parts.entropy,
            rooms: Mutex::default(),
            last_key: AtomicU64::new(0),
            crowd: Arc::default(),
            stopping: AtomicBool::new(false),
        }));
        for saved in hub.0.store.rooms().await? {
            hub.bring_back(saved).await?;
        }
        tokio::spawn(hub.clone().route(parts.media_events));
        Ok(hub)
    }

    /// The room of this meeting that is open now, started when it is time.
    ///
    /// # Errors
    /// When its doors are not open, or the store fails.
    pub async fn room(&self, meeting: &Meeting) -> Result<RoomHandle, RoomError> {
        if self.0.stopping.load(Ordering::Relaxed) {
            return Err(RoomError::Stopping);
        }
        if let Some(known) = self.0.rooms().of(meeting.id) {
            return Ok(known);
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
        let facts = self.facts(meeting).await?;
        let mut rooms = self.0.rooms();
        // Somebody else may have been faster; the room may even be over by now.
        if let Some(known) = rooms.of(meeting.id) {
            return Ok(known);
        }
        let id = meeting.occurrence_id(&times);
        if rooms.over.get(&meeting.id) == Some(&id.starts) {
            return Err(RoomError::Over);
        }
        let room = Room::new(plan(&times, settings), now);
        Ok(self.run(&mut rooms, id, room, Seats::default(), facts))
    }

    /// People inside, per meeting with a running room.
    #[must_use]
    pub fn headcounts(&self) -> HashMap<MeetingId, u32> {
        (self.0.rooms().by_occurrence.iter())
            .filter(|(_, handle)| !handle.inputs.is_closed())
            .map(|(id, handle)| (id.meeting, handle.headcount.get()))
            .collect()
    }

    /// Another number whenever people came to a room or left one.
    #[must_use]
    pub fn crowd(&self) -> u64 {
        self.0.crowd.load(Ordering::Relaxed)
    }

    /// Writes every room down and tells everyone that the server comes back.
    pub async fn shut_down(&self) {
        self.0.stopping.store(true, Ordering::Relaxed);
        let handles: Vec<RoomHandle> = self.0.rooms().by_occurrence.values().cloned().collect();
        for handle in handles {
            let _ = handle.inputs.send(Input::Restarting).await;
            self.save(&handle).await;
        }
    }

    async fn bring_back(&self, saved: SavedRoom) -> Result<(), StoreError> {
        let now = self.0.clock.now();
        let meeting = self.0.store.meeting(saved.occurrence.meeting).await?;
        let room = Room::restore(&Snapshot(saved.snapshot.0), now);
        match (meeting, room) {
            (Some(meeting), Ok(room)) => {
                let facts = self.facts(&meeting).await?;
                let seats = Seats::from_text(&saved.resume_hashes.0);
                self.run(&mut self.0.rooms(), saved.occurrence, room, seats, facts);
            }
            (None, _) => self.0.store.delete_room(saved.occurrence).await?,
            (Some(meeting), Err(problem)) => {
                tracing::error!(meeting = %meeting.slug, %problem, "a room could not be brought back");
                self.0.store.delete_room(saved.occurrence).await?;
            }
        }
        Ok(())
    }

    async fn facts(&self, meeting: &Meeting) -> Result<MeetingFacts, StoreError> {
        let group = self.0.store.group(meeting.group).await?;
        Ok(MeetingFacts {
            slug: meeting.slug.clone(),
            title: meeting.about.title.clone(),
            contributions: group.and_then(|group| group.contributions),
        })
    }

    /// Starts the task, in the place of any earlier one of this occurrence.
    fn run(
        &self,
        rooms: &mut Rooms,
        id: OccurrenceId,
        room: Room,
        seats: Seats,
        facts: MeetingFacts,
    ) -> RoomHandle {
        let key = RoomKey(self.0.last_key.fetch_add(1, Ordering::Relaxed) + 1);
        let (inputs, receiver) = mpsc::channel(INPUTS);
        let changed = Arc::new(Notify::new());
        let headcount = Headcount::new(Arc::clone(&self.0.crowd));
        let handle = RoomHandle {
            inputs: inputs.clone(),
            headcount: headcount.clone(),
            occurrence: id,
        };
        let around = RoomContext {
            facts,
            audio: RoomAudio::new(self.0.media.clone(), key),
            clock: Arc::clone(&self.0.clock),
            entropy: Arc::clone(&self.0.entropy),
            changed: Arc::clone(&changed),
            headcount,
        };
        rooms.by_occurrence.insert(id, handle.clone());
        rooms.by_key.insert(key, inputs);
        let task = tokio::spawn(RoomTask::new(room, seats, around).run(receiver));
        let hub = self.clone();
        let kept = handle.clone();
        tokio::spawn(async move { hub.keep(kept, key, task, changed).await });
        handle
    }

    /// Writes the room down after each change until its task ends, then lets go of it.
    async fn keep(
        &self,
        handle: RoomHandle,
        key: RoomKey,
        mut task: JoinHandle<()>,
        changed: Arc<Notify>,
    ) {
        let mut written = false;
        let ended = loop {
            tokio::select! {
                ended = &mut task => break ended,
                // Changes while one write runs are one more write: coalesced, never lost. A write
                // is never left half done: it could reach the store after the room was erased.
                () = changed.notified() => written |= self.save(&handle).await,
            }
        };
        let id = handle.occurrence;
        self.0.rooms().by_key.remove(&key);
        let settled = match ended {
            Ok(()) => {
                self.0.rooms().over.insert(id.meeting, id.starts);
                self.0.store.delete_room(id).await
            }
            Err(fault) if fault.is_cancelled() => return,
            // What it panicked with is left out: such a text may quote a name.
            Err(_) if written => {
                tracing::error!("a room's task failed; it comes back from its last snapshot");
                self.revive(id).await
            }
            Err(_) => {
                tracing::error!("a room's task failed at its start; it is given up");
                self.0.store.delete_room(id).await
            }
        };
        if let Err(problem) = settled {
            tracing::error!(%problem, "an ended room could not be settled in the store");
        }
        self.0.rooms().forget(&handle);
    }

    async fn revive(&self, id: OccurrenceId) -> Result<(), StoreError> {
        for saved in self.0.store.rooms().await? {
            if saved.occurrence == id {
                // Boxed: it starts a task that may come back here.
                Box::pin(self.bring_back(saved)).await?;
            }
        }
        Ok(())
    }

    /// Whether the room was written down.
    async fn save(&self, handle: &RoomHandle) -> bool {
        let (reply, saved) = oneshot::channel();
        if handle.inputs.send(Input::Save(reply)).await.is_err() {
            return false;
        }
        let Ok(Saved { snapshot, seats }) = saved.await else {
            return false;
        };
        let now = self.0.clock.now();
        let written = self
            .0
            .store
            .save_room(handle.occurrence, &snapshot, &seats, now)
            .await;
        if let Err(problem) = &written {
            tracing::error!(%problem, "a room could not be written down; it goes on in memory");
        }
        written.is_ok()
    }

    /// Hands what the media plane tells to the room that it is about.
    async fn route(self, mut events: mpsc::UnboundedReceiver<MediaEvent>) {
        while let Some(event) = events.recv().await {
            let about: Vec<mpsc::Sender<Input>> = match &event {
                MediaEvent::Speaking(key, _) => self
                    .0
                    .rooms()
                    .by_key
                    .get(key)
                    .cloned()
                    .into_iter()
                    .collect(),
                // Rooms are few, and each knows its own peers.
                MediaEvent::Disconnected(_) => self.0.rooms().by_key.values().cloned().collect(),
                MediaEvent::Connected(_) => continue,
            };
            for inputs in about {
                let _ = inputs.send(Input::Media(event.clone())).await;
            }
        }
    }
}

impl Inner {
    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        // The maps are whole after any panic: each change is one call.
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rooms {
    /// The room of this meeting, which may last longer than it was planned. Nobody can enter one
    /// whose task has ended: whoever tries is told to come back, and finds out what became of it.
    fn of(&self, meeting: MeetingId) -> Option<RoomHandle> {
        let mut rooms = self.by_occurrence.iter();
        rooms
            .find(|(id, _)| id.meeting == meeting)
            .map(|(_, handle)| handle.clone())
    }

    /// Lets go of this room, unless another one has come in its place.
    fn forget(&mut self, gone: &RoomHandle) {
        let known = self.by_occurrence.get(&gone.occurrence);
        if known.is_some_and(|known| known.inputs.same_channel(&gone.inputs)) {
            self.by_occurrence.remove(&gone.occurrence);
        }
    }
}

impl RoomHandle {
    /// # Errors
    /// Why the person can't come in; `None` when the room ended just now.
    pub async fn enter(
        &self,
        entrance: Entrance,
    ) -> Result<(ConnectionId, Inbox), Option<EntryRefusal>> {
        let Entrance {
            name,
            newcomer,
            standing,
            resume,
        } = entrance;
        let (reply, answer) = oneshot::channel();
        let enter = Enter {
            name,
            newcomer,
            standing,
            resume,
            reply,
        };
        self.inputs
            .send(Input::Enter(enter))
            .await
            .map_err(|_| None)?;
        answer.await.map_err(|_| None)?.map_err(Some)
    }

    /// Hands one input over; `false` when the room is gone.
    pub(super) async fn send(&self, input: Input) -> bool {
        self.inputs.send(input).await.is_ok()
    }
}

fn plan(times: &OccurrenceTimes, settings: RoomSettings) -> RoomPlan {
    RoomPlan {
        starts: times.starts,
        ends: times.ends,
        doors_open: times.doors_open,
        doors_close: times.doors_close,
        format: settings.format,
        queue_mode: settings.queue_mode,
        share_limit: settings.share_limit,
        open_floor_voices: settings.open_floor_voices,
        capacity: settings.capacity,
        lobby_burst: Some(Burst::DEFAULT),
    }
}
