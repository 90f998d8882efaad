//! Every deadline of a room, in one table. Deadlines are computed from the state and never stored,
//! so none is out of date and none is lost in a restart.

use super::state::{State, TimedFloor};
use super::{EntryState, Phase, Presence, RoomPlan};
use crate::base::{Millis, Timestamp};

/// How long a person who has answered their call has until they are heard: the browser asks about the
/// microphone meanwhile (DOMAIN.md, "The queue"). It ends, so that nobody keeps the others waiting.
pub const PERMISSION_TIMEOUT: Millis = Millis::from_mins(1);
/// How long the end of a meeting can be taken back (DOMAIN.md, "The room as a state machine").
pub const RESUME_TIMEOUT: Millis = Millis::from_secs(10);
/// How long a seat, its place in the queue and its floor are kept after the connection is lost
/// (DOMAIN.md, "Defaults").
pub const SEAT_TIMEOUT: Millis = Millis::from_mins(2);
/// How long a session without a chair continues, though never less than until the doors close. Long
/// enough to fetch a trusted servant by telephone.
const UNATTENDED_TIMEOUT: Millis = Millis::from_mins(15);
/// Browsers are back within 5 s after a restart; the chair gets four times that before anyone
/// stands in.
pub(super) const CHAIR_RETURN_TIMEOUT: Millis = Millis::from_secs(20);

/// What time alone can trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Timer {
    DoorsOpen,
    /// The end of a fellowship, or of a meeting that nobody started.
    Close,
    /// The end of a session that nobody ended.
    Abandoned,
    /// From now on the end of the meeting can't be taken back.
    EndIsFinal,
    /// After a restart, the end of the wait for the chair.
    ChairReturn,
    /// A seat whose connection stayed down expires.
    Seat,
    /// A call that nobody answered expires.
    Call,
    /// Warning, overtime and prompt of the floor holder's clock.
    Clock,
}

impl Timer {
    const ALL: [Self; 8] = [
        Self::DoorsOpen,
        Self::Close,
        Self::Abandoned,
        Self::EndIsFinal,
        Self::ChairReturn,
        Self::Seat,
        Self::Call,
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
            Timer::Close => self.closing_time(),
            Timer::Abandoned => self.abandonment_time(),
            Timer::EndIsFinal => self.resumable_until(),
            Timer::ChairReturn => self.chair.awaited_until,
            Timer::Seat => (self.disconnection_times().min()).map(|since| since + SEAT_TIMEOUT),
            Timer::Call => self.call_deadline(),
            Timer::Clock => self
                .floor
                .as_ref()
                .and_then(TimedFloor::next_announcement_time),
        }
    }

    /// For each lost connection, when it was lost.
    fn disconnection_times(&self) -> impl Iterator<Item = Timestamp> {
        let away = self
            .people
            .values()
            .filter_map(|person| match person.presence {
                Presence::Away { since } => Some(since),
                Presence::Here | Presence::Lobby { .. } => None,
            });
        away.chain(self.lobby_disconnects.values().copied())
    }

    /// Whether the seat of a connection lost at `since` has expired at `now`.
    pub(super) fn is_seat_expired(since: Timestamp, now: Timestamp) -> bool {
        since + SEAT_TIMEOUT <= now
    }

    /// A meeting that nobody starts ends when the doors close. A fellowship lasts as long as was
    /// planned for it, however late the meeting ended.
    fn closing_time(&self) -> Option<Timestamp> {
        let plan = &self.plan;
        match self.phase {
            Phase::DoorsOpen => Some(plan.doors_close),
            Phase::Fellowship => {
                let planned_length = plan.doors_close.since(plan.ends);
                Some(plan.doors_close.max(self.phase_since + planned_length))
            }
            Phase::Scheduled | Phase::InSession | Phase::Ended => None,
        }
    }

    /// Time never ends a session that somebody leads. After the doors' closing time an empty room
    /// ends at once, and a room without a chair after a while.
    fn abandonment_time(&self) -> Option<Timestamp> {
        if self.phase != Phase::InSession || self.chair.acting.is_some() {
            return None;
        }
        let timeout = if self.people.is_empty() {
            Millis(0)
        } else {
            UNATTENDED_TIMEOUT
        };
        Some(self.plan.doors_close.max(self.chair.empty_since + timeout))
    }

    /// A freeze stops this deadline; the end of the freeze moves `since` by its length.
    fn call_deadline(&self) -> Option<Timestamp> {
        if self.frozen.is_some() {
            return None;
        }
        let mut entries = self.queue.entries.iter();
        entries.find_map(|entry| entry.state.call_deadline(&self.plan))
    }

    /// Until when the end of the meeting can be taken back.
    pub(super) fn resumable_until(&self) -> Option<Timestamp> {
        let ended = self.ended_session.as_ref()?;
        Some(ended.at + RESUME_TIMEOUT)
    }
}

impl EntryState {
    /// When a call expires.
    #[must_use]
    pub fn call_deadline(&self, plan: &RoomPlan) -> Option<Timestamp> {
        match self {
            Self::Called {
                answered: Some(at), ..
            } => Some(*at + PERMISSION_TIMEOUT),
            Self::Called { since, .. } => Some(*since + plan.call_timeout),
            _ => None,
        }
    }
}
