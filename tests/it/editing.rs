//! The forms for secretaries: what is saved, and that no input is lost.

mod dates;
mod losing_nothing;
mod saving;

use crate::support::test_site::test_site;

const GROUP: &str = "/groups/riverside";
const NEW: &str = "/groups/riverside/meetings/new";
const EDIT: &str = "/groups/riverside/meetings/evening-circle/edit";

/// A form as a browser sends it.
type Form = Vec<(&'static str, &'static str)>;

fn filled_form() -> Form {
    vec![
        ("edition", "0"),
        ("title", "Sunday Long Table"),
        ("notes", "Once a month."),
        ("language", "en"),
        ("repeats", "monthly-weekday"),
        ("every", "1"),
        ("places", "first"),
        ("places", "third"),
        ("weekday", "sunday"),
        ("time", "4 pm"),
        ("minutes", "120"),
        ("zone", "New York"),
        ("from", "2026-03-01"),
        ("until", ""),
        ("doors", "15"),
        ("fellowship", "30"),
        ("kinds", "SP"),
        ("kinds", "D"),
        ("access", "closed"),
        ("other_ways", ""),
        ("slug", ""),
    ]
}

/// The form with one field replaced.
fn with(mut form: Form, name: &'static str, value: &'static str) -> Form {
    form.retain(|(field, _)| *field != name);
    form.push((name, value));
    form
}
