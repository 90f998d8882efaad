//! Somebody else's feed, as bytes, to listings.

use super::row::{Fields, Row, RowErrorKind};
use crate::base::Millis;
use crate::schedule::{EVERY_ONE, FeedOrigin, Listing, Origin, Pattern, Recurrence, Timetable};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::{HashMap, HashSet};

/// The largest feed that is looked at.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// More meetings than the largest directory there is.
pub const MAX_ROWS: usize = 20_000;

/// Of one row, in bytes.
const MAX_ROW: usize = 64 * 1024;

/// Weekly meetings have no first date in a feed: any Monday that is past does for all of them.
const LONG_AGO: Date = date(2000, 1, 3);

/// What a feed leaves out.
#[derive(Clone, Copy, Debug)]
pub struct Defaults<'a> {
    /// What the operator calls the feed.
    pub source: &'a str,
    /// Of rows that have none.
    pub zone: Option<&'a TimeZone>,
    /// Of rows that name none; a BCP 47 tag.
    pub language: &'a str,
}

/// What a feed gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParsedFeed {
    /// Everything that is held online, in the order of the feed.
    pub listings: Vec<Listing>,
    pub problems: Vec<RowError>,
    /// Rows of meetings that nobody can attend from afar, and rows that came twice: left out, and
    /// nothing is wrong with them.
    pub left_out: usize,
}

/// A row that could not be listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowError {
    /// From 1.
    pub row: usize,
    /// May be empty.
    pub name: String,
    pub kind: RowErrorKind,
}

/// Why nothing of a feed could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    #[error("it is larger than {} MiB", MAX_BYTES / 1024 / 1024)]
    TooLarge,
    #[error("it is a web page, not a feed")]
    WebPage,
    #[error("it is not JSON: something is wrong in line {line}, column {column}")]
    NotJson { line: usize, column: usize },
    #[error("it is JSON, but not a list of meetings")]
    NotAList,
    #[error("it has more than {MAX_ROWS} rows")]
    TooManyRows,
}

/// Reads a feed.
///
/// # Errors
/// Why the whole of it can't be read. What is wrong with single rows is in the reading.
pub fn read(bytes: &[u8], defaults: &Defaults<'_>) -> Result<ParsedFeed, FeedError> {
    let gathered = parse_rows(bytes, defaults, RowSelection::Online)?;
    Ok(ParsedFeed {
        listings: (gathered.rows.into_iter())
            .map(|(_, row)| listing(row, defaults.source))
            .collect(),
        problems: gathered.problems,
        left_out: gathered.left_out,
    })
}

/// Which rows are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::schedule) enum RowSelection {
    /// Those that people can attend from where they are, and find the way to.
    Online,
    /// All of them: the meetings are to be held here.
    All,
}

/// Rows that differ in their day alone are one, under the number of the first of them.
#[derive(Debug, Default)]
pub(in crate::schedule) struct ParsedRows {
    pub rows: Vec<(usize, Row)>,
    pub problems: Vec<RowError>,
    pub left_out: usize,
}

/// Everything that can be understood, and what can't.
pub(in crate::schedule) fn parse_rows(
    bytes: &[u8],
    defaults: &Defaults<'_>,
    take: RowSelection,
) -> Result<ParsedRows, FeedError> {
    if bytes.len() > MAX_BYTES {
        return Err(FeedError::TooLarge);
    }
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('<') {
        return Err(FeedError::WebPage);
    }
    let mut gathered = ParsedRows::default();
    let mut merged = Merged::default();
    for (number, raw) in (1..).zip(raw_rows(text)?) {
        match one(raw.get(), defaults, take) {
            Read::Row(row) => {
                gathered.left_out += usize::from(!merged.take(number, *row));
            }
            Read::LeftOut => gathered.left_out += 1,
            Read::Wrong(name, problem) => gathered.problems.push(RowError {
                row: number,
                name,
                kind: problem,
            }),
        }
    }
    gathered.rows = merged.rows;
    Ok(gathered)
}

/// One row of a feed.
enum Read {
    Row(Box<Row>),
    LeftOut,
    /// By its name, which may be empty.
    Wrong(String, RowErrorKind),
}

fn raw_rows(text: &str) -> Result<Vec<&RawValue>, FeedError> {
    let problem = |problem: serde_json::Error| FeedError::NotJson {
        line: problem.line(),
        column: problem.column(),
    };
    if !text.starts_with('[') {
        // Whether it is JSON at all decides what to tell.
        let read = serde_json::from_str::<serde::de::IgnoredAny>(text);
        return Err(read.map_or_else(problem, |_| FeedError::NotAList));
    }
    let rows: Vec<&RawValue> = serde_json::from_str(text).map_err(problem)?;
    if rows.len() > MAX_ROWS {
        return Err(FeedError::TooManyRows);
    }
    Ok(rows)
}

fn one(raw: &str, defaults: &Defaults<'_>, take: RowSelection) -> Read {
    let fields = (raw.len() <= MAX_ROW && raw.trim_start().starts_with('{'))
        .then(|| Fields::deserialize(&mut serde_json::Deserializer::from_str(raw)).ok())
        .flatten();
    let Some(fields) = fields else {
        return Read::Wrong(String::new(), RowErrorKind::Malformed);
    };
    if take == RowSelection::Online && fields.is_in_person() {
        return Read::LeftOut;
    }
    match fields.read(defaults.zone, defaults.language) {
        Ok(row) if take == RowSelection::Online && !leads_anywhere(&row) => {
            Read::Wrong(row.about.title, RowErrorKind::NoWay)
        }
        Ok(row) => Read::Row(Box::new(row)),
        Err(problem) => Read::Wrong(fields.name(), problem),
    }
}

fn leads_anywhere(row: &Row) -> bool {
    row.join.is_some() || row.page.is_some() || row.dial_in.is_some()
}

/// Rows that differ in their day alone, together.
#[derive(Default)]
struct Merged {
    rows: Vec<(usize, Row)>,
    by_likeness: HashMap<Vec<String>, usize>,
    /// Slugs that were seen, with day and time.
    seen: HashSet<(String, u8, String)>,
}

impl Merged {
    /// Whether there was anything new in it.
    fn take(&mut self, number: usize, row: Row) -> bool {
        let named = (row.slug.clone(), row.days.into(), row.time.to_string());
        if !row.slug.is_empty() && !self.seen.insert(named) {
            return false;
        }
        match self.by_likeness.get(&likeness(&row)) {
            None => {
                self.by_likeness.insert(likeness(&row), self.rows.len());
                self.rows.push((number, row));
                true
            }
            Some(at) => {
                let days = &mut self.rows[*at].1.days;
                let before = *days;
                *days = before.iter().chain(row.days.iter()).collect();
                *days != before
            }
        }
    }
}

/// Everything that a visitor would tell two meetings apart by, but the day. The page is not among it:
/// sites have one for every day.
fn likeness(row: &Row) -> Vec<String> {
    let about = &row.about;
    let mut parts = vec![
        about.title.clone(),
        about.notes.clone(),
        about.other_ways.clone(),
        about.language.clone(),
        about.access.as_str().to_owned(),
        row.group.clone(),
        row.time.to_string(),
        row.minutes.to_string(),
        row.zone.iana_name().unwrap_or_default().to_owned(),
        row.join.clone().unwrap_or_default(),
    ];
    if row.join.is_none() {
        // By phone: nothing but the page or the number leads there.
        parts.push(row.page.clone().unwrap_or_default());
        parts.push(row.dial_in.clone().unwrap_or_default());
    }
    parts.extend(about.kinds.iter().cloned());
    parts
}

fn listing(row: Row, source: &str) -> Listing {
    // Kept only where it is the way in.
    let leads = row.join.is_some() || row.page.is_some();
    let dial_in = row.dial_in.filter(|_| !leads);
    Listing {
        about: row.about,
        group: row.group,
        timetable: Timetable {
            // Nothing is known of its doors.
            doors_before: Millis(0),
            fellowship_after: Millis(0),
            ..Timetable::new(Recurrence {
                pattern: Pattern::Weekly {
                    every: EVERY_ONE,
                    days: row.days,
                },
                from: LONG_AGO,
                until: None,
                time: row.time,
                zone: row.zone,
                minutes: row.minutes,
            })
        },
        origin: Origin::Feed(FeedOrigin {
            source: source.to_owned(),
            join: row.join,
            page: row.page,
            dial_in,
            stale: false,
        }),
    }
}

#[cfg(test)]
mod tests;
