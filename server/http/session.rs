//! Who asks: the account of a signed-in servant, and the first name that a visitor came in with.

use super::error::HttpError;
use super::state::App;
use crate::accounts::SessionToken;
use crate::base::{AccountId, FirstName, Millis};
use crate::store::{AccountRow, StoreError};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use data_encoding::BASE64URL_NOPAD;
use std::convert::Infallible;

/// `__Host-` binds a cookie to this very host and to https (browsers count loopback as safe).
const SESSION: &str = "__Host-session";
const VISITOR: &str = "__Host-visitor";

/// A servant signs in again after a month.
pub const SESSION_LASTS: Millis = Millis::from_mins(30 * 24 * 60);

/// The account behind this request, if its cookie is of a session that goes on.
pub struct SignedIn(pub Option<AccountRow>);

impl FromRequestParts<App> for SignedIn {
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

/// How a visitor wants to be called; kept by their own browser alone, until it closes.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub name: FirstName,
    pub newcomer: bool,
}

/// The visitor's cookie, if it is there and still holds a usable name.
pub struct KnownVisitor(pub Option<Visitor>);

impl<S: Sync> FromRequestParts<S> for KnownVisitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let jar = CookieJar::from_headers(&parts.headers);
        Ok(Self(
            jar.get(VISITOR)
                .and_then(|cookie| Visitor::from_text(cookie.value())),
        ))
    }
}

impl Visitor {
    /// Base64url, since names have letters that cookies may not hold; the first character tells
    /// newcomers.
    fn to_text(&self) -> String {
        let newcomer = if self.newcomer { 'n' } else { '-' };
        format!(
            "{newcomer}{}",
            BASE64URL_NOPAD.encode(self.name.as_str().as_bytes())
        )
    }

    fn from_text(text: &str) -> Option<Self> {
        let newcomer = text.starts_with('n');
        let name = BASE64URL_NOPAD.decode(text.get(1..)?.as_bytes()).ok()?;
        let name = FirstName::parse(std::str::from_utf8(&name).ok()?).ok()?;
        Some(Self { name, newcomer })
    }
}

/// The jar with this visitor in it.
pub fn remember_visitor(jar: CookieJar, visitor: &Visitor) -> CookieJar {
    jar.add(ours(VISITOR, visitor.to_text()))
}

/// Starts a session and puts it into the jar, in the place of any that this browser had.
///
/// # Errors
/// When the store fails.
pub async fn sign_in(
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
        .create_session(token.hash(), account, now, now + SESSION_LASTS)
        .await?;
    let mut cookie = ours(SESSION, token.text());
    // `cookie` counts in a crate of its own that is not ours to name: parsing spares it.
    let lasting = Cookie::parse(format!("x=; Max-Age={}", SESSION_LASTS.0 / 1_000));
    cookie.set_max_age(lasting.ok().and_then(|lasting| lasting.max_age()));
    Ok(jar.add(cookie))
}

/// Ends the session of this jar, on the server too.
///
/// # Errors
/// When the store fails.
pub async fn sign_out(app: &App, jar: CookieJar) -> Result<CookieJar, StoreError> {
    if let Some(token) = token(&jar) {
        app.store.delete_session(token.hash()).await?;
    }
    Ok(jar.remove(ours(SESSION, String::new())))
}

fn token(jar: &CookieJar) -> Option<SessionToken> {
    jar.get(SESSION)
        .and_then(|cookie| SessionToken::parse(cookie.value()).ok())
}

/// A cookie of this site's own.
pub fn ours(name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .secure(true)
        .http_only(true)
        // Lax: an invitation that is opened from a messenger finds its bearer signed in.
        .same_site(SameSite::Lax)
        .build()
}
