//! `[metrics]`: figures for the operator, on a listener of their own.

use super::layers::Layers;
use super::problem::ConfigError;
use super::setting::Setting;
use std::net::SocketAddr;

pub(super) const SETTINGS: &[Setting] = &[BIND];

pub(super) const BIND: Setting = Setting {
    section: "metrics",
    key: "bind",
    default: "\"\"",
    accepted: "an address and a port, such as 127.0.0.1:9090, or nothing",
    about: "Where metrics are served, for eyes inside your network. Nowhere when it is empty.",
    secret: false,
    only_in_file: false,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metrics {
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
            return Err(layers.refuse(&BIND, "an address of this machine and a port"));
        }
        Ok(())
    }
}
