//! Only pages of this site may change anything or open a room's socket.

use super::arrival::{Arrival, may_be_logged};
use super::error::HttpError;
use super::forwarding;
use super::ingress::Ingress;
use super::log_interval::LogInterval;
use super::state::App;
use crate::base::Timestamp;
use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN, REFERER};
use axum::http::{HeaderMap, HeaderName, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

static REFUSALS: LogInterval = LogInterval::new();

/// Middleware: refuses a change, or a socket, that a page of another site requests.
pub(crate) async fn require_same_origin(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Response {
    let changes = !matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let opens_socket = request.headers().contains_key("sec-websocket-key");
    if changes || opens_socket {
        let arrival = request.extensions().get::<Arrival>().copied();
        let is_peer_trusted = arrival.is_some_and(|arrival| arrival.is_peer_trusted);
        if let Err(refusal) = judge(request.headers(), &app.ingress, is_peer_trusted) {
            log_refusal(&refusal, arrival, app.clock.now());
            return HttpError::OtherSite.into_response();
        }
    }
    next.run(request).await
}

/// Why a request is not from a page of this site, as far as the headers tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct OriginRefusal {
    /// The header that decided.
    header: &'static str,
    /// The setting that would accept the request, if the page is one of this site after all.
    setting: &'static str,
}

/// By the `Origin`, whatever else is there. Only where it says nothing (`null`, or absent) do others decide:
/// `Sec-Fetch-Site`, which pages can't change, then `Referer`. A client that sends none of them is no
/// browser, and carries no cookie that another site could abuse.
fn judge(
    headers: &HeaderMap,
    ingress: &Ingress,
    is_peer_trusted: bool,
) -> Result<(), OriginRefusal> {
    let origin = headers.get(ORIGIN);
    if let Some(origin) = origin.filter(|origin| *origin != "null") {
        let is_ours = origin
            .to_str()
            .is_ok_and(|origin| is_this_site(origin, headers, ingress, is_peer_trusted));
        return if is_ours {
            Ok(())
        } else {
            Err(refusal("Origin", headers, is_peer_trusted, ingress))
        };
    }
    if let Some(site) = headers.get("sec-fetch-site") {
        return if site == "same-origin" || site == "none" {
            Ok(())
        } else {
            Err(refusal("Sec-Fetch-Site", headers, is_peer_trusted, ingress))
        };
    }
    let referer = text(headers, &REFERER);
    let is_ours = match (origin, referer.map(origin_of_url)) {
        (Some(_), _) => false,
        (None, Some(referer)) => is_this_site(referer, headers, ingress, is_peer_trusted),
        (None, None) => true,
    };
    let header = if origin.is_some() {
        "Origin"
    } else {
        "Referer"
    };
    if is_ours {
        Ok(())
    } else {
        Err(refusal(header, headers, is_peer_trusted, ingress))
    }
}

/// Whether this origin is the site's: `http.public_url` where it is set, otherwise the host of the request.
fn is_this_site(
    origin: &str,
    headers: &HeaderMap,
    ingress: &Ingress,
    is_peer_trusted: bool,
) -> bool {
    let Some((scheme, authority)) = origin.split_once("://") else {
        return false;
    };
    if let Some(url) = &ingress.public_url {
        let (expected_scheme, expected) = url.as_str().split_once("://").unwrap_or_default();
        return scheme.eq_ignore_ascii_case(expected_scheme)
            && is_same_host(scheme, authority, expected);
    }
    let is_requested = |host: &str| is_same_host(scheme, authority, host);
    text(headers, &HOST).is_some_and(is_requested)
        || is_peer_trusted
            && forwarding::hosts(headers)
                .iter()
                .any(|host| is_requested(host))
}

/// Compares hosts and ports. Proxies may add the port that a browser leaves out.
fn is_same_host(scheme: &str, one: &str, other: &str) -> bool {
    let default_port = if scheme.eq_ignore_ascii_case("https") {
        ":443"
    } else {
        ":80"
    };
    let without_port = |host| str::strip_suffix(host, default_port).unwrap_or(host);
    without_port(one).eq_ignore_ascii_case(without_port(other))
}

/// `https://porch.example` of `https://porch.example/meetings`.
fn origin_of_url(url: &str) -> &str {
    let start = url.find("://").map_or(0, |at| at + 3);
    let length = url.get(start..).and_then(|rest| rest.find(['/', '?', '#']));
    length.map_or(url, |length| &url[..start + length])
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn refusal(
    header: &'static str,
    headers: &HeaderMap,
    is_peer_trusted: bool,
    ingress: &Ingress,
) -> OriginRefusal {
    let hosts = forwarding::hosts(headers);
    let is_told_by_stranger = ingress.public_url.is_none() && !is_peer_trusted && !hosts.is_empty();
    let setting = if is_told_by_stranger {
        "http.trusted_proxies"
    } else {
        "http.public_url"
    };
    OriginRefusal { header, setting }
}

fn log_refusal(refusal: &OriginRefusal, arrival: Option<Arrival>, now: Timestamp) {
    if !REFUSALS.is_due(now) {
        return;
    }
    let peer = arrival.and_then(|arrival| arrival.peer);
    let peer = peer.filter(|peer| may_be_logged(*peer));
    tracing::warn!(
        header = refusal.header,
        setting = refusal.setting,
        peer = peer.map(tracing::field::display),
        "refused a request from another origin; when people of this site are refused, set http.public_url to \
         the address that their browsers show, and list the proxies in http.trusted_proxies"
    );
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "the tests' own literals are valid")]
mod tests;
