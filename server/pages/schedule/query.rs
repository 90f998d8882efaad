//! The schedule's address: what its parameters mean, and how to write them.

use crate::schedule::{
    Access, Cursor, DayChoice, Filter, FilterField, Hours, PageRequest, TimeOfDay,
};
use serde::Deserialize;

pub(super) const YES: &str = "yes";
pub(super) const OPEN: &str = "open";

/// The longest type code or language tag that is looked at.
pub(super) const MAX_CODE: usize = 12;

/// The parameters of `/`, as they came. What can't be understood is not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ScheduleQuery {
    pub q: String,
    pub day: String,
    pub time: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub language: String,
    pub access: String,
    pub newcomers: String,
    pub awake: String,
    pub tz: Option<String>,
    /// `open`: every meeting that one can go into now.
    pub show: String,
    /// Where the page before this one ended.
    pub after: String,
}

impl ScheduleQuery {
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

    #[must_use]
    pub fn page(&self) -> PageRequest {
        match Cursor::parse(&self.after) {
            _ if self.show == OPEN => PageRequest::Open,
            Some(cursor) => PageRequest::After(cursor),
            None => PageRequest::First,
        }
    }
}

/// The parameters that ask for this, and the zone to carry along.
pub(in crate::pages) fn pairs(filter: &Filter, zone: Option<&str>) -> Vec<(&'static str, String)> {
    filter
        .active_fields()
        .filter_map(|facet| Some((name(facet), value(filter, facet)?)))
        .chain(zone.map(|zone| ("tz", zone.to_owned())))
        .collect()
}

/// What a facet is called in addresses and forms.
pub(super) const fn name(facet: FilterField) -> &'static str {
    match facet {
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

fn value(filter: &Filter, facet: FilterField) -> Option<String> {
    match facet {
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
    fn what_an_address_asks_for_can_be_written_again() {
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
    fn what_makes_no_sense_is_not_asked_for() {
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
