//! Why the settings can't be used, in the operator's words.

use std::fmt;
use std::path::PathBuf;

/// The source of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The flag, such as `--http-bind`.
    Flag(String),
    /// The environment variable, such as `PORCHLIGHT_HTTP_BIND`.
    Variable(String),
    /// The settings file.
    File(PathBuf),
    /// Nobody gave a value.
    Default,
}

/// Why the program does not start. The text names the setting, its value (unless it is a secret) and
/// what is accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// A value that is not accepted.
    #[error("{setting} is {value} ({origin}): it takes {accepted}")]
    Value {
        /// Such as `http.bind`.
        setting: String,
        /// Quoted, or `[redacted]`.
        value: String,
        /// Completes the sentence "It takes ...".
        accepted: String,
        /// The source of the value.
        origin: Source,
    },
    /// A name that is not a setting.
    #[error("{name} ({origin}) is not a setting{}", suggestion(.nearest.as_deref()))]
    Unknown {
        /// As it was written.
        name: String,
        /// The most similar name of a setting.
        nearest: Option<String>,
        /// Where the name was written.
        origin: Source,
    },
    /// A settings file that is not TOML.
    #[error("{} can't be understood at line {line}: {reason}", .file.display())]
    Syntax {
        /// The settings file.
        file: PathBuf,
        /// The first line is 1.
        line: usize,
        /// The parser's message.
        reason: String,
    },
    /// A settings file that can't be read.
    #[error("{} can't be read: {reason}", .file.display())]
    File {
        /// The settings file.
        file: PathBuf,
        /// The system's message.
        reason: String,
    },
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) => write!(f, "from the flag {name}"),
            Self::Variable(name) => write!(f, "from the variable {name}"),
            Self::File(name) => write!(f, "from the file {}", name.display()),
            Self::Default => f.write_str("the default"),
        }
    }
}

fn suggestion(nearest: Option<&str>) -> String {
    nearest.map_or_else(
        || "; `porchlight config` prints them all".to_owned(),
        |name| format!("; did you mean {name}?"),
    )
}
