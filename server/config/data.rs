//! `[data]`: where everything is kept.

use super::layers::Layers;
use super::problem::ConfigError;
use super::setting::Setting;
use crate::base::Redacted;
use std::path::PathBuf;

pub(super) const SETTINGS: &[Setting] = &[FOLDER, DATABASE];

const FOLDER: Setting = Setting {
    section: "data",
    key: "folder",
    default: "\"./data\"",
    accepted: "a folder that porchlight may write to",
    about: "Where everything is kept. It is made when it is missing.",
    secret: false,
    only_in_file: false,
};

const DATABASE: Setting = Setting {
    section: "data",
    key: "database",
    default: "\"\"",
    accepted: "a postgres:// address, such as postgres://user:password@host/name, or nothing",
    about: "A PostgreSQL database instead of the embedded one. It may hold a password: better a\n\
            variable than a file that others can read.",
    secret: true,
    only_in_file: false,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Data {
    pub folder: PathBuf,
    /// `None` for the embedded database in `folder`.
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
            return Err(layers.refuse(&FOLDER, FOLDER.accepted));
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
