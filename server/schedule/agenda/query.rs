//! What a visitor requests of the schedule: a filter, a moment, and one page of the result.

use crate::base::{MeetingId, Millis, Timestamp};
use crate::schedule::filter::Filter;
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
    /// How many people are in each open room.
    pub headcounts: &'a HashMap<MeetingId, u32>,
    /// The requested page.
    pub page: PageRequest,
}

/// A page of the result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageRequest {
    /// The first page: meetings in progress, soon and later.
    #[default]
    First,
    /// All meetings that are open now.
    Open,
    /// The whole week on one page, for printing.
    Week,
    /// The page that begins at a cursor.
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
    pub(super) const fn at(from: Timestamp) -> Self {
        Self { from, skip: 0 }
    }

    /// This cursor, or one at `now` if this one is in the past.
    pub(super) fn not_before(self, now: Timestamp) -> Self {
        if self.from < now { Self::at(now) } else { self }
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
