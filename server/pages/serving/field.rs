//! One field of a form, with what is wrong about it.

use super::super::Frame;
use crate::schedule::draft::{ChangeField, ChangeRefusal, Field, FieldRefusal};

/// What `fields.html` shows.
pub(in super::super) struct FieldView<'a> {
    /// Its name, and its `id`.
    pub name: &'static str,
    pub label: String,
    pub value: &'a str,
    pub hint: Option<String>,
    pub error: Option<String>,
}

/// One of several to tick or to choose.
pub(in super::super) struct ChoiceView {
    pub value: String,
    pub words: String,
    pub chosen: bool,
}

/// A line of the summary above a form that was refused.
pub(in super::super) struct RefusedView {
    pub target: &'static str,
    pub words: String,
}

pub(in super::super) const fn name(field: Field) -> &'static str {
    match field {
        Field::Title => "title",
        Field::Slug => "slug",
        Field::Notes => "notes",
        Field::OtherWays => "other_ways",
        Field::Kinds => "kinds",
        Field::Language => "language",
        Field::Access => "access",
        Field::Repeats => "repeats",
        Field::Every => "every",
        Field::Days => "days",
        Field::Places => "places",
        Field::Weekday => "weekday",
        Field::DayOfMonth => "day_of_month",
        Field::From => "from",
        Field::Until => "until",
        Field::Time => "time",
        Field::Zone => "zone",
        Field::Minutes => "minutes",
        Field::Doors => "doors",
        Field::Fellowship => "fellowship",
    }
}

impl Frame<'_> {
    /// "Topic: Patience", of a field that holds something else than what was typed.
    pub(super) fn now_holds(&self, field: &str, text: &str) -> String {
        let id = match text.trim() {
            "" => "meanwhile-nothing",
            _ => "meanwhile-line",
        };
        self.say(id, &[("field", field.into()), ("text", text.trim().into())])
    }

    pub(crate) fn field(&self, field: Field) -> String {
        self.t(match field {
            Field::Title => "field-title",
            Field::Slug => "field-slug",
            Field::Notes => "field-notes",
            Field::OtherWays => "field-other-ways",
            Field::Kinds => "field-kinds",
            Field::Language => "field-language",
            Field::Access => "field-access",
            Field::Repeats => "field-repeats",
            Field::Every => "field-every",
            Field::Days => "field-days",
            Field::Places => "field-places",
            Field::Weekday => "field-weekday",
            Field::DayOfMonth => "field-day-of-month",
            Field::From => "field-from",
            Field::Until => "field-until",
            Field::Time => "field-time",
            Field::Zone => "field-zone",
            Field::Minutes => "field-minutes",
            Field::Doors => "field-doors",
            Field::Fellowship => "field-fellowship",
        })
    }

    /// What is wrong with a field, and what to do.
    pub(crate) fn problem(&self, problem: FieldRefusal) -> String {
        match problem {
            FieldRefusal::Missing => self.t("problem-missing"),
            FieldRefusal::TooLong(most) => self.say("problem-too-long", &[("most", most.into())]),
            FieldRefusal::NotSlug => self.t("problem-not-slug"),
            FieldRefusal::Unknown => self.t("problem-unknown"),
            FieldRefusal::OutOf(least, most) => self.say(
                "problem-out-of",
                &[("least", least.into()), ("most", most.into())],
            ),
            FieldRefusal::NotATime => self.t("problem-not-a-time"),
            FieldRefusal::NotADate => self.t("problem-not-a-date"),
            FieldRefusal::BeforeFrom => self.t("problem-before-from"),
            FieldRefusal::NeverHeld => self.t("problem-never-held"),
        }
    }

    pub(crate) fn change_problem(&self, problem: ChangeRefusal) -> String {
        match problem {
            ChangeRefusal::Field(problem) => self.problem(problem),
            ChangeRefusal::Name(problem) => self.name_problem(problem),
            ChangeRefusal::TooFar(days) => self.say("problem-too-far", &[("days", days.into())]),
            ChangeRefusal::NotMoved => self.t("problem-not-moved"),
            ChangeRefusal::Occupied => self.t("problem-occupied"),
        }
    }

    pub(super) fn change_field(&self, field: ChangeField) -> String {
        self.t(match field {
            ChangeField::Fate => "date-fate",
            ChangeField::Date => "date-date",
            ChangeField::Time => "field-time",
            ChangeField::Topic => "date-topic",
            ChangeField::Speaker => "date-speaker",
            ChangeField::Chair => "date-chair",
        })
    }
}
