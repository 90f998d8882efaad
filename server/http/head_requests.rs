//! `HEAD` wherever there is `GET` (RFC 9110 section 9.3.2).

use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

/// Middleware: responds to `HEAD` with the headers of `GET`, those of the compression included. axum drops
/// the body. Without this, the layers inside would see an empty body and leave out or change headers.
pub(crate) async fn respond_as_to_get(mut request: Request, next: Next) -> Response {
    if request.method() == Method::HEAD {
        *request.method_mut() = Method::GET;
    }
    next.run(request).await
}
