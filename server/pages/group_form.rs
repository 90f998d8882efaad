//! The form for what is known of a group.

use super::Frame;
use super::form::{FieldView, Notice, RefusedView};
use crate::paths;
use crate::schedule::Group;
use askama::Template;

/// What is known of a group, as it was entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupFacts {
    /// What it is called.
    pub name: String,
    /// The last part of its address.
    pub slug: String,
    /// Where it is at home, roughly.
    pub place: String,
    /// https, or empty.
    pub website: String,
    /// Where it takes contributions: https, or empty.
    pub contributions: String,
}

/// Why a field of a group is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupRefusal {
    /// The name is missing or too long.
    NoName,
    /// The slug has something else than letters, digits and hyphens.
    NotSlug,
    /// Another group already has this slug.
    Taken,
    /// The place is too long.
    PlaceTooLong,
    /// The website is no https address.
    Website,
    /// The address for contributions is no https address.
    Contributions,
}

impl GroupRefusal {
    /// The name of the field, and the message.
    const fn field_and_message(self) -> (&'static str, &'static str) {
        match self {
            Self::NoName => ("name", "group-problem-name"),
            Self::NotSlug => ("slug", "problem-not-slug"),
            Self::Taken => ("slug", "problem-taken"),
            Self::PlaceTooLong => ("place", "group-problem-place"),
            Self::Website => ("website", "group-problem-link"),
            Self::Contributions => ("contributions", "group-problem-link"),
        }
    }
}

/// The fields of a group as typed, with their errors.
pub(super) fn group_fields<'a>(
    facts: &'a GroupFacts,
    refusals: &[GroupRefusal],
    slug_hint: &str,
    frame: Frame<'_>,
) -> Vec<FieldView<'a>> {
    let error = |name| {
        let mut refusals = refusals.iter().map(|refusal| refusal.field_and_message());
        refusals
            .find(|(field, _)| *field == name)
            .map(|(_, message)| frame.t(message))
    };
    let view = |name, label: &str, hint: Option<&str>, value| FieldView {
        name,
        label: frame.t(label),
        value,
        hint: hint.map(|id| frame.t(id)),
        error: error(name),
        ..FieldView::default()
    };
    vec![
        view("name", "group-name", None, facts.name.as_str()),
        view("slug", "field-slug", Some(slug_hint), &facts.slug),
        view("place", "group-place", Some("hint-place"), &facts.place),
        view(
            "website",
            "group-website",
            Some("hint-link"),
            &facts.website,
        ),
        view(
            "contributions",
            "group-contributions",
            Some("hint-contributions"),
            &facts.contributions,
        ),
    ]
}

/// `/groups/{slug}/edit`; posts to itself.
#[derive(Template)]
#[template(path = "group-form.html")]
pub struct GroupFormPage<'a> {
    frame: Frame<'a>,
    heading: String,
    back: String,
    action: String,
    notice: Option<String>,
    refused: Vec<RefusedView>,
    fields: Vec<FieldView<'a>>,
}

impl<'a> GroupFormPage<'a> {
    /// Renders the form; `notice` is why it was not saved although its fields are right.
    #[must_use]
    pub fn new(
        group: &'a Group,
        facts: &'a GroupFacts,
        refusals: &[GroupRefusal],
        notice: Option<Notice>,
        frame: Frame<'a>,
    ) -> Self {
        Self {
            heading: frame.say("group-form-title", &[("group", group.name.as_str().into())]),
            back: paths::group(&group.slug),
            action: paths::group_edit(&group.slug),
            notice: notice.map(|notice| frame.t(notice.message())),
            refused: refusals
                .iter()
                .map(|refusal| {
                    let (target, message) = refusal.field_and_message();
                    RefusedView {
                        target,
                        words: frame.t(message),
                    }
                })
                .collect(),
            fields: group_fields(facts, refusals, "hint-slug", frame),
            frame,
        }
    }
}
