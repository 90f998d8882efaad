//! A tracing span for each request, which names the route and nothing of the visitor.

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

/// Middleware: runs the request in a span with its method and the matched route (`/meetings/{slug}`).
/// The path itself is not logged, since it shows which meeting a person visits.
pub(crate) async fn with_request_span(request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("none", |route| route.as_str());
    let span = tracing::debug_span!("request", method = %request.method(), route);
    next.run(request).instrument(span).await
}
