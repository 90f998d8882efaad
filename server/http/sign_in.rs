//! Signing in and out.

use super::cookies::SiteCookies;
use super::credentials::{SignInForm, status};
use super::error::HttpError;
use super::extract::{self, ClientIp, CurrentAccount};
use super::state::App;
use crate::pages::{Credentials, SignInPage};
use crate::paths;
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::Form;

/// `GET /sign-in`.
pub(crate) async fn show(
    State(app): State<App>,
    account: CurrentAccount,
) -> Result<Response, HttpError> {
    if account.is_signed_in() {
        return Ok(Redirect::to(paths::ACCOUNT).into_response());
    }
    let page = SignInPage::new(Credentials::default(), app.frame(false)).render()?;
    Ok(Html(page).into_response())
}

/// `POST /sign-in`.
pub(crate) async fn sign_in(
    State(app): State<App>,
    ClientIp(client): ClientIp,
    cookies: SiteCookies,
    Form(form): Form<SignInForm>,
) -> Result<Response, HttpError> {
    match form.verify(&app, client).await? {
        Ok(account) => {
            let cookies = extract::sign_in(&app, cookies, account).await?;
            Ok((cookies, Redirect::to(paths::ACCOUNT)).into_response())
        }
        Err(refusal) => {
            let page = SignInPage::new(form.refused(refusal), app.frame(false)).render()?;
            Ok((status(refusal), Html(page)).into_response())
        }
    }
}

/// `POST /sign-out`.
pub(crate) async fn sign_out(
    State(app): State<App>,
    cookies: SiteCookies,
) -> Result<Response, HttpError> {
    let cookies = extract::sign_out(&app, cookies).await?;
    Ok((cookies, Redirect::to(paths::SCHEDULE)).into_response())
}
