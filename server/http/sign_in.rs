//! Signing in and out.

use super::credentials::{From, SentCredentials, status};
use super::error::HttpError;
use super::session::{self, SignedIn};
use super::state::App;
use crate::pages::{Credentials, SignInPage};
use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;

/// `GET /sign-in`.
pub async fn sign_in_form(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Response, HttpError> {
    if signed_in.0.is_some() {
        return Ok(Redirect::to("/account").into_response());
    }
    let page = SignInPage::new(Credentials::default(), app.frame(&signed_in)).render()?;
    Ok(Html(page).into_response())
}

/// `POST /sign-in`.
pub async fn sign_in(
    State(app): State<App>,
    From(from): From,
    jar: CookieJar,
    Form(sent): Form<SentCredentials>,
) -> Result<Response, HttpError> {
    match sent.open(&app, from).await? {
        Ok(account) => {
            let jar = session::sign_in(&app, jar, account).await?;
            Ok((jar, Redirect::to("/account")).into_response())
        }
        Err(problem) => {
            let frame = app.frame(&SignedIn(None));
            let page = SignInPage::new(sent.again(problem), frame).render()?;
            Ok((status(problem), Html(page)).into_response())
        }
    }
}

/// `POST /sign-out`.
pub async fn sign_out(State(app): State<App>, jar: CookieJar) -> Result<Response, HttpError> {
    let jar = session::sign_out(&app, jar).await?;
    Ok((jar, Redirect::to("/")).into_response())
}
