//! The form for what is known of a group.

use super::error::HttpError;
use super::extract::{EditableGroup, GroupSubmission};
use super::group_facts::{self, GroupFields};
use super::state::App;
use crate::pages::{GroupFacts, GroupFormPage, GroupRefusal, Notice};
use crate::paths;
use crate::store::EditError;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::Form;

/// `GET /groups/{slug}/edit`.
pub(crate) async fn show(
    State(app): State<App>,
    EditableGroup(group): EditableGroup,
) -> Result<Response, HttpError> {
    let facts = GroupFacts {
        name: group.name.clone(),
        slug: group.slug.clone(),
        place: group.place.clone(),
        website: group.website.clone().unwrap_or_default(),
        contributions: group.contributions.clone().unwrap_or_default(),
    };
    let page = GroupFormPage::new(&group, &facts, &[], None, app.frame(true)).render()?;
    Ok(Html(page).into_response())
}

/// `POST /groups/{slug}/edit`. A form that can't be saved comes back as it was sent.
pub(crate) async fn save(
    State(app): State<App>,
    GroupSubmission { group, permission }: GroupSubmission,
    Form(fields): Form<GroupFields>,
) -> Result<Response, HttpError> {
    let facts = GroupFacts::from(fields);
    let again = |refusals: &[GroupRefusal], notice, status: StatusCode| {
        let frame = app.frame(permission.is_signed_in());
        let page = GroupFormPage::new(&group, &facts, refusals, notice, frame).render()?;
        Ok((status, Html(page)).into_response())
    };
    if !permission.is_granted() {
        return again(&[], Some(Notice::SignedOut), StatusCode::FORBIDDEN);
    }
    let edited = match group_facts::parse(&facts) {
        Ok(edited) => edited,
        Err(refusals) => return again(&refusals, None, StatusCode::UNPROCESSABLE_ENTITY),
    };
    match app.store.update_group(group.id, &edited).await {
        Ok(()) => {
            app.listings_changed().await;
            Ok(Redirect::to(&paths::group(&edited.slug)).into_response())
        }
        Err(EditError::Taken) => again(
            &[GroupRefusal::Taken],
            None,
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        Err(EditError::Deleted | EditError::Conflict) => Err(HttpError::NotFound),
        Err(EditError::Store(error)) => {
            tracing::error!(%error, "a group could not be saved");
            again(&[], Some(Notice::Fault), StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}
