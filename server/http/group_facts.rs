//! What a form says of a group, parsed.

use crate::pages::{GroupFacts, GroupRefusal};
use crate::schedule::{draft, web_link};
use crate::store::NewGroup;
use serde::Deserialize;

/// The longest name, place or address, in characters.
const MAX_TEXT: usize = 255;

/// The fields of the form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct GroupFields {
    name: String,
    slug: String,
    place: String,
    website: String,
    contributions: String,
}

impl From<GroupFields> for GroupFacts {
    fn from(fields: GroupFields) -> Self {
        Self {
            name: fields.name,
            slug: fields.slug,
            place: fields.place,
            website: fields.website,
            contributions: fields.contributions,
        }
    }
}

/// The group that these describe.
///
/// # Errors
/// A refusal for each field that can't be used.
pub(crate) fn parse(facts: &GroupFacts) -> Result<NewGroup, Vec<GroupRefusal>> {
    let mut refusals = Vec::new();
    let name = draft::line(&facts.name, MAX_TEXT).unwrap_or_default();
    if name.is_empty() {
        refusals.push(GroupRefusal::NoName);
    }
    let slug = draft::slug(&facts.slug, &name).unwrap_or_else(|_| {
        refusals.push(GroupRefusal::NotSlug);
        String::new()
    });
    let place = draft::line(&facts.place, MAX_TEXT).unwrap_or_else(|_| {
        refusals.push(GroupRefusal::PlaceTooLong);
        String::new()
    });
    let mut link = |text: &str, refusal| match text.trim() {
        "" => None,
        text if is_link(text) => Some(text.to_owned()),
        _ => {
            refusals.push(refusal);
            None
        }
    };
    let website = link(&facts.website, GroupRefusal::Website);
    let contributions = link(&facts.contributions, GroupRefusal::Contributions);
    if !refusals.is_empty() {
        return Err(refusals);
    }
    Ok(NewGroup {
        slug,
        name,
        place,
        website,
        contributions,
    })
}

/// Whether this is an https address that a browser would open.
fn is_link(text: &str) -> bool {
    text.len() <= MAX_TEXT && text.starts_with("https://") && web_link::parse(text).is_some()
}
