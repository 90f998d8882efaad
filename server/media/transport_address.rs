//! The transport addresses (in the sense of ICE) from which packets are received and to which they are sent.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Identifies a TCP connection. Numbers are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConnectionId(pub u64);

/// The remote end of a UDP exchange or a TCP connection.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum TransportAddress {
    /// As the socket reports it: a dual-stack socket maps IPv4 addresses into IPv6.
    Udp(SocketAddr),
    /// The connection, and its remote address for STUN responses.
    Tcp(ConnectionId, SocketAddr),
}

impl TransportAddress {
    /// A placeholder for an address that is not set; nothing is ever sent there.
    pub(super) const UNSPECIFIED: Self =
        Self::Udp(SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0));

    /// The IP address and port, with a mapped IPv4 address in its usual form.
    #[must_use]
    pub fn socket_addr(&self) -> SocketAddr {
        let (Self::Udp(socket_addr) | Self::Tcp(_, socket_addr)) = self;
        SocketAddr::new(socket_addr.ip().to_canonical(), socket_addr.port())
    }
}

impl std::fmt::Debug for TransportAddress {
    /// Hides the address: addresses of people must not appear in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Udp(_) => "Udp(..)",
            Self::Tcp(..) => "Tcp(..)",
        })
    }
}
