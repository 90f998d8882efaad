//! Invitations: single-use links. Opening one changes nothing, so that a messenger's preview cannot use
//! it up.

use super::cookies::SiteCookies;
use super::credentials::{SignInForm, passphrase_hint, status};
use super::error::HttpError;
use super::extract::{self, ClientIp, CurrentAccount};
use super::limits::Attempt;
use super::sign_up::sign_up;
use super::state::App;
use crate::accounts::{AccountNumber, InviteToken, Passphrase};
use crate::base::{AccountId, FirstName, Redacted};
use crate::pages::{
    AccountCreatedPage, Credentials, InviteForm, InviteGonePage, InvitePage, InvitedService,
};
use crate::paths;
use crate::store::{InviteError, Service};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use serde::Deserialize;

/// What was entered in the page's two forms, and why it was refused.
#[derive(Default)]
struct Forms<'a> {
    sign_up: InviteForm<'a>,
    sign_in: Credentials<'a>,
}

/// `GET /invite/{token}`.
pub(crate) async fn show(
    State(app): State<App>,
    Path(token): Path<String>,
    account: CurrentAccount,
) -> Result<Response, HttpError> {
    page(&app, &token, Forms::default(), &account).await
}

/// The form for a new account.
#[derive(Deserialize)]
pub(crate) struct SignUpForm {
    name: String,
    /// Set by the button that confirms two words.
    two_words: Option<String>,
    passphrase: Redacted<String>,
}

/// `POST /invite/{token}`: creates an account with the service, and signs it in.
pub(crate) async fn create_account(
    State(app): State<App>,
    Path(token): Path<String>,
    ClientIp(client): ClientIp,
    cookies: SiteCookies,
    Form(form): Form<SignUpForm>,
) -> Result<Response, HttpError> {
    if !app
        .limits
        .allow(Attempt::Passphrase, client, &token, app.clock.now())
    {
        return Err(HttpError::TooMany);
    }
    let number = AccountNumber::random(&*app.entropy);
    let is_confirmed = form.two_words.is_some();
    let name = FirstName::parse_own(&form.name, is_confirmed, app.catalogue.reserved_names());
    let passphrase = Passphrase::parse(&form.passphrase.0, &number);
    let (name, passphrase) = match (name, passphrase) {
        (Ok(name), Ok(passphrase)) => (name, passphrase),
        (name, passphrase) => {
            let sign_up = InviteForm {
                name: &form.name,
                name_refusal: name.err(),
                passphrase_refusal: passphrase.err().map(passphrase_hint),
            };
            let forms = Forms {
                sign_up,
                ..Forms::default()
            };
            return page(&app, &token, forms, &CurrentAccount(None)).await;
        }
    };
    let Some(service) = find(&app, &token).await? else {
        return invalid(&app, false);
    };
    let Some(account) = sign_up(&app, &token, &number, name, passphrase).await? else {
        return invalid(&app, false);
    };
    // The account exists now, so the page with its number is shown even if the person is not signed in.
    let signed_in = extract::sign_in(&app, cookies.clone(), account).await;
    let is_signed_in = signed_in.is_ok();
    let cookies = signed_in.unwrap_or_else(|error| {
        tracing::error!(%error, "a new account could not be signed in");
        cookies
    });
    let place = ServicePlace::of(&app, service).await?;
    let number = number.to_string();
    let frame = app.frame(is_signed_in);
    let page = AccountCreatedPage::new(&number, place.service(), frame).render()?;
    Ok((cookies, Html(page)).into_response())
}

/// `POST /invite/{token}/sign-in`: gives the service to an account that exists.
pub(crate) async fn sign_in(
    State(app): State<App>,
    Path(token): Path<String>,
    ClientIp(client): ClientIp,
    cookies: SiteCookies,
    Form(form): Form<SignInForm>,
) -> Result<Response, HttpError> {
    match form.verify(&app, client).await? {
        Ok(account) => {
            let cookies = extract::sign_in(&app, cookies, account).await?;
            use_invite(&app, &token, account, cookies).await
        }
        Err(refusal) => {
            let forms = Forms {
                sign_in: form.refused(refusal),
                ..Forms::default()
            };
            page(&app, &token, forms, &CurrentAccount(None)).await
        }
    }
}

/// `POST /invite/{token}/accept`: gives the service to the account that is signed in.
pub(crate) async fn accept(
    State(app): State<App>,
    Path(token): Path<String>,
    cookies: SiteCookies,
    CurrentAccount(account): CurrentAccount,
) -> Result<Response, HttpError> {
    match &account {
        Some(account) => use_invite(&app, &token, account.id, cookies).await,
        // Text that is no token may hold characters that a `Location` header cannot.
        None if InviteToken::parse(&token).is_err() => invalid(&app, false),
        None => Ok(Redirect::to(&paths::invite(&token)).into_response()),
    }
}

async fn use_invite(
    app: &App,
    token: &str,
    account: AccountId,
    cookies: SiteCookies,
) -> Result<Response, HttpError> {
    let Ok(hash) = InviteToken::parse(token).map(|token| token.hash()) else {
        return invalid(app, false);
    };
    match app.store.use_invite(hash, account, app.clock.now()).await {
        Ok(_) => Ok((cookies, Redirect::to(paths::ACCOUNT)).into_response()),
        Err(InviteError::NotFound) => invalid(app, false),
        Err(InviteError::Store(error)) => Err(error.into()),
    }
}

async fn page(
    app: &App,
    token: &str,
    forms: Forms<'_>,
    account: &CurrentAccount,
) -> Result<Response, HttpError> {
    let Some(service) = find(app, token).await? else {
        return invalid(app, account.is_signed_in());
    };
    let place = ServicePlace::of(app, service).await?;
    let is_sign_up_refused =
        forms.sign_up.name_refusal.is_some() || forms.sign_up.passphrase_refusal.is_some();
    let status = match forms.sign_in.refusal {
        Some(refusal) => status(refusal),
        None if is_sign_up_refused => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let page = InvitePage::new(
        token,
        place.service(),
        forms.sign_up,
        forms.sign_in,
        account.0.as_ref().map(|account| account.name.as_str()),
        app.frame(account.is_signed_in()),
    );
    Ok((status, Html(page.render()?)).into_response())
}

/// The page for a link that is unknown, used or expired.
fn invalid(app: &App, signed_in: bool) -> Result<Response, HttpError> {
    let page = InviteGonePage::new(app.frame(signed_in)).render()?;
    Ok((StatusCode::GONE, Html(page)).into_response())
}

/// The service that a token gives, if the invitation can still be used.
async fn find(app: &App, token: &str) -> Result<Option<Service>, HttpError> {
    let Ok(token) = InviteToken::parse(token) else {
        return Ok(None);
    };
    Ok(app.store.invite(token.hash(), app.clock.now()).await?)
}

/// A service with the name of its meeting or group.
enum ServicePlace {
    Chair { title: String, slug: String },
    Secretary { group: String },
    Operator,
}

impl ServicePlace {
    async fn of(app: &App, service: Service) -> Result<Self, HttpError> {
        Ok(match service {
            Service::ChairOf(meeting) => {
                let meeting = app.store.meeting(meeting).await?;
                let meeting = meeting.ok_or(HttpError::NotFound)?;
                Self::Chair {
                    title: meeting.about.title,
                    slug: meeting.slug,
                }
            }
            Service::SecretaryOf(group) => {
                let group = app.store.group(group).await?.ok_or(HttpError::NotFound)?;
                Self::Secretary { group: group.name }
            }
            Service::Operator => Self::Operator,
        })
    }

    fn service(&self) -> InvitedService<'_> {
        match self {
            Self::Chair { title, slug } => InvitedService::Chair { title, slug },
            Self::Secretary { group } => InvitedService::Secretary { group },
            Self::Operator => InvitedService::Operator,
        }
    }
}
