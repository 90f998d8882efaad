//! Settings: flags come first, then `PORCHLIGHT_*` variables, a TOML file and the defaults.
//!
//! Promises: with an invalid setting the program does not start, and the error gives the name, the value (unless
//! it is a secret) and what is accepted; for an unknown name it suggests the most similar setting. [`Settings::load`] is
//! pure; [`Settings::read`] and [`local_addresses`] read from the machine. Deliberately absent: anything
//! that a group or a meeting decides. May import `base`.

mod addresses;
mod crisis;
mod data;
mod error;
mod file;
mod flags;
mod http;
mod layers;
mod log;
mod media;
mod metrics;
mod networks;
mod setting;
mod site;
#[cfg(test)]
mod tests;

pub use addresses::local_addresses;
pub use crisis::{Crisis, CrisisLine};
pub use data::Data;
pub use error::{ConfigError, Source};
pub use file::File;
pub use flags::Flags;
pub use http::{Http, PublicUrl, PublicUrlError, is_local_authority};
pub use log::{Log, LogFormat};
pub use media::Media;
pub use metrics::Metrics;
pub use networks::{Network, Networks, NetworksError};
pub use site::Site;

use file::DEFAULT_FILE;
use layers::Layers;
use setting::Setting;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Every setting, by section, in the order of the example file.
const SETTINGS: &[&[Setting]] = &[
    site::SETTINGS,
    http::SETTINGS,
    media::SETTINGS,
    data::SETTINGS,
    metrics::SETTINGS,
    log::SETTINGS,
    crisis::SETTINGS,
];

/// All of the operator's settings, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `[site]`
    pub site: Site,
    /// `[http]`
    pub http: Http,
    /// `[media]`
    pub media: Media,
    /// `[data]`
    pub data: Data,
    /// `[metrics]`
    pub metrics: Metrics,
    /// `[log]`
    pub log: Log,
    /// `[crisis]`
    pub crisis: Crisis,
}

impl Settings {
    /// Reads the variables and the settings file of this machine, then calls [`Self::load`].
    ///
    /// # Errors
    /// The first setting that can't be used, or a file that can't be read.
    pub fn read(flags: &Flags) -> Result<Self, ConfigError> {
        let to_lossy = |text: std::ffi::OsString| text.to_string_lossy().into_owned();
        let variables: Vec<_> = std::env::vars_os()
            .map(|(name, value)| (to_lossy(name), to_lossy(value)))
            .collect();
        let named_file = layers::named_file(flags, &variables);
        let is_named = named_file.is_some();
        let path = named_file.unwrap_or_else(|| PathBuf::from(DEFAULT_FILE));
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => Some(text),
            Err(error) if !is_named && error.kind() == ErrorKind::NotFound => None,
            Err(error) => {
                return Err(ConfigError::File {
                    file: path,
                    reason: error.to_string(),
                });
            }
        };
        let file = text.as_deref().map(|text| File { name: &path, text });
        Self::load(flags, variables, file)
    }

    /// Builds the settings from these flags, variables and file.
    ///
    /// # Errors
    /// The first setting that can't be used.
    pub fn load(
        flags: &Flags,
        variables: impl IntoIterator<Item = (String, String)>,
        file: Option<File<'_>>,
    ) -> Result<Self, ConfigError> {
        let layers = Layers::new(SETTINGS, flags, variables, file)?;
        let settings = Self {
            site: Site::read(&layers)?,
            http: Http::read(&layers)?,
            media: Media::read(&layers)?,
            data: Data::read(&layers)?,
            metrics: Metrics::read(&layers)?,
            log: Log::read(&layers)?,
            crisis: Crisis::read(&layers)?,
        };
        settings.validate(&layers)?;
        Ok(settings)
    }

    /// A TOML file that changes nothing until a line of it is uncommented.
    #[must_use]
    pub fn commented_example() -> String {
        setting::commented_example(SETTINGS)
    }

    fn validate(&self, layers: &Layers<'_>) -> Result<(), ConfigError> {
        self.site.validate(layers)?;
        self.http.validate(layers)?;
        self.media.validate(layers)?;
        self.data.validate(layers)?;
        self.metrics.validate(layers)?;
        self.crisis.validate(layers)?;
        let (http, media) = (self.http.bind, self.media.bind);
        if ports_collide(http, media) {
            return Err(layers.error(&media::BIND, "another port than that of http.bind"));
        }
        let metrics = self.metrics.bind;
        if metrics.is_some_and(|bind| ports_collide(bind, http) || ports_collide(bind, media)) {
            let accepted = "another port than those of http.bind and media.bind";
            return Err(layers.error(&metrics::BIND, accepted));
        }
        Ok(())
    }
}

/// Whether two listeners would use the same port of the same address. Port 0 means any free port.
fn ports_collide(one: SocketAddr, other: SocketAddr) -> bool {
    let same_address =
        one.ip() == other.ip() || one.ip().is_unspecified() || other.ip().is_unspecified();
    one.port() == other.port() && one.port() != 0 && same_address
}
