//! Parses the feed of another directory into listings.

use super::other_format::OtherFormat;
use super::row::{Fields, Row, RowErrorKind};
use crate::base::Millis;
use crate::schedule::meeting::{FeedOrigin, Listing, Origin};
use crate::schedule::pattern::Pattern;
use crate::schedule::recurrence::Recurrence;
use crate::schedule::timetable::Timetable;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::error::Category;
use serde_json::value::RawValue;
use std::collections::{HashMap, HashSet};

/// The largest accepted feed, in bytes.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// The maximum number of rows of a feed; the largest known directory has fewer.
pub const MAX_ROWS: usize = 20_000;

/// The largest row, in bytes.
const MAX_ROW_BYTES: usize = 64 * 1024;

/// The first date of all listings. Feeds have no first date for a weekly meeting, so this is an arbitrary Monday
/// in the past.
const FIRST_DATE: Date = date(2000, 1, 3);

/// Values for what is missing in a feed.
#[derive(Clone, Copy, Debug)]
pub struct Defaults<'a> {
    /// The name that the operator gave to the feed.
    pub source: &'a str,
    /// The zone of rows without one.
    pub zone: Option<&'a TimeZone>,
    /// The language of rows without one; a BCP 47 tag.
    pub language: &'a str,
}

/// The result of parsing a feed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParsedFeed {
    /// Every meeting that can be attended online or by phone, in the order of the feed.
    pub listings: Vec<Listing>,
    /// The errors of rows that could not be parsed.
    pub errors: Vec<RowError>,
    /// How many valid rows were skipped: in-person meetings and duplicates.
    pub skipped: usize,
}

/// A row that could not be parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowError {
    /// The position in the feed, from 1.
    pub row: usize,
    /// The name of the meeting; may be empty.
    pub name: String,
    /// What is wrong with the row.
    pub kind: RowErrorKind,
}

/// Why a whole feed could not be parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// It has more than [`MAX_BYTES`].
    #[error("it is larger than {} MiB", MAX_BYTES / 1024 / 1024)]
    TooLarge,
    /// It is not JSON at all.
    #[error("it is not JSON")]
    Other(OtherFormat),
    /// It ends in the middle.
    #[error("it breaks off in line {line}")]
    Truncated {
        /// The last line, from 1.
        line: usize,
    },
    /// It has a syntax error.
    #[error("it is not JSON: something is wrong in line {line}, column {column}")]
    NotJson {
        /// The line of the syntax error, from 1.
        line: usize,
        /// The column of the syntax error.
        column: usize,
    },
    /// It is JSON, but not an array.
    #[error("it is JSON, but not a list of meetings")]
    NotAList,
    /// It has more than [`MAX_ROWS`].
    #[error("it has more than {MAX_ROWS} rows")]
    TooManyRows,
}

/// Parses a feed.
///
/// # Errors
/// When the whole feed cannot be parsed. Errors of single rows are part of the result.
pub fn parse(bytes: &[u8], defaults: &Defaults<'_>) -> Result<ParsedFeed, FeedError> {
    let parsed = parse_rows(bytes, defaults, RowSelection::RemoteOnly)?;
    Ok(ParsedFeed {
        listings: (parsed.rows.into_iter())
            .map(|(_, row)| to_listing(row, defaults.source))
            .collect(),
        errors: parsed.errors,
        skipped: parsed.skipped,
    })
}

/// Which rows to parse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::schedule) enum RowSelection {
    /// Meetings with a link or a phone number.
    RemoteOnly,
    /// All meetings: a group moves them to this site.
    All,
}

/// The rows of a feed. Rows that differ only in their day are merged under the number of the first.
#[derive(Debug, Default)]
pub(in crate::schedule) struct ParsedRows {
    pub rows: Vec<(usize, Row)>,
    pub errors: Vec<RowError>,
    pub skipped: usize,
}

/// Parses the rows of a feed.
pub(in crate::schedule) fn parse_rows(
    bytes: &[u8],
    defaults: &Defaults<'_>,
    selection: RowSelection,
) -> Result<ParsedRows, FeedError> {
    if bytes.len() > MAX_BYTES {
        return Err(FeedError::TooLarge);
    }
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if let Some(format) = OtherFormat::of(bytes, text) {
        return Err(FeedError::Other(format));
    }
    let mut parsed = ParsedRows::default();
    let mut merger = RowMerger::default();
    for (number, raw) in (1..).zip(split_rows(text)?) {
        match parse_row(raw.get(), defaults, selection) {
            RowOutcome::Row(row) => {
                parsed.skipped += usize::from(!merger.add(number, *row));
            }
            RowOutcome::Skipped => parsed.skipped += 1,
            RowOutcome::Invalid(name, kind) => parsed.errors.push(RowError {
                row: number,
                name,
                kind,
            }),
        }
    }
    parsed.rows = merger.rows;
    Ok(parsed)
}

/// The result of parsing one row.
enum RowOutcome {
    Row(Box<Row>),
    Skipped,
    /// With the name of the meeting, which may be empty.
    Invalid(String, RowErrorKind),
}

fn split_rows(text: &str) -> Result<Vec<&RawValue>, FeedError> {
    let not_json = |error: serde_json::Error| match error.classify() {
        Category::Eof => FeedError::Truncated { line: error.line() },
        _ => FeedError::NotJson {
            line: error.line(),
            column: error.column(),
        },
    };
    if !text.starts_with('[') {
        // The error tells broken JSON from another JSON value.
        let parsed = serde_json::from_str::<serde::de::IgnoredAny>(text);
        return Err(parsed.map_or_else(not_json, |_| FeedError::NotAList));
    }
    let rows: Vec<&RawValue> = serde_json::from_str(text).map_err(not_json)?;
    if rows.len() > MAX_ROWS {
        return Err(FeedError::TooManyRows);
    }
    Ok(rows)
}

fn parse_row(raw: &str, defaults: &Defaults<'_>, selection: RowSelection) -> RowOutcome {
    let fields = (raw.len() <= MAX_ROW_BYTES && raw.trim_start().starts_with('{'))
        .then(|| Fields::deserialize(&mut serde_json::Deserializer::from_str(raw)).ok())
        .flatten();
    let Some(fields) = fields else {
        return RowOutcome::Invalid(String::new(), RowErrorKind::Malformed);
    };
    if selection == RowSelection::RemoteOnly && fields.is_in_person() {
        return RowOutcome::Skipped;
    }
    match fields.parse(defaults.zone, defaults.language) {
        Ok(row) if selection == RowSelection::RemoteOnly && !is_reachable(&row) => {
            RowOutcome::Invalid(row.about.title, RowErrorKind::Unreachable)
        }
        Ok(row) => RowOutcome::Row(Box::new(row)),
        Err(kind) => RowOutcome::Invalid(fields.name(), kind),
    }
}

fn is_reachable(row: &Row) -> bool {
    row.join.is_some() || row.page.is_some() || row.dial_in.is_some()
}

/// Merges rows that differ only in their day.
#[derive(Default)]
struct RowMerger {
    rows: Vec<(usize, Row)>,
    /// The index in `rows` by [`merge_key`].
    by_key: HashMap<Vec<String>, usize>,
    /// The slug, days and time of earlier rows.
    seen: HashSet<(String, u8, String)>,
}

impl RowMerger {
    /// Adds a row. Returns false for a duplicate, which is not added.
    fn add(&mut self, number: usize, row: Row) -> bool {
        let identity = (row.slug.clone(), row.days.into(), row.time.to_string());
        if !row.slug.is_empty() && !self.seen.insert(identity) {
            return false;
        }
        let key = merge_key(&row);
        match self.by_key.get(&key) {
            None => {
                self.by_key.insert(key, self.rows.len());
                self.rows.push((number, row));
                true
            }
            Some(index) => {
                let days = &mut self.rows[*index].1.days;
                let before = *days;
                *days = before.iter().chain(row.days.iter()).collect();
                *days != before
            }
        }
    }
}

/// Everything that makes two meetings different for a visitor, except the day. The page is not included:
/// some sites have one for every day.
fn merge_key(row: &Row) -> Vec<String> {
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
        // Only the page or the phone number distinguishes such meetings.
        parts.push(row.page.clone().unwrap_or_default());
        parts.push(row.dial_in.clone().unwrap_or_default());
    }
    parts.extend(about.kinds.iter().cloned());
    parts
}

fn to_listing(row: Row, source: &str) -> Listing {
    // The phone number is stored only if there is no link.
    let has_link = row.join.is_some() || row.page.is_some();
    let dial_in = row.dial_in.filter(|_| !has_link);
    Listing {
        about: row.about,
        group: row.group,
        timetable: Timetable {
            // Feeds have no door times.
            doors_before: Millis(0),
            fellowship_after: Millis(0),
            ..Timetable::new(Recurrence {
                pattern: Pattern::weekly(row.days.iter()),
                from: FIRST_DATE,
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
