//! Only pages of this site may change anything or open a room's socket.

use super::error::HttpError;
use super::state::App;
use crate::base::{Millis, Timestamp};
use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::atomic::{AtomicI64, Ordering};

/// A refusal is logged at most this often: anybody can cause one.
const LOG_INTERVAL: Millis = Millis::from_mins(1);

/// When a refusal was last logged, in milliseconds of the epoch.
static LAST_LOGGED: AtomicI64 = AtomicI64::new(i64::MIN);

/// Middleware: refuses a change, or a socket, that a page of another site requests.
pub(crate) async fn require_same_origin(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    let opens_socket = request.headers().contains_key("sec-websocket-key");
    if (changes || opens_socket) && !is_same_origin(request.headers()) {
        if is_log_due(&LAST_LOGGED, app.clock.now()) {
            tracing::warn!(
                "refused a request from another origin; when people of this site are refused, let the \
                 proxy in front of it pass on the Host header unchanged"
            );
        }
        return HttpError::OtherSite.into_response();
    }
    next.run(request).await
}

/// By `Sec-Fetch-Site` where a browser sends it, otherwise by comparing `Origin` with `Host`. A client
/// that sends neither is no browser, and carries no cookie that another site could abuse.
fn is_same_origin(headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = headers.get(ORIGIN) else {
        return true;
    };
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let origin = origin
        .to_str()
        .ok()
        .and_then(|origin| origin.split_once("://"));
    matches!((origin, host), (Some((_, origin)), Some(host)) if origin.eq_ignore_ascii_case(host))
}

/// Whether a refusal at this time is logged; if so, the next one is not until the interval has passed. A clock
/// that was set back does not delay it.
fn is_log_due(last: &AtomicI64, now: Timestamp) -> bool {
    let interval = LOG_INTERVAL.0.cast_signed();
    let is_due = |last: i64| now.0 < last || now.0.saturating_sub(last) >= interval;
    let update = |last: i64| is_due(last).then_some(now.0);
    last.fetch_update(Ordering::Relaxed, Ordering::Relaxed, update)
        .is_ok()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "the tests' own literals are valid")]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn only_pages_of_this_site_may_change_anything() {
        for (pairs, allowed) in [
            (&[("sec-fetch-site", "same-origin")][..], true),
            (&[("sec-fetch-site", "none")], true),
            (
                &[
                    ("sec-fetch-site", "cross-site"),
                    ("origin", "https://us"),
                    ("host", "us"),
                ],
                false,
            ),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("origin", "https://us:8080"), ("host", "us:8080")], true),
            (&[("origin", "https://them"), ("host", "us")], false),
            (&[("origin", "null"), ("host", "us")], false),
            (&[], true),
        ] {
            assert_eq!(is_same_origin(&headers(pairs)), allowed, "{pairs:?}");
        }
    }

    #[test]
    fn refusals_are_logged_once_a_minute() {
        let last = AtomicI64::new(i64::MIN);
        let start = Timestamp(1_000_000_000);
        assert!(is_log_due(&last, start));
        assert!(!is_log_due(&last, start + Millis::from_secs(59)));
        assert!(is_log_due(&last, start + Millis::from_secs(60)));
        assert!(!is_log_due(&last, start + Millis::from_secs(61)));
        assert!(is_log_due(&last, start), "the clock was set back");
    }
}
