//! What is planned and what has been changed of it, together: the times that hold.

use super::{PlannedStart, Recurrence};
use crate::base::{FirstName, Millis, Timestamp};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// How long before a meeting the doors usually open, and how long after it they close.
pub const DEFAULT_MARGIN: Millis = Millis::from_mins(15);

/// The farthest that a single date is moved; what lies farther is another meeting.
pub const MAX_MOVE: Millis = Millis::from_mins(60 * 24 * 60);

/// When a meeting is held, its exceptions included.
#[derive(Clone, Debug, PartialEq)]
pub struct Timetable {
    pub recurrence: Recurrence,
    /// By date, at most one for each.
    pub changes: Vec<DateChange>,
    /// The doors open this long before the start.
    pub doors_before: Millis,
    /// Fellowship lasts this long after the end.
    pub fellowship_after: Millis,
}

/// What is different on one date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateChange {
    /// The date that the recurrence gives, on the meeting's own calendar: it stays what it is when
    /// the rules of a zone change.
    pub date: Date,
    #[serde(rename = "fate")]
    pub status: DateStatus,
    pub topic: Option<String>,
    pub speaker: Option<FirstName>,
    pub chair: Option<FirstName>,
}

/// Whether a date is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateStatus {
    #[default]
    AsPlanned,
    Cancelled,
    /// To this time on the meeting's own clock.
    Moved(DateTime),
}

/// One dated occurrence with what was changed of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Occurrence<'a> {
    pub times: OccurrenceTimes,
    pub change: Option<&'a DateChange>,
}

/// The instants of one occurrence. A span is `[from, until)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OccurrenceTimes {
    /// The date that the recurrence gives, before any move.
    pub date: Date,
    /// The start that the recurrence gives, before any move.
    pub planned: Timestamp,
    pub doors_open: Timestamp,
    pub starts: Timestamp,
    pub ends: Timestamp,
    pub doors_close: Timestamp,
}

/// Where an occurrence stands by the schedule; the room itself may start late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OccurrenceState {
    Upcoming,
    DoorsOpen,
    InProgress,
    Fellowship,
    Over,
}

impl OccurrenceState {
    /// Whether a visitor can go in.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::DoorsOpen | Self::InProgress | Self::Fellowship)
    }
}

impl OccurrenceTimes {
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
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.change
            .is_some_and(|change| change.status == DateStatus::Cancelled)
    }

    #[must_use]
    pub fn is_moved(&self) -> bool {
        self.times.starts != self.times.planned
    }
}

impl Timetable {
    /// Without changes; the doors open and close as is usual (domain.md, "Defaults").
    #[must_use]
    pub const fn new(recurrence: Recurrence) -> Self {
        Self {
            recurrence,
            changes: Vec::new(),
            doors_before: DEFAULT_MARGIN,
            fellowship_after: DEFAULT_MARGIN,
        }
    }

    /// All that starts in `[from, until)` as it is held, by start; what was cancelled stands where
    /// it was planned.
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
            let first = match (planned.peek(), moved.peek()) {
                (Some(planned), Some(moved)) => planned.times.starts <= moved.times.starts,
                (planned, _) => planned.is_some(),
            };
            if first { planned.next() } else { moved.next() }
        })
    }

    /// Every occurrence that is not over at `now`, cancelled ones included, the earliest first.
    pub fn upcoming(&self, now: Timestamp) -> impl Iterator<Item = Occurrence<'_>> {
        let earliest = now - self.recurrence.duration() - self.fellowship_after;
        self.between(earliest, Timestamp(i64::MAX))
            .filter(move |occurrence| occurrence.times.state(now) != OccurrenceState::Over)
    }

    /// Every occurrence that is held and not over at `now`, the earliest first.
    pub fn upcoming_held(&self, now: Timestamp) -> impl Iterator<Item = OccurrenceTimes> {
        self.upcoming(now)
            .filter(|occurrence| !occurrence.is_cancelled())
            .map(|occurrence| occurrence.times)
    }

    /// The occurrence that is open or on now, or else the next.
    #[must_use]
    pub fn current_or_next(&self, now: Timestamp) -> Option<OccurrenceTimes> {
        self.upcoming_held(now).next()
    }

    /// The occurrence of this date, which is known to start then.
    pub(super) fn happening_at(&self, date: Date, starts: Timestamp) -> Option<Occurrence<'_>> {
        let change = self.change(date);
        // Most dates are as planned, and what is known needs no zone to be asked.
        let planned = match change.map(|change| change.status) {
            Some(DateStatus::Moved(_)) => self.recurrence.on(date)?,
            _ => PlannedStart { date, starts },
        };
        Some(self.occurrence(planned, change))
    }

    /// What is different on this date of the recurrence.
    #[must_use]
    pub fn change(&self, date: Date) -> Option<&DateChange> {
        self.changes.iter().find(|change| change.date == date)
    }

    /// The occurrences that were moved and start in the span now.
    fn moved_into(&self, from: Timestamp, until: Timestamp) -> Vec<Occurrence<'_>> {
        let mut moved: Vec<_> = self
            .changes
            .iter()
            .filter(|change| {
                matches!(change.status, DateStatus::Moved(_))
                    && self.recurrence.occurs_on(change.date)
            })
            .filter_map(|change| {
                Some(self.occurrence(self.recurrence.on(change.date)?, Some(change)))
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
