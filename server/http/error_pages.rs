//! Renders a page in words for every error response.

use super::content::JSON;
use super::error::{ErrorMarker, marked};
use super::state::App;
use crate::pages::{ErrorKind, ErrorPage};
use askama::Template;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use std::any::Any;

/// For a handler that panicked. The message may hold anything, so it is not logged here: the panic hook
/// has reported where it was.
pub(crate) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    marked(ErrorKind::Internal)
}

/// Middleware: replaces each marked response, and axum's own short refusals, by its page.
pub(crate) async fn render_errors(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Response {
    let response = next.run(request).await;
    let marker = response.extensions().get::<ErrorMarker>();
    let kind = marker.map(|marker| marker.0);
    let Some(kind) = kind.or_else(|| refused_by_axum(&response)) else {
        return response;
    };
    let mut page = error_page(&app, kind, response.status());
    if let Some(allowed) = response.headers().get(ALLOW) {
        page.headers_mut().insert(ALLOW, allowed.clone());
    }
    page
}

/// What axum refuses in a line of plain text, such as a form that lacks a field. Responses of our
/// handlers that refuse something are HTML or JSON already.
fn refused_by_axum(response: &Response) -> Option<ErrorKind> {
    let is_from_handler = (response.headers().get(CONTENT_TYPE)).is_some_and(|content_type| {
        let content_type = content_type.as_bytes();
        content_type.starts_with(b"text/html") || content_type.starts_with(JSON.as_bytes())
    });
    match response.status() {
        _ if is_from_handler => None,
        StatusCode::METHOD_NOT_ALLOWED => Some(ErrorKind::NotFound),
        status if status.is_client_error() => Some(ErrorKind::InvalidForm),
        _ => None,
    }
}

fn error_page(app: &App, kind: ErrorKind, status: StatusCode) -> Response {
    // An error page looks the same for everybody.
    match ErrorPage::new(kind, app.frame(false)).render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => status.into_response(),
    }
}
