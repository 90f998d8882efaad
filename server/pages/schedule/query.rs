//! The query parameters of the schedule: how they are parsed and written.

use crate::schedule::{
    Access, Cursor, DayChoice, Filter, FilterField, Hours, PageRequest, TimeOfDay,
};
use serde::Deserialize;

pub(super) const YES: &str = "yes";
pub(super) const OPEN: &str = "open";

/// The longest type code or language tag that is accepted, in bytes.
pub(super) const MAX_CODE: usize = 12;

/// The query parameters of `/`, unparsed. Invalid values are ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ScheduleQuery {
    /// The words to search for.
    pub q: String,
    /// A weekday or `today`.
    pub day: String,
    /// A time of day, such as `evening`.
    pub time: String,
    /// A type code of the Meeting Guide.
    #[serde(rename = "type")]
    pub kind: String,
    /// A language tag.
    pub language: String,
    /// `open` or `closed`.
    pub access: String,
    /// `yes`: only meetings for newcomers.
    pub newcomers: String,
    /// The hours in which the visitor is awake, such as `7-23`.
    pub awake: String,
    /// A time zone.
    pub tz: Option<String>,
    /// `open`: every meeting that can be joined now.
    pub show: String,
    /// The cursor of the page.
    pub after: String,
}

impl ScheduleQuery {
    /// The filter that the parameters describe.
    #[must_use]
    pub fn filter(&self) -> Filter {
        Filter {
            search: Filter::search(&self.q),
            day: DayChoice::parse(&self.day),
            time: TimeOfDay::parse(&self.time),
            kind: code(&self.kind).map(|code| code.to_ascii_uppercase()),
            language: code(&self.language).map(|tag| tag.to_ascii_lowercase()),
            access: Access::parse(&self.access),
            newcomers: self.newcomers == YES,
            awake: Hours::parse(&self.awake),
        }
    }

    /// Which page of the results is requested.
    #[must_use]
    pub fn page(&self) -> PageRequest {
        match Cursor::parse(&self.after) {
            cursor if self.show == OPEN => PageRequest::Open(cursor.unwrap_or(Cursor::START)),
            Some(cursor) => PageRequest::After(cursor),
            None => PageRequest::First,
        }
    }

    /// Which page a program requests. Its first page begins with what is going on, by start, so that the pages
    /// together have every date once.
    #[must_use]
    pub fn page_for_programs(&self) -> PageRequest {
        match self.page() {
            PageRequest::First => PageRequest::After(Cursor::START),
            page => page,
        }
    }
}

/// The parameters that describe this filter, and the zone to carry along.
pub(in crate::pages) fn pairs(filter: &Filter, zone: Option<&str>) -> Vec<(&'static str, String)> {
    filter
        .active_fields()
        .filter_map(|field| Some((name(field), value(filter, field)?)))
        .chain(zone.map(|zone| ("tz", zone.to_owned())))
        .collect()
}

/// The name of a filter field in URLs and forms.
pub(super) const fn name(field: FilterField) -> &'static str {
    match field {
        FilterField::Search => "q",
        FilterField::Day => "day",
        FilterField::Time => "time",
        FilterField::Kind => "type",
        FilterField::Language => "language",
        FilterField::Access => "access",
        FilterField::Awake => "awake",
        FilterField::Newcomers => "newcomers",
    }
}

fn value(filter: &Filter, field: FilterField) -> Option<String> {
    match field {
        FilterField::Search => Some(filter.search.clone()),
        FilterField::Day => filter.day.map(|day| day.as_str().to_owned()),
        FilterField::Time => filter.time.map(|time| time.as_str().to_owned()),
        FilterField::Kind => filter.kind.clone(),
        FilterField::Language => filter.language.clone(),
        FilterField::Access => filter.access.map(|access| access.as_str().to_owned()),
        FilterField::Awake => filter.awake.map(|hours| hours.to_string()),
        FilterField::Newcomers => filter.newcomers.then(|| YES.to_owned()),
    }
}

pub(super) fn code(text: &str) -> Option<&str> {
    let fits = (1..=MAX_CODE).contains(&text.len());
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (fits && plain).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parsed_query_can_be_written_back() {
        let query = ScheduleQuery {
            q: "  quiet hour ".into(),
            day: "Friday".into(),
            time: "night".into(),
            kind: "med".into(),
            language: "EN".into(),
            access: "closed".into(),
            awake: "22-6".into(),
            newcomers: "yes".into(),
            ..ScheduleQuery::default()
        };
        let written = pairs(&query.filter(), Some("Europe/London"));
        let expected = [
            ("q", "quiet hour"),
            ("day", "friday"),
            ("time", "night"),
            ("awake", "22-6"),
            ("type", "MED"),
            ("language", "en"),
            ("access", "closed"),
            ("newcomers", "yes"),
            ("tz", "Europe/London"),
        ];
        assert_eq!(
            written,
            expected.map(|(name, value)| (name, value.to_owned()))
        );
    }

    #[test]
    fn invalid_parameters_are_ignored() {
        let query = ScheduleQuery {
            day: "someday".into(),
            time: "tea".into(),
            kind: "<b>".into(),
            language: "x".repeat(40),
            access: "ajar".into(),
            awake: "7-25".into(),
            newcomers: "perhaps".into(),
            ..ScheduleQuery::default()
        };
        assert!(query.filter().is_empty());
    }
}
