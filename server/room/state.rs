//! Everything that a room keeps across a restart. Chat is not part of it, so no snapshot contains any.
//! The serialised names are those of stored snapshots and must not change.

mod clock_step;
mod invariants;

use super::{
    Floor, Microphones, Person, Phase, Presence, QueueEntry, QueueMode, RoomPlan, Step, Turn,
};
use crate::base::{Millis, ParticipantId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// How far over time a speaker is when the chair is prompted to thank them (DOMAIN.md, "Defaults").
const PROMPT_DELAY: Millis = Millis::from_secs(30);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    pub(super) plan: RoomPlan,
    pub(super) phase: Phase,
    pub(super) phase_since: Timestamp,
    /// Index into the format; unused outside a session.
    pub(super) step: usize,
    pub(super) step_since: Timestamp,
    /// The reader or speaker of each step of the format.
    pub(super) assigned: Vec<Option<ParticipantId>>,
    /// Who declined to read or speak in a step, until somebody else is assigned to it.
    #[serde(default)]
    pub(super) declined: BTreeMap<usize, ParticipantId>,
    /// What returns when the end of the meeting is taken back.
    #[serde(default)]
    pub(super) ended_session: Option<EndedSession>,
    pub(super) frozen: Option<Freeze>,
    pub(super) chair: Chair,
    /// Everyone with a seat. Identifiers grow, so this is the order of arrival.
    pub(super) people: BTreeMap<ParticipantId, Person>,
    pub(super) next_person: u32,
    /// People in the lobby whose connection is down, and since when. Kept apart because
    /// `Presence::Lobby` holds one time only.
    #[serde(rename = "lost_at_door")]
    pub(super) lobby_disconnects: BTreeMap<ParticipantId, Timestamp>,
    pub(super) removed: BTreeSet<ParticipantId>,
    /// The switch only; a freeze makes arrivals wait as well (see `is_lobby_on`).
    pub(super) lobby: bool,
    /// When the last people arrived, oldest first; as many as the burst check needs.
    pub(super) arrivals: VecDeque<Timestamp>,
    #[serde(rename = "line")]
    pub(super) queue: ShareQueue,
    pub(super) floor: Option<TimedFloor>,
    /// When each person last said thank you.
    pub(super) thanked: BTreeMap<ParticipantId, Timestamp>,
    pub(super) next_message: u32,
}

/// Who leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Chair {
    pub(super) acting: Option<ParticipantId>,
    /// The person the chair belongs to. Anyone else who acts is a stand-in, and this person may
    /// take the chair back at any time.
    pub(super) rightful: Option<ParticipantId>,
    /// Since when nobody acts; unused while somebody does.
    pub(super) empty_since: Timestamp,
    /// Set after a restart, when every connection is down: nobody stands in before this time.
    pub(super) awaited_until: Option<Timestamp>,
}

/// The queue and its rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ShareQueue {
    /// In calling order: first the person who speaks or is called, then those who wait or are held.
    pub(super) entries: Vec<QueueEntry>,
    pub(super) open: bool,
    pub(super) mode: QueueMode,
    pub(super) share_limit: Option<Millis>,
    /// Where a round robin continues from.
    pub(super) last_shared: Option<ParticipantId>,
    /// The person whom the speaker named to be called next.
    pub(super) tagged: Option<ParticipantId>,
    /// The person who has just shared and may name who is called next.
    #[serde(default)]
    pub(super) picker: Option<ParticipantId>,
}

/// A session that has just ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct EndedSession {
    /// When it ended.
    pub(super) at: Timestamp,
    pub(super) step_since: Timestamp,
    pub(super) entries: Vec<QueueEntry>,
    /// The turn that the end interrupted; its clock is stopped.
    pub(super) floor: Option<TimedFloor>,
}

/// A pause of the whole room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Freeze {
    pub(super) by: ParticipantId,
    pub(super) since: Timestamp,
    /// The turn that was interrupted by a host who speaks during the freeze. It returns afterwards.
    pub(super) suspended: Option<TimedFloor>,
}

/// A floor and the announcements made about its clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TimedFloor {
    pub(super) floor: Floor,
    #[serde(rename = "told")]
    pub(super) announced: Announced,
}

/// The last announcement about a turn's clock, so that each is made once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Announced {
    Nothing,
    Warned,
    Overtime,
    Prompted,
}

impl TimedFloor {
    /// The next announcement, and after how much used time it is made.
    pub(super) fn next_announcement(&self) -> Option<(Announced, Millis)> {
        let limit = self.floor.limit?;
        match self.announced {
            Announced::Nothing => Some((
                Announced::Warned,
                saturating_sub(limit, self.floor.warn_before),
            )),
            Announced::Warned => Some((Announced::Overtime, limit)),
            Announced::Overtime => Some((
                Announced::Prompted,
                Millis(limit.0.saturating_add(PROMPT_DELAY.0)),
            )),
            Announced::Prompted => None,
        }
    }

    /// When the next announcement is made; `None` while the clock is stopped.
    pub(super) fn next_announcement_time(&self) -> Option<Timestamp> {
        let (_, threshold) = self.next_announcement()?;
        Some(self.floor.running_since? + saturating_sub(threshold, self.floor.used))
    }

    /// Time used up to `now`.
    pub(super) fn used(&self, now: Timestamp) -> Millis {
        let running = self
            .floor
            .running_since
            .map_or(0, |since| now.since(since).0);
        Millis(self.floor.used.0.saturating_add(running))
    }

    /// Stops the clock of a turn at the time of the snapshot: nobody was heard while the server was down.
    pub(super) fn stop_at(&mut self, saved: Timestamp) {
        self.floor.used = self.used(saved);
        self.floor.running_since = None;
        self.floor.word = None;
    }

    /// Withdraws announcements that are too early for the extended limit, so that they are made again.
    pub(super) fn withdraw_early_announcements(&mut self, now: Timestamp) {
        let Some(limit) = self.floor.limit else {
            return;
        };
        let used = self.used(now);
        let reached = if used < saturating_sub(limit, self.floor.warn_before) {
            Announced::Nothing
        } else if used < limit {
            Announced::Warned
        } else {
            Announced::Overtime
        };
        self.announced = self.announced.min(reached);
    }
}

fn saturating_sub(a: Millis, b: Millis) -> Millis {
    Millis(a.0.saturating_sub(b.0))
}

impl State {
    pub(super) fn new(plan: RoomPlan, now: Timestamp) -> Self {
        Self {
            phase: Phase::Scheduled,
            phase_since: now,
            step: 0,
            step_since: now,
            assigned: vec![None; plan.format.steps.len()],
            declined: BTreeMap::new(),
            ended_session: None,
            frozen: None,
            chair: Chair {
                acting: None,
                rightful: None,
                empty_since: now,
                awaited_until: None,
            },
            people: BTreeMap::new(),
            next_person: 1,
            lobby_disconnects: BTreeMap::new(),
            removed: BTreeSet::new(),
            lobby: false,
            arrivals: VecDeque::new(),
            queue: ShareQueue {
                entries: Vec::new(),
                open: true,
                mode: plan.queue_mode,
                share_limit: plan.share_limit,
                last_shared: None,
                tagged: None,
                picker: None,
            },
            floor: None,
            thanked: BTreeMap::new(),
            next_message: 1,
            plan,
        }
    }

    /// Whether visitors who arrive wait in the lobby.
    pub(super) fn is_lobby_on(&self) -> bool {
        self.lobby || self.frozen.is_some()
    }

    /// The current step, in session.
    pub(super) fn current_step(&self) -> Option<&Step> {
        if self.phase == Phase::InSession {
            self.plan.format.steps.get(self.step)
        } else {
            None
        }
    }

    /// Whether people are called from the queue now.
    pub(super) fn step_uses_queue(&self) -> bool {
        self.current_step()
            .is_some_and(|step| step.microphones == Microphones::FloorHolder)
    }

    /// A person who is past the lobby, connected or not.
    pub(super) fn admitted(&self, id: ParticipantId) -> Option<&Person> {
        self.people
            .get(&id)
            .filter(|person| !matches!(person.presence, Presence::Lobby { .. }))
    }

    /// Whether the holder of this floor is heard now. This alone decides it: the media plane
    /// forwards the holder because of it (`Room::audible`), and the clock of the turn runs because
    /// of it (`Room::sync_clock`).
    pub(super) fn is_heard(&self, floor: &Floor) -> bool {
        let is_paused_by_freeze = self.frozen.is_some() && floor.turn != Turn::Chair;
        self.is_here(floor.person) && !floor.muted && !is_paused_by_freeze
    }

    /// Whether a person is admitted and connected.
    pub(super) fn is_here(&self, id: ParticipantId) -> bool {
        self.people
            .get(&id)
            .is_some_and(|person| person.presence == Presence::Here)
    }

    pub(super) fn entry(&self, id: ParticipantId) -> Option<&QueueEntry> {
        self.queue.entries.iter().find(|entry| entry.person == id)
    }

    pub(super) fn entry_mut(&mut self, id: ParticipantId) -> Option<&mut QueueEntry> {
        self.queue
            .entries
            .iter_mut()
            .find(|entry| entry.person == id)
    }
}
