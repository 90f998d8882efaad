//! The connections of the listener for pages: how many there may be, and how long each may wait.
//!
//! Promises: a connection that sends its request byte by byte, or reads nothing of its response, ends by
//! itself and keeps nobody else out. When the limit is reached, the one that has waited longest is closed, and
//! a part of the places is kept for rooms and for health checks.

mod places;
mod stream;

use super::error::HttpError;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{ConnectInfo, Request};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::serve::{IncomingStream, Listener};
use futures_util::task::AtomicWaker;
use http_body::{Frame, SizeHint};
use places::{Admission, Places, Turn};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use stream::Stream;
use tokio::net::TcpListener;
use tokio::time::Instant;

/// How long the listener pauses when the system gives it no connection.
const ACCEPT_RETRY: Duration = Duration::from_millis(50);

/// The limit is logged at most this often.
const LOG_INTERVAL: Duration = Duration::from_secs(60);

/// The connections that are open. Cheap to clone.
#[derive(Clone)]
pub(super) struct Connections(Arc<Mutex<Places<Arc<Connection>>>>);

impl Connections {
    pub(super) fn new(limit: usize) -> Self {
        Self(Arc::new(Mutex::new(Places::new(limit))))
    }

    fn places(&self) -> MutexGuard<'_, Places<Arc<Connection>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes every connection that has no request in progress.
    pub(super) fn close_waiting(&self) {
        loop {
            let longest = self.places().close_longest();
            let Some(connection) = longest else { return };
            connection.close();
        }
    }
}

/// What is known of one connection, shared by its stream and its requests.
pub(super) struct Connection {
    connections: Connections,
    /// Every other connection is in use: see [`keep_reserve`].
    is_reserved: bool,
    phase: Mutex<Phase>,
    /// Set when it must end. It is not counted any more.
    is_closed: AtomicBool,
    waker: AtomicWaker,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// No request is in progress.
    Waiting(Turn),
    /// A request is in progress, or the connection has become a room's socket.
    InUse,
}

impl Connection {
    fn open(connections: &Connections, is_reserved: bool) -> Arc<Self> {
        let connection = Arc::new(Self {
            connections: connections.clone(),
            is_reserved,
            phase: Mutex::new(Phase::InUse),
            is_closed: AtomicBool::new(false),
            waker: AtomicWaker::new(),
        });
        connection.wait();
        connection
    }

    fn phase(&self) -> MutexGuard<'_, Phase> {
        self.phase.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on it waits for a request.
    fn wait(self: &Arc<Self>) {
        let turn = self.connections.places().wait(Arc::clone(self));
        *self.phase() = Phase::Waiting(turn);
    }

    /// A request has begun.
    fn begin(&self) {
        let phase = std::mem::replace(&mut *self.phase(), Phase::InUse);
        if let Phase::Waiting(turn) = phase {
            self.connections.places().stop_waiting(turn);
        }
    }

    /// Makes the stream end.
    fn close(&self) {
        self.is_closed.store(true, Ordering::Release);
        self.waker.wake();
    }

    /// The stream has ended.
    fn end(&self) {
        self.begin();
        if !self.is_closed.swap(true, Ordering::AcqRel) {
            self.connections.places().release();
        }
    }
}

/// A listener whose connections are counted.
pub(super) struct CountedListener {
    listener: TcpListener,
    connections: Connections,
    last_logged: Option<Instant>,
}

impl CountedListener {
    pub(super) fn new(listener: TcpListener, connections: Connections) -> Self {
        Self {
            listener,
            connections,
            last_logged: None,
        }
    }

    /// Logs that the limit is reached, once in a while.
    fn log_limit(&mut self) {
        let now = Instant::now();
        if self
            .last_logged
            .is_none_or(|last| now - last >= LOG_INTERVAL)
        {
            self.last_logged = Some(now);
            tracing::warn!(
                "as many connections are open as the limit of open files allows: the ones that have waited \
                 longest are closed; raise that limit (LimitNOFILE in systemd, ulimit -n in a shell)"
            );
        }
    }
}

impl Listener for CountedListener {
    type Io = Stream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Stream, SocketAddr) {
        loop {
            let Ok((stream, peer)) = self.listener.accept().await else {
                // The system has no more files, or the connection is gone already.
                self.log_limit();
                if let Some(longest) = self.connections.places().close_longest() {
                    longest.close();
                }
                tokio::time::sleep(ACCEPT_RETRY).await;
                continue;
            };
            let admission = self.connections.places().admit();
            if !matches!(admission, Admission::Free) {
                self.log_limit();
            }
            let is_reserved = matches!(admission, Admission::Reserved);
            match admission {
                Admission::Free | Admission::Reserved => {}
                Admission::InPlaceOf(longest) => longest.close(),
                Admission::Full => continue,
            }
            // A room sends small frames, one after another. With Nagle's algorithm, each would wait up to
            // 40 ms for the acknowledgement of the one before. Fails only when it is closed already.
            let _ = stream.set_nodelay(true);
            let connection = Connection::open(&self.connections, is_reserved);
            return (Stream::new(stream, connection), peer);
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// The connection of a request.
#[derive(Clone)]
pub(super) struct Peer {
    address: SocketAddr,
    connection: Arc<Connection>,
}

impl axum::extract::connect_info::Connected<IncomingStream<'_, CountedListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, CountedListener>) -> Self {
        Self {
            address: *stream.remote_addr(),
            connection: Arc::clone(stream.io().connection()),
        }
    }
}

/// Middleware: a connection is in use from the beginning of a request to the end of its response.
pub(super) async fn follow_requests(
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
pub(super) async fn keep_reserve(request: Request, next: Next) -> Response {
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
        if self.ends && !self.connection.is_closed.load(Ordering::Acquire) {
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
