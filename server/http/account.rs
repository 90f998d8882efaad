//! What an account holder sees of their account, and its deletion.

use super::error::HttpError;
use super::extract::{self, CurrentAccount};
use super::state::App;
use crate::pages::{AccountPage, PlaceServed, ServiceHeld};
use crate::paths;
use crate::schedule::Meeting;
use crate::store::{AccountRow, Service};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use axum_extra::extract::cookie::CookieJar;
use serde::Deserialize;

/// `GET /account`.
pub(crate) async fn show(
    State(app): State<App>,
    CurrentAccount(account): CurrentAccount,
) -> Result<Response, HttpError> {
    match &account {
        None => Err(HttpError::SignInFirst),
        Some(account) => Ok(page(&app, account, false).await?.into_response()),
    }
}

/// The form that deletes the account.
#[derive(Deserialize)]
pub(crate) struct DeleteForm {
    confirm: Option<String>,
}

/// `POST /account/delete`: deletes the account with its sessions and services.
pub(crate) async fn delete(
    State(app): State<App>,
    jar: CookieJar,
    CurrentAccount(account): CurrentAccount,
    Form(form): Form<DeleteForm>,
) -> Result<Response, HttpError> {
    let account = account.ok_or(HttpError::SignInFirst)?;
    if form.confirm.is_none() {
        let page = page(&app, &account, true).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    app.store.delete_account(account.id).await?;
    let jar = extract::sign_out(&app, jar).await?;
    Ok((jar, Redirect::to(paths::SCHEDULE)).into_response())
}

async fn page(
    app: &App,
    account: &AccountRow,
    unconfirmed: bool,
) -> Result<Html<String>, HttpError> {
    let mut services = Vec::new();
    for service in app.store.services_of(account.id).await? {
        services.extend(describe(app, service).await?);
    }
    let frame = app.frame(true);
    let page = AccountPage::new(account.name.as_str(), &services, unconfirmed, frame);
    Ok(Html(page.render()?))
}

/// `None` when the meeting or group no longer exists.
async fn describe(app: &App, service: Service) -> Result<Option<ServiceHeld>, HttpError> {
    Ok(match service {
        Service::ChairOf(meeting) => app
            .store
            .meeting(meeting)
            .await?
            .map(|meeting| ServiceHeld::Chair(place(meeting))),
        Service::Operator => Some(ServiceHeld::Operator),
        Service::SecretaryOf(id) => match app.store.group(id).await? {
            None => None,
            Some(group) => {
                let meetings = app.store.meetings_of(id).await?;
                Some(ServiceHeld::Secretary {
                    group: PlaceServed {
                        title: group.name,
                        slug: group.slug,
                    },
                    meetings: meetings.into_iter().map(place).collect(),
                })
            }
        },
    })
}

fn place(meeting: Meeting) -> PlaceServed {
    PlaceServed {
        title: meeting.about.title,
        slug: meeting.slug,
    }
}
