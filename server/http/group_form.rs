//! What is known of a group, and the form for it.

use super::authority::{may_edit, secretary_of};
use super::error::HttpError;
use super::form::{Fields, Sent};
use super::group::found;
use super::session::SignedIn;
use super::state::App;
use crate::pages::{GroupFacts, GroupFormPage, GroupRefusal, Notice};
use crate::schedule::Group;
use crate::store::{EditError, NewGroup};
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

/// The longest name, place or address, in characters.
const MAX_TEXT: usize = 255;

/// `GET /groups/{slug}/edit`.
pub async fn facts_form(
    State(app): State<App>,
    Path(slug): Path<String>,
    signed_in: SignedIn,
) -> Result<Response, HttpError> {
    let group = found(&app, &slug).await?;
    secretary_of(&app, &signed_in, group.id).await?;
    let facts = GroupFacts {
        name: group.name.clone(),
        slug: group.slug.clone(),
        place: group.place.clone(),
        website: group.website.clone().unwrap_or_default(),
        contributions: group.contributions.clone().unwrap_or_default(),
    };
    page(&app, &group, &facts, &[], None, &signed_in, StatusCode::OK)
}

/// `POST /groups/{slug}/edit`.
pub async fn save_facts(
    State(app): State<App>,
    Path(slug): Path<String>,
    signed_in: SignedIn,
    Form(sent): Sent,
) -> Result<Response, HttpError> {
    let group = found(&app, &slug).await?;
    let facts = GroupFacts::of(&Fields(sent));
    let again = |problems: &[GroupRefusal], notice, status| {
        page(&app, &group, &facts, problems, notice, &signed_in, status)
    };
    if !may_edit(&app, &signed_in, group.id).await? {
        return again(&[], Some(Notice::SignedOut), StatusCode::FORBIDDEN);
    }
    let new = match facts.read() {
        Ok(new) => new,
        Err(problems) => return again(&problems, None, StatusCode::UNPROCESSABLE_ENTITY),
    };
    match app.store.update_group(group.id, &new).await {
        Ok(()) => {
            app.listings_changed().await;
            Ok(Redirect::to(&format!("/groups/{}", new.slug)).into_response())
        }
        Err(EditError::Taken) => again(
            &[GroupRefusal::Taken],
            None,
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        Err(EditError::Deleted | EditError::Conflict) => Err(HttpError::NotFound),
        Err(EditError::Store(problem)) => {
            tracing::error!(%problem, "a group could not be saved");
            again(&[], Some(Notice::Fault), StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

fn page(
    app: &App,
    group: &Group,
    facts: &GroupFacts,
    problems: &[GroupRefusal],
    notice: Option<Notice>,
    signed_in: &SignedIn,
    status: StatusCode,
) -> Result<Response, HttpError> {
    let page = GroupFormPage::new(group, facts, problems, notice, app.frame(signed_in)).render()?;
    Ok((status, Html(page)).into_response())
}

impl GroupFacts {
    pub(in crate::http) fn of(fields: &Fields) -> Self {
        Self {
            name: fields.one("name"),
            slug: fields.one("slug"),
            place: fields.one("place"),
            website: fields.one("website"),
            contributions: fields.one("contributions"),
        }
    }

    /// What it says, or everything that can't be used.
    pub(in crate::http) fn read(&self) -> Result<NewGroup, Vec<GroupRefusal>> {
        use crate::schedule::draft::{line, slug};
        let mut problems = Vec::new();
        let name = line(&self.name, MAX_TEXT).unwrap_or_default();
        if name.is_empty() {
            problems.push(GroupRefusal::NoName);
        }
        let slug = slug(&self.slug, &name).unwrap_or_else(|_| {
            problems.push(GroupRefusal::NotSlug);
            String::new()
        });
        let place = line(&self.place, MAX_TEXT).unwrap_or_else(|_| {
            problems.push(GroupRefusal::PlaceTooLong);
            String::new()
        });
        let mut link = |text: &str, problem| match text.trim() {
            "" => None,
            text if is_link(text) => Some(text.to_owned()),
            _ => {
                problems.push(problem);
                None
            }
        };
        let website = link(&self.website, GroupRefusal::Website);
        let contributions = link(&self.contributions, GroupRefusal::Contributions);
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(NewGroup {
            slug,
            name,
            place,
            website,
            contributions,
        })
    }
}

/// An https address that a browser would open.
fn is_link(text: &str) -> bool {
    text.len() <= MAX_TEXT
        && text.starts_with("https://")
        && crate::schedule::web_link::parse(text).is_some()
}
