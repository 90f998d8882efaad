//! Whoever looks at a page: when, and by which clock.

use super::pages::{Visitor, ZoneAsked};
use super::session::ours;
use super::state::App;
use crate::schedule::zone;
use axum::extract::{FromRequestParts, Query};
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use axum_extra::extract::cookie::{Cookie, CookieJar};
use jiff::tz::TimeZone;
use serde::Deserialize;
use std::convert::Infallible;

/// Holds a time zone's name, in the visitor's own browser alone. The optional script writes it too
/// (`web/enhance`).
const ZONE: &str = "__Host-zone";

/// A year, in seconds: people live where they live.
const REMEMBERED_FOR: &str = "31536000";

/// The visitor of this request.
pub struct Looking(pub Visitor);

#[derive(Deserialize)]
struct Asked {
    tz: Option<String>,
}

impl FromRequestParts<App> for Looking {
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
fn remembered(headers: &HeaderMap) -> Option<TimeZone> {
    let jar = CookieJar::from_headers(headers);
    zone::parse(jar.get(ZONE)?.value())
}

/// Has the visitor's browser remember a zone that they have just chosen.
pub fn remember(visitor: &Visitor, mut response: Response) -> Response {
    if let (ZoneAsked::Zone, Some(name)) = (&visitor.asked, visitor.zone.iana_name()) {
        let mut cookie = ours(ZONE, name.to_owned());
        // The script may change it: it is no secret.
        cookie.set_http_only(false);
        let lasting = Cookie::parse(format!("x=; Max-Age={REMEMBERED_FOR}"));
        cookie.set_max_age(lasting.ok().and_then(|lasting| lasting.max_age()));
        if let Ok(cookie) = HeaderValue::from_str(&cookie.to_string()) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    response
}
