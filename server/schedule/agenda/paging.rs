//! A long list of dates, a page at a time.

use super::Row;
use crate::base::{Millis, Timestamp};
use std::fmt;

/// The dates from this instant on, without the first few that start then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub from: Timestamp,
    pub skip: usize,
}

/// Every start is on a whole minute.
const MINUTE: i64 = Millis::from_mins(1).0.cast_signed();

impl Cursor {
    pub(super) const fn at(from: Timestamp) -> Self {
        Self { from, skip: 0 }
    }

    /// The same, or `now` when that is later.
    pub(super) fn not_before(self, now: Timestamp) -> Self {
        if self.from < now { Self::at(now) } else { self }
    }

    /// Minutes since the epoch and how many to skip, as addresses spell it: "29400840.3".
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

/// The lines of one page out of `coming`, which is in the order of starts, and where the next page
/// begins. Those that start together are put in the order of their lots, whatever page they are on.
pub(super) fn page<'a>(
    coming: impl Iterator<Item = Row<'a>>,
    cursor: Cursor,
    lines: usize,
) -> (Vec<Row<'a>>, Option<Cursor>) {
    let starts = |row: &Row<'_>| row.occurrence.times.starts;
    let mut coming = coming.peekable();
    let mut rows = Vec::new();
    let mut skip = cursor.skip;
    while let Some(first) = coming.peek().filter(|_| lines > 0) {
        let from = starts(first);
        if rows.len() == lines {
            return (rows, Some(Cursor::at(from)));
        }
        let mut tied: Vec<_> =
            std::iter::from_fn(|| coming.next_if(|row| starts(row) == from)).collect();
        tied.sort_by_key(|row| row.lot);
        // Who is skipped was shown before; they all start when the page begins.
        let skipped = if from == cursor.from {
            std::mem::take(&mut skip)
        } else {
            0
        };
        let end = tied.len().min(skipped + lines - rows.len());
        rows.extend(tied.iter().skip(skipped).take(end.saturating_sub(skipped)));
        if end < tied.len() {
            return (rows, Some(Cursor { from, skip: end }));
        }
    }
    (rows, None)
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
