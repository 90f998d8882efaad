//! A meeting's page, with the form to join it.

use super::calendars;
use super::cookies::SiteCookies;
use super::error::HttpError;
use super::extract::{
    CurrentAccount, Guest, ListedMeeting, RememberedGuest, VisitorContext, remember_guest,
};
use super::state::App;
use super::transport::Transport;
use crate::base::FirstName;
use crate::pages::{JoinForm, MeetingDetails, MeetingPage, Visitor};
use crate::paths;
use crate::schedule::Meeting;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use serde::Deserialize;

/// `GET /meetings/{slug}`, and its calendar at `/meetings/{slug}.ics`.
pub(crate) async fn show(
    State(app): State<App>,
    Path(slug): Path<String>,
    VisitorContext(visitor): VisitorContext,
    RememberedGuest(guest): RememberedGuest,
    account: CurrentAccount,
    transport: Transport,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    if let Some(slug) = slug.strip_suffix(paths::CALENDAR_SUFFIX) {
        return calendars::one_meeting(&app, slug, &headers).await;
    }
    let ListedMeeting(meeting) = ListedMeeting::find(&app, &slug).await?;
    let account_name = account.0.as_ref().map(|account| &account.name);
    let name = guest.as_ref().map(|guest| &guest.name).or(account_name);
    let form = JoinForm {
        name: name.map_or("", |name| name.as_str()),
        newcomer: guest.as_ref().is_some_and(|guest| guest.newcomer),
        newcomer_shown: guest.as_ref().is_some_and(|guest| guest.newcomer_shown),
        refusal: None,
        is_insecure: transport == Transport::Plain,
    };
    let page = page(&app, &meeting, form, &visitor, account.is_signed_in()).await?;
    Ok(Html(page).into_response())
}

/// The fields of the join form.
#[derive(Deserialize)]
pub(crate) struct JoinFields {
    name: String,
    newcomer: Option<String>,
    newcomer_shown: Option<String>,
    /// Set by the button that confirms two words.
    two_words: Option<String>,
}

/// `POST /meetings/{slug}/join`.
pub(crate) async fn join(
    State(app): State<App>,
    ListedMeeting(meeting): ListedMeeting,
    VisitorContext(visitor): VisitorContext,
    cookies: SiteCookies,
    account: CurrentAccount,
    transport: Transport,
    Form(fields): Form<JoinFields>,
) -> Result<Response, HttpError> {
    let newcomer_shown = fields.newcomer_shown.is_some();
    // A person who lets everyone see it is a newcomer, even if the other box is empty.
    let newcomer = newcomer_shown || fields.newcomer.is_some();
    let is_confirmed = fields.two_words.is_some();
    match FirstName::parse_own(&fields.name, is_confirmed, app.catalogue.reserved_names()) {
        Ok(name) => {
            let guest = Guest {
                name,
                newcomer,
                newcomer_shown,
            };
            let cookies = remember_guest(cookies, &guest);
            Ok((cookies, Redirect::to(&paths::meeting_room(&meeting.slug))).into_response())
        }
        Err(refusal) => {
            let form = JoinForm {
                name: &fields.name,
                newcomer,
                newcomer_shown,
                refusal: Some(refusal),
                is_insecure: transport == Transport::Plain,
            };
            let page = page(&app, &meeting, form, &visitor, account.is_signed_in()).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
    }
}

async fn page(
    app: &App,
    meeting: &Meeting,
    form: JoinForm<'_>,
    visitor: &Visitor,
    signed_in: bool,
) -> Result<String, HttpError> {
    let group = app.store.group(meeting.group).await?;
    let group = group.ok_or(HttpError::NotFound)?;
    let steps: Vec<String> = (app.store.room_settings(meeting.id).await?)
        .map(|settings| {
            let steps = settings.format.steps.into_iter();
            steps.map(|step| step.title).collect()
        })
        .unwrap_or_default();
    let shown = MeetingDetails {
        meeting,
        group: &group,
        room: app.hub.live_rooms().get(&meeting.id).copied(),
    };
    Ok(MeetingPage::new(shown, &steps, form, visitor, app.frame(signed_in)).render()?)
}
