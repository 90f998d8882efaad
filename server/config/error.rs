//! Why the settings can't be used, in the operator's words.

use std::fmt;
use std::path::PathBuf;

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Flag(String),
    Variable(String),
    File(PathBuf),
    Default,
}

/// Stops the start.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("{setting} is {value} ({from}): it takes {accepted}")]
    Value {
        setting: String,
        value: String,
        accepted: String,
        from: Source,
    },
    #[error("{name} ({from}) is not a setting{}", suggestion(.nearest.as_deref()))]
    Unknown {
        name: String,
        nearest: Option<String>,
        from: Source,
    },
    #[error("{} can't be understood at line {line}: {why}", .file.display())]
    Syntax {
        file: PathBuf,
        line: usize,
        why: String,
    },
    #[error("{} can't be read: {why}", .file.display())]
    File { file: PathBuf, why: String },
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
