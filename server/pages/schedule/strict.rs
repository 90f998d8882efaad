//! The schedule's address as programs write it. Where a page overlooks what it can't understand,
//! since a person sees what came of it, a program is told: it would take everything for an answer.

use super::super::Frame;
use super::query::{MAX_CODE, OPEN, ScheduleQuery, YES, code};
use crate::schedule::{Access, Cursor, DayChoice, Hours, MAX_SEARCH, TimeOfDay, kinds, zone};
use serde::Serialize;

/// How much of a value that is refused is told back, in characters.
const MAX_ECHO: usize = 100;

/// A parameter, by the name of the message that tells what it takes.
pub struct Parameter {
    pub name: &'static str,
    pub takes: &'static str,
    place: fn(&mut ScheduleQuery) -> &mut String,
    fits: fn(&str) -> bool,
}

/// Everything that can be asked, in the order of telling.
pub const PARAMETERS: [Parameter; 11] = [
    Parameter {
        name: "q",
        takes: "sharing-search-q",
        place: |query| &mut query.q,
        fits: |text| text.chars().count() <= MAX_SEARCH,
    },
    Parameter {
        name: "day",
        takes: "sharing-search-day",
        place: |query| &mut query.day,
        fits: |text| DayChoice::parse(text).is_some(),
    },
    Parameter {
        name: "time",
        takes: "sharing-search-time",
        place: |query| &mut query.time,
        fits: |text| TimeOfDay::parse(text).is_some(),
    },
    Parameter {
        name: "awake",
        takes: "sharing-search-awake",
        place: |query| &mut query.awake,
        fits: |text| Hours::parse(text).is_some(),
    },
    Parameter {
        name: "type",
        takes: "sharing-search-type",
        place: |query| &mut query.kind,
        fits: is_kind,
    },
    Parameter {
        name: "language",
        takes: "sharing-search-language",
        place: |query| &mut query.language,
        fits: |text| code(text).is_some(),
    },
    Parameter {
        name: "access",
        takes: "sharing-search-access",
        place: |query| &mut query.access,
        fits: |text| Access::parse(text).is_some(),
    },
    Parameter {
        name: "newcomers",
        takes: "sharing-search-newcomers",
        place: |query| &mut query.newcomers,
        fits: |text| text == YES,
    },
    Parameter {
        name: "tz",
        takes: "sharing-search-tz",
        place: |query| query.tz.get_or_insert_default(),
        fits: |text| zone::parse(text).is_some(),
    },
    Parameter {
        name: "show",
        takes: "sharing-search-show",
        place: |query| &mut query.show,
        fits: |text| text == OPEN,
    },
    Parameter {
        name: "after",
        takes: "sharing-search-after",
        place: |query| &mut query.after,
        fits: |text| Cursor::parse(text).is_some(),
    },
];

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryRefusal {
    parameter: &'static str,
    takes: &'static str,
    value: String,
    why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    /// Not one of the values that it takes.
    Unread,
    /// It was there before.
    Twice,
}

/// What a program is told.
#[derive(Serialize)]
struct Told<'a> {
    error: String,
    parameter: &'a str,
    value: &'a str,
    takes: String,
}

impl ScheduleQuery {
    /// From the names and values of an address. An empty value asks for nothing, as from the form;
    /// names that mean nothing here are overlooked.
    ///
    /// # Errors
    /// The first parameter whose value is none of its own, or that comes twice.
    pub fn strictly(pairs: &[(String, String)]) -> Result<Self, QueryRefusal> {
        let mut query = Self::default();
        let mut seen = Vec::new();
        for (name, value) in pairs {
            let Some(parameter) = PARAMETERS.iter().find(|known| known.name == name) else {
                continue;
            };
            let refused = |why| Err(QueryRefusal::new(parameter, value, why));
            if seen.contains(&parameter.name) {
                return refused(Why::Twice);
            }
            seen.push(parameter.name);
            let value = value.trim();
            if !value.is_empty() && !(parameter.fits)(value) {
                return refused(Why::Unread);
            }
            value.clone_into((parameter.place)(&mut query));
        }
        Ok(query)
    }
}

impl QueryRefusal {
    fn new(parameter: &Parameter, value: &str, why: Why) -> Self {
        Self {
            parameter: parameter.name,
            takes: parameter.takes,
            value: value.chars().take(MAX_ECHO).collect(),
            why,
        }
    }

    /// As JSON.
    pub fn told(&self, frame: Frame<'_>) -> String {
        let id = match self.why {
            Why::Unread => "sharing-search-unread",
            Why::Twice => "sharing-search-twice",
        };
        let told = Told {
            error: frame.say(id, &[("parameter", self.parameter.into())]),
            parameter: self.parameter,
            value: &self.value,
            takes: frame.t(self.takes),
        };
        serde_json::to_string(&told).expect("texts can be written as JSON")
    }
}

/// What is known and told as a type: not whether a meeting is open, which is asked for apart.
fn is_kind(text: &str) -> bool {
    text.len() <= MAX_CODE
        && kinds::known(text)
            .is_some_and(|code| ![kinds::OPEN, kinds::CLOSED, kinds::PLACE_CLOSED].contains(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Result<ScheduleQuery, QueryRefusal> {
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        ScheduleQuery::strictly(&pairs)
    }

    #[test]
    fn what_each_parameter_takes_is_asked_for() {
        let query = asked(&[
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
    fn nothing_and_what_means_nothing_here_is_overlooked() {
        let query = asked(&[("day", ""), ("utm_source", "x"), ("utm_source", "y")]);
        assert_eq!(query, Ok(ScheduleQuery::default()));
    }

    #[test]
    fn any_other_value_is_refused_by_its_name() {
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
            let refused = asked(&[("format", "?"), (name, value)]).expect_err(value);
            assert_eq!((refused.parameter, refused.why), (name, Why::Unread));
            assert_eq!(refused.value, value.chars().take(100).collect::<String>());
        }
        let twice = asked(&[("type", "D"), ("type", "W")]).expect_err("twice");
        assert_eq!(
            (twice.parameter, twice.value.as_str(), twice.why),
            ("type", "W", Why::Twice)
        );
    }
}
