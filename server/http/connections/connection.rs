//! The connections that are open, and the state of each.

use super::places::{Places, Turn};
use futures_util::task::AtomicWaker;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Context;

/// The connections that are open. Cheap to clone.
#[derive(Clone)]
pub(in crate::http) struct Connections(Arc<Mutex<Places<Arc<Connection>>>>);

impl Connections {
    pub(in crate::http) fn new(limit: usize) -> Self {
        Self(Arc::new(Mutex::new(Places::new(limit))))
    }

    pub(super) fn places(&self) -> MutexGuard<'_, Places<Arc<Connection>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes every connection that has no request in progress.
    pub(in crate::http) fn close_waiting(&self) {
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
    /// Every other connection is in use: see `keep_reserve`.
    pub(super) is_reserved: bool,
    phase: Mutex<Phase>,
    /// Set when it must end. It is not counted any more.
    is_closed: AtomicBool,
    reader: AtomicWaker,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// No request is in progress.
    Waiting(Turn),
    /// A request is in progress, or the connection has become a room's socket.
    InUse,
}

impl Connection {
    pub(super) fn open(connections: &Connections, is_reserved: bool) -> Arc<Self> {
        let connection = Arc::new(Self {
            connections: connections.clone(),
            is_reserved,
            phase: Mutex::new(Phase::InUse),
            is_closed: AtomicBool::new(false),
            reader: AtomicWaker::new(),
        });
        connection.wait();
        connection
    }

    pub(super) fn phase(&self) -> MutexGuard<'_, Phase> {
        self.phase.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on it waits for a request.
    pub(super) fn wait(self: &Arc<Self>) {
        let turn = self.connections.places().wait(Arc::clone(self));
        *self.phase() = Phase::Waiting(turn);
    }

    /// A request has begun.
    pub(super) fn begin(&self) {
        let phase = std::mem::replace(&mut *self.phase(), Phase::InUse);
        if let Phase::Waiting(turn) = phase {
            self.connections.places().stop_waiting(turn);
        }
    }

    /// Whether it must end or has ended.
    pub(super) fn is_closed(&self) -> bool {
        self.is_closed.load(Ordering::Acquire)
    }

    /// The same, for a task that reads and is to be woken when it must end.
    pub(super) fn poll_closed(&self, context: &Context<'_>) -> bool {
        self.reader.register(context.waker());
        self.is_closed()
    }

    /// Makes the stream end.
    pub(super) fn close(&self) {
        self.is_closed.store(true, Ordering::Release);
        self.reader.wake();
    }

    /// The stream has ended.
    pub(super) fn end(&self) {
        self.begin();
        if !self.is_closed.swap(true, Ordering::AcqRel) {
            self.connections.places().release();
        }
    }
}
