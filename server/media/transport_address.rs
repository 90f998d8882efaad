//! The way a packet came, and the way an answer goes back.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// A TCP connection of this run. Never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConnectionId(pub u64);

/// Where a packet came from: enough to answer it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum TransportAddress {
    /// As the socket gave it: on a dual-stack socket IPv4 appears mapped into IPv6.
    Udp(SocketAddr),
    /// The connection, and the address at its far end for STUN's answer.
    Tcp(ConnectionId, SocketAddr),
}

impl TransportAddress {
    /// Fills an arena before its first use; nothing is ever sent there.
    pub(super) const NOWHERE: Self =
        Self::Udp(SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0));

    /// The address as its owner knows it.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        let (Self::Udp(address) | Self::Tcp(_, address)) = self;
        SocketAddr::new(address.ip().to_canonical(), address.port())
    }
}

impl std::fmt::Debug for TransportAddress {
    /// Addresses of people stay out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Udp(_) => "Udp(..)",
            Self::Tcp(..) => "Tcp(..)",
        })
    }
}
