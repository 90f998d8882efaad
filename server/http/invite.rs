//! Single-use links: a look changes nothing, so that a messenger's preview can't use one up.

use super::credentials::{From, SentCredentials, status, trouble};
use super::error::HttpError;
use super::limits::Attempt;
use super::session::{self, SignedIn};
use super::state::App;
use crate::accounts::{AccountNumber, InviteToken, Passphrase};
use crate::base::{AccountId, FirstName, Redacted};
use crate::pages::{
    AccountCreatedPage, Credentials, InviteForm, InviteGonePage, InvitePage, InvitedService,
};
use crate::store::{InviteError, NewAccount, Service, SignUpError, StoreError};
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use serde::Deserialize;

/// Milliseconds of a day: accounts remember the day they were made, not the moment.
const DAY: i64 = 86_400_000;

/// What the page of an invitation shows beside what it gives.
#[derive(Default)]
struct Shown<'a> {
    form: InviteForm<'a>,
    credentials: Credentials<'a>,
}

/// `GET /invite/{token}`.
pub async fn show(
    State(app): State<App>,
    Path(token): Path<String>,
    signed_in: SignedIn,
) -> Result<Response, HttpError> {
    page(&app, &token, Shown::default(), &signed_in).await
}

/// The form for a new account.
#[derive(Deserialize)]
pub struct SignUp {
    name: String,
    passphrase: Redacted<String>,
}

/// `POST /invite/{token}`: makes the account, gives it the service and signs it in.
pub async fn make_account(
    State(app): State<App>,
    Path(token): Path<String>,
    From(from): From,
    jar: CookieJar,
    Form(sent): Form<SignUp>,
) -> Result<Response, HttpError> {
    if !app.limits.allow(Attempt::Passphrase, from, app.clock.now()) {
        return Err(HttpError::TooMany);
    }
    let nobody = SignedIn(None);
    let number = AccountNumber::random(&*app.entropy);
    let name = FirstName::parse(&sent.name);
    let passphrase = Passphrase::parse(&sent.passphrase.0, &number);
    let (name, passphrase) = match (name, passphrase) {
        (Ok(name), Ok(passphrase)) => (name, passphrase),
        (name, passphrase) => {
            let form = InviteForm {
                name: &sent.name,
                name_refusal: name.err(),
                passphrase_refusal: passphrase.err().map(trouble),
            };
            return page(
                &app,
                &token,
                Shown {
                    form,
                    ..Shown::default()
                },
                &nobody,
            )
            .await;
        }
    };
    let Some(service) = find(&app, &token).await? else {
        return gone(&app, &nobody);
    };
    let made = sign_up(&app, &token, number, name, passphrase).await?;
    let Some((account, number)) = made else {
        return gone(&app, &nobody);
    };
    let jar = session::sign_in(&app, jar, account).await?;
    let given = Given::of(&app, service).await?;
    let signed_in = SignedIn(app.store.account(account).await?);
    let number = number.to_string();
    let page = AccountCreatedPage::new(&number, given.gives(), app.frame(&signed_in)).render()?;
    Ok((jar, Html(page)).into_response())
}

/// `POST /invite/{token}/sign-in`: an account that exists takes the service on.
pub async fn sign_in(
    State(app): State<App>,
    Path(token): Path<String>,
    From(from): From,
    jar: CookieJar,
    Form(sent): Form<SentCredentials>,
) -> Result<Response, HttpError> {
    match sent.open(&app, from).await? {
        Ok(account) => {
            let jar = session::sign_in(&app, jar, account).await?;
            take_on(&app, &token, account, jar).await
        }
        Err(problem) => {
            let shown = Shown {
                credentials: sent.again(problem),
                ..Shown::default()
            };
            page(&app, &token, shown, &SignedIn(None)).await
        }
    }
}

/// `POST /invite/{token}/accept`: whoever is signed in takes the service on.
pub async fn accept(
    State(app): State<App>,
    Path(token): Path<String>,
    jar: CookieJar,
    signed_in: SignedIn,
) -> Result<Response, HttpError> {
    match &signed_in.0 {
        Some(account) => take_on(&app, &token, account.id, jar).await,
        // What is no token leads nowhere, and may hold what no header can.
        None if InviteToken::parse(&token).is_err() => gone(&app, &signed_in),
        None => Ok(Redirect::to(&format!("/invite/{token}")).into_response()),
    }
}

async fn take_on(
    app: &App,
    token: &str,
    account: AccountId,
    jar: CookieJar,
) -> Result<Response, HttpError> {
    let Ok(hash) = InviteToken::parse(token).map(|token| token.hash()) else {
        return gone(app, &SignedIn(None));
    };
    match app.store.use_invite(hash, account, app.clock.now()).await {
        Ok(_) => Ok((jar, Redirect::to("/account")).into_response()),
        Err(InviteError::NotFound) => gone(app, &SignedIn(None)),
        Err(InviteError::Store(problem)) => Err(problem.into()),
    }
}

/// The new account, or `None` when the invitation is gone.
async fn sign_up(
    app: &App,
    token: &str,
    number: AccountNumber,
    name: FirstName,
    passphrase: Passphrase,
) -> Result<Option<(AccountId, AccountNumber)>, StoreError> {
    let Ok(token) = InviteToken::parse(token) else {
        return Ok(None);
    };
    let now = app.clock.now();
    let account = NewAccount {
        number: Redacted(number.digits()),
        name,
        passphrase_phc: app
            .hasher
            .hash(passphrase, app.entropy.clone())
            .await
            .into(),
        created_day: now.0.div_euclid(DAY),
    };
    match app
        .store
        .use_invite_with_new_account(token.hash(), &account, now)
        .await
    {
        Ok((account, _)) => Ok(Some((account, number))),
        Err(SignUpError::NotFound) => Ok(None),
        // One in 10^15: whoever meets it finds the link unused and tries again.
        Err(SignUpError::Taken) => Err(StoreError::TakenOver),
        Err(SignUpError::Store(problem)) => Err(problem),
    }
}

async fn page(
    app: &App,
    token: &str,
    shown: Shown<'_>,
    signed_in: &SignedIn,
) -> Result<Response, HttpError> {
    let Some(service) = find(app, token).await? else {
        return gone(app, signed_in);
    };
    let given = Given::of(app, service).await?;
    let refused = shown.form.name_refusal.is_some() || shown.form.passphrase_refusal.is_some();
    let status = match shown.credentials.refusal {
        Some(problem) => status(problem),
        None if refused => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let name = signed_in.0.as_ref().map(|account| account.name.as_str());
    let frame = app.frame(signed_in);
    let page = InvitePage::new(
        token,
        given.gives(),
        shown.form,
        shown.credentials,
        name,
        frame,
    )
    .render()?;
    Ok((status, Html(page)).into_response())
}

fn gone(app: &App, signed_in: &SignedIn) -> Result<Response, HttpError> {
    let page = InviteGonePage::new(app.frame(signed_in)).render()?;
    Ok((StatusCode::GONE, Html(page)).into_response())
}

/// The invitation behind a token, if it can still be used.
async fn find(app: &App, token: &str) -> Result<Option<Service>, HttpError> {
    let Ok(token) = InviteToken::parse(token) else {
        return Ok(None);
    };
    Ok(app.store.invite(token.hash(), app.clock.now()).await?)
}

/// The names behind a service.
enum Given {
    Chair { title: String, slug: String },
    Secretary { group: String },
    Operator,
}

impl Given {
    async fn of(app: &App, service: Service) -> Result<Self, HttpError> {
        Ok(match service {
            Service::ChairOf(meeting) => {
                let meeting = app
                    .store
                    .meeting(meeting)
                    .await?
                    .ok_or(HttpError::NotFound)?;
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

    fn gives(&self) -> InvitedService<'_> {
        match self {
            Self::Chair { title, slug } => InvitedService::Chair { title, slug },
            Self::Secretary { group } => InvitedService::Secretary { group },
            Self::Operator => InvitedService::Operator,
        }
    }
}
