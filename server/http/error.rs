//! Why a handler has no response of its own, and the status of each reason.

use crate::live::RoomError;
use crate::pages::ErrorKind;
use crate::paths;
use crate::store::StoreError;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// Why a handler has no response of its own.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpError {
    #[error("nothing has this address")]
    NotFound,
    /// A page for trusted servants was requested by a person who is not signed in.
    #[error("nobody is signed in")]
    SignInFirst,
    /// Signed in, without the service that the page requires.
    #[error("the account lacks the service that this requires")]
    NotAllowed,
    #[error("another site's page requested a change")]
    OtherSite,
    #[error("more requests than the limits allow")]
    TooMany,
    #[error("the form can't be parsed")]
    BadForm,
    #[error("the form took too long to arrive")]
    SlowBody,
    #[error("every connection is in use")]
    Busy,
    /// An error of our own: it is logged, and the response gives no detail.
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Room(#[from] RoomError),
    #[error(transparent)]
    Template(#[from] askama::Error),
    #[error("a feed could not be serialised")]
    Feed(#[source] serde_json::Error),
}

/// Marks a response without a body: the middleware of `error_pages` renders the page for it.
#[derive(Clone, Copy)]
pub(crate) struct ErrorMarker(pub(crate) ErrorKind);

impl HttpError {
    const fn kind(&self) -> ErrorKind {
        match self {
            Self::NotFound => ErrorKind::NotFound,
            Self::NotAllowed | Self::SignInFirst => ErrorKind::NotAllowed,
            Self::OtherSite => ErrorKind::OtherOrigin,
            Self::TooMany => ErrorKind::TooManyRequests,
            Self::BadForm => ErrorKind::InvalidForm,
            Self::SlowBody => ErrorKind::SlowForm,
            Self::Busy => ErrorKind::Busy,
            Self::Store(error) | Self::Room(RoomError::Store(error)) if error.is_outage() => {
                ErrorKind::Unavailable
            }
            Self::Store(_) | Self::Room(_) | Self::Template(_) | Self::Feed(_) => {
                ErrorKind::Internal
            }
        }
    }
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        if matches!(self, Self::SignInFirst) {
            return Redirect::to(paths::SIGN_IN).into_response();
        }
        let kind = self.kind();
        if matches!(kind, ErrorKind::Internal | ErrorKind::Unavailable) {
            tracing::error!(error = %self, "a request failed");
        }
        marked(kind)
    }
}

/// The status of this kind without a body, marked for its page.
pub(crate) fn marked(kind: ErrorKind) -> Response {
    let status = StatusCode::from_u16(kind.status());
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = status.into_response();
    response.extensions_mut().insert(ErrorMarker(kind));
    response
}
