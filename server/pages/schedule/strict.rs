//! The strict parsing of the query parameters, for programs. A page ignores an invalid parameter,
//! since a person sees the result; a program gets an error, since it could not notice.

use super::super::Frame;
use super::query::{MAX_CODE, OPEN, ScheduleQuery, YES, code};
use crate::schedule::{Access, Cursor, DayChoice, Hours, MAX_SEARCH, TimeOfDay, kinds, zone};
use serde::Serialize;

/// How much of a refused value the response repeats, in characters.
const MAX_ECHO: usize = 100;

/// A query parameter.
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    /// The message that says what it accepts.
    pub(crate) takes: &'static str,
    field: fn(&mut ScheduleQuery) -> &mut String,
    is_valid: fn(&str) -> bool,
}

/// All parameters, in the order of the documentation.
pub(crate) const PARAMETERS: [Parameter; 11] = [
    Parameter {
        name: "q",
        takes: "sharing-search-q",
        field: |query| &mut query.q,
        is_valid: |text| text.chars().count() <= MAX_SEARCH,
    },
    Parameter {
        name: "day",
        takes: "sharing-search-day",
        field: |query| &mut query.day,
        is_valid: |text| DayChoice::parse(text).is_some(),
    },
    Parameter {
        name: "time",
        takes: "sharing-search-time",
        field: |query| &mut query.time,
        is_valid: |text| TimeOfDay::parse(text).is_some(),
    },
    Parameter {
        name: "awake",
        takes: "sharing-search-awake",
        field: |query| &mut query.awake,
        is_valid: |text| Hours::parse(text).is_some(),
    },
    Parameter {
        name: "type",
        takes: "sharing-search-type",
        field: |query| &mut query.kind,
        is_valid: is_kind,
    },
    Parameter {
        name: "language",
        takes: "sharing-search-language",
        field: |query| &mut query.language,
        is_valid: |text| code(text).is_some(),
    },
    Parameter {
        name: "access",
        takes: "sharing-search-access",
        field: |query| &mut query.access,
        is_valid: |text| Access::parse(text).is_some(),
    },
    Parameter {
        name: "newcomers",
        takes: "sharing-search-newcomers",
        field: |query| &mut query.newcomers,
        is_valid: |text| text == YES,
    },
    Parameter {
        name: "tz",
        takes: "sharing-search-tz",
        field: |query| query.tz.get_or_insert_default(),
        is_valid: |text| zone::parse(text).is_some(),
    },
    Parameter {
        name: "show",
        takes: "sharing-search-show",
        field: |query| &mut query.show,
        is_valid: |text| text == OPEN,
    },
    Parameter {
        name: "after",
        takes: "sharing-search-after",
        field: |query| &mut query.after,
        is_valid: |text| Cursor::parse(text).is_some(),
    },
];

/// Why a query is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryRefusal {
    parameter: &'static str,
    takes: &'static str,
    value: String,
    reason: RefusalReason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RefusalReason {
    /// The parameter does not accept this value.
    InvalidValue,
    /// The parameter occurs more than once.
    Repeated,
}

/// The JSON body of a refusal.
#[derive(Serialize)]
struct RefusalBody<'a> {
    error: String,
    parameter: &'a str,
    value: &'a str,
    takes: String,
}

impl ScheduleQuery {
    /// Parses the names and values of a query. An empty value is ignored, since the form sends them;
    /// unknown names are ignored as well.
    ///
    /// # Errors
    /// If a parameter has an invalid value or occurs twice; names the first such parameter.
    pub fn parse_strict(pairs: &[(String, String)]) -> Result<Self, QueryRefusal> {
        let mut query = Self::default();
        let mut seen = Vec::new();
        for (name, value) in pairs {
            let Some(parameter) = PARAMETERS.iter().find(|known| known.name == name) else {
                continue;
            };
            let refuse = |reason| Err(QueryRefusal::new(parameter, value, reason));
            if seen.contains(&parameter.name) {
                return refuse(RefusalReason::Repeated);
            }
            seen.push(parameter.name);
            let value = value.trim();
            if !value.is_empty() && !(parameter.is_valid)(value) {
                return refuse(RefusalReason::InvalidValue);
            }
            value.clone_into((parameter.field)(&mut query));
        }
        Ok(query)
    }
}

impl QueryRefusal {
    fn new(parameter: &Parameter, value: &str, reason: RefusalReason) -> Self {
        Self {
            parameter: parameter.name,
            takes: parameter.takes,
            value: value.chars().take(MAX_ECHO).collect(),
            reason,
        }
    }

    /// The JSON body of the response.
    #[must_use]
    pub fn to_json(&self, frame: Frame<'_>) -> String {
        let id = match self.reason {
            RefusalReason::InvalidValue => "sharing-search-unread",
            RefusalReason::Repeated => "sharing-search-twice",
        };
        let body = RefusalBody {
            error: frame.say(id, &[("parameter", self.parameter.into())]),
            parameter: self.parameter,
            value: &self.value,
            takes: frame.t(self.takes),
        };
        serde_json::to_string(&body).expect("texts can be serialised")
    }
}

/// Whether this is a known type code other than those for open and closed, which `access` is for.
fn is_kind(text: &str) -> bool {
    text.len() <= MAX_CODE
        && kinds::known(text)
            .is_some_and(|code| ![kinds::OPEN, kinds::CLOSED, kinds::PLACE_CLOSED].contains(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(pairs: &[(&str, &str)]) -> Result<ScheduleQuery, QueryRefusal> {
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        ScheduleQuery::parse_strict(&pairs)
    }

    #[test]
    fn each_parameter_accepts_its_values() {
        let query = parse(&[
            ("q", " quiet hour "),
            ("day", "Friday"),
            ("time", "night"),
            ("awake", "22-6"),
            ("type", "med"),
            ("language", "EN"),
            ("access", "closed"),
            ("newcomers", "yes"),
            ("tz", "new york"),
            ("show", "open"),
            ("after", "29400840.3"),
        ]);
        assert_eq!(
            query,
            Ok(ScheduleQuery {
                q: "quiet hour".into(),
                day: "Friday".into(),
                time: "night".into(),
                awake: "22-6".into(),
                kind: "med".into(),
                language: "EN".into(),
                access: "closed".into(),
                newcomers: "yes".into(),
                tz: Some("new york".into()),
                show: "open".into(),
                after: "29400840.3".into(),
            })
        );
    }

    #[test]
    fn empty_values_and_unknown_parameters_are_ignored() {
        let query = parse(&[("day", ""), ("utm_source", "x"), ("utm_source", "y")]);
        assert_eq!(query, Ok(ScheduleQuery::default()));
    }

    #[test]
    fn an_invalid_value_is_refused_with_its_parameter() {
        let long = "x".repeat(101);
        for (name, value) in [
            ("q", long.as_str()),
            ("day", "foo"),
            ("day", "4"),
            ("time", "tea"),
            ("awake", "7-25"),
            ("type", "ZZZ"),
            ("type", "O"),
            ("language", "<b>"),
            ("access", "foo"),
            ("newcomers", "true"),
            ("tz", "Nowhere"),
            ("tz", "list"),
            ("show", "all"),
            ("after", "1e9"),
        ] {
            let refused = parse(&[("format", "?"), (name, value)]).expect_err(value);
            assert_eq!(
                (refused.parameter, refused.reason),
                (name, RefusalReason::InvalidValue)
            );
            assert_eq!(refused.value, value.chars().take(100).collect::<String>());
        }
        let twice = parse(&[("type", "D"), ("type", "W")]).expect_err("twice");
        assert_eq!(
            (twice.parameter, twice.value.as_str(), twice.reason),
            ("type", "W", RefusalReason::Repeated)
        );
    }
}
