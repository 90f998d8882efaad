//! Who may change anything here: pages of this site alone.

use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::error::HttpError;

/// Refuses a state change, or a socket, that another site's page asked for.
pub async fn same_origin(request: Request, next: Next) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    let opens_socket = request.headers().contains_key("sec-websocket-key");
    if (changes || opens_socket) && !is_same_origin(request.headers()) {
        return HttpError::OtherSite.into_response();
    }
    next.run(request).await
}

/// By `Sec-Fetch-Site` where a browser sends it, else by `Origin` against `Host`. What sends
/// neither is no browser, and carries no cookie that somebody else could abuse.
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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "what the tests write can be read")]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn only_our_own_pages_may_change_anything() {
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
}
