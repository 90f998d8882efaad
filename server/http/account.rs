//! What an account holder sees of their account, and its deletion.

use super::error::HttpError;
use super::session::{self, SignedIn};
use super::state::App;
use crate::pages::{AccountPage, PlaceServed, ServiceHeld};
use crate::schedule::Meeting;
use crate::store::{AccountRow, Service};
use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use serde::Deserialize;

/// `GET /account`.
pub async fn account(State(app): State<App>, signed_in: SignedIn) -> Result<Response, HttpError> {
    match &signed_in.0 {
        None => Ok(Redirect::to("/sign-in").into_response()),
        Some(account) => Ok(page(&app, account, &signed_in, false)
            .await?
            .into_response()),
    }
}

/// The tick that deletion needs.
#[derive(Deserialize)]
pub struct Deletion {
    confirm: Option<String>,
}

/// `POST /account/delete`: everything of the account goes, its sessions and services too.
pub async fn delete(
    State(app): State<App>,
    jar: CookieJar,
    signed_in: SignedIn,
    Form(sent): Form<Deletion>,
) -> Result<Response, HttpError> {
    let Some(account) = &signed_in.0 else {
        return Ok(Redirect::to("/sign-in").into_response());
    };
    if sent.confirm.is_none() {
        let page = page(&app, account, &signed_in, true).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    app.store.delete_account(account.id).await?;
    let jar = session::sign_out(&app, jar).await?;
    Ok((jar, Redirect::to("/")).into_response())
}

async fn page(
    app: &App,
    account: &AccountRow,
    signed_in: &SignedIn,
    unconfirmed: bool,
) -> Result<Html<String>, HttpError> {
    let mut held = Vec::new();
    for service in app.store.services_of(account.id).await? {
        held.extend(describe(app, service).await?);
    }
    let frame = app.frame(signed_in);
    let page = AccountPage::new(account.name.as_str(), &held, unconfirmed, frame);
    Ok(Html(page.render()?))
}

/// `None` when what was served is no more.
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
                let ours = app.store.meetings_of(id).await?;
                Some(ServiceHeld::Secretary {
                    group: PlaceServed {
                        title: group.name,
                        slug: group.slug,
                    },
                    meetings: ours.into_iter().map(place).collect(),
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
