//! The address of the client that sends a request.

use crate::http::error::HttpError;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use std::net::{IpAddr, SocketAddr};

/// The client's address, for the rate limits alone: never stored, never logged.
pub(crate) struct ClientIp(pub(crate) IpAddr);

impl<S: Send + Sync> FromRequestParts<S> for ClientIp {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, HttpError> {
        let ConnectInfo(peer) = ConnectInfo::<SocketAddr>::from_request_parts(parts, state)
            .await
            .map_err(|_| HttpError::BadForm)?;
        Ok(Self(client_ip(peer, &parts.headers)))
    }
}

/// The peer, or the last entry of `X-Forwarded-For` when the peer is a proxy on this machine.
fn client_ip(peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
    let forwarded = || {
        let last = headers.get_all("x-forwarded-for").iter().next_back()?;
        last.to_str()
            .ok()?
            .rsplit(',')
            .next()?
            .trim()
            .parse::<IpAddr>()
            .ok()
    };
    // A dual-stack socket reports IPv4 clients as IPv6 (::ffff:0:0/96); without this, all of them would be
    // counted as one network.
    let peer = peer.ip().to_canonical();
    if peer.is_loopback() {
        forwarded().unwrap_or(peer).to_canonical()
    } else {
        peer
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "the tests' own literals are valid")]
mod tests {
    use super::*;

    #[test]
    fn a_forwarded_address_counts_only_from_a_proxy_on_this_machine() {
        let headers: HeaderMap = [(
            "x-forwarded-for".parse().unwrap(),
            "10.0.0.1, 192.0.2.1".parse().unwrap(),
        )]
        .into_iter()
        .collect();
        for (peer, expected) in [
            ("127.0.0.1:5", "192.0.2.1"),
            ("192.0.2.2:5", "192.0.2.2"),
            ("[::ffff:127.0.0.1]:5", "192.0.2.1"),
            ("[::ffff:192.0.2.2]:5", "192.0.2.2"),
        ] {
            let client = client_ip(peer.parse().unwrap(), &headers);
            assert_eq!(client, expected.parse::<IpAddr>().unwrap(), "{peer}");
        }
    }
}
