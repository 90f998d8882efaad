//! `[metrics]`: metrics for the operator's monitoring, on a separate listener.

use super::error::ConfigError;
use super::layers::Layers;
use super::setting::{LOCAL_ADDRESS, Setting};
use std::net::SocketAddr;

pub(super) const SETTINGS: &[Setting] = &[BIND];

pub(super) const BIND: Setting = Setting {
    section: "metrics",
    key: "bind",
    default: "\"\"",
    accepted: "an address and a port, such as 127.0.0.1:9090, or nothing",
    about: "Where metrics are served, for your own network only. They are not served when it is empty.",
    secret: false,
    only_in_file: false,
};

/// Where metrics are served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metrics {
    /// `None`: they are not served.
    pub bind: Option<SocketAddr>,
}

impl Metrics {
    pub(super) fn read(layers: &Layers<'_>) -> Result<Self, ConfigError> {
        let bind = layers.read(&BIND, |text| match text {
            "" => Some(None),
            _ => text.parse().ok().map(Some),
        })?;
        Ok(Self { bind })
    }

    pub(super) fn validate(&self, layers: &Layers<'_>) -> Result<(), ConfigError> {
        if self.bind.is_some_and(|bind| bind.ip().is_multicast()) {
            return Err(layers.error(&BIND, LOCAL_ADDRESS));
        }
        Ok(())
    }
}
