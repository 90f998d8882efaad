//! From "every Tuesday at 19:00 in London" to instants.

use super::Pattern;
use crate::base::{Millis, Timestamp};
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// When a meeting is planned, on the clock of one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Recurrence {
    pub pattern: Pattern,
    /// The first date that there can be: what "every second week" is counted from.
    pub from: Date,
    /// The last date that there can be, if any.
    pub until: Option<Date>,
    /// By the clock of `zone`.
    pub time: Time,
    /// Has an IANA name.
    pub zone: TimeZone,
    /// How long it lasts, whatever the clocks do meanwhile.
    pub minutes: u16,
}

/// One occurrence as the recurrence gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedStart {
    /// The date on the meeting's own calendar; it names the occurrence among all of its meeting.
    pub date: Date,
    pub starts: Timestamp,
}

impl Recurrence {
    /// All that starts in `[from, until)`, each later than the one before.
    ///
    /// As in RFC 5545 section 3.3.5, a local time that the clocks jump over happens later by the
    /// length of the jump, and one that comes twice happens the first time.
    pub fn between(&self, from: Timestamp, until: Timestamp) -> impl Iterator<Item = PlannedStart> {
        let mut previous = None;
        self.dates_from(self.first_date(from))
            .filter_map(|date| self.on(date))
            .skip_while(move |planned| planned.starts < from)
            .take_while(move |planned| planned.starts < until)
            // A zone that skips a whole day (Samoa, December 2011) would give its meetings twice.
            .filter(move |planned| previous.replace(planned.starts) != Some(planned.starts))
    }

    /// Every date at or after `date`, in order.
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

    /// When it starts if it is held on `date`. `None` only at the ends of representable time.
    #[must_use]
    pub fn on(&self, date: Date) -> Option<PlannedStart> {
        let starts = self.instant(date.to_datetime(self.time))?;
        Some(PlannedStart { date, starts })
    }

    /// What the meeting's own clock calls that time.
    pub(super) fn instant(&self, local: jiff::civil::DateTime) -> Option<Timestamp> {
        let at = self.zone.to_ambiguous_timestamp(local).compatible().ok()?;
        Some(Timestamp(at.as_millisecond()))
    }

    #[must_use]
    pub fn duration(&self) -> Millis {
        Millis::from_mins(u64::from(self.minutes))
    }

    /// A date from which nothing at or after `from` is missed: the local date, less the longest
    /// jump of any clock (one day) and the day that this may split.
    fn first_date(&self, from: Timestamp) -> Date {
        self.zone
            .to_datetime(instant(from))
            .date()
            .saturating_sub(2.days())
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
mod properties;
#[cfg(test)]
mod tests;
