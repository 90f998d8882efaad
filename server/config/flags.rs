//! The flags of the settings, for every command that uses settings.

use std::path::PathBuf;

/// Values as they were typed. They are checked together with variables and the file, so that an error has
/// the same text wherever the value comes from.
#[derive(clap::Args, Clone, Debug, Default)]
#[command(next_help_heading = "Settings (`porchlight config` explains them)")]
pub struct Flags {
    /// Read settings from this file [or ./porchlight.toml when it is there]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The name of the site
    #[arg(long, value_name = "NAME")]
    pub site_name: Option<String>,
    /// Where directories that list its meetings can write to
    #[arg(long, value_name = "ADDRESS")]
    pub site_email: Option<String>,
    /// Where directories that list its meetings can call
    #[arg(long, value_name = "NUMBER")]
    pub site_phone: Option<String>,
    /// The region that it serves, for directories
    #[arg(long, value_name = "PLACE")]
    pub site_location: Option<String>,
    /// Where pages are served [127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub http_bind: Option<String>,
    /// The address that browsers use, when a proxy stands in front
    #[arg(long, value_name = "URL")]
    pub http_public_url: Option<String>,
    /// Proxies whose forwarding headers are believed [those on this machine]
    #[arg(long, value_name = "ADDRESS,...")]
    pub http_trusted_proxies: Option<String>,
    /// The time zone of visitors who have not chosen one [UTC]
    #[arg(long, value_name = "ZONE")]
    pub http_time_zone: Option<String>,
    /// Where audio arrives, by UDP and TCP [0.0.0.0:3478]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub media_bind: Option<String>,
    /// Addresses at which browsers reach the audio port [detected]
    #[arg(long, value_name = "ADDRESS,...")]
    pub media_public_addresses: Option<String>,
    /// Offer audio by UDP; with false, only by TCP [true]
    #[arg(long, value_name = "BOOL")]
    pub media_udp: Option<String>,
    /// The maximum number of browsers with audio [10000]
    #[arg(long, value_name = "NUMBER")]
    pub media_max_peers: Option<String>,
    /// Where everything is stored [./data]
    #[arg(long, value_name = "FOLDER")]
    pub data_folder: Option<String>,
    /// A PostgreSQL database instead of the embedded one
    #[arg(long, value_name = "URL")]
    pub data_database: Option<String>,
    /// Where metrics are served [nowhere]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub metrics_bind: Option<String>,
    /// How much is logged, such as info,porchlight=debug [info]
    #[arg(long, value_name = "LEVEL")]
    pub log_level: Option<String>,
    /// The form of each line of the log, text or json [text]
    #[arg(long, value_name = "FORMAT")]
    pub log_format: Option<String>,
}

impl Flags {
    /// The value of the flag for a setting.
    pub(super) fn value(&self, section: &str, key: &str) -> Option<String> {
        let text = match (section, key) {
            ("site", "name") => &self.site_name,
            ("site", "email") => &self.site_email,
            ("site", "phone") => &self.site_phone,
            ("site", "location") => &self.site_location,
            ("http", "bind") => &self.http_bind,
            ("http", "public_url") => &self.http_public_url,
            ("http", "trusted_proxies") => &self.http_trusted_proxies,
            ("http", "time_zone") => &self.http_time_zone,
            ("media", "bind") => &self.media_bind,
            ("media", "public_addresses") => &self.media_public_addresses,
            ("media", "udp") => &self.media_udp,
            ("media", "max_peers") => &self.media_max_peers,
            ("data", "folder") => &self.data_folder,
            ("data", "database") => &self.data_database,
            ("metrics", "bind") => &self.metrics_bind,
            ("log", "level") => &self.log_level,
            ("log", "format") => &self.log_format,
            _ => &None,
        };
        text.clone()
    }
}
