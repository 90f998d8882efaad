//! Which addresses of this machine browsers are told of.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// The addresses of this machine's network interfaces that are up.
///
/// # Errors
/// When the system does not tell.
pub fn local_addresses() -> std::io::Result<Vec<IpAddr>> {
    let interfaces = if_addrs::get_if_addrs()?;
    Ok(interfaces
        .iter()
        .filter(|interface| interface.is_oper_up())
        .map(if_addrs::Interface::ip)
        .collect())
}

/// Those of `local` at which `bind` answers, best first. Loopback comes first when pages are served
/// there, and else only when there is nothing else; Firefox takes no loopback, so the others follow.
pub(super) fn fitting(bind: SocketAddr, http: SocketAddr, local: &[IpAddr]) -> Vec<IpAddr> {
    if !bind.ip().is_unspecified() {
        return vec![bind.ip()];
    }
    let at_home = http.ip().is_loopback();
    let mut fitting: Vec<IpAddr> = local
        .iter()
        .copied()
        .filter(|ip| (bind.is_ipv6() || ip.is_ipv4()) && !needs_scope(*ip) && !ip.is_unspecified())
        .collect();
    fitting.sort_by_key(|ip| (ip.is_loopback() != at_home, is_private(*ip), ip.is_ipv6()));
    fitting.dedup();
    if !at_home && fitting.iter().any(|ip| !ip.is_loopback()) {
        fitting.retain(|ip| !ip.is_loopback());
    }
    fitting
}

/// Link-local IPv6 addresses mean nothing without the name of an interface.
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

    fn chosen(bind: &str, http: &str, local: &[&str]) -> Vec<String> {
        let local: Vec<IpAddr> = local
            .iter()
            .map(|ip| ip.parse().expect("an address"))
            .collect();
        let [bind, http] = [bind, http].map(|text| text.parse().expect("an address and a port"));
        fitting(bind, http, &local)
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_server_tells_its_outer_addresses() {
        assert_eq!(
            chosen("0.0.0.0:3478", "0.0.0.0:80", &LOCAL),
            ["203.0.113.7", "10.0.0.5"]
        );
        assert_eq!(
            chosen("[::]:3478", "0.0.0.0:80", &LOCAL),
            ["203.0.113.7", "2001:db8::7", "10.0.0.5", "fd00::5"],
        );
    }

    #[test]
    fn a_trial_at_home_tells_loopback_first_and_the_others_for_firefox() {
        assert_eq!(
            chosen("0.0.0.0:3478", "127.0.0.1:8080", &LOCAL),
            ["127.0.0.1", "203.0.113.7", "10.0.0.5"],
        );
    }

    #[test]
    fn a_machine_without_a_network_has_loopback() {
        assert_eq!(
            chosen("0.0.0.0:3478", "0.0.0.0:80", &["127.0.0.1", "::1"]),
            ["127.0.0.1"]
        );
    }

    #[test]
    fn a_bound_address_is_the_only_one() {
        assert_eq!(
            chosen("10.0.0.5:3478", "127.0.0.1:8080", &LOCAL),
            ["10.0.0.5"]
        );
    }

    #[test]
    fn this_machine_has_an_address() {
        assert!(!local_addresses().expect("the system tells").is_empty());
    }
}
