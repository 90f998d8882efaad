//! `[media]`: where audio arrives, and the addresses that browsers connect to.

use super::addresses;
use super::error::ConfigError;
use super::layers::Layers;
use super::setting::{LOCAL_ADDRESS, Setting};
use std::net::{IpAddr, SocketAddr};
use std::ops::RangeInclusive;

/// Each browser takes about 40 KB of memory: the upper limit needs 4 GB.
const PEERS: RangeInclusive<usize> = 1..=100_000;

pub(super) const SETTINGS: &[Setting] = &[BIND, PUBLIC_ADDRESSES, UDP, MAX_PEERS];

pub(super) const BIND: Setting = Setting {
    section: "media",
    key: "bind",
    default: "\"0.0.0.0:3478\"",
    accepted: "an address and a port, such as 0.0.0.0:3478 or [::]:3478",
    about: "Where audio arrives. One port for both UDP and TCP: open both in the firewall.",
    secret: false,
    only_in_file: false,
};

const PUBLIC_ADDRESSES: Setting = Setting {
    section: "media",
    key: "public_addresses",
    default: "[]",
    accepted: "a list of IP addresses, such as 203.0.113.7, or nothing",
    about: "The addresses at which browsers reach that port, best first. Without any, those of this\n\
            machine are used; behind a router that translates addresses, give the outer one.",
    secret: false,
    only_in_file: false,
};

const UDP: Setting = Setting {
    section: "media",
    key: "udp",
    default: "true",
    accepted: "true or false",
    about: "Whether browsers may use UDP, which sounds better. TCP is always possible.",
    secret: false,
    only_in_file: false,
};

const MAX_PEERS: Setting = Setting {
    section: "media",
    key: "max_peers",
    default: "10000",
    accepted: "a number from 1 to 100000",
    about: "The maximum number of browsers with audio at the same time.",
    secret: false,
    only_in_file: false,
};

/// Where audio arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// The port for UDP and TCP.
    pub bind: SocketAddr,
    /// Empty when they are to be detected: see [`Media::addresses`].
    pub public_addresses: Vec<IpAddr>,
    /// Whether browsers may use UDP.
    pub udp: bool,
    /// The maximum number of browsers with audio at the same time.
    pub max_peers: usize,
}

impl Media {
    pub(super) fn read(layers: &Layers<'_>) -> Result<Self, ConfigError> {
        Ok(Self {
            bind: layers.read(&BIND, |text| text.parse().ok())?,
            public_addresses: layers.read(&PUBLIC_ADDRESSES, |text| {
                let parts = text
                    .split(',')
                    .map(str::trim)
                    .filter(|part| !part.is_empty());
                parts.map(|part| part.parse().ok()).collect()
            })?,
            udp: layers.read(&UDP, |text| text.parse().ok())?,
            max_peers: layers.read(&MAX_PEERS, |text| text.parse().ok())?,
        })
    }

    pub(super) fn validate(&self, layers: &Layers<'_>) -> Result<(), ConfigError> {
        if self.bind.ip().is_multicast() {
            return Err(layers.error(&BIND, LOCAL_ADDRESS));
        }
        let is_reachable = |ip: &IpAddr| !ip.is_unspecified() && !ip.is_multicast();
        if !self.public_addresses.iter().all(is_reachable) {
            return Err(layers.error(&PUBLIC_ADDRESSES, "addresses that browsers can reach"));
        }
        if self.bind.is_ipv4() && self.public_addresses.iter().any(IpAddr::is_ipv6) {
            let accepted =
                "IPv4 addresses only, since media.bind is one; [::]:3478 takes both kinds";
            return Err(layers.error(&PUBLIC_ADDRESSES, accepted));
        }
        if !PEERS.contains(&self.max_peers) {
            return Err(layers.error(&MAX_PEERS, MAX_PEERS.accepted));
        }
        Ok(())
    }

    /// The addresses that browsers connect to, best first: those of the setting, or else the reachable ones of
    /// `local` (see [`super::local_addresses`]). `http` is the address at which pages are served: if that is a
    /// loopback address, the loopback address for audio comes first.
    #[must_use]
    pub fn addresses(&self, http: SocketAddr, local: &[IpAddr]) -> Vec<IpAddr> {
        if self.public_addresses.is_empty() {
            addresses::reachable_addresses(self.bind, http, local)
        } else {
            self.public_addresses.clone()
        }
    }
}
