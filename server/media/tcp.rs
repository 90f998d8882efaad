//! TCP connections, for networks that let no UDP through. RFC 4571 frames on the same port number.
//!
//! Promises: connections are bounded in number, in all and per address; each holds a bounded number
//! of bytes; one that proves nothing is closed. A slow one loses packets, never time of others.

use super::framing::{FrameQueue, FrameReader, OversizedFrame};
use super::transport_address::{ConnectionId, TransportAddress};
use mio::net::{TcpListener, TcpStream};
use mio::{Interest, Registry, Token};
use socket2::{Domain, Protocol, SockRef, Socket, Type};
use std::collections::HashMap;
use std::io::{self, Read};
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

/// Connections from one address: a clinic behind one NAT whose network lets no UDP through.
const MAX_PER_ADDRESS: usize = 128;

/// Connections beyond one per peer: those that have not proven anything yet.
const MAX_UNPROVEN: usize = 256;

/// How long a connection may take to its first genuine packet.
const PROOF_WITHIN: Duration = Duration::from_secs(10);

/// How long a connection may stay without a genuine packet after that: as long as a peer may.
const SILENCE: Duration = Duration::from_secs(30);

/// Bytes read from one connection in a row. What sends faster than that is no audio client.
const MAX_READ: usize = 256 << 10;

/// Connections the kernel holds for us between two looks.
const BACKLOG: i32 = 256;

/// Kernel memory per connection and direction, bytes: what waits there waits in vain.
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
    /// Tokens below it belong to others of the same poll.
    next: u64,
}

impl Tcp {
    /// Listens. Its tokens begin at `first_token`, that of the listener itself.
    pub(super) fn bind(
        address: SocketAddr,
        max_peers: usize,
        first_token: usize,
    ) -> io::Result<Self> {
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
            max: max_peers + MAX_UNPROVEN,
            next: first_token as u64 + 1,
        })
    }

    pub(super) fn register(&mut self, registry: &Registry, token: Token) -> io::Result<()> {
        registry.register(&mut self.listener, token, Interest::READABLE)
    }

    pub(super) fn accept(&mut self, registry: &Registry, now: Instant) {
        // Ends with "none waits". Another error concerns one connection or our own limits; whoever
        // is left waiting is taken at the next arrival.
        while let Ok((stream, from)) = self.listener.accept() {
            let from = SocketAddr::new(from.ip().to_canonical(), from.port());
            let full = self.connections.len() >= self.max
                || self
                    .per_address
                    .get(&from.ip())
                    .is_some_and(|count| *count >= MAX_PER_ADDRESS);
            if !full && let Ok(connection) = self.open(stream, from, registry, now) {
                *self.per_address.entry(from.ip()).or_default() += 1;
                self.connections.insert(ConnectionId(self.next), connection);
                self.next += 1;
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
            token(ConnectionId(self.next)),
            Interest::READABLE | Interest::WRITABLE,
        )?;
        Ok(Connection {
            stream,
            from,
            reader: FrameReader::default(),
            queue: FrameQueue::default(),
            close_at: now + PROOF_WITHIN,
        })
    }

    /// Serves a connection that can be read or written. `take` gets each frame and says whether it
    /// was genuine.
    pub(super) fn serve(
        &mut self,
        which: Token,
        now: Instant,
        mut take: impl FnMut(&mut Self, TransportAddress, &mut [u8]) -> bool,
    ) {
        let id = ConnectionId(which.0 as u64);
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
            let to = TransportAddress::Tcp(id, connection.from);
            // Lent out, because answers to a frame go through `self`.
            let mut reader = std::mem::take(&mut connection.reader);
            let mut genuine = false;
            let sound = loop {
                match reader.next_frame() {
                    Ok(Some(frame)) => genuine |= take(self, to, frame),
                    Ok(None) => break true,
                    Err(OversizedFrame) => break false,
                }
            };
            let Some(connection) = self.connections.get_mut(&id) else {
                return;
            };
            connection.reader = reader;
            if genuine {
                connection.close_at = now + SILENCE;
            }
            if !sound {
                return self.close(id);
            }
        }
    }

    /// Queues a packet and sends what the connection takes now; says whether there was room for it.
    pub(super) fn send(&mut self, to: ConnectionId, packet: &[u8]) -> bool {
        let Some(connection) = self.connections.get_mut(&to) else {
            return false;
        };
        let taken = connection.queue.push(packet);
        // A broken stream is found and closed when it is next read, which its breaking causes.
        taken && connection.queue.write_to(&mut connection.stream).is_ok()
    }

    /// Closes connections that were silent for too long.
    pub(super) fn wake(&mut self, now: Instant) {
        let silent = |connection: &Connection| connection.close_at <= now;
        while let Some(id) = self
            .connections
            .iter()
            .find(|(_, c)| silent(c))
            .map(|(id, _)| *id)
        {
            self.close(id);
        }
    }

    /// Reads once, after writing what waits. 0: nothing waits to be read.
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

    /// Dropping the stream takes it out of the poll as well.
    fn close(&mut self, id: ConnectionId) {
        let Some(connection) = self.connections.remove(&id) else {
            return;
        };
        let address = connection.from.ip();
        let left = self.per_address.get_mut(&address).map_or(0, |count| {
            *count -= 1;
            *count
        });
        if left == 0 {
            self.per_address.remove(&address);
        }
    }
}

/// Connections are numbered past the tokens of others, so that their numbers serve as tokens.
fn token(id: ConnectionId) -> Token {
    Token(usize::try_from(id.0).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests;
