//! Everything a room remembers across a restart. Chat is not in here, so no snapshot can hold it.

mod faults;

use super::{Entry, Floor, Microphones, Person, Phase, Presence, QueueMode, RoomPlan, Step};
use crate::base::{Millis, ParticipantId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A speaker who is this far over time is the chair's to thank (domain.md, "Defaults").
const PROMPT_AFTER: Millis = Millis::from_secs(30);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    pub plan: RoomPlan,
    pub phase: Phase,
    pub phase_since: Timestamp,
    /// Index into the format; means nothing outside a session.
    pub step: usize,
    pub step_since: Timestamp,
    /// One place per step of the format.
    pub assigned: Vec<Option<ParticipantId>>,
    pub frozen: Option<Freeze>,
    pub chair: Chair,
    /// Everyone with a seat. Identifiers grow, so this is the order of arrival.
    pub people: BTreeMap<ParticipantId, Person>,
    pub next_person: u32,
    /// People in the lobby whose line is down, and since when (`Presence` has one place only).
    pub lost_at_door: BTreeMap<ParticipantId, Timestamp>,
    pub removed: BTreeSet<ParticipantId>,
    /// The switch alone; a freeze holds arrivals as well (see `lobby_on`).
    pub lobby: bool,
    /// When the last people came, oldest first; no more than a burst needs.
    pub arrivals: VecDeque<Timestamp>,
    pub line: Line,
    pub floor: Option<Holding>,
    /// Who said thank you last when.
    pub thanked: BTreeMap<ParticipantId, Timestamp>,
    pub next_message: u32,
}

/// Who leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Chair {
    pub acting: Option<ParticipantId>,
    /// Whose chair it is. Somebody else in it is a stand-in and gives it back on demand.
    pub rightful: Option<ParticipantId>,
    /// Since when nobody acts; means nothing while somebody does.
    pub empty_since: Timestamp,
    /// After a restart every line is down, the chair's too: nobody stands in before this.
    pub awaited_until: Option<Timestamp>,
}

/// The queue and its rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Line {
    /// In calling order: whoever speaks or is called first, then those who wait or are held.
    pub entries: Vec<Entry>,
    pub open: bool,
    pub mode: QueueMode,
    pub share_limit: Option<Millis>,
    /// Where a round robin goes on from.
    pub last_shared: Option<ParticipantId>,
    /// Whom the speaker named to be called next.
    pub tagged: Option<ParticipantId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Freeze {
    pub by: ParticipantId,
    pub since: Timestamp,
    /// The turn that a host's words during the freeze pushed aside; it comes back after them.
    pub suspended: Option<Holding>,
}

/// A floor and what was announced of its clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Holding {
    pub floor: Floor,
    pub told: Told,
}

/// What people were told of a turn's clock, so that each is told once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Told {
    Nothing,
    Warned,
    Overtime,
    Prompted,
}

impl Holding {
    /// What is announced next, and at how much used time.
    pub fn next_announcement(&self) -> Option<(Told, Millis)> {
        let limit = self.floor.limit?;
        match self.told {
            Told::Nothing => Some((Told::Warned, minus(limit, self.floor.warn_before))),
            Told::Warned => Some((Told::Overtime, limit)),
            Told::Overtime => Some((
                Told::Prompted,
                Millis(limit.0.saturating_add(PROMPT_AFTER.0)),
            )),
            Told::Prompted => None,
        }
    }

    /// When that is, while the clock runs.
    pub fn next_due(&self) -> Option<Timestamp> {
        let (_, mark) = self.next_announcement()?;
        Some(self.floor.running_since? + minus(mark, self.floor.used))
    }

    /// Time used up to `now`.
    pub fn used(&self, now: Timestamp) -> Millis {
        let running = self
            .floor
            .running_since
            .map_or(0, |since| now.since(since).0);
        Millis(self.floor.used.0.saturating_add(running))
    }

    /// Stops a clock that went on while nobody watched it. The time since the last sign of life
    /// counts as the speaker's, since most of it was, yet a restart alone puts nobody over time.
    pub fn stop_for_restart(&mut self, now: Timestamp) {
        let most = self.floor.limit.filter(|_| self.told < Told::Overtime);
        let used = most.map_or(self.used(now), |most| self.used(now).min(most));
        self.floor.used = used.max(self.floor.used);
        self.floor.running_since = None;
    }

    /// Forgets announcements that a longer limit made untrue.
    pub fn rearm(&mut self, now: Timestamp) {
        let Some(limit) = self.floor.limit else {
            return;
        };
        let used = self.used(now);
        let reached = if used < minus(limit, self.floor.warn_before) {
            Told::Nothing
        } else if used < limit {
            Told::Warned
        } else {
            Told::Overtime
        };
        self.told = self.told.min(reached);
    }
}

fn minus(longer: Millis, shorter: Millis) -> Millis {
    Millis(longer.0.saturating_sub(shorter.0))
}

impl State {
    pub fn new(plan: RoomPlan, now: Timestamp) -> Self {
        Self {
            phase: Phase::Scheduled,
            phase_since: now,
            step: 0,
            step_since: now,
            assigned: vec![None; plan.format.steps.len()],
            frozen: None,
            chair: Chair {
                acting: None,
                rightful: None,
                empty_since: now,
                awaited_until: None,
            },
            people: BTreeMap::new(),
            next_person: 1,
            lost_at_door: BTreeMap::new(),
            removed: BTreeSet::new(),
            lobby: false,
            arrivals: VecDeque::new(),
            line: Line {
                entries: Vec::new(),
                open: true,
                mode: plan.queue_mode,
                share_limit: plan.share_limit,
                last_shared: None,
                tagged: None,
            },
            floor: None,
            thanked: BTreeMap::new(),
            next_message: 1,
            plan,
        }
    }

    pub fn lobby_on(&self) -> bool {
        self.lobby || self.frozen.is_some()
    }

    /// The present step, in session.
    pub fn current_step(&self) -> Option<&Step> {
        if self.phase == Phase::InSession {
            self.plan.format.steps.get(self.step)
        } else {
            None
        }
    }

    /// Whether people are called from the queue now.
    pub fn calls(&self) -> bool {
        self.current_step()
            .is_some_and(|step| step.microphones == Microphones::FloorHolder)
    }

    /// Someone inside, whether their line holds or not.
    pub fn in_circle(&self, id: ParticipantId) -> Option<&Person> {
        self.people
            .get(&id)
            .filter(|person| !matches!(person.presence, Presence::Lobby { .. }))
    }

    pub fn is_here(&self, id: ParticipantId) -> bool {
        self.people
            .get(&id)
            .is_some_and(|person| person.presence == Presence::Here)
    }

    pub fn entry(&self, id: ParticipantId) -> Option<&Entry> {
        self.line.entries.iter().find(|entry| entry.person == id)
    }

    pub fn entry_mut(&mut self, id: ParticipantId) -> Option<&mut Entry> {
        self.line
            .entries
            .iter_mut()
            .find(|entry| entry.person == id)
    }
}
