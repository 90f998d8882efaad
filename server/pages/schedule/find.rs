//! The search form, and the texts of its filters.

use super::super::{Frame, Visitor, language};
use super::query::name;
use crate::schedule::{Access, Agenda, DayChoice, Filter, FilterField, TimeOfDay};
use jiff::ToSpan;

/// The values of `find.html`.
pub(in super::super) struct FindView<'a> {
    /// The page that shows the results.
    pub action: &'static str,
    pub search: &'a str,
    pub zone: Option<&'a str>,
    pub newcomers: bool,
    /// Carried along in a hidden field: the form on `/far` sets it.
    pub awake: Option<String>,
    /// Two lists a row; the last row has one list and the button.
    pub pairs: [Vec<SelectView>; 3],
}

/// A list to choose from.
pub(in super::super) struct SelectView {
    pub name: &'static str,
    pub label: String,
    pub any: String,
    pub options: Vec<OptionView>,
}

pub(in super::super) struct OptionView {
    pub value: String,
    pub words: String,
    pub chosen: bool,
}

impl<'a> FindView<'a> {
    pub(in super::super) fn new(
        agenda: &'a Agenda<'_>,
        visitor: &'a Visitor,
        action: &'static str,
        frame: Frame<'_>,
    ) -> Self {
        let select = |field, options| SelectView::new(field, options, frame);
        Self {
            action,
            search: &agenda.filter.search,
            zone: visitor.carried(),
            newcomers: agenda.filter.newcomers,
            awake: agenda.filter.awake.map(|hours| hours.to_string()),
            pairs: [
                vec![
                    select(FilterField::Day, days(agenda, visitor, frame)),
                    select(FilterField::Time, times(agenda, frame)),
                ],
                vec![
                    select(FilterField::Kind, kinds(agenda, frame)),
                    select(FilterField::Language, languages(agenda)),
                ],
                vec![select(FilterField::Access, accesses(agenda, frame))],
            ],
        }
    }
}

impl SelectView {
    fn new(field: FilterField, options: Vec<OptionView>, frame: Frame<'_>) -> Self {
        let (label, any) = match field {
            FilterField::Search => ("find-search", "find-either"),
            FilterField::Day => ("find-day", "find-any-day"),
            FilterField::Time => ("find-time", "find-any-time"),
            FilterField::Kind => ("find-kind", "find-any-kind"),
            FilterField::Language => ("find-language", "find-any-language"),
            FilterField::Access => ("find-access", "find-either"),
            FilterField::Awake => ("find-awake", "find-any-time"),
            FilterField::Newcomers => ("find-newcomers", "find-either"),
        };
        Self {
            name: name(field),
            label: frame.t(label),
            any: frame.t(any),
            options,
        }
    }
}

/// The text of a filter's value.
pub(super) fn value_text(filter: &Filter, field: FilterField, frame: Frame<'_>) -> String {
    let text = match field {
        FilterField::Search => Some(filter.search.clone()),
        FilterField::Day => filter.day.map(|day| match day {
            DayChoice::Today => frame.t("today"),
            DayChoice::On(weekday) => frame.weekday(weekday),
        }),
        FilterField::Time => filter.time.map(|time| frame.time_of_day(time)),
        FilterField::Kind => filter
            .kind
            .as_deref()
            .map(|code| frame.catalogue.kind(code).unwrap_or(code).to_owned()),
        FilterField::Awake => filter.awake.map(|hours| frame.hours(hours)),
        FilterField::Newcomers => Some(frame.t("find-newcomers")),
        FilterField::Language => filter
            .language
            .as_deref()
            .map(|tag| language::name(tag).to_owned()),
        FilterField::Access => filter.access.map(|access| access_words(access, frame)),
    };
    text.unwrap_or_default()
}

/// Today, then the six days after it.
fn days(agenda: &Agenda<'_>, visitor: &Visitor, frame: Frame<'_>) -> Vec<OptionView> {
    let today = visitor.clock(visitor.now).date();
    let mut chosen = agenda.filter.day;
    if chosen == Some(DayChoice::On(today.weekday())) {
        chosen = Some(DayChoice::Today);
    }
    let ahead = (1..7).map(|day| DayChoice::On(today.saturating_add(day.days()).weekday()));
    std::iter::once(DayChoice::Today)
        .chain(ahead)
        .map(|day| OptionView {
            value: day.as_str().to_owned(),
            words: match day {
                DayChoice::Today => frame.t("today"),
                DayChoice::On(weekday) => frame.weekday(weekday),
            },
            chosen: chosen == Some(day),
        })
        .collect()
}

fn times(agenda: &Agenda<'_>, frame: Frame<'_>) -> Vec<OptionView> {
    TimeOfDay::ALL
        .into_iter()
        .map(|time| OptionView {
            value: time.as_str().to_owned(),
            words: frame.time_of_day(time),
            chosen: agenda.filter.time == Some(time),
        })
        .collect()
}

/// Sorted by their names, not by their codes.
fn kinds(agenda: &Agenda<'_>, frame: Frame<'_>) -> Vec<OptionView> {
    let mut kinds: Vec<_> = agenda
        .options
        .kinds
        .iter()
        .map(|code| OptionView {
            value: (*code).to_owned(),
            words: frame.catalogue.kind(code).unwrap_or(code).to_owned(),
            chosen: agenda.filter.kind.as_deref() == Some(code),
        })
        .collect();
    kinds.sort_by(|one, other| one.words.cmp(&other.words));
    kinds
}

fn languages(agenda: &Agenda<'_>) -> Vec<OptionView> {
    agenda
        .options
        .languages
        .iter()
        .map(|tag| OptionView {
            value: (*tag).to_owned(),
            words: language::name(tag).to_owned(),
            chosen: agenda.filter.language.as_deref() == Some(tag),
        })
        .collect()
}

fn accesses(agenda: &Agenda<'_>, frame: Frame<'_>) -> Vec<OptionView> {
    [Access::Open, Access::Closed]
        .into_iter()
        .map(|access| OptionView {
            value: access.as_str().to_owned(),
            words: access_words(access, frame),
            chosen: agenda.filter.access == Some(access),
        })
        .collect()
}

fn access_words(access: Access, frame: Frame<'_>) -> String {
    frame.t(match access {
        Access::Open => "access-open",
        Access::Closed => "access-closed",
    })
}
