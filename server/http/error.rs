//! Everything that goes wrong, as a page in words.

use super::page_cache::JSON;
use super::session::SignedIn;
use super::state::App;
use crate::live::RoomError;
use crate::pages::{ErrorKind, ErrorPage};
use crate::store::StoreError;
use askama::Template;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use std::any::Any;

/// Why a handler has no answer of its own.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    #[error("nothing has this address")]
    NotFound,
    /// A page for those who serve, asked for by someone who is not signed in.
    #[error("nobody is signed in")]
    SignInFirst,
    /// Signed in, without the service that it takes.
    #[error("not theirs to see or change")]
    NotAllowed,
    #[error("another site's page asked for a change")]
    OtherSite,
    #[error("more than the limits allow")]
    TooMany,
    #[error("the form can't be read")]
    BadForm,
    /// Our own: logged, and told to nobody in detail.
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Room(#[from] RoomError),
    #[error(transparent)]
    Template(#[from] askama::Error),
    #[error("a feed could not be written")]
    Feed(#[source] serde_json::Error),
}

impl HttpError {
    const fn trouble(&self) -> ErrorKind {
        match self {
            Self::NotFound => ErrorKind::NotFound,
            Self::NotAllowed | Self::SignInFirst => ErrorKind::NotAllowed,
            Self::OtherSite => ErrorKind::OtherOrigin,
            Self::TooMany => ErrorKind::TooManyRequests,
            Self::BadForm => ErrorKind::InvalidForm,
            Self::Store(_) | Self::Room(_) | Self::Template(_) | Self::Feed(_) => {
                ErrorKind::Internal
            }
        }
    }
}

/// Only the status and what it is about: [`paint`] makes the page of it.
impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        if matches!(self, Self::SignInFirst) {
            return Redirect::to("/sign-in").into_response();
        }
        let trouble = self.trouble();
        if trouble == ErrorKind::Internal {
            tracing::error!(fault = %self, "a request failed");
        }
        bare(trouble)
    }
}

/// For what no route answers.
pub async fn not_found() -> HttpError {
    HttpError::NotFound
}

/// For a handler that panicked; the message may hold anything, so it is not logged here (the
/// panic hook has said where it was).
pub fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    bare(ErrorKind::Internal)
}

/// Turns every troubled answer into its page, and axum's own short refusals too.
pub async fn paint(State(app): State<App>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let trouble = response
        .extensions()
        .get::<Painted>()
        .map(|painted| painted.0);
    let Some(trouble) = trouble.or_else(|| refused_by_axum(&response)) else {
        return response;
    };
    let mut painted = page(&app, trouble, response.status());
    if let Some(allowed) = response.headers().get(ALLOW) {
        painted.headers_mut().insert(ALLOW, allowed.clone());
    }
    painted
}

/// What axum says in a line of plain text, such as that a form lacks a field. Our own answers that
/// refuse something are HTML or JSON already.
fn refused_by_axum(response: &Response) -> Option<ErrorKind> {
    let is_ours = (response.headers().get(CONTENT_TYPE)).is_some_and(|kind| {
        let kind = kind.as_bytes();
        kind.starts_with(b"text/html") || kind.starts_with(JSON.as_bytes())
    });
    match response.status() {
        _ if is_ours => None,
        StatusCode::METHOD_NOT_ALLOWED => Some(ErrorKind::NotFound),
        status if status.is_client_error() => Some(ErrorKind::InvalidForm),
        _ => None,
    }
}

#[derive(Clone, Copy)]
struct Painted(ErrorKind);

fn bare(trouble: ErrorKind) -> Response {
    let status = StatusCode::from_u16(trouble.status());
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = status.into_response();
    response.extensions_mut().insert(Painted(trouble));
    response
}

fn page(app: &App, trouble: ErrorKind, status: StatusCode) -> Response {
    // An error page says nothing about whoever looks at it.
    let frame = app.frame(&SignedIn(None));
    match ErrorPage::new(trouble, frame).render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => status.into_response(),
    }
}
