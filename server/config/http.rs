//! `[http]`: where pages are served.

use super::addresses::reachable_addresses;
use super::error::ConfigError;
use super::layers::Layers;
use super::networks::Networks;
use super::setting::{LOCAL_ADDRESS, Setting};
use jiff::tz::TimeZone;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

pub(super) const SETTINGS: &[Setting] = &[BIND, PUBLIC_URL, TRUSTED_PROXIES, TIME_ZONE];

const BIND: Setting = Setting {
    section: "http",
    key: "bind",
    default: "\"127.0.0.1:8080\"",
    accepted: "an address and a port, such as 127.0.0.1:8080 or [::]:8080",
    about: "Where pages are served, without encryption: put a proxy with TLS in front of it.",
    secret: false,
    only_in_file: false,
};

const PUBLIC_URL: Setting = Setting {
    section: "http",
    key: "public_url",
    default: "\"\"",
    accepted: "the start of a web address without a path, such as https://meetings.example.org, or nothing",
    about: "The address that browsers use. Links that are printed begin with it; when it is empty, they begin\n\
            with `bind`. Behind a proxy, set it: forms and rooms are then accepted from pages of this\n\
            address, whatever else the proxy changes.",
    secret: false,
    only_in_file: false,
};

const TRUSTED_PROXIES: Setting = Setting {
    section: "http",
    key: "trusted_proxies",
    default: "[\"127.0.0.0/8\", \"::1\"]",
    accepted: "a list of IP addresses and networks, such as 10.0.0.2 or 172.16.0.0/12, or nothing",
    about: "The proxies whose X-Forwarded-For, Forwarded and X-Real-IP headers are believed. List every hop\n\
            between browsers and this program: visitors behind a proxy that is missing here count as one\n\
            caller, who is soon refused. By default, proxies on this machine.",
    secret: false,
    only_in_file: false,
};

const TIME_ZONE: Setting = Setting {
    section: "http",
    key: "time_zone",
    default: "\"UTC\"",
    accepted: "the name of a time zone, such as Europe/London",
    about: "The time zone of visitors who have not chosen one: that of most of your people.",
    secret: false,
    only_in_file: false,
};

/// Where pages are served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Http {
    /// The listener for pages, without TLS.
    pub bind: SocketAddr,
    /// The proxies whose forwarding headers are believed.
    pub trusted_proxies: Networks,
    /// The zone of visitors who have not chosen one; has an IANA name.
    pub time_zone: TimeZone,
    /// `None` when it is not set: [`Http::public_url`] then follows `bind`.
    pub given_public_url: Option<PublicUrl>,
}

/// An origin: scheme, host and port, without a slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

impl Http {
    pub(super) fn read(layers: &Layers<'_>) -> Result<Self, ConfigError> {
        Ok(Self {
            bind: layers.read(&BIND, |text| text.parse().ok())?,
            given_public_url: layers.read(&PUBLIC_URL, |text| match text {
                "" => Some(None),
                _ => PublicUrl::parse(text).map(Some),
            })?,
            trusted_proxies: layers.read(&TRUSTED_PROXIES, Networks::parse)?,
            time_zone: layers.read(&TIME_ZONE, |text| TimeZone::get(text).ok())?,
        })
    }

    pub(super) fn validate(&self, layers: &Layers<'_>) -> Result<(), ConfigError> {
        if self.bind.ip().is_multicast() {
            return Err(layers.error(&BIND, LOCAL_ADDRESS));
        }
        Ok(())
    }

    /// The address that browsers use.
    #[must_use]
    pub fn public_url(&self) -> PublicUrl {
        self.given_public_url.clone().unwrap_or_else(|| {
            let bind = self.bind;
            PublicUrl(if bind.ip().is_unspecified() {
                format!("http://localhost:{}", bind.port())
            } else {
                format!("http://{bind}")
            })
        })
    }
}

impl Http {
    /// The addresses of `local` (see [`super::local_addresses`]) at which other devices reach the pages,
    /// best first.
    #[must_use]
    pub fn addresses_for_other_devices(&self, local: &[IpAddr]) -> Vec<SocketAddr> {
        let addresses = reachable_addresses(self.bind, self.bind, local).into_iter();
        let addresses = addresses.filter(|address| !address.is_loopback());
        addresses
            .map(|address| SocketAddr::new(address, self.bind.port()))
            .collect()
    }
}

impl PublicUrl {
    fn parse(text: &str) -> Option<Self> {
        let text = text.strip_suffix('/').unwrap_or(text).to_ascii_lowercase();
        let authority = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))?;
        // A browser leaves out the default port of the scheme.
        let default_port = if text.starts_with("https") {
            ":443"
        } else {
            ":80"
        };
        let origin = text.strip_suffix(default_port).unwrap_or(&text).to_owned();
        is_authority(authority).then_some(Self(origin))
    }

    /// Such as `https://meetings.example.org`: equal to the `Origin` that a browser sends.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Host and port, equal to the `Host` that a browser sends.
    #[must_use]
    pub fn authority(&self) -> &str {
        self.0
            .split_once("://")
            .map_or("", |(_, authority)| authority)
    }

    /// Whether the host is the machine of the browser itself, which browsers treat like https.
    #[must_use]
    pub fn is_local(&self) -> bool {
        is_local_authority(self.authority())
    }

    /// Whether browsers connect by TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }
}

impl FromStr for PublicUrl {
    type Err = PublicUrlError;

    fn from_str(text: &str) -> Result<Self, PublicUrlError> {
        Self::parse(text).ok_or(PublicUrlError)
    }
}

/// The text is not an origin: a scheme, a host and an optional port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the start of a web address without a path, such as https://meetings.example.org")]
pub struct PublicUrlError;

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a host, with or without a port, is the machine of the browser itself.
#[must_use]
pub fn is_local_authority(authority: &str) -> bool {
    if let Ok(address) = authority.parse::<SocketAddr>() {
        return address.ip().is_loopback();
    }
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    let host = host.trim_matches(['[', ']']).to_ascii_lowercase();
    match host.parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    }
}

/// Whether a text is a host name or an IP address, with or without a port.
fn is_authority(text: &str) -> bool {
    if text.parse::<SocketAddr>().is_ok() {
        return true;
    }
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') => (host, Some(port)),
        _ => (text, None),
    };
    let bracketed = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    let is_name = || {
        host.split('.').all(|label| {
            !label.is_empty()
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
    };
    port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0))
        && bracketed.map_or_else(is_name, |host| host.parse::<std::net::Ipv6Addr>().is_ok())
}
