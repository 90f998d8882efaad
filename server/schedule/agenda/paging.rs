//! Cuts a long list of occurrences into pages.

use super::query::Cursor;
use super::section::Row;

/// The rows of one page, at most `limit`, and where the next page begins. `upcoming` is ordered by
/// start. Rows with the same start are ordered by their tie-break, so the order is the same on every page.
pub(super) fn cut_page<'a>(
    upcoming: impl Iterator<Item = Row<'a>>,
    cursor: Cursor,
    limit: usize,
) -> (Vec<Row<'a>>, Option<Cursor>) {
    let mut upcoming = upcoming.peekable();
    let mut rows = Vec::new();
    let mut skip = cursor.skip;
    while let Some(first) = upcoming.peek().filter(|_| limit > 0) {
        let from = first.starts();
        if rows.len() == limit {
            return (rows, Some(Cursor::at(from)));
        }
        let mut tied: Vec<_> =
            std::iter::from_fn(|| upcoming.next_if(|row| row.starts() == from)).collect();
        tied.sort_by_key(|row| row.tie_break);
        // The rows to skip were on the previous pages; all of them start exactly at the cursor.
        let skipped = if from == cursor.from {
            std::mem::take(&mut skip)
        } else {
            0
        };
        let end = tied.len().min(skipped + limit - rows.len());
        rows.extend(tied.iter().skip(skipped).take(end.saturating_sub(skipped)));
        if end < tied.len() {
            return (rows, Some(Cursor { from, skip: end }));
        }
    }
    (rows, None)
}
