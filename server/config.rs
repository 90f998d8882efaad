//! Settings: flags first, then `PORCHLIGHT_*` variables, then a TOML file, then the defaults.
//!
//! Promises: a wrong setting stops the start with its name, its value (secrets left out) and what is
//! accepted; a name that is no setting is refused with the nearest one that is. [`Settings::load`] is
//! pure; [`Settings::read`] and [`local_addresses`] ask the machine. Deliberately absent: anything that
//! a group or a meeting decides. May import `base`.

mod addresses;
mod crisis;
mod data;
mod flags;
mod http;
mod layers;
mod media;
mod metrics;
mod problem;
mod setting;
mod site;
#[cfg(test)]
mod tests;

pub use addresses::local_addresses;
pub use crisis::{Crisis, CrisisLine};
pub use data::Data;
pub use flags::Flags;
pub use http::{Http, PublicUrl};
pub use media::Media;
pub use metrics::Metrics;
pub use problem::{ConfigError, Source};
pub use site::Site;

use layers::Layers;
use setting::Setting;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Looked for in the working folder when no file is named.
const USUAL_FILE: &str = "porchlight.toml";

/// Every setting that a flag, a variable or the file may give, in the order of the example.
const SETTINGS: &[&[Setting]] = &[
    site::SETTINGS,
    http::SETTINGS,
    media::SETTINGS,
    data::SETTINGS,
    metrics::SETTINGS,
    crisis::SETTINGS,
];

/// All of the operator's choices, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub site: Site,
    pub http: Http,
    pub media: Media,
    pub data: Data,
    pub metrics: Metrics,
    pub crisis: Crisis,
}

/// A settings file: what it is called in messages, and its text.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    pub name: &'a Path,
    pub text: &'a str,
}

impl Settings {
    /// Reads the variables and the file of this machine, then [`Self::load`].
    ///
    /// # Errors
    /// The first setting that can't be used, or a file that can't be read.
    pub fn read(flags: &Flags) -> Result<Self, ConfigError> {
        let lossy = |text: std::ffi::OsString| text.to_string_lossy().into_owned();
        let variables: Vec<_> = std::env::vars_os()
            .map(|(name, value)| (lossy(name), lossy(value)))
            .collect();
        let named = layers::named_file(flags, &variables);
        let name = named.clone().unwrap_or_else(|| PathBuf::from(USUAL_FILE));
        let text = match std::fs::read_to_string(&name) {
            Ok(text) => Some(text),
            Err(problem) if named.is_none() && problem.kind() == std::io::ErrorKind::NotFound => {
                None
            }
            Err(problem) => {
                return Err(ConfigError::File {
                    file: name,
                    why: problem.to_string(),
                });
            }
        };
        let file = text.as_deref().map(|text| File { name: &name, text });
        Self::load(flags, variables, file)
    }

    /// The settings that these three give together.
    ///
    /// # Errors
    /// The first setting that can't be used.
    pub fn load(
        flags: &Flags,
        variables: impl IntoIterator<Item = (String, String)>,
        file: Option<File<'_>>,
    ) -> Result<Self, ConfigError> {
        let layers = Layers::new(flags, variables, file)?;
        let settings = Self {
            site: Site::read(&layers)?,
            http: Http::read(&layers)?,
            media: Media::read(&layers)?,
            data: Data::read(&layers)?,
            metrics: Metrics::read(&layers)?,
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
        if collide(self.http.bind, self.media.bind) {
            return Err(layers.refuse(&media::BIND, "another port than that of http.bind"));
        }
        let metrics = self.metrics.bind;
        if metrics
            .is_some_and(|bind| collide(bind, self.http.bind) || collide(bind, self.media.bind))
        {
            let accepted = "another port than those of http.bind and media.bind";
            return Err(layers.refuse(&metrics::BIND, accepted));
        }
        Ok(())
    }
}

/// Whether two listeners can't both have their port. Port 0 asks for any free one.
fn collide(one: SocketAddr, other: SocketAddr) -> bool {
    let same_address =
        one.ip() == other.ip() || one.ip().is_unspecified() || other.ip().is_unspecified();
    one.port() == other.port() && one.port() != 0 && same_address
}
