//! TCP connections, for networks that block UDP: RFC 4571 frames on the same port number.
//!
//! Promises: the number of connections is bounded, in total and per address; each buffers a bounded
//! number of bytes; one that sends no valid packet is closed. A slow connection loses packets and
//! delays nobody else.

use super::framing::{FrameQueue, FrameReader, OversizedFrame};
use super::transport_address::{ConnectionId, TransportAddress};
use mio::net::{TcpListener, TcpStream};
use mio::{Interest, Registry, Token};
use socket2::{Domain, Protocol, SockRef, Socket, Type};
use std::collections::HashMap;
use std::io::{self, Read};
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

/// Maximum number of connections from one IP address: a clinic behind a NAT that blocks UDP.
const MAX_PER_ADDRESS: usize = 128;

/// Connections allowed beyond one per peer, for those that have not sent a valid packet yet.
const MAX_UNPROVEN: usize = 256;

/// Time until a connection must have sent its first valid packet.
const FIRST_PACKET_TIMEOUT: Duration = Duration::from_secs(10);

/// Time without a valid packet after which a connection is closed: the same as for a peer.
const SILENCE_TIMEOUT: Duration = Duration::from_secs(30);

/// Bytes read from one connection in one go. It is closed when it sends more: no audio client does.
const MAX_READ: usize = 256 << 10;

/// Connections that wait in the kernel to be accepted.
const BACKLOG: i32 = 256;

/// The kernel's buffer per connection and direction, in bytes. Small, because audio that waits in it
/// is useless.
const SOCKET_BUFFER: usize = 64 << 10;

struct Connection {
    stream: TcpStream,
    from: SocketAddr,
    reader: FrameReader,
    queue: FrameQueue,
    close_at: Instant,
}

pub(super) struct Tcp {
    listener: TcpListener,
    connections: HashMap<ConnectionId, Connection>,
    per_address: HashMap<IpAddr, usize>,
    max: usize,
    /// The number of the next connection, which is also its poll token.
    next_id: u64,
}

/// The most connections that this number of peers needs.
pub(super) const fn max_connections(max_peers: usize) -> usize {
    max_peers + MAX_UNPROVEN
}

impl Tcp {
    /// Binds and listens. `first_token` is the listener's poll token; connections get the ones above.
    pub(super) fn bind(address: SocketAddr, max: usize, first_token: usize) -> io::Result<Self> {
        let socket = Socket::new(
            Domain::for_address(address),
            Type::STREAM,
            Some(Protocol::TCP),
        )?;
        if address.is_ipv6() {
            socket.set_only_v6(false)?;
        }
        socket.set_reuse_address(true)?;
        socket.set_nonblocking(true)?;
        socket.bind(&address.into())?;
        socket.listen(BACKLOG)?;
        Ok(Self {
            listener: TcpListener::from_std(socket.into()),
            connections: HashMap::new(),
            per_address: HashMap::new(),
            max,
            next_id: first_token as u64 + 1,
        })
    }

    pub(super) fn register(&mut self, registry: &Registry, token: Token) -> io::Result<()> {
        registry.register(&mut self.listener, token, Interest::READABLE)
    }

    pub(super) fn accept(&mut self, registry: &Registry, now: Instant) {
        // Ends when no connection waits. Any other error concerns one connection or the limit of
        // file descriptors; the connections that still wait are accepted at the next event.
        while let Ok((stream, from)) = self.listener.accept() {
            let from = SocketAddr::new(from.ip().to_canonical(), from.port());
            let full = self.connections.len() >= self.max
                || self
                    .per_address
                    .get(&from.ip())
                    .is_some_and(|count| *count >= MAX_PER_ADDRESS);
            if !full && let Ok(connection) = self.open(stream, from, registry, now) {
                *self.per_address.entry(from.ip()).or_default() += 1;
                self.connections
                    .insert(ConnectionId(self.next_id), connection);
                self.next_id += 1;
            }
        }
    }

    fn open(
        &self,
        mut stream: TcpStream,
        from: SocketAddr,
        registry: &Registry,
        now: Instant,
    ) -> io::Result<Connection> {
        stream.set_nodelay(true)?;
        SockRef::from(&stream).set_recv_buffer_size(SOCKET_BUFFER)?;
        SockRef::from(&stream).set_send_buffer_size(SOCKET_BUFFER)?;
        registry.register(
            &mut stream,
            token(ConnectionId(self.next_id)),
            Interest::READABLE | Interest::WRITABLE,
        )?;
        Ok(Connection {
            stream,
            from,
            reader: FrameReader::default(),
            queue: FrameQueue::default(),
            close_at: now + FIRST_PACKET_TIMEOUT,
        })
    }

    /// Serves a connection that is readable or writable. `receive` gets each frame and returns whether
    /// it was valid.
    pub(super) fn serve(
        &mut self,
        token: Token,
        now: Instant,
        mut receive: impl FnMut(&mut Self, TransportAddress, &mut [u8]) -> bool,
    ) {
        let id = ConnectionId(token.0 as u64);
        let mut total = 0;
        loop {
            match self.read(id) {
                Ok(0) => return,
                Ok(read) if total < MAX_READ => total += read,
                _ => return self.close(id),
            }
            let Some(connection) = self.connections.get_mut(&id) else {
                return;
            };
            let from = TransportAddress::Tcp(id, connection.from);
            // Taken out of `self`, because replies to a frame are sent through `self`.
            let mut reader = std::mem::take(&mut connection.reader);
            let mut received_valid = false;
            let is_well_formed = loop {
                match reader.next_frame() {
                    Ok(Some(frame)) => received_valid |= receive(self, from, frame),
                    Ok(None) => break true,
                    Err(OversizedFrame) => break false,
                }
            };
            let Some(connection) = self.connections.get_mut(&id) else {
                return;
            };
            connection.reader = reader;
            if received_valid {
                connection.close_at = now + SILENCE_TIMEOUT;
            }
            if !is_well_formed {
                return self.close(id);
            }
        }
    }

    /// Queues a packet and writes as much as the connection accepts. Returns whether it was queued.
    pub(super) fn send(&mut self, to: ConnectionId, packet: &[u8]) -> bool {
        let Some(connection) = self.connections.get_mut(&to) else {
            return false;
        };
        let is_queued = connection.queue.push(packet);
        // A broken stream becomes readable, and reading it closes the connection.
        is_queued && connection.queue.write_to(&mut connection.stream).is_ok()
    }

    /// Closes the connections that were silent for too long.
    pub(super) fn close_silent(&mut self, now: Instant) {
        let is_silent = |connection: &Connection| connection.close_at <= now;
        while let Some(id) = self
            .connections
            .iter()
            .find(|(_, connection)| is_silent(connection))
            .map(|(id, _)| *id)
        {
            self.close(id);
        }
    }

    /// Writes what is queued, then reads once. 0: nothing to read.
    fn read(&mut self, id: ConnectionId) -> io::Result<usize> {
        let Some(connection) = self.connections.get_mut(&id) else {
            return Ok(0);
        };
        connection.queue.write_to(&mut connection.stream)?;
        let mut bytes = [0; 4_096];
        loop {
            match connection.stream.read(&mut bytes) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(len) => {
                    connection.reader.push(&bytes[..len]);
                    return Ok(len);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(0),
                Err(error) => return Err(error),
            }
        }
    }

    /// Closes a connection. Dropping the stream also removes it from the poll.
    fn close(&mut self, id: ConnectionId) {
        let Some(connection) = self.connections.remove(&id) else {
            return;
        };
        let address = connection.from.ip();
        let remaining = self.per_address.get_mut(&address).map_or(0, |count| {
            *count -= 1;
            *count
        });
        if remaining == 0 {
            self.per_address.remove(&address);
        }
    }
}

/// A connection's poll token is its number; numbers start above the tokens of the other sources.
fn token(id: ConnectionId) -> Token {
    Token(usize::try_from(id.0).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests;
