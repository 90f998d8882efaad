//! Every deadline of a room, in one table. A deadline is read off the state, never stored, so
//! none can be stale, and a restart forgets none.

use super::state::State;
use super::{EntryState, Phase, Presence};
use crate::base::{Millis, Timestamp};

/// A called person has this long to press (domain.md, "The queue of one share").
pub const ANSWER_WITHIN: Millis = Millis::from_secs(15);
/// A seat, its place in the queue and its floor outlive a lost line by this (domain.md, "Defaults").
pub const SEAT_KEPT: Millis = Millis::from_mins(2);
/// A session that nobody leads is given up after this, though never before the doors close. Long
/// enough to fetch a trusted servant by telephone.
const LEADERLESS_FOR: Millis = Millis::from_mins(15);
/// After a restart browsers are back within 5 s (design.md, section 8); the chair gets four times that.
pub(super) const CHAIR_AWAITED: Millis = Millis::from_secs(20);

/// What time alone can bring about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Timer {
    DoorsOpen,
    /// The end of a fellowship, or of a meeting that nobody started.
    Close,
    /// The end of a session that nobody ended.
    Abandoned,
    ChairAwaited,
    Seat,
    Answer,
    /// Warning, overtime and prompt of the floor holder's clock.
    Clock,
}

impl Timer {
    const ALL: [Self; 7] = [
        Self::DoorsOpen,
        Self::Close,
        Self::Abandoned,
        Self::ChairAwaited,
        Self::Seat,
        Self::Answer,
        Self::Clock,
    ];
}

impl State {
    pub(super) fn next_deadline(&self) -> Option<(Timestamp, Timer)> {
        Timer::ALL
            .into_iter()
            .filter_map(|timer| Some((self.deadline(timer)?, timer)))
            .min()
    }

    fn deadline(&self, timer: Timer) -> Option<Timestamp> {
        match timer {
            Timer::DoorsOpen => (self.phase == Phase::Scheduled).then_some(self.plan.doors_open),
            Timer::Close => self.closes(),
            Timer::Abandoned => self.given_up(),
            Timer::ChairAwaited => self.chair.awaited_until,
            Timer::Seat => self.lost_lines().min().map(|since| since + SEAT_KEPT),
            Timer::Answer => self.answer_due(),
            Timer::Clock => self
                .floor
                .as_ref()
                .and_then(super::state::Holding::next_due),
        }
    }

    /// Since when each line that is down is down.
    fn lost_lines(&self) -> impl Iterator<Item = Timestamp> {
        let away = self
            .people
            .values()
            .filter_map(|person| match person.presence {
                Presence::Away { since } => Some(since),
                Presence::Here | Presence::Lobby { .. } => None,
            });
        away.chain(self.lost_at_door.values().copied())
    }

    /// Whether a line lost `since` has cost its seat at `now`.
    pub(super) fn seat_is_lost(since: Timestamp, now: Timestamp) -> bool {
        since + SEAT_KEPT <= now
    }

    /// A meeting that nobody starts ends when the doors close. A fellowship lasts as long as was
    /// planned for it, however late the meeting ended.
    fn closes(&self) -> Option<Timestamp> {
        let plan = &self.plan;
        match self.phase {
            Phase::DoorsOpen => Some(plan.doors_close),
            Phase::Fellowship => {
                let planned = plan.doors_close.since(plan.ends);
                Some(plan.doors_close.max(self.phase_since + planned))
            }
            Phase::Scheduled | Phase::InSession | Phase::Ended => None,
        }
    }

    /// Time never ends a session that somebody leads. Past the doors' closing, an empty room ends
    /// at once and a room without a chair after a while.
    fn given_up(&self) -> Option<Timestamp> {
        if self.phase != Phase::InSession || self.chair.acting.is_some() {
            return None;
        }
        let patience = if self.people.is_empty() {
            Millis(0)
        } else {
            LEADERLESS_FOR
        };
        Some(self.plan.doors_close.max(self.chair.empty_since + patience))
    }

    /// A freeze stops this clock; thawing moves `since` on by as long as it lasted.
    fn answer_due(&self) -> Option<Timestamp> {
        if self.frozen.is_some() {
            return None;
        }
        self.line
            .entries
            .iter()
            .find_map(|entry| match entry.state {
                EntryState::Called { since } => Some(since + ANSWER_WITHIN),
                _ => None,
            })
    }
}
