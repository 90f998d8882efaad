//! A TCP stream that ends when its client is too slow.

use super::connection::{Connection, Phase};
use std::io::{Error, ErrorKind, Result};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep};

/// From the opening of a connection, or the first byte of a later request, to the end of the request's head.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// Between two requests. Longer than proxies keep a connection that they do not use (nginx: 60 s), so that
/// none of them sends a request just when it is closed.
const IDLE_TIMEOUT: Duration = Duration::from_secs(75);

/// Without a byte of the response being accepted by the other side. Rooms wait as long.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// The stream of one counted connection.
pub(in crate::http) struct Stream {
    inner: TcpStream,
    connection: Arc<Connection>,
    /// The state for which `read_deadline` was set.
    read: ReadState,
    read_deadline: Pin<Box<Sleep>>,
    /// Set while a write does not progress.
    write_deadline: Option<Pin<Box<Sleep>>>,
}

/// What the stream waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ReadState {
    /// For the head of a request, of which a part may have arrived.
    Head(Phase),
    /// For the first byte of the next request.
    Idle(Phase),
    /// For nothing that has a time limit here: a request is in progress, or it is a room's socket.
    Request,
}

impl Stream {
    pub(super) fn new(inner: TcpStream, connection: Arc<Connection>) -> Self {
        let read = ReadState::Head(*connection.phase());
        Self {
            inner,
            connection,
            read,
            read_deadline: Box::pin(sleep(HEAD_TIMEOUT)),
            write_deadline: None,
        }
    }

    pub(super) fn connection(&self) -> &Arc<Connection> {
        &self.connection
    }

    fn set_read_state(&mut self, state: ReadState) {
        self.read = state;
        let time = match state {
            ReadState::Head(_) => HEAD_TIMEOUT,
            ReadState::Idle(_) => IDLE_TIMEOUT,
            ReadState::Request => return,
        };
        self.read_deadline.as_mut().reset(Instant::now() + time);
    }

    /// Notices that a request has begun or ended since the last read.
    fn follow_phase(&mut self) {
        let phase = *self.connection.phase();
        let is_known = match self.read {
            ReadState::Head(known) | ReadState::Idle(known) => known == phase,
            ReadState::Request => phase == Phase::InUse,
        };
        match phase {
            _ if is_known => {}
            Phase::InUse => self.set_read_state(ReadState::Request),
            Phase::Waiting(_) => self.set_read_state(ReadState::Idle(phase)),
        }
    }

    /// The result of a write, or an error when none has progressed for too long.
    fn limit_write<T>(
        &mut self,
        context: &mut Context<'_>,
        result: Poll<Result<T>>,
    ) -> Poll<Result<T>> {
        if result.is_ready() {
            self.write_deadline = None;
            return result;
        }
        let deadline = self
            .write_deadline
            .get_or_insert_with(|| Box::pin(sleep(WRITE_TIMEOUT)));
        ready!(deadline.as_mut().poll(context));
        Poll::Ready(Err(ErrorKind::TimedOut.into()))
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.connection.end();
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        let this = &mut *self;
        if this.connection.poll_closed(context) {
            return Poll::Ready(Err(Error::from(ErrorKind::ConnectionAborted)));
        }
        this.follow_phase();
        if let Poll::Ready(result) = Pin::new(&mut this.inner).poll_read(context, buffer) {
            if let ReadState::Idle(phase) = this.read {
                this.set_read_state(ReadState::Head(phase));
            }
            return Poll::Ready(result);
        }
        if this.read == ReadState::Request {
            return Poll::Pending;
        }
        ready!(this.read_deadline.as_mut().poll(context));
        Poll::Ready(Err(ErrorKind::TimedOut.into()))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<Result<usize>> {
        let result = Pin::new(&mut self.inner).poll_write(context, bytes);
        self.limit_write(context, result)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[std::io::IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        let result = Pin::new(&mut self.inner).poll_write_vectored(context, bytes);
        self.limit_write(context, result)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}
