//! The addresses of this machine that browsers can connect to.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// The addresses of this machine's network interfaces that are up.
///
/// # Errors
/// When the system does not list its interfaces.
pub fn local_addresses() -> std::io::Result<Vec<IpAddr>> {
    let interfaces = if_addrs::get_if_addrs()?;
    Ok(interfaces
        .iter()
        .filter(|interface| interface.is_oper_up())
        .map(if_addrs::Interface::ip)
        .collect())
}

/// The addresses of `local` at which a listener on `bind` is reachable, best first. If pages are served on
/// loopback, loopback comes first; the others are included because Firefox does not use loopback for audio.
/// Otherwise loopback is included only if there is no other address.
pub(super) fn reachable_addresses(
    bind: SocketAddr,
    http: SocketAddr,
    local: &[IpAddr],
) -> Vec<IpAddr> {
    if !bind.ip().is_unspecified() {
        return vec![bind.ip()];
    }
    let serves_on_loopback = http.ip().is_loopback();
    let mut addresses: Vec<IpAddr> = local
        .iter()
        .copied()
        .filter(|ip| (bind.is_ipv6() || ip.is_ipv4()) && !needs_scope(*ip) && !ip.is_unspecified())
        .collect();
    addresses.sort_by_key(|ip| {
        (
            ip.is_loopback() != serves_on_loopback,
            is_private(*ip),
            ip.is_ipv6(),
        )
    });
    addresses.dedup();
    if !serves_on_loopback && addresses.iter().any(|ip| !ip.is_loopback()) {
        addresses.retain(|ip| !ip.is_loopback());
    }
    addresses
}

/// Whether an address is link-local IPv6: it can't be used without the name of an interface.
fn needs_scope(ip: IpAddr) -> bool {
    matches!(ip, IpAddr::V6(ip) if ip.is_unicast_link_local())
}

fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_private() || ip.is_link_local(),
        IpAddr::V6(ip) => Ipv6Addr::is_unique_local(&ip),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCAL: [&str; 7] = [
        "127.0.0.1",
        "::1",
        "10.0.0.5",
        "fe80::1",
        "2001:db8::7",
        "203.0.113.7",
        "fd00::5",
    ];

    fn offered(bind: &str, http: &str, local: &[&str]) -> Vec<String> {
        let local: Vec<IpAddr> = local
            .iter()
            .map(|ip| ip.parse().expect("an address"))
            .collect();
        let [bind, http] = [bind, http].map(|text| text.parse().expect("an address and a port"));
        reachable_addresses(bind, http, &local)
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn public_addresses_come_before_private_ones() {
        assert_eq!(
            offered("0.0.0.0:3478", "0.0.0.0:80", &LOCAL),
            ["203.0.113.7", "10.0.0.5"]
        );
        assert_eq!(
            offered("[::]:3478", "0.0.0.0:80", &LOCAL),
            ["203.0.113.7", "2001:db8::7", "10.0.0.5", "fd00::5"],
        );
    }

    #[test]
    fn a_server_on_loopback_offers_loopback_first_and_the_others_for_firefox() {
        assert_eq!(
            offered("0.0.0.0:3478", "127.0.0.1:8080", &LOCAL),
            ["127.0.0.1", "203.0.113.7", "10.0.0.5"],
        );
    }

    #[test]
    fn a_machine_without_a_network_offers_loopback() {
        assert_eq!(
            offered("0.0.0.0:3478", "0.0.0.0:80", &["127.0.0.1", "::1"]),
            ["127.0.0.1"]
        );
    }

    #[test]
    fn a_listener_on_one_address_offers_only_that_address() {
        assert_eq!(
            offered("10.0.0.5:3478", "127.0.0.1:8080", &LOCAL),
            ["10.0.0.5"]
        );
    }

    #[test]
    fn this_machine_has_an_address() {
        assert!(
            !local_addresses()
                .expect("the system lists its interfaces")
                .is_empty()
        );
    }
}
