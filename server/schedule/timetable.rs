//! The planned dates of a meeting with the changes of single dates applied.

use super::recurrence::{PlannedStart, Recurrence};
use crate::base::{FirstName, Millis, Timestamp};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// By default the doors open this long before a meeting and close this long after it.
pub const DEFAULT_MARGIN: Millis = Millis::from_mins(15);

/// The farthest that a single date can be moved. Anything farther counts as another meeting.
pub const MAX_MOVE: Millis = Millis::from_mins(60 * 24 * 60);

/// When a meeting is held, including the changes of single dates.
#[derive(Clone, Debug, PartialEq)]
pub struct Timetable {
    /// The regular dates and times.
    pub recurrence: Recurrence,
    /// At most one for each date.
    pub changes: Vec<DateChange>,
    /// The doors open this long before the start.
    pub doors_before: Millis,
    /// Fellowship lasts this long after the end.
    pub fellowship_after: Millis,
}

/// What is different on one date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateChange {
    /// The date that the recurrence gives, in the meeting's own zone: a local date stays right when
    /// the rules of the zone change.
    pub date: Date,
    /// Whether it is held, and when. Stored as `fate`.
    #[serde(rename = "fate")]
    pub status: DateStatus,
    /// The topic of this date, if the group announced one.
    pub topic: Option<String>,
    /// The speaker of this date, if announced.
    pub speaker: Option<FirstName>,
    /// The chair of this date, if announced.
    pub chair: Option<FirstName>,
}

/// Whether a date is held as planned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateStatus {
    /// At the time that the recurrence gives.
    #[default]
    AsPlanned,
    /// Not held.
    Cancelled,
    /// Held at this local time in the meeting's zone instead.
    Moved(DateTime),
}

/// One dated occurrence and what was changed on its date.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Occurrence<'a> {
    /// When it is held, after a move.
    pub times: OccurrenceTimes,
    /// What is different on this date, if anything.
    pub change: Option<&'a DateChange>,
}

/// The instants of one occurrence. Each phase includes its start and excludes its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OccurrenceTimes {
    /// The date that the recurrence gives, before any move.
    pub date: Date,
    /// The start that the recurrence gives, before any move.
    pub planned: Timestamp,
    /// From here on people can enter.
    pub doors_open: Timestamp,
    /// The start, after a move.
    pub starts: Timestamp,
    /// The end of the meeting; fellowship follows.
    pub ends: Timestamp,
    /// The end of fellowship.
    pub doors_close: Timestamp,
}

/// The phase of an occurrence according to the schedule; the room itself may start late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OccurrenceState {
    /// The doors are not open yet.
    Upcoming,
    /// People can enter; the meeting has not started.
    DoorsOpen,
    /// Between start and end.
    InProgress,
    /// After the end, before the doors close.
    Fellowship,
    /// The doors are closed.
    Over,
}

impl OccurrenceState {
    /// Whether a visitor can enter.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::DoorsOpen | Self::InProgress | Self::Fellowship)
    }
}

impl OccurrenceTimes {
    /// The phase at `now`.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> OccurrenceState {
        match now {
            now if now < self.doors_open => OccurrenceState::Upcoming,
            now if now < self.starts => OccurrenceState::DoorsOpen,
            now if now < self.ends => OccurrenceState::InProgress,
            now if now < self.doors_close => OccurrenceState::Fellowship,
            _ => OccurrenceState::Over,
        }
    }
}

impl Occurrence<'_> {
    /// Whether it is not held.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.change
            .is_some_and(|change| change.status == DateStatus::Cancelled)
    }

    /// Whether it starts at another time than planned.
    #[must_use]
    pub fn is_moved(&self) -> bool {
        self.times.starts != self.times.planned
    }
}

impl Timetable {
    /// A timetable without changes and with the default door times.
    #[must_use]
    pub const fn new(recurrence: Recurrence) -> Self {
        Self {
            recurrence,
            changes: Vec::new(),
            doors_before: DEFAULT_MARGIN,
            fellowship_after: DEFAULT_MARGIN,
        }
    }

    /// All occurrences that start in `[from, until)` after moves, ordered by start. Cancelled ones are
    /// included at their planned time.
    pub fn between(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Iterator<Item = Occurrence<'_>> {
        let mut moved = self.moved_into(from, until).into_iter().peekable();
        let mut planned = self
            .recurrence
            .between(from, until)
            .map(|planned| self.occurrence(planned, self.change(planned.date)))
            .filter(|occurrence| !occurrence.is_moved())
            .peekable();
        std::iter::from_fn(move || {
            let planned_is_next = match (planned.peek(), moved.peek()) {
                (Some(planned), Some(moved)) => planned.times.starts <= moved.times.starts,
                (planned, _) => planned.is_some(),
            };
            if planned_is_next {
                planned.next()
            } else {
                moved.next()
            }
        })
    }

    /// Every occurrence that is not over at `now`, including cancelled ones, the earliest first.
    pub fn upcoming(&self, now: Timestamp) -> impl Iterator<Item = Occurrence<'_>> {
        let earliest = now - self.recurrence.duration() - self.fellowship_after;
        self.between(earliest, Timestamp(i64::MAX))
            .filter(move |occurrence| occurrence.times.state(now) != OccurrenceState::Over)
    }

    /// The times of every occurrence that is held and not over at `now`, the earliest first.
    pub fn upcoming_held(&self, now: Timestamp) -> impl Iterator<Item = OccurrenceTimes> {
        self.upcoming(now)
            .filter(|occurrence| !occurrence.is_cancelled())
            .map(|occurrence| occurrence.times)
    }

    /// The occurrence that is open or in progress at `now`, or else the next one.
    #[must_use]
    pub fn current_or_next(&self, now: Timestamp) -> Option<OccurrenceTimes> {
        self.upcoming_held(now).next()
    }

    /// The occurrence of this date. `starts` is its start after a move, as already known.
    pub(super) fn happening_at(&self, date: Date, starts: Timestamp) -> Option<Occurrence<'_>> {
        let change = self.change(date);
        // Most dates are as planned: their known start saves a look-up in the zone data.
        let planned = match change.map(|change| change.status) {
            Some(DateStatus::Moved(_)) => self.recurrence.start_on(date)?,
            _ => PlannedStart { date, starts },
        };
        Some(self.occurrence(planned, change))
    }

    /// What is different on this date of the recurrence.
    #[must_use]
    pub fn change(&self, date: Date) -> Option<&DateChange> {
        self.changes.iter().find(|change| change.date == date)
    }

    /// The moved occurrences whose new start is in `[from, until)`.
    fn moved_into(&self, from: Timestamp, until: Timestamp) -> Vec<Occurrence<'_>> {
        let mut moved: Vec<_> = self
            .changes
            .iter()
            .filter(|change| {
                matches!(change.status, DateStatus::Moved(_))
                    && self.recurrence.occurs_on(change.date)
            })
            .filter_map(|change| {
                Some(self.occurrence(self.recurrence.start_on(change.date)?, Some(change)))
            })
            .filter(Occurrence::is_moved)
            .filter(|occurrence| (from..until).contains(&occurrence.times.starts))
            .collect();
        moved.sort_by_key(|occurrence| occurrence.times.starts);
        moved
    }

    fn occurrence<'a>(
        &self,
        planned: PlannedStart,
        change: Option<&'a DateChange>,
    ) -> Occurrence<'a> {
        let moved_to = match change {
            Some(DateChange {
                status: DateStatus::Moved(to),
                ..
            }) => self.recurrence.instant(*to),
            _ => None,
        };
        let starts = moved_to.unwrap_or(planned.starts);
        let ends = starts + self.recurrence.duration();
        Occurrence {
            times: OccurrenceTimes {
                date: planned.date,
                planned: planned.starts,
                doors_open: starts - self.doors_before,
                starts,
                ends,
                doors_close: ends + self.fellowship_after,
            },
            change,
        }
    }
}
