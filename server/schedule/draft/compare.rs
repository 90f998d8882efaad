//! In which fields two drafts differ.

use super::field::{Field, Input};
use super::repeats::Repeats;
use super::values::Draft;

impl Draft {
    /// The fields in which `other` says something else, in the order of the form, with what it says.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<(Field, String)> {
        let texts = Field::in_form_order().map(|field| (field, other.relevant_text(field)));
        texts
            .filter(|(field, text)| *text != self.relevant_text(*field))
            .collect()
    }

    /// The value as one text; empty for a field that does not count because of how the draft repeats.
    fn relevant_text(&self, field: Field) -> String {
        let counts_for = match field {
            Field::Days => Some(Repeats::Weekly),
            Field::Places | Field::Weekday => Some(Repeats::MonthlyByWeekday),
            Field::DayOfMonth => Some(Repeats::MonthlyByDate),
            _ => None,
        };
        if counts_for.is_some() && counts_for != Repeats::parse(self.text(Field::Repeats)) {
            return String::new();
        }
        match field.spec().input {
            Input::Many => self.list(field).join(", "),
            _ => self.text(field).to_owned(),
        }
    }
}
