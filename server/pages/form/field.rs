//! One field of a form, with its hint and its error.

use super::super::Frame;
use crate::schedule::draft::{ChangeField, ChangeRefusal, Field, FieldRefusal};

/// A field as `fields.html` shows it.
#[derive(Default)]
pub(in super::super) struct FieldView<'a> {
    /// Its name, and its `id`.
    pub name: &'static str,
    pub label: String,
    pub value: &'a str,
    pub hint: Option<String>,
    pub error: Option<String>,
    /// Of a list, checkboxes or radio buttons.
    pub options: Vec<ChoiceView>,
}

/// One option of a field.
pub(in super::super) struct ChoiceView {
    pub value: String,
    pub words: String,
    pub chosen: bool,
}

/// A line of the error summary above a form.
pub(in super::super) struct RefusedView {
    /// The `id` of the field.
    pub target: &'static str,
    pub words: String,
}

impl Frame<'_> {
    /// "Topic: Patience", of a field that somebody else gave another value.
    pub(in super::super) fn now_holds(&self, label: &str, text: &str) -> String {
        let id = match text.trim() {
            "" => "meanwhile-nothing",
            _ => "meanwhile-line",
        };
        self.say(id, &[("field", label.into()), ("text", text.trim().into())])
    }

    pub(in super::super) fn label(&self, field: Field) -> String {
        self.t(field.spec().label)
    }

    /// What is wrong with a field, and what to do.
    pub(in super::super) fn draft_refusal(&self, refusal: FieldRefusal) -> String {
        match refusal {
            FieldRefusal::Missing => self.t("problem-missing"),
            FieldRefusal::TooLong(max) => self.say("problem-too-long", &[("most", max.into())]),
            FieldRefusal::NotSlug => self.t("problem-not-slug"),
            FieldRefusal::Unknown => self.t("problem-unknown"),
            FieldRefusal::OutOf(min, max) => {
                let bounds = [("least", min.into()), ("most", max.into())];
                self.say("problem-out-of", &bounds)
            }
            FieldRefusal::NotATime => self.t("problem-not-a-time"),
            FieldRefusal::NotADate => self.t("problem-not-a-date"),
            FieldRefusal::BeforeFrom => self.t("problem-before-from"),
            FieldRefusal::NeverHeld => self.t("problem-never-held"),
        }
    }

    /// What is wrong with a field of a date, and what to do.
    pub(in super::super) fn change_refusal(&self, refusal: ChangeRefusal) -> String {
        match refusal {
            ChangeRefusal::Field(refusal) => self.draft_refusal(refusal),
            ChangeRefusal::Name(refusal) => self.name_refusal(refusal),
            ChangeRefusal::TooFar(days) => self.say("problem-too-far", &[("days", days.into())]),
            ChangeRefusal::NotMoved => self.t("problem-not-moved"),
            ChangeRefusal::Occupied => self.t("problem-occupied"),
        }
    }

    pub(in super::super) fn change_label(&self, field: ChangeField) -> String {
        self.t(match field {
            ChangeField::Status => "date-fate",
            ChangeField::Date => "date-date",
            ChangeField::Time => "field-time",
            ChangeField::Topic => "date-topic",
            ChangeField::Speaker => "date-speaker",
            ChangeField::Chair => "date-chair",
        })
    }
}
