//! Which addresses the server connects to: those of the public internet, so that nobody can make it send
//! requests inside its own network.

use crate::schedule::web_link;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

/// Endings of names that exist only inside a network (RFC 6761, 6762, 8375; ICANN for `.internal`).
const PRIVATE_SUFFIXES: [&str; 4] = ["localhost", "local", "internal", "home.arpa"];

/// Why the site can't subscribe to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeedAddressRefusal {
    /// Not an absolute http or https address.
    #[error("not a complete web address")]
    Incomplete,
    /// It has a user name or a password.
    #[error("an address with a user name or a password")]
    Credentials,
    /// Its host is inside a private network.
    #[error("an address inside a private network")]
    Private,
}

/// Checks the text of an address. The addresses that its name resolves to are checked at each fetch.
///
/// # Errors
/// Why the site can't subscribe to it.
pub fn check(address: &str) -> Result<(), FeedAddressRefusal> {
    let url = Url::parse(address).map_err(|_| FeedAddressRefusal::Incomplete)?;
    if !matches!(url.scheme(), "https" | "http") {
        return Err(FeedAddressRefusal::Incomplete);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(FeedAddressRefusal::Credentials);
    }
    let is_public = match url.host() {
        Some(Host::Domain(name)) => is_public_name(name),
        Some(Host::Ipv4(address)) => is_public_v4(address),
        Some(Host::Ipv6(address)) => is_public_v6(address),
        None => return Err(FeedAddressRefusal::Incomplete),
    };
    match web_link::parse(address) {
        _ if !is_public => Err(FeedAddressRefusal::Private),
        None => Err(FeedAddressRefusal::Incomplete),
        Some(_) => Ok(()),
    }
}

fn is_public_name(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let has_suffix = |suffix: &str| {
        name.strip_suffix(suffix)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    name.contains('.') && !PRIVATE_SUFFIXES.into_iter().any(has_suffix)
}

/// Whether an address belongs to the public internet. Addresses of IANA's special-purpose registries
/// (RFC 6890) do not, also when they are embedded in an IPv6 address.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_unspecified()
        || a == 0
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast()
        // Carrier-grade NAT (RFC 6598), protocol assignments, 6to4 relays, benchmarks, reserved.
        || (a == 100 && (64..128).contains(&b))
        || (a, b, c) == (192, 0, 0)
        || (a, b, c) == (192, 88, 99)
        || (a == 198 && (18..20).contains(&b))
        || a >= 240;
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    match parts {
        // Embedded IPv4: mapped addresses, NAT64 (RFC 6052) and 6to4 (RFC 3056).
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            is_public_v4(embedded_v4(high, low))
        }
        [0x2002, high, low, ..] => is_public_v4(embedded_v4(high, low)),
        // Global unicast is 2000::/3 without these reserved parts.
        [first, second, ..] => {
            let documentation = (first, second) == (0x2001, 0xdb8) || first == 0x3fff;
            let assignments = first == 0x2001 && second < 0x200;
            (0x2000..0x4000).contains(&first) && !documentation && !assignments
        }
    }
}

fn embedded_v4(high: u16, low: u16) -> Ipv4Addr {
    Ipv4Addr::from((u32::from(high) << 16) | u32::from(low))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_cannot_be_a_feed_is_refused_with_the_reason() {
        use FeedAddressRefusal::{Credentials, Incomplete, Private};
        for (address, expected) in [
            (
                "https://directory.example/feed.json?action=meetings",
                Ok(()),
            ),
            ("http://directory.example:8080/", Ok(())),
            ("https://93.184.216.34/feed", Ok(())),
            ("https://mylocal.example/", Ok(())),
            ("", Err(Incomplete)),
            ("directory.example", Err(Incomplete)),
            ("ftp://directory.example/", Err(Incomplete)),
            ("https://", Err(Incomplete)),
            ("https://a b.example/", Err(Incomplete)),
            ("https://user:pw@directory.example/", Err(Credentials)),
            ("https://user@directory.example/", Err(Credentials)),
            ("https://:pw@localhost/", Err(Credentials)),
            ("https://localhost/", Err(Private)),
            ("https://feeds.localhost:8443/", Err(Private)),
            ("https://directory/", Err(Private)),
            ("https://nas.local./", Err(Private)),
            ("https://box.home.arpa/", Err(Private)),
            ("https://metadata.internal/", Err(Private)),
            ("https://[::1]/", Err(Private)),
            ("https://[fd12:3456::1]:8443/feed", Err(Private)),
            ("https://10.0.0.1/", Err(Private)),
            ("https://2130706433/", Err(Private)),
            ("https://0x7f.1/", Err(Private)),
        ] {
            assert_eq!(check(address), expected, "{address}");
        }
    }

    #[test]
    fn only_addresses_of_the_public_internet_are_public() {
        for (text, public) in [
            ("93.184.216.34", true),
            ("1.1.1.1", true),
            ("100.63.255.255", true),
            ("172.32.0.1", true),
            ("198.20.0.1", true),
            ("0.0.0.0", false),
            ("0.1.2.3", false),
            ("10.0.0.1", false),
            ("100.64.0.1", false),
            ("127.0.0.1", false),
            ("127.255.255.254", false),
            ("169.254.169.254", false),
            ("172.16.0.1", false),
            ("192.0.0.8", false),
            ("192.0.2.1", false),
            ("192.88.99.1", false),
            ("192.168.1.1", false),
            ("198.18.0.1", false),
            ("198.51.100.1", false),
            ("203.0.113.9", false),
            ("224.0.0.1", false),
            ("240.0.0.1", false),
            ("255.255.255.255", false),
            ("2606:4700::1111", true),
            ("2a00:1450::1", true),
            ("::ffff:93.184.216.34", true),
            ("64:ff9b::5db8:d822", true),
            ("2002:5db8:d822::1", true),
            ("::", false),
            ("::1", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:10.0.0.1", false),
            ("::127.0.0.1", false),
            ("64:ff9b::a00:1", false),
            ("64:ff9b:1::1", false),
            ("2002:a00:1::1", false),
            ("2001::1", false),
            ("2001:db8::1", false),
            ("3fff::1", false),
            ("fc00::1", false),
            ("fd12:3456::1", false),
            ("fe80::1", false),
            ("fec0::1", false),
            ("ff02::1", false),
            ("100::1", false),
        ] {
            let address: IpAddr = text.parse().expect("an address");
            assert_eq!(is_public(address), public, "{text}");
        }
    }
}
