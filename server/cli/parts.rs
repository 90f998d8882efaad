//! The settings of the store and of the media plane.

use super::error::CliError;
use crate::config::{Settings, local_addresses};
use crate::media::MediaSettings;
use crate::store::{Database, StoreSettings};

/// Which database the settings name.
pub(super) fn store_settings(settings: &Settings) -> StoreSettings {
    let url = match &settings.data.database {
        Some(url) => Database::Postgres { url: url.clone() },
        None => Database::Sqlite {
            folder: settings.data.folder.clone(),
        },
    };
    StoreSettings { url }
}

/// The settings of the media plane, with the addresses of this machine where none are set, and at most this
/// many TCP connections.
///
/// # Errors
/// When the system does not list its network interfaces.
pub(super) fn media_settings(
    settings: &Settings,
    max_tcp: usize,
) -> Result<MediaSettings, CliError> {
    let local = local_addresses()?;
    Ok(MediaSettings {
        bind: settings.media.bind,
        public_addresses: settings.media.addresses(settings.http.bind, &local),
        udp_candidates: settings.media.udp,
        max_peers: settings.media.max_peers,
        max_tcp,
    })
}
