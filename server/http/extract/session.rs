//! Sessions: the cookie of a signed-in account.

use crate::accounts::SessionToken;
use crate::base::{AccountId, Millis};
use crate::http::cookies::{set_max_age, site_cookie};
use crate::http::error::HttpError;
use crate::http::state::App;
use crate::store::{AccountRow, StoreError};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum_extra::extract::cookie::CookieJar;

/// `__Host-` binds a cookie to this very host and to https (browsers treat loopback as secure).
const COOKIE: &str = "__Host-session";

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
        let jar = CookieJar::from_headers(&parts.headers);
        let Some(token) = token(&jar) else {
            return Ok(Self(None));
        };
        let Some(account) = app.store.session(token.hash(), app.clock.now()).await? else {
            return Ok(Self(None));
        };
        Ok(Self(app.store.account(account).await?))
    }
}

/// Starts a session and puts its cookie into the jar. It replaces any earlier session of this browser.
///
/// # Errors
/// When the store fails.
pub(crate) async fn sign_in(
    app: &App,
    jar: CookieJar,
    account: AccountId,
) -> Result<CookieJar, StoreError> {
    if let Some(earlier) = token(&jar) {
        app.store.delete_session(earlier.hash()).await?;
    }
    let token = SessionToken::random(&*app.entropy);
    let now = app.clock.now();
    app.store
        .create_session(token.hash(), account, now, now + SESSION_DURATION)
        .await?;
    let mut cookie = site_cookie(COOKIE, token.text());
    set_max_age(&mut cookie, SESSION_DURATION.0 / 1_000);
    Ok(jar.add(cookie))
}

/// Ends the session of this jar, on the server too.
///
/// # Errors
/// When the store fails.
pub(crate) async fn sign_out(app: &App, jar: CookieJar) -> Result<CookieJar, StoreError> {
    if let Some(token) = token(&jar) {
        app.store.delete_session(token.hash()).await?;
    }
    Ok(jar.remove(site_cookie(COOKIE, String::new())))
}

fn token(jar: &CookieJar) -> Option<SessionToken> {
    jar.get(COOKIE)
        .and_then(|cookie| SessionToken::parse(cookie.value()).ok())
}
