//! Whoever looks at a page: when, and by which clock.

use super::session::ours;
use super::state::App;
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
const ZONE: &str = "__Host-zone";

/// Stands before what the script has told, which the browser's own clock may change.
const GUESSED: &str = "~";

/// The parameter of a form by which somebody chooses a zone.
const KEEP: &str = "keep";

/// A year, in seconds: people live where they live.
const REMEMBERED_FOR: &str = "31536000";

/// The visitor of this request.
pub struct VisitorContext(pub Visitor);

#[derive(Deserialize)]
struct Asked {
    tz: Option<String>,
}

impl FromRequestParts<App> for VisitorContext {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let asked = Query::<Asked>::try_from_uri(&parts.uri).ok();
        let tz = asked.and_then(|asked| asked.0.tz);
        let remembered = remembered(&parts.headers);
        Ok(Self(Visitor::new(
            app.clock.now(),
            tz.as_deref(),
            remembered.as_ref(),
            &app.zone,
        )))
    }
}

/// What the visitor's browser remembers.
fn remembered(headers: &HeaderMap) -> Option<StoredZone> {
    let jar = CookieJar::from_headers(headers);
    let value = jar.get(ZONE)?.value();
    let told = value.strip_prefix(GUESSED);
    Some(StoredZone {
        zone: zone::parse(told.unwrap_or(value))?,
        guessed: told.is_some(),
    })
}

/// Has the visitor's browser remember a zone that they have just chosen by a form (`keep`), and leads
/// to an address that can be passed on: it has nobody else's browser remember anything.
pub async fn choose(request: Request, next: Next) -> Response {
    // A form that is sent is not to be dropped on the way.
    let asked = (request.method() == Method::GET).then(|| request.uri());
    match asked.and_then(chosen) {
        Some((name, address)) => {
            let mut response = Redirect::to(&address).into_response();
            if let Ok(cookie) = HeaderValue::from_str(&cookie(name).to_string()) {
                response.headers_mut().append(SET_COOKIE, cookie);
            }
            response
        }
        None => next.run(request).await,
    }
}

fn cookie(zone: String) -> Cookie<'static> {
    let mut cookie = ours(ZONE, zone);
    // The script may change it: it is no secret.
    cookie.set_http_only(false);
    let lasting = Cookie::parse(format!("x=; Max-Age={REMEMBERED_FOR}"));
    cookie.set_max_age(lasting.ok().and_then(|lasting| lasting.max_age()));
    cookie
}

/// The zone that a form has kept, and the address without that.
fn chosen(uri: &Uri) -> Option<(String, String)> {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(uri.query()?.as_bytes())
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let value = |wanted: &str| {
        let found = pairs.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.as_str())
    };
    value(KEEP)?;
    let zone = zone::parse(value("tz")?)?;
    let name = zone.iana_name()?.to_owned();
    let others = pairs.iter().filter(|(name, _)| name != KEEP);
    let others = others.map(|(name, value)| match name.as_str() {
        "tz" => ("tz", zone.iana_name().unwrap_or_default()),
        _ => (name.as_str(), value.as_str()),
    });
    Some((name.clone(), with_query(uri.path(), others)))
}
