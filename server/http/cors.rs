//! Public data that scripts of any site may read: the schedule as JSON, the feed and the calendars.

use crate::paths;
use axum::extract::Request;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS, ALLOW,
    VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// What can be done with public data.
const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, OPTIONS");

/// How long a browser may remember the response to its preflight, in seconds: a day.
const MAX_AGE: HeaderValue = HeaderValue::from_static("86400");

/// Middleware: answers preflights for public data, and lets scripts of any site read it, errors included.
/// No cookie is sent with such a request, since the response does not allow credentials.
pub(crate) async fn share_public_data(request: Request, next: Next) -> Response {
    if !is_public_data(request.uri().path()) {
        return next.run(request).await;
    }
    let mut response = if request.method() == Method::OPTIONS {
        preflight(request.headers())
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("etag"),
    );
    response
}

/// What a browser asks before a script's request that a plain page could not send (Fetch standard).
fn preflight(request: &HeaderMap) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(ALLOW, METHODS);
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    headers.insert(ACCESS_CONTROL_MAX_AGE, MAX_AGE);
    // None of them changes the response. Not `*`, which Safari knows only since 15.4.
    if let Some(wanted) = request.get(ACCESS_CONTROL_REQUEST_HEADERS) {
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone());
        headers.insert(
            VARY,
            HeaderValue::from_static("access-control-request-headers"),
        );
    }
    response
}

fn is_public_data(path: &str) -> bool {
    let is_calendar = || {
        let slug = path
            .strip_prefix("/meetings/")?
            .strip_suffix(paths::CALENDAR_SUFFIX)?;
        (!slug.contains('/')).then_some(())
    };
    [paths::SCHEDULE_JSON, paths::FEED, paths::CALENDAR].contains(&path) || is_calendar().is_some()
}
