//! What a visitor requests of the schedule: a filter, a moment, and one page of the result.

use crate::base::{MeetingId, Millis, Timestamp};
use crate::schedule::filter::Filter;
use crate::schedule::timetable::{OccurrenceState, OccurrenceTimes, Timetable};
use jiff::tz::TimeZone;
use std::collections::HashMap;
use std::fmt;

/// Every start is on a whole minute.
const MINUTE: i64 = Millis::from_mins(1).0.cast_signed();

/// One request for the schedule.
#[derive(Clone, Debug)]
pub struct AgendaQuery<'a> {
    /// What the meetings must match.
    pub filter: Filter,
    /// The time of the request.
    pub now: Timestamp,
    /// The visitor's zone.
    pub zone: &'a TimeZone,
    /// Orders meetings with the same start at random, so that no group is always first. All pages of one list need the
    /// same seed.
    pub seed: u64,
    /// The last room of each meeting.
    pub rooms: &'a HashMap<MeetingId, LiveRoom>,
    /// The requested page.
    pub page: PageRequest,
}

/// What the room of a date says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LiveRoom {
    /// The start that the recurrence gives, before any move: it identifies the date.
    pub planned: Timestamp,
    /// How far the room is.
    pub state: OccurrenceState,
    /// How many people are inside.
    pub people: u32,
}

impl LiveRoom {
    /// The state of this date. The schedule alone knows when it is held, the room alone whether its hosts ended
    /// it early.
    #[must_use]
    pub fn state_of(self, times: &OccurrenceTimes, now: Timestamp) -> OccurrenceState {
        let scheduled = times.state(now);
        if self.planned == times.planned && self.state >= OccurrenceState::Fellowship {
            scheduled.max(self.state)
        } else {
            scheduled
        }
    }
}

impl Timetable {
    /// The occurrence that people can enter at `now`, or else the next one. `room` is the meeting's last room:
    /// a date whose room was closed is past.
    #[must_use]
    pub fn next_open_or_later(
        &self,
        now: Timestamp,
        room: Option<LiveRoom>,
    ) -> Option<OccurrenceTimes> {
        let is_over = |times: &OccurrenceTimes| {
            room.is_some_and(|room| room.state_of(times, now) == OccurrenceState::Over)
        };
        self.upcoming_held(now).find(|times| !is_over(times))
    }
}

/// A page of the result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageRequest {
    /// The first page: meetings in progress, soon and later.
    #[default]
    First,
    /// The meetings that are going on now, from a cursor on.
    Open(Cursor),
    /// The whole week on one page, for printing.
    Week,
    /// The page that begins at a cursor: every date from there on that is not over, by start. From
    /// [`Cursor::START`] on, successive pages have every date once, those that are going on included.
    After(Cursor),
}

/// A position in the list of occurrences: those that start at `from` or later, without the first `skip`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The earliest start.
    pub from: Timestamp,
    /// How many occurrences that start exactly at `from` were on earlier pages.
    pub skip: usize,
}

impl Cursor {
    /// Before every date.
    pub const START: Self = Self::at(Timestamp(i64::MIN));

    pub(super) const fn at(from: Timestamp) -> Self {
        Self { from, skip: 0 }
    }

    /// Parses a query parameter: minutes since the epoch and the number to skip, such as "29400840.3".
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (minutes, skip) = text.split_once('.').unwrap_or((text, "0"));
        let minutes: i64 = minutes.parse().ok()?;
        Some(Self {
            from: Timestamp(minutes.checked_mul(MINUTE)?),
            skip: skip.parse().ok()?,
        })
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.from.0.div_euclid(MINUTE))?;
        if self.skip > 0 {
            write!(f, ".{}", self.skip)?;
        }
        Ok(())
    }
}
