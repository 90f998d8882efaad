//! The settings file: its text, parsed and checked for names that are not settings.

use super::error::{ConfigError, Source};
use super::setting::{Setting, nearest};
use std::path::Path;
use toml::{Table, Value};

/// Read from the working folder when no file is named.
pub(super) const DEFAULT_FILE: &str = "porchlight.toml";

/// A settings file: its name in messages, and its text.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// Shown in messages.
    pub name: &'a Path,
    /// TOML.
    pub text: &'a str,
}

impl File<'_> {
    /// # Errors
    /// Text that is not TOML, and names that are not in `settings`.
    pub(super) fn parse(self, settings: &[&[Setting]]) -> Result<Table, ConfigError> {
        let table = self
            .text
            .parse()
            .map_err(|error: toml::de::Error| self.syntax_error(&error))?;
        self.check_names(&table, settings)?;
        Ok(table)
    }

    fn syntax_error(self, error: &toml::de::Error) -> ConfigError {
        let start = error.span().map_or(0, |span| span.start);
        let bytes_before = self.text.bytes().take(start);
        ConfigError::Syntax {
            file: self.name.to_owned(),
            line: 1 + bytes_before.filter(|&byte| byte == b'\n').count(),
            reason: error.message().to_owned(),
        }
    }

    fn check_names(self, table: &Table, settings: &[&[Setting]]) -> Result<(), ConfigError> {
        let all = || settings.iter().copied().flatten();
        for (section, value) in table {
            let Value::Table(values) = value else {
                return Err(self.unknown(section, all().map(Setting::name)));
            };
            let in_section = || all().filter(|setting| setting.section == section);
            if in_section().next().is_none() {
                let sections = all().map(|setting| setting.section.to_owned());
                return Err(self.unknown(section, sections));
            }
            let is_known = |key: &str| in_section().any(|setting| setting.key == key);
            if let Some(key) = values.keys().find(|key| !is_known(key)) {
                let name = format!("{section}.{key}");
                return Err(self.unknown(&name, in_section().map(Setting::name)));
            }
        }
        Ok(())
    }

    fn unknown(self, name: &str, known: impl Iterator<Item = String>) -> ConfigError {
        unknown_name(name, known, Source::File(self.name.to_owned()))
    }
}

/// The error for a name that is not among `known`, with the most similar one that is.
pub(super) fn unknown_name(
    name: &str,
    known: impl IntoIterator<Item = String>,
    origin: Source,
) -> ConfigError {
    ConfigError::Unknown {
        name: name.to_owned(),
        nearest: nearest(name, known),
        origin,
    }
}

/// The text form of a value, the same as in a flag or a variable; `None` for a table and the like.
/// The items of a list are separated by commas.
pub(super) fn text_form(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Boolean(boolean) => Some(boolean.to_string()),
        Value::Array(items) => {
            let texts: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            texts.map(|texts| texts.join(","))
        }
        _ => None,
    }
}
