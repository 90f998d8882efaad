//! Headers that every answer carries.

use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::LazyLock;

/// Nothing from anywhere else, nothing inline. Who may frame a page follows.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; media-src 'self' blob: mediastream:; form-action 'self'; \
    base-uri 'none'; frame-ancestors ";

/// Says of an answer that other sites may show it inside their own pages.
#[derive(Clone, Debug)]
pub struct Framed(HeaderValue);

impl Framed {
    /// By these origins, and by pages of this site.
    pub fn by(origins: &[String]) -> Self {
        let mut policy = format!("{POLICY}'self'");
        for origin in origins {
            policy.push(' ');
            policy.push_str(origin);
        }
        let nobody = || HeaderValue::from_static("frame-ancestors 'none'");
        Self(HeaderValue::from_str(&policy).unwrap_or_else(|_| nobody()))
    }
}

static NO_FRAMES: LazyLock<HeaderValue> = LazyLock::new(|| {
    HeaderValue::from_str(&format!("{POLICY}'none'")).expect("the policy is plain ASCII")
});

/// The microphone for ourselves; the screen may stay on; nothing else.
const PERMISSIONS: &str = "microphone=(self), screen-wake-lock=(self), camera=(), geolocation=(), \
    display-capture=(), payment=(), usb=()";

/// Adds them; pages are not kept by any cache unless their handler said otherwise.
pub async fn secure(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let framed = response.extensions_mut().remove::<Framed>();
    let headers = response.headers_mut();
    if let Some(Framed(policy)) = framed {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    } else {
        headers.insert(CONTENT_SECURITY_POLICY, NO_FRAMES.clone());
        headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    }
    let fixed = [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // A link that someone follows from a meeting's page tells nobody where they were.
        (REFERRER_POLICY, "no-referrer"),
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
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
