//! Requests and responses of a counted connection.

use super::connection::Connection;
use super::listener::Peer;
use crate::http::error::HttpError;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{ConnectInfo, Request};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body::{Frame, SizeHint};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// Middleware: a connection is in use from the beginning of a request to the end of its response.
pub(in crate::http) async fn follow_requests(
    ConnectInfo(peer): ConnectInfo<Peer>,
    mut request: Request,
    next: Next,
) -> Response {
    let in_use = InUse::begin(Arc::clone(&peer.connection));
    let extensions = request.extensions_mut();
    extensions.insert(ConnectInfo(peer.address));
    extensions.insert(ReservedPlace(peer.connection.is_reserved));
    let response = next.run(request).await;
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        // From here on it is a room's socket, which closes itself when nothing arrives.
        in_use.forever();
        return response;
    }
    response.map(|inner| {
        Body::new(BodyInUse {
            inner,
            _in_use: in_use,
        })
    })
}

/// Whether a request's connection has a place of the reserve.
#[derive(Clone, Copy)]
struct ReservedPlace(bool);

/// Middleware of everything but rooms and health checks: refuses requests on a place that is kept for these.
pub(in crate::http) async fn keep_reserve(request: Request, next: Next) -> Response {
    let place = request.extensions().get::<ReservedPlace>();
    if place.is_some_and(|place| place.0) {
        return HttpError::Busy.into_response();
    }
    next.run(request).await
}

/// Marks a connection as in use until it is dropped.
struct InUse {
    connection: Arc<Connection>,
    ends: bool,
}

impl InUse {
    fn begin(connection: Arc<Connection>) -> Self {
        connection.begin();
        Self {
            connection,
            ends: true,
        }
    }

    /// The connection never waits for a request again.
    fn forever(mut self) {
        self.ends = false;
    }
}

impl Drop for InUse {
    fn drop(&mut self) {
        // The stream may have ended before its response.
        if self.ends && !self.connection.is_closed() {
            self.connection.wait();
        }
    }
}

/// The body of a response; its connection is in use until hyper has taken all of it.
struct BodyInUse {
    inner: Body,
    _in_use: InUse,
}

impl HttpBody for BodyInUse {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.inner).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
