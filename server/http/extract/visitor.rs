//! When and in which time zone a visitor looks at a page.

use crate::http::cookies::{CookieName, SiteCookies};
use crate::http::state::App;
use crate::pages::{StoredZone, Visitor, with_query};
use crate::schedule::zone;
use axum::extract::{FromRequestParts, Query, Request};
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use axum::http::{Method, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::convert::Infallible;
use url::form_urlencoded;

/// Precedes a zone that the script has read from the browser's clock; the script may change it again.
const GUESSED: &str = "~";

/// The query parameter with a zone.
const ZONE: &str = "tz";

/// The query parameter of a form by which a person chooses a zone.
const KEEP: &str = "keep";

/// How long the browser remembers the zone, in seconds: a year, since people seldom move.
const MAX_AGE: u64 = 31_536_000;

/// The visitor of this request.
pub(crate) struct VisitorContext(pub(crate) Visitor);

#[derive(Deserialize)]
struct ZoneQuery {
    tz: Option<String>,
}

impl FromRequestParts<App> for VisitorContext {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let query = Query::<ZoneQuery>::try_from_uri(&parts.uri).ok();
        let tz = query.and_then(|query| query.0.tz);
        let remembered = remembered(&SiteCookies::of(&parts.headers, &parts.extensions));
        let languages = parts.headers.get(ACCEPT_LANGUAGE);
        let languages = languages.and_then(|languages| languages.to_str().ok());
        let now = app.clock.now();
        let visitor = Visitor::new(now, tz.as_deref(), remembered.as_ref(), &app.zone);
        Ok(Self(visitor.speaking(languages.unwrap_or_default())))
    }
}

/// The zone in the visitor's cookie.
fn remembered(cookies: &SiteCookies) -> Option<StoredZone> {
    let value = cookies.get(CookieName::Zone)?;
    let guess = value.strip_prefix(GUESSED);
    Some(StoredZone {
        zone: zone::parse(guess.unwrap_or(value))?,
        guessed: guess.is_some(),
    })
}

/// Middleware: when a person has chosen a zone by a form (`keep`), sets the cookie and redirects to the
/// address without that parameter. That address can be shared: it sets no cookie in another browser.
pub(crate) async fn remember_chosen_zone(
    cookies: SiteCookies,
    request: Request,
    next: Next,
) -> Response {
    // A form that is POSTed must not be lost in a redirect.
    let uri = (request.method() == Method::GET).then(|| request.uri());
    match uri.and_then(chosen_zone) {
        Some((zone, address)) => {
            let cookies = cookies.set_for_scripts(CookieName::Zone, zone, MAX_AGE);
            (cookies, Redirect::to(&address)).into_response()
        }
        None => next.run(request).await,
    }
}

/// The name of the zone that a form has chosen, and the address without `keep`.
fn chosen_zone(uri: &Uri) -> Option<(String, String)> {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(uri.query()?.as_bytes())
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let value = |wanted: &str| {
        let pair = pairs.iter().find(|(name, _)| name == wanted);
        pair.map(|(_, value)| value.as_str())
    };
    value(KEEP)?;
    let zone = zone::parse(value(ZONE)?)?;
    let zone = zone.iana_name()?;
    let others = pairs.iter().filter(|(name, _)| name != KEEP);
    let others = others.map(|(name, value)| match name.as_str() {
        ZONE => (ZONE, zone),
        name => (name, value.as_str()),
    });
    Some((zone.to_owned(), with_query(uri.path(), others)))
}
