//! `[log]`: what the program logs, and in which form.

use super::error::ConfigError;
use super::layers::Layers;
use super::setting::Setting;

pub(super) const SETTINGS: &[Setting] = &[LEVEL, FORMAT];

/// The levels; `off` disables logging.
const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

const LEVEL: Setting = Setting {
    section: "log",
    key: "level",
    default: "\"info\"",
    accepted: "error, warn, info, debug, trace or off, also by module, such as info,porchlight=debug",
    about: "How much is logged. Logs go to standard error and never name a person.",
    secret: false,
    only_in_file: false,
};

const FORMAT: Setting = Setting {
    section: "log",
    key: "format",
    default: "\"text\"",
    accepted: "text or json",
    about: "The form of each line: text to read, or json for programs that collect logs.",
    secret: false,
    only_in_file: false,
};

/// What the program logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// A level, or a list of levels by module: a filter of `tracing_subscriber::EnvFilter`.
    pub level: String,
    /// The form of each line.
    pub format: LogFormat,
}

/// The form of a line in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines for people to read.
    Text,
    /// One JSON object per line.
    Json,
}

impl Log {
    pub(super) fn read(layers: &Layers<'_>) -> Result<Self, ConfigError> {
        Ok(Self {
            level: layers.read(&LEVEL, |text| is_filter(text).then(|| text.to_owned()))?,
            format: layers.read(&FORMAT, |text| match text {
                "text" => Some(LogFormat::Text),
                "json" => Some(LogFormat::Json),
                _ => None,
            })?,
        })
    }
}

/// Whether every part is a level, or a module and its level. `EnvFilter` alone would accept a mistyped level as
/// the name of a module, and then log nothing.
fn is_filter(text: &str) -> bool {
    text.split(',').all(|part| match part.rsplit_once('=') {
        Some((module, level)) => !module.trim().is_empty() && is_level(level),
        None => is_level(part),
    }) && tracing_subscriber::EnvFilter::try_new(text).is_ok()
}

fn is_level(text: &str) -> bool {
    LEVELS.contains(&text.trim().to_ascii_lowercase().as_str())
}
