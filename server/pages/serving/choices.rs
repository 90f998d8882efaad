//! What there is to choose from in the form for a meeting.

use super::super::{Frame, language};
use super::field::ChoiceView;
use crate::schedule::draft::{Draft, Repeats};
use crate::schedule::{Access, WeekOfMonth, kinds, weekday};

pub(super) fn repeats(draft: &Draft, frame: Frame<'_>) -> Vec<ChoiceView> {
    let words = |repeats| match repeats {
        Repeats::Weekly => "repeats-weekly",
        Repeats::MonthlyByWeekday => "repeats-monthly-weekday",
        Repeats::MonthlyByDate => "repeats-monthly-date",
        Repeats::Daily => "repeats-daily",
        Repeats::Once => "repeats-once",
    };
    let chosen = Repeats::parse(&draft.repeats);
    Repeats::ALL
        .into_iter()
        .map(|repeats| ChoiceView {
            value: repeats.as_str().to_owned(),
            words: frame.t(words(repeats)),
            chosen: chosen == Some(repeats),
        })
        .collect()
}

pub(super) fn days(chosen: &[String], frame: Frame<'_>) -> Vec<ChoiceView> {
    weekday::WEEK
        .into_iter()
        .map(|day| {
            let value = weekday::name(day);
            ChoiceView {
                value: value.to_owned(),
                words: frame.weekday(day),
                chosen: chosen.iter().any(|chosen| chosen == value),
            }
        })
        .collect()
}

pub(super) fn places(draft: &Draft, frame: Frame<'_>) -> Vec<ChoiceView> {
    WeekOfMonth::ALL
        .into_iter()
        .map(|place| ChoiceView {
            value: place.as_str().to_owned(),
            words: frame.place(place),
            chosen: draft.places.iter().any(|chosen| chosen == place.as_str()),
        })
        .collect()
}

/// Those that are offered, and those that the meeting has besides.
pub(super) fn kind_choices(draft: &Draft, frame: Frame<'_>) -> Vec<ChoiceView> {
    let offered = kinds::OFFERED.iter().copied();
    let besides = draft.kinds.iter().map(String::as_str);
    let besides = besides.filter(|code| !kinds::OFFERED.contains(code));
    offered
        .chain(besides)
        .map(|code| ChoiceView {
            value: code.to_owned(),
            words: frame.catalogue.kind(code).unwrap_or(code).to_owned(),
            chosen: draft.kinds.iter().any(|chosen| chosen == code),
        })
        .collect()
}

pub(super) fn languages(draft: &Draft) -> Vec<ChoiceView> {
    let known = language::all();
    let mut choices: Vec<_> = known
        .map(|(tag, name)| ChoiceView {
            value: tag.to_owned(),
            words: name.to_owned(),
            chosen: draft.language == tag,
        })
        .collect();
    if !draft.language.is_empty() && choices.iter().all(|choice| !choice.chosen) {
        choices.push(ChoiceView {
            value: draft.language.clone(),
            words: draft.language.clone(),
            chosen: true,
        });
    }
    choices
}

pub(super) fn accesses(draft: &Draft, frame: Frame<'_>) -> Vec<ChoiceView> {
    [
        (Access::Open, "meeting-open"),
        (Access::Closed, "meeting-closed"),
    ]
    .into_iter()
    .map(|(access, words)| ChoiceView {
        value: access.as_str().to_owned(),
        words: frame.t(words),
        chosen: draft.access == access.as_str(),
    })
    .collect()
}
