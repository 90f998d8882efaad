//! Where each request comes from: directly, or through proxies.

use super::forwarding::{self, ProxyMistake};
use super::log_interval::LogInterval;
use super::state::App;
use super::transport::Transport;
use crate::base::Timestamp;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use std::net::{IpAddr, SocketAddr};

/// Where a request comes from, in its extensions. For limits and checks alone: never stored.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival {
    /// The other end of the connection; unknown in tests without one.
    pub(crate) peer: Option<IpAddr>,
    /// The address of the visitor, by the word of trusted proxies.
    pub(crate) client: Option<IpAddr>,
    /// Whether the peer is a proxy whose headers are believed.
    pub(crate) is_peer_trusted: bool,
}

static UNTRUSTED: LogInterval = LogInterval::new();
static CONTRADICTION: LogInterval = LogInterval::new();

/// Middleware: finds out where a request comes from and by which transport.
pub(crate) async fn locate_client(
    State(app): State<App>,
    mut request: Request,
    next: Next,
) -> Response {
    let ingress = &app.ingress;
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map(|ConnectInfo(peer)| peer.ip().to_canonical());
    let client =
        peer.map(|peer| forwarding::client(peer, request.headers(), &ingress.trusted_proxies));
    let is_peer_trusted = peer.is_some_and(|peer| ingress.trusted_proxies.contain(peer));
    if let Some(mistake) = client.and_then(|client| client.mistake) {
        log_mistake(mistake, peer, app.clock.now());
    }
    let transport = Transport::of(
        request.headers(),
        is_peer_trusted,
        ingress.public_url.as_ref(),
    );
    request.extensions_mut().insert(transport);
    request.extensions_mut().insert(Arrival {
        peer,
        client: client.map(|client| client.ip),
        is_peer_trusted,
    });
    next.run(request).await
}

fn log_mistake(mistake: ProxyMistake, peer: Option<IpAddr>, now: Timestamp) {
    let peer = peer.filter(|peer| may_be_logged(*peer));
    let peer = peer.map(tracing::field::display);
    match mistake {
        ProxyMistake::Untrusted(header) if UNTRUSTED.is_due(now) => tracing::warn!(
            header,
            setting = "http.trusted_proxies",
            peer,
            "ignored a forwarding header of a peer that is not trusted; if the peer is your proxy, list its \
             address in the setting, otherwise all its visitors count as one caller"
        ),
        ProxyMistake::Contradiction(header, other) if CONTRADICTION.is_due(now) => tracing::warn!(
            header,
            other,
            peer,
            "ignored two forwarding headers that name different clients; let the proxy remove or replace \
             the one that it does not set itself"
        ),
        ProxyMistake::Untrusted(_) | ProxyMistake::Contradiction(..) => {}
    }
}

/// Whether an address may be in the log: those of private networks and of this machine are no person's
/// that anybody outside could find.
pub(crate) fn may_be_logged(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_private() || address.is_loopback(),
        IpAddr::V6(address) => address.is_unique_local() || address.is_loopback(),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "the tests' own literals are valid")]
mod tests {
    use super::*;

    #[test]
    fn only_private_addresses_may_be_logged() {
        for address in [
            "10.1.2.3",
            "172.18.0.2",
            "192.168.1.1",
            "127.0.0.1",
            "::1",
            "fd00::1",
        ] {
            assert!(may_be_logged(address.parse().unwrap()), "{address}");
        }
        for address in [
            "192.0.2.1",
            "100.64.0.1",
            "169.254.1.1",
            "2001:db8::1",
            "fe80::1",
        ] {
            assert!(!may_be_logged(address.parse().unwrap()), "{address}");
        }
    }
}
