//! `[data]`: where everything is stored.

use super::error::ConfigError;
use super::layers::Layers;
use super::setting::Setting;
use crate::base::Redacted;
use std::path::PathBuf;

pub(super) const SETTINGS: &[Setting] = &[FOLDER, DATABASE];

const FOLDER: Setting = Setting {
    section: "data",
    key: "folder",
    default: "\"./data\"",
    accepted: "a folder that porchlight may write to",
    about: "Where everything is stored. The folder is created when it is missing.",
    secret: false,
    only_in_file: false,
};

const DATABASE: Setting = Setting {
    section: "data",
    key: "database",
    default: "\"\"",
    accepted: "a postgres:// address, such as postgres://user:password@host/name, or nothing",
    about: "A PostgreSQL database instead of the embedded one. Its address may hold a\n\
            password: a variable is safer than a file that others can read.",
    secret: true,
    only_in_file: false,
};

/// Where everything is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Data {
    /// Created when it is missing.
    pub folder: PathBuf,
    /// A `postgres://` address; `None` for the embedded database in `folder`.
    pub database: Option<Redacted<String>>,
}

impl Data {
    pub(super) fn read(layers: &Layers<'_>) -> Result<Self, ConfigError> {
        Ok(Self {
            folder: layers.read(&FOLDER, |text| Some(PathBuf::from(text)))?,
            database: layers.read(&DATABASE, |text| match text {
                "" => Some(None),
                _ => is_postgres(text).then(|| Some(Redacted(text.to_owned()))),
            })?,
        })
    }

    pub(super) fn validate(&self, layers: &Layers<'_>) -> Result<(), ConfigError> {
        if self.folder.as_os_str().is_empty() {
            return Err(layers.error(&FOLDER, FOLDER.accepted));
        }
        Ok(())
    }
}

fn is_postgres(text: &str) -> bool {
    let rest = text
        .strip_prefix("postgres://")
        .or_else(|| text.strip_prefix("postgresql://"));
    rest.is_some_and(|rest| !rest.is_empty())
}
