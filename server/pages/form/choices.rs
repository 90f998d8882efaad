//! The options of the fields of a meeting.

use super::super::{Frame, language};
use super::field::ChoiceView;
use crate::schedule::draft::{Draft, Field, Repeats};
use crate::schedule::{Access, WeekOfMonth, kinds, weekday};

/// The options of a field, with those that the draft has chosen; none for a field of text.
pub(in super::super) fn choices(field: Field, draft: &Draft, frame: Frame<'_>) -> Vec<ChoiceView> {
    let options = match field {
        Field::Repeats => repeats(frame),
        Field::Days | Field::Weekday => weekdays(frame),
        Field::Places => places(frame),
        Field::Kinds => kind_options(draft, frame),
        Field::Language => languages(draft),
        Field::Access => accesses(frame),
        _ => Vec::new(),
    };
    let chosen = chosen(field, draft);
    let view = |(value, words): (String, String)| ChoiceView {
        chosen: chosen.contains(&value),
        value,
        words,
    };
    options.into_iter().map(view).collect()
}

fn chosen(field: Field, draft: &Draft) -> Vec<String> {
    match field {
        Field::Repeats => {
            let repeats = Repeats::parse(draft.text(field));
            let value = repeats.map(|repeats| repeats.as_str().to_owned());
            value.into_iter().collect()
        }
        _ => draft.list(field).to_vec(),
    }
}

/// Values with the words for them.
type Options = Vec<(String, String)>;

fn repeats(frame: Frame<'_>) -> Options {
    let words = |repeats| match repeats {
        Repeats::Weekly => "repeats-weekly",
        Repeats::MonthlyByWeekday => "repeats-monthly-weekday",
        Repeats::MonthlyByDate => "repeats-monthly-date",
        Repeats::Daily => "repeats-daily",
        Repeats::Once => "repeats-once",
    };
    let option = |repeats: Repeats| (repeats.as_str().to_owned(), frame.t(words(repeats)));
    Repeats::ALL.map(option).into()
}

fn weekdays(frame: Frame<'_>) -> Options {
    let option = |day| {
        let value = weekday::name(day);
        (value.to_owned(), frame.weekday(day))
    };
    weekday::WEEK.map(option).into()
}

fn places(frame: Frame<'_>) -> Options {
    let option = |place: WeekOfMonth| (place.as_str().to_owned(), frame.place(place));
    WeekOfMonth::ALL.map(option).into()
}

/// The common kinds, and the others that the draft has.
fn kind_options(draft: &Draft, frame: Frame<'_>) -> Options {
    let others = draft.list(Field::Kinds).iter().map(String::as_str);
    let others = others.filter(|code| !kinds::OFFERED.contains(code));
    let words = |code| frame.catalogue.kind(code).unwrap_or(code).to_owned();
    (kinds::OFFERED.iter().copied().chain(others))
        .map(|code| (code.to_owned(), words(code)))
        .collect()
}

/// The known languages, and the one of the draft if it is another.
fn languages(draft: &Draft) -> Options {
    let known = language::all();
    let mut options: Options = known
        .map(|(tag, name)| (tag.to_owned(), name.to_owned()))
        .collect();
    let entered = draft.text(Field::Language);
    if !entered.is_empty() && options.iter().all(|(tag, _)| tag != entered) {
        options.push((entered.to_owned(), entered.to_owned()));
    }
    options
}

fn accesses(frame: Frame<'_>) -> Options {
    [
        (Access::Open, "meeting-open"),
        (Access::Closed, "meeting-closed"),
    ]
    .map(|(access, words)| (access.as_str().to_owned(), frame.t(words)))
    .into()
}
