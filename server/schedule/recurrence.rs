//! From "every Tuesday at 19:00 in London" to instants.

use super::{Meeting, Weekly};
use crate::base::{Millis, OccurrenceId, Timestamp};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

/// One happening that the recurrence gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    pub starts: Timestamp,
    pub ends: Timestamp,
    /// The start as the meeting's own clock is meant to show it. Where that hour does not exist
    /// the clock shows a later one at `starts`.
    pub local: DateTime,
}

/// The instants of one occurrence. A span is `[from, until)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OccurrenceTimes {
    pub id: OccurrenceId,
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

impl Weekly {
    /// Every occurrence that starts in `[from, until)`, each later than the one before.
    ///
    /// As in RFC 5545, a local time that the clocks jump over happens later by the length of the
    /// jump, and one that comes twice happens the first time.
    pub fn occurrences(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Iterator<Item = Occurrence> {
        let mut previous = None;
        self.dates(self.first_date(from))
            .filter_map(|date| self.on(date))
            .skip_while(move |occurrence| occurrence.starts < from)
            .take_while(move |occurrence| occurrence.starts < until)
            // A zone that skips a whole day (Samoa, December 2011) would give its meetings twice.
            .filter(move |occurrence| {
                previous.replace(occurrence.starts) != Some(occurrence.starts)
            })
    }

    /// A date from which no occurrence at or after `from` is missed: the local date, less the
    /// longest jump of any clock (one day) and the day that this may split.
    fn first_date(&self, from: Timestamp) -> Date {
        self.zone
            .to_datetime(instant(from))
            .date()
            .saturating_sub(2.days())
    }

    fn dates(&self, first: Date) -> impl Iterator<Item = Date> {
        std::iter::successors(Some(first), |date| date.tomorrow().ok())
            .filter(|date| self.days.contains(&date.weekday()))
    }

    /// `None` only at the ends of representable time.
    fn on(&self, date: Date) -> Option<Occurrence> {
        let local = date.to_datetime(self.time);
        let starts = self.zone.to_ambiguous_timestamp(local).compatible().ok()?;
        let starts = Timestamp(starts.as_millisecond());
        Some(Occurrence {
            starts,
            ends: starts + self.length(),
            local,
        })
    }

    fn length(&self) -> Millis {
        Millis::from_mins(u64::from(self.minutes))
    }
}

impl Meeting {
    #[must_use]
    pub fn times(&self, occurrence: &Occurrence) -> OccurrenceTimes {
        OccurrenceTimes {
            id: OccurrenceId {
                meeting: self.id,
                starts: occurrence.starts,
            },
            doors_open: occurrence.starts - self.doors_before,
            starts: occurrence.starts,
            ends: occurrence.ends,
            doors_close: occurrence.ends + self.fellowship_after,
        }
    }

    /// Every occurrence that is not over at `now`, the earliest first, without end.
    pub fn from_now(&self, now: Timestamp) -> impl Iterator<Item = OccurrenceTimes> {
        let earliest = now - self.when.length() - self.fellowship_after;
        self.when
            .occurrences(earliest, Timestamp(i64::MAX))
            .map(|occurrence| self.times(&occurrence))
            .filter(move |times| times.state(now) != State::Over)
    }

    /// The occurrence that is open or on now, or else the next. `None` for a meeting without days.
    #[must_use]
    pub fn current_or_next(&self, now: Timestamp) -> Option<OccurrenceTimes> {
        if self.when.days.is_empty() {
            return None;
        }
        self.from_now(now).next()
    }
}

/// The nearest instant that the calendar can represent (years -9999 to 9999).
pub(super) fn instant(at: Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or(if at.0 < 0 {
        jiff::Timestamp::MIN
    } else {
        jiff::Timestamp::MAX
    })
}

#[cfg(test)]
mod tests;
