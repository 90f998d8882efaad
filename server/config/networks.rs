//! IP networks, such as `10.0.0.0/8`.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// The addresses with the same first bits; a single address has all bits in common with itself alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    /// IPv4 is mapped into IPv6 (::ffff:0:0/96), so that one comparison serves both.
    first: u128,
    /// Of the 128 bits.
    prefix: u32,
}

/// Networks that the operator lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Networks(Vec<Network>);

/// The bits of the prefix under which IPv6 maps IPv4.
const MAPPED_PREFIX: u32 = 96;

impl Network {
    /// An address, or an address with the length of its prefix. Bits beyond the prefix must be zero: with
    /// them, it is usually another network than the one that was meant.
    fn parse(text: &str) -> Option<Self> {
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length.parse::<u32>().ok()?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let (all, offset) = match address {
            IpAddr::V4(_) => (32, MAPPED_PREFIX),
            IpAddr::V6(_) => (128, 0),
        };
        let length = length.unwrap_or(all);
        let network = Self {
            first: bits(address),
            prefix: offset + length,
        };
        (length <= all && network.first & !network.mask() == 0).then_some(network)
    }

    /// Whether the address is one of the network.
    #[must_use]
    pub fn contains(self, address: IpAddr) -> bool {
        bits(address) & self.mask() == self.first
    }

    /// Whether the network is so large that strangers are in it.
    fn has_strangers(self) -> bool {
        // ::ffff:0:0/104 is a network of IPv4 with eight bits, such as 10.0.0.0/8.
        let is_ipv4 = self.prefix >= MAPPED_PREFIX && self.first >> 32 == 0xffff;
        self.prefix < if is_ipv4 { MAPPED_PREFIX + 8 } else { 7 }
    }

    fn is_of_this_machine(self) -> bool {
        match Ipv6Addr::from(self.first).to_canonical() {
            IpAddr::V4(address) => address.is_loopback() && self.prefix >= MAPPED_PREFIX + 8,
            IpAddr::V6(address) => address.is_loopback() && self.prefix == 128,
        }
    }

    fn mask(self) -> u128 {
        u128::MAX.checked_shl(128 - self.prefix).unwrap_or(0)
    }
}

impl Networks {
    /// Networks that are separated by commas.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let parts = text.split(',').map(str::trim);
        let parts = parts.filter(|part| !part.is_empty());
        parts.map(Network::parse).collect::<Option<_>>().map(Self)
    }

    /// Whether any of the networks contains the address.
    #[must_use]
    pub fn contain(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }

    /// Whether one of them is larger than any private network, so that strangers are in it.
    #[must_use]
    pub fn have_strangers(&self) -> bool {
        self.0.iter().any(|network| network.has_strangers())
    }

    /// Whether any of them has an address of this machine alone.
    #[must_use]
    pub fn have_loopback(&self) -> bool {
        let loopback = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
        loopback.into_iter().any(|address| self.contain(address))
    }

    /// Whether any of them has an address of another machine.
    #[must_use]
    pub fn have_other_machines(&self) -> bool {
        self.0.iter().any(|network| !network.is_of_this_machine())
    }
}

impl FromStr for Networks {
    type Err = NetworksError;

    fn from_str(text: &str) -> Result<Self, NetworksError> {
        Self::parse(text).ok_or(NetworksError)
    }
}

/// The text is not a list of addresses and networks, separated by commas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a list of IP addresses and networks, such as 10.0.0.2 or 172.16.0.0/12")]
pub struct NetworksError;

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

impl fmt::Display for Networks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, network) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            let address = Ipv6Addr::from(network.first).to_canonical();
            let offset = if address.is_ipv4() { MAPPED_PREFIX } else { 0 };
            write!(
                f,
                "{separator}{address}/{}",
                network.prefix.saturating_sub(offset)
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "the tests' own literals are valid")]
mod tests {
    use super::*;

    fn networks(text: &str) -> Networks {
        Networks::parse(text).unwrap()
    }

    #[test]
    fn a_network_contains_the_addresses_with_its_prefix() {
        for (text, inside, outside) in [
            ("10.0.0.0/8", "10.255.0.1", "11.0.0.0"),
            ("172.16.0.0/12", "172.31.255.255", "172.32.0.0"),
            ("192.0.2.7", "192.0.2.7", "192.0.2.8"),
            ("2001:db8::/32", "2001:db8:ffff::1", "2001:db9::"),
            ("::1", "::1", "::2"),
            ("0.0.0.0/0", "198.51.100.1", "2001:db8::1"),
            ("10.0.0.0/8", "::ffff:10.1.2.3", "::ffff:11.1.2.3"),
        ] {
            let networks = networks(text);
            assert!(networks.contain(inside.parse().unwrap()), "{text}");
            assert!(!networks.contain(outside.parse().unwrap()), "{text}");
        }
        assert!(networks("::/0").contain("203.0.113.1".parse().unwrap()));
        assert!(!networks("").contain("127.0.0.1".parse().unwrap()));
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in [
            "10.0.0.1/8",
            "10.0.0.0/33",
            "::/129",
            "ten",
            "10.0.0.0/",
            "10.0.0.0/-1",
        ] {
            assert_eq!(Networks::parse(text), None, "{text}");
        }
    }

    #[test]
    fn only_networks_larger_than_private_ones_have_strangers() {
        for (text, expected) in [
            ("0.0.0.0/0", true),
            ("::/0", true),
            ("2000::/3", true),
            ("192.0.0.0/4", true),
            ("10.0.0.0/8, 172.16.0.0/12", false),
            ("fc00::/7", false),
            ("127.0.0.0/8, ::1", false),
        ] {
            assert_eq!(networks(text).have_strangers(), expected, "{text}");
        }
    }

    #[test]
    fn networks_of_this_machine_are_known() {
        assert!(!networks("127.0.0.0/8, ::1, 127.0.0.1").have_other_machines());
        assert!(networks("127.0.0.0/8, 10.0.0.2").have_other_machines());
        assert!(networks("0.0.0.0/0").have_other_machines());
        assert!(networks("127.0.0.1").have_loopback());
        assert!(networks("10.0.0.0/8, ::1").have_loopback());
        assert!(!networks("10.0.0.0/8").have_loopback());
    }

    #[test]
    fn networks_are_shown_as_they_are_written() {
        let text = "10.0.0.0/8, 2001:db8::/32, 192.0.2.7/32";
        assert_eq!(networks(text).to_string(), text);
    }
}
