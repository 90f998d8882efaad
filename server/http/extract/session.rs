//! Sessions: the cookie of a signed-in account.

use crate::accounts::SessionToken;
use crate::base::{AccountId, Millis};
use crate::http::cookies::{CookieName, SiteCookies};
use crate::http::error::HttpError;
use crate::http::state::App;
use crate::store::{AccountRow, StoreError};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;

/// How long a session lasts: a trusted servant signs in again after a month.
const SESSION_DURATION: Millis = Millis::from_mins(30 * 24 * 60);

/// The account that is signed in, if the request's cookie belongs to a valid session.
pub(crate) struct CurrentAccount(pub(crate) Option<AccountRow>);

impl CurrentAccount {
    pub(crate) const fn is_signed_in(&self) -> bool {
        self.0.is_some()
    }
}

impl FromRequestParts<App> for CurrentAccount {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, HttpError> {
        let cookies = SiteCookies::of(&parts.headers, &parts.extensions);
        let Some(token) = token(&cookies) else {
            return Ok(Self(None));
        };
        let Some(account) = app.store.session(token.hash(), app.clock.now()).await? else {
            return Ok(Self(None));
        };
        Ok(Self(app.store.account(account).await?))
    }
}

/// Starts a session and sets its cookie. It replaces any earlier session of this browser.
///
/// # Errors
/// When the store fails.
pub(crate) async fn sign_in(
    app: &App,
    cookies: SiteCookies,
    account: AccountId,
) -> Result<SiteCookies, StoreError> {
    if let Some(earlier) = token(&cookies) {
        app.store.delete_session(earlier.hash()).await?;
    }
    let token = SessionToken::random(&*app.entropy);
    let now = app.clock.now();
    app.store
        .create_session(token.hash(), account, now, now + SESSION_DURATION)
        .await?;
    let max_age = SESSION_DURATION.0 / 1_000;
    Ok(cookies.set(CookieName::Session, token.text(), Some(max_age)))
}

/// Ends the session of these cookies, on the server too.
///
/// # Errors
/// When the store fails.
pub(crate) async fn sign_out(app: &App, cookies: SiteCookies) -> Result<SiteCookies, StoreError> {
    if let Some(token) = token(&cookies) {
        app.store.delete_session(token.hash()).await?;
    }
    Ok(cookies.remove(CookieName::Session))
}

fn token(cookies: &SiteCookies) -> Option<SessionToken> {
    SessionToken::parse(cookies.get(CookieName::Session)?).ok()
}
