//! The account page, and the deletion of an account.

use super::cookies::SiteCookies;
use super::error::HttpError;
use super::extract::{self, CurrentAccount};
use super::state::App;
use crate::pages::{AccountPage, HeldService, PageLink};
use crate::paths;
use crate::schedule::Meeting;
use crate::store::{AccountRow, Service};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use serde::Deserialize;

/// `GET /account`: the services of the account holder and the form that deletes the account.
pub(crate) async fn show(
    State(app): State<App>,
    CurrentAccount(account): CurrentAccount,
) -> Result<Response, HttpError> {
    match &account {
        None => Err(HttpError::SignInFirst),
        Some(account) => Ok(render_page(&app, account, false).await?.into_response()),
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
    cookies: SiteCookies,
    CurrentAccount(account): CurrentAccount,
    Form(form): Form<DeleteForm>,
) -> Result<Response, HttpError> {
    let account = account.ok_or(HttpError::SignInFirst)?;
    if form.confirm.is_none() {
        let page = render_page(&app, &account, true).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    app.store.delete_account(account.id).await?;
    // Its sessions are deleted with it; a failure here leaves a cookie that is no longer valid.
    let cookies = extract::sign_out(&app, cookies.clone())
        .await
        .unwrap_or(cookies);
    Ok((cookies, Redirect::to(paths::SCHEDULE)).into_response())
}

/// Renders the account page. `unconfirmed`: deletion was requested without ticking the confirmation.
async fn render_page(
    app: &App,
    account: &AccountRow,
    unconfirmed: bool,
) -> Result<Html<String>, HttpError> {
    let mut services = Vec::new();
    for service in app.store.services_of(account.id).await? {
        services.extend(held_service(app, service).await?);
    }
    let frame = app.frame(true);
    let page = AccountPage::new(account.name.as_str(), &services, unconfirmed, frame);
    Ok(Html(page.render()?))
}

/// A service with the links to its pages. `None` when its meeting or group no longer exists.
async fn held_service(app: &App, service: Service) -> Result<Option<HeldService>, HttpError> {
    Ok(match service {
        Service::ChairOf(meeting) => app
            .store
            .meeting(meeting)
            .await?
            .map(|meeting| HeldService::Chair(link_to(meeting))),
        Service::Operator => Some(HeldService::Operator),
        Service::SecretaryOf(id) => match app.store.group(id).await? {
            None => None,
            Some(group) => {
                let meetings = app.store.meetings_of(id).await?;
                Some(HeldService::Secretary {
                    group: PageLink {
                        title: group.name,
                        slug: group.slug,
                    },
                    meetings: meetings.into_iter().map(link_to).collect(),
                })
            }
        },
    })
}

fn link_to(meeting: Meeting) -> PageLink {
    PageLink {
        title: meeting.about.title,
        slug: meeting.slug,
    }
}
