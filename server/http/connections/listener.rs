//! The listener for pages.

use super::connection::{Connection, Connections};
use super::places::Admission;
use super::stream::Stream;
use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::time::Instant;

/// How long the listener pauses when the system gives it no connection.
const ACCEPT_RETRY: Duration = Duration::from_millis(50);

/// The limit is logged at most this often.
const LOG_INTERVAL: Duration = Duration::from_secs(60);

/// A listener whose connections are counted.
pub(in crate::http) struct CountedListener {
    listener: TcpListener,
    connections: Connections,
    last_logged: Option<Instant>,
}

impl CountedListener {
    pub(in crate::http) fn new(listener: TcpListener, connections: Connections) -> Self {
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
pub(in crate::http) struct Peer {
    pub(super) address: SocketAddr,
    pub(super) connection: Arc<Connection>,
}

impl Connected<IncomingStream<'_, CountedListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, CountedListener>) -> Self {
        Self {
            address: *stream.remote_addr(),
            connection: Arc::clone(stream.io().connection()),
        }
    }
}
