//! Headers that every response carries.

use axum::extract::Request;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::LazyLock;

/// Nothing from another origin, nothing inline. The origins that may frame a page follow.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; manifest-src 'self'; media-src 'self' blob: mediastream:; form-action 'self'; \
    base-uri 'none'; frame-ancestors ";

/// Marks a response that other sites may embed in their pages, with its content security policy.
#[derive(Clone, Debug)]
pub(crate) struct Embeddable(HeaderValue);

impl Embeddable {
    /// By these origins, and by pages of this site.
    pub(crate) fn by(origins: &[String]) -> Self {
        let mut policy = format!("{POLICY}'self'");
        for origin in origins {
            policy.push(' ');
            policy.push_str(origin);
        }
        let deny_all = || HeaderValue::from_static("frame-ancestors 'none'");
        Self(HeaderValue::from_str(&policy).unwrap_or_else(|_| deny_all()))
    }
}

static NO_FRAMES: LazyLock<HeaderValue> = LazyLock::new(|| {
    HeaderValue::from_str(&format!("{POLICY}'none'")).expect("the policy is plain ASCII")
});

/// The microphone for this site alone; the screen may stay on; nothing else.
const PERMISSIONS: &str = "microphone=(self), screen-wake-lock=(self), camera=(), geolocation=(), \
    display-capture=(), payment=(), usb=()";

/// Middleware: adds the security headers. No cache may store a response unless its handler allows it.
pub(crate) async fn add_security_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let embeddable = response.extensions_mut().remove::<Embeddable>();
    let headers = response.headers_mut();
    if let Some(Embeddable(policy)) = embeddable {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    } else {
        headers.insert(CONTENT_SECURITY_POLICY, NO_FRAMES.clone());
        headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    }
    let fixed = [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // A link that is followed to another site must not reveal which meeting it was on. Not `no-referrer`:
        // with it, browsers send `Origin: null` with our own forms.
        (REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // Everything is small, and nothing is served in parts (RFC 9110 section 14.3).
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("none"));
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
