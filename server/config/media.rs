//! `[media]`: where audio arrives, and what browsers are told of it.

use super::addresses;
use super::layers::Layers;
use super::problem::ConfigError;
use super::setting::Setting;
use std::net::{IpAddr, SocketAddr};
use std::ops::RangeInclusive;

/// Each browser takes about 40 KB (design.md, section 8): the upper end is 4 GB of them.
const PEERS: RangeInclusive<usize> = 1..=100_000;

pub(super) const SETTINGS: &[Setting] = &[BIND, PUBLIC_ADDRESSES, UDP, MAX_PEERS];

pub(super) const BIND: Setting = Setting {
    section: "media",
    key: "bind",
    default: "\"0.0.0.0:3478\"",
    accepted: "an address and a port, such as 0.0.0.0:3478 or [::]:3478",
    about: "Where audio arrives. One port, for UDP and TCP alike: open both in the firewall.",
    secret: false,
    only_in_file: false,
};

const PUBLIC_ADDRESSES: Setting = Setting {
    section: "media",
    key: "public_addresses",
    default: "[]",
    accepted: "a list of IP addresses, such as 203.0.113.7, or nothing",
    about: "The addresses at which browsers reach that port, best first. When there are none, those of\n\
            this machine are taken; behind address translation, give the outer one.",
    secret: false,
    only_in_file: false,
};

const UDP: Setting = Setting {
    section: "media",
    key: "udp",
    default: "true",
    accepted: "true or false",
    about: "Whether browsers are offered UDP, which sounds better. TCP is always there.",
    secret: false,
    only_in_file: false,
};

const MAX_PEERS: Setting = Setting {
    section: "media",
    key: "max_peers",
    default: "10000",
    accepted: "a number from 1 to 100000",
    about: "The most browsers with audio at once.",
    secret: false,
    only_in_file: false,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    pub bind: SocketAddr,
    /// Empty when they are to be detected: see [`Media::addresses`].
    pub public_addresses: Vec<IpAddr>,
    pub udp: bool,
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
            return Err(layers.refuse(&BIND, "an address of this machine and a port"));
        }
        let reachable = |ip: &IpAddr| !ip.is_unspecified() && !ip.is_multicast();
        if !self.public_addresses.iter().all(reachable) {
            return Err(layers.refuse(&PUBLIC_ADDRESSES, "addresses that browsers can reach"));
        }
        if self.bind.is_ipv4() && self.public_addresses.iter().any(IpAddr::is_ipv6) {
            let accepted =
                "IPv4 addresses alone, since media.bind is one; [::]:3478 takes both kinds";
            return Err(layers.refuse(&PUBLIC_ADDRESSES, accepted));
        }
        if !PEERS.contains(&self.max_peers) {
            return Err(layers.refuse(&MAX_PEERS, MAX_PEERS.accepted));
        }
        Ok(())
    }

    /// What browsers are told, best first: the given addresses, or those of `local` (see
    /// [`super::local_addresses`]) that fit. `http` is where pages are served: when only this
    /// machine sees them, so may the audio be.
    #[must_use]
    pub fn addresses(&self, http: SocketAddr, local: &[IpAddr]) -> Vec<IpAddr> {
        if self.public_addresses.is_empty() {
            addresses::fitting(self.bind, http, local)
        } else {
            self.public_addresses.clone()
        }
    }
}
