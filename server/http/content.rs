//! Content types, and the encodings that a client accepts.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_ENCODING;

/// A page.
pub(crate) const HTML: &str = "text/html; charset=utf-8";
/// A feed, or an answer for programs.
pub(crate) const JSON: &str = "application/json";
/// A calendar (RFC 5545).
pub(crate) const CALENDAR: &str = "text/calendar; charset=utf-8";
/// A sheet (RFC 4180).
pub(crate) const CSV: &str = "text/csv; charset=utf-8";

/// Whether the client accepts Brotli (RFC 9110 section 12.5.3).
pub(crate) fn accepts_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| {
        accepted.split(',').any(|coding| {
            let mut parts = coding.split(';');
            parts.next().is_some_and(|name| name.trim() == "br")
                && !parts.any(|part| part.trim() == "q=0")
        })
    })
}
