//! Expands "every Tuesday at 19:00 in London" to instants.

use super::pattern::Pattern;
use crate::base::{Millis, Timestamp};
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// When a meeting is planned, in the local time of one zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Recurrence {
    /// On which dates it is held.
    pub pattern: Pattern,
    /// The earliest possible date; "every second week" is counted from it.
    pub from: Date,
    /// The latest possible date, if any.
    pub until: Option<Date>,
    /// The local start in `zone`.
    pub time: Time,
    /// Always a zone with an IANA name.
    pub zone: TimeZone,
    /// The length in elapsed minutes, also across a clock change.
    pub minutes: u16,
}

/// One start that a recurrence gives, before any single date is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedStart {
    /// The date in the meeting's own zone; it identifies the occurrence within its meeting.
    pub date: Date,
    /// The instant of the start.
    pub starts: Timestamp,
}

impl Recurrence {
    /// All starts in `[from, until)`, in strictly ascending order.
    ///
    /// As in RFC 5545 section 3.3.5, a local time that a clock change skips is taken later by the
    /// length of the gap, and one that occurs twice is taken the first time.
    pub fn between(&self, from: Timestamp, until: Timestamp) -> impl Iterator<Item = PlannedStart> {
        let mut previous = None;
        self.dates_from(self.first_date(from))
            .filter_map(|date| self.start_on(date))
            .skip_while(move |planned| planned.starts < from)
            .take_while(move |planned| planned.starts < until)
            // A zone that skips a whole day (Samoa, December 2011) would give the same start twice.
            .filter(move |planned| previous.replace(planned.starts) != Some(planned.starts))
    }

    /// Every date at or after `date`, in ascending order.
    pub fn dates_from(&self, date: Date) -> impl Iterator<Item = Date> {
        let next = move |date| self.pattern.on_or_after(date, self.from);
        let within = |date: &Date| self.until.is_none_or(|until| *date <= until);
        std::iter::successors(next(date), move |date| next(date.tomorrow().ok()?))
            .take_while(within)
    }

    /// Whether the pattern gives this date.
    #[must_use]
    pub fn occurs_on(&self, date: Date) -> bool {
        self.dates_from(date).next() == Some(date)
    }

    /// The start on `date`, whether or not the pattern gives that date. `None` only at the ends of
    /// representable time.
    #[must_use]
    pub fn start_on(&self, date: Date) -> Option<PlannedStart> {
        let starts = self.instant(date.to_datetime(self.time))?;
        Some(PlannedStart { date, starts })
    }

    /// The instant of a local time in the meeting's zone.
    pub(super) fn instant(&self, local: jiff::civil::DateTime) -> Option<Timestamp> {
        let at = self.zone.to_ambiguous_timestamp(local).compatible().ok()?;
        Some(Timestamp(at.as_millisecond()))
    }

    /// How long an occurrence lasts.
    #[must_use]
    pub fn duration(&self) -> Millis {
        Millis::from_mins(u64::from(self.minutes))
    }

    /// A date early enough that no start at or after `from` is missed: the local date, less the
    /// longest clock change (one day) and one day for the date that the change may split.
    fn first_date(&self, from: Timestamp) -> Date {
        self.zone
            .to_datetime(instant(from))
            .date()
            .saturating_sub(2.days())
    }
}

/// The nearest instant that jiff can represent (years -9999 to 9999).
pub(super) fn instant(at: Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or(if at.0 < 0 {
        jiff::Timestamp::MIN
    } else {
        jiff::Timestamp::MAX
    })
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
