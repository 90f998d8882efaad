//! A meeting's page, with the form to join it.

use super::calendars;
use super::error::HttpError;
use super::session::{KnownVisitor, SignedIn, Visitor, remember_visitor};
use super::state::App;
use super::visitor::VisitorContext;
use crate::base::FirstName;
use crate::pages::{JoinForm, MeetingDetails, MeetingPage, Visitor as Watcher};
use crate::schedule::Meeting;
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use serde::Deserialize;

/// `GET /meetings/{slug}`, and its calendar at `/meetings/{slug}.ics`.
pub async fn meeting(
    State(app): State<App>,
    Path(slug): Path<String>,
    VisitorContext(visitor): VisitorContext,
    KnownVisitor(known): KnownVisitor,
    signed_in: SignedIn,
    asked: HeaderMap,
) -> Result<Response, HttpError> {
    if let Some(slug) = slug.strip_suffix(calendars::ENDING) {
        return calendars::one(&app, slug, &asked).await;
    }
    let account = signed_in.0.as_ref().map(|account| &account.name);
    let name = known.as_ref().map(|known| &known.name).or(account);
    let name = name
        .map(|name| name.as_str().to_owned())
        .unwrap_or_default();
    let form = JoinForm {
        name: &name,
        newcomer: known.is_some_and(|known| known.newcomer),
        refusal: None,
    };
    let page = meeting_page(&app, &slug, form, &visitor, &signed_in).await?;
    Ok(Html(page).into_response())
}

/// The join form.
#[derive(Deserialize)]
pub struct Join {
    name: String,
    newcomer: Option<String>,
}

/// `POST /meetings/{slug}/join`.
pub async fn join(
    State(app): State<App>,
    Path(slug): Path<String>,
    VisitorContext(visitor): VisitorContext,
    jar: CookieJar,
    signed_in: SignedIn,
    Form(sent): Form<Join>,
) -> Result<Response, HttpError> {
    let newcomer = sent.newcomer.is_some();
    match FirstName::parse(&sent.name) {
        Ok(name) => {
            found(&app, &slug).await?;
            let jar = remember_visitor(jar, &Visitor { name, newcomer });
            Ok((jar, Redirect::to(&format!("/meetings/{slug}/room"))).into_response())
        }
        Err(problem) => {
            let form = JoinForm {
                name: &sent.name,
                newcomer,
                refusal: Some(problem),
            };
            let page = meeting_page(&app, &slug, form, &visitor, &signed_in).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
    }
}

async fn meeting_page(
    app: &App,
    slug: &str,
    form: JoinForm<'_>,
    visitor: &Watcher,
    signed_in: &SignedIn,
) -> Result<String, HttpError> {
    let meeting = found(app, slug).await?;
    let group = app
        .store
        .group(meeting.group)
        .await?
        .ok_or(HttpError::NotFound)?;
    let steps: Vec<String> = (app.store.room_settings(meeting.id).await?)
        .map(|settings| {
            settings
                .format
                .steps
                .into_iter()
                .map(|step| step.title)
                .collect()
        })
        .unwrap_or_default();
    let headcount = app.hub.headcounts().get(&meeting.id).copied();
    let shown = MeetingDetails {
        meeting: &meeting,
        group: &group,
        headcount,
    };
    Ok(MeetingPage::new(shown, &steps, form, visitor, app.frame(signed_in)).render()?)
}

/// The meeting with this slug.
///
/// # Errors
/// When there is none, or the store fails.
pub async fn found(app: &App, slug: &str) -> Result<Meeting, HttpError> {
    app.store
        .meeting_by_slug(slug)
        .await?
        .ok_or(HttpError::NotFound)
}
