//! What is planned and what has been changed of it, together: the times that hold.

use super::{Planned, Recurrence};
use crate::base::{FirstName, Millis, Timestamp};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// How long before a meeting the doors usually open, and how long after it they close.
pub const USUAL_MARGIN: Millis = Millis::from_mins(15);

/// The farthest that a single date is moved; what lies farther is another meeting.
pub const MAX_MOVE: Millis = Millis::from_mins(60 * 24 * 60);

/// When a meeting is held, its exceptions included.
#[derive(Clone, Debug, PartialEq)]
pub struct Timetable {
    pub when: Recurrence,
    /// By date, at most one for each.
    pub changes: Vec<Change>,
    /// The doors open this long before the start.
    pub doors_before: Millis,
    /// Fellowship lasts this long after the end.
    pub fellowship_after: Millis,
}

/// What is different on one date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The date that the recurrence gives, on the meeting's own calendar: it stays what it is when
    /// the rules of a zone change.
    pub date: Date,
    pub fate: DateStatus,
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

/// One dated happening with what was changed of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Happening<'a> {
    pub times: OccurrenceTimes,
    pub change: Option<&'a Change>,
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
pub enum State {
    Upcoming,
    DoorsOpen,
    InProgress,
    Fellowship,
    Over,
}

impl State {
    /// Whether a visitor can go in.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::DoorsOpen | Self::InProgress | Self::Fellowship)
    }
}

impl OccurrenceTimes {
    #[must_use]
    pub fn state(&self, now: Timestamp) -> State {
        match now {
            now if now < self.doors_open => State::Upcoming,
            now if now < self.starts => State::DoorsOpen,
            now if now < self.ends => State::InProgress,
            now if now < self.doors_close => State::Fellowship,
            _ => State::Over,
        }
    }
}

impl Happening<'_> {
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.change
            .is_some_and(|change| change.fate == DateStatus::Cancelled)
    }

    #[must_use]
    pub fn is_moved(&self) -> bool {
        self.times.starts != self.times.planned
    }
}

impl Timetable {
    /// Without changes; the doors open and close as is usual (domain.md, "Defaults").
    #[must_use]
    pub const fn new(when: Recurrence) -> Self {
        Self {
            when,
            changes: Vec::new(),
            doors_before: USUAL_MARGIN,
            fellowship_after: USUAL_MARGIN,
        }
    }

    /// All that starts in `[from, until)` as it is held, by start; what was cancelled stands where
    /// it was planned.
    pub fn between(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Iterator<Item = Happening<'_>> {
        let mut moved = self.moved_into(from, until).into_iter().peekable();
        let mut planned = self
            .when
            .between(from, until)
            .map(|planned| self.happening(planned, self.change(planned.date)))
            .filter(|happening| !happening.is_moved())
            .peekable();
        std::iter::from_fn(move || {
            let first = match (planned.peek(), moved.peek()) {
                (Some(planned), Some(moved)) => planned.times.starts <= moved.times.starts,
                (planned, _) => planned.is_some(),
            };
            if first { planned.next() } else { moved.next() }
        })
    }

    /// Every happening that is not over at `now`, cancelled ones included, the earliest first.
    pub fn dates(&self, now: Timestamp) -> impl Iterator<Item = Happening<'_>> {
        let earliest = now - self.when.length() - self.fellowship_after;
        self.between(earliest, Timestamp(i64::MAX))
            .filter(move |happening| happening.times.state(now) != State::Over)
    }

    /// Every occurrence that is held and not over at `now`, the earliest first.
    pub fn from_now(&self, now: Timestamp) -> impl Iterator<Item = OccurrenceTimes> {
        self.dates(now)
            .filter(|happening| !happening.is_cancelled())
            .map(|happening| happening.times)
    }

    /// The occurrence that is open or on now, or else the next.
    #[must_use]
    pub fn current_or_next(&self, now: Timestamp) -> Option<OccurrenceTimes> {
        self.from_now(now).next()
    }

    /// The happening of this date, which is known to start then.
    pub(super) fn happening_at(&self, date: Date, starts: Timestamp) -> Option<Happening<'_>> {
        let change = self.change(date);
        // Most dates are as planned, and what is known needs no zone to be asked.
        let planned = match change.map(|change| change.fate) {
            Some(DateStatus::Moved(_)) => self.when.on(date)?,
            _ => Planned { date, starts },
        };
        Some(self.happening(planned, change))
    }

    /// What is different on this date of the recurrence.
    #[must_use]
    pub fn change(&self, date: Date) -> Option<&Change> {
        self.changes.iter().find(|change| change.date == date)
    }

    /// The happenings that were moved and start in the span now.
    fn moved_into(&self, from: Timestamp, until: Timestamp) -> Vec<Happening<'_>> {
        let mut moved: Vec<_> = self
            .changes
            .iter()
            .filter(|change| {
                matches!(change.fate, DateStatus::Moved(_)) && self.when.is_on(change.date)
            })
            .filter_map(|change| Some(self.happening(self.when.on(change.date)?, Some(change))))
            .filter(Happening::is_moved)
            .filter(|happening| (from..until).contains(&happening.times.starts))
            .collect();
        moved.sort_by_key(|happening| happening.times.starts);
        moved
    }

    fn happening<'a>(&self, planned: Planned, change: Option<&'a Change>) -> Happening<'a> {
        let moved_to = match change {
            Some(Change {
                fate: DateStatus::Moved(to),
                ..
            }) => self.when.instant(*to),
            _ => None,
        };
        let starts = moved_to.unwrap_or(planned.starts);
        let ends = starts + self.when.length();
        Happening {
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
