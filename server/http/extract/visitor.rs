//! When and in which time zone a visitor looks at a page.

use crate::http::cookies::{set_max_age, site_cookie};
use crate::http::state::App;
use crate::pages::{StoredZone, Visitor, with_query};
use crate::schedule::zone;
use axum::extract::{FromRequestParts, Query, Request};
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar};
use serde::Deserialize;
use std::convert::Infallible;
use url::form_urlencoded;

/// Holds a time zone's name, in the visitor's own browser alone. The optional script writes it too
/// (`web/enhance`).
const COOKIE: &str = "__Host-zone";

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
        let remembered = remembered(&parts.headers);
        Ok(Self(Visitor::new(
            app.clock.now(),
            tz.as_deref(),
            remembered.as_ref(),
            &app.zone,
        )))
    }
}

/// The zone in the visitor's cookie.
fn remembered(headers: &HeaderMap) -> Option<StoredZone> {
    let jar = CookieJar::from_headers(headers);
    let value = jar.get(COOKIE)?.value();
    let guess = value.strip_prefix(GUESSED);
    Some(StoredZone {
        zone: zone::parse(guess.unwrap_or(value))?,
        guessed: guess.is_some(),
    })
}

/// Middleware: when a person has chosen a zone by a form (`keep`), sets the cookie and redirects to the
/// address without that parameter. That address can be shared: it sets no cookie in another browser.
pub(crate) async fn remember_chosen_zone(request: Request, next: Next) -> Response {
    // A form that is POSTed must not be lost in a redirect.
    let uri = (request.method() == Method::GET).then(|| request.uri());
    match uri.and_then(chosen_zone) {
        Some((zone, address)) => {
            let mut response = Redirect::to(&address).into_response();
            if let Ok(cookie) = HeaderValue::from_str(&zone_cookie(zone).to_string()) {
                response.headers_mut().append(SET_COOKIE, cookie);
            }
            response
        }
        None => next.run(request).await,
    }
}

fn zone_cookie(zone: String) -> Cookie<'static> {
    let mut cookie = site_cookie(COOKIE, zone);
    // The script may change it: it is no secret.
    cookie.set_http_only(false);
    set_max_age(&mut cookie, MAX_AGE);
    cookie
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
