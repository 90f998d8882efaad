//! Flags over variables over the file over the defaults.

use super::problem::{ConfigError, Source};
use super::setting::{Setting, nearest};
use super::{File, Flags, SETTINGS};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// Names the settings file.
const FILE_VARIABLE: &str = "PORCHLIGHT_CONFIG";

/// Not settings though they look like it: those of the tests, and those that Kubernetes gives to
/// every container beside a service called porchlight.
const FOREIGN_VARIABLES: &[&str] = &["PORCHLIGHT_TEST_", "PORCHLIGHT_SERVICE_", "PORCHLIGHT_PORT"];

/// Where the value of a setting is looked up.
pub(super) struct Layers<'a> {
    flags: &'a Flags,
    variables: BTreeMap<String, String>,
    file: Table,
    file_name: &'a Path,
}

/// A text that was given for a setting.
pub(super) struct Given {
    pub text: String,
    pub from: Source,
}

impl<'a> Layers<'a> {
    /// # Errors
    /// A file that is no TOML, and names that are no settings.
    pub(super) fn new(
        flags: &'a Flags,
        variables: impl IntoIterator<Item = (String, String)>,
        file: Option<File<'a>>,
    ) -> Result<Self, ConfigError> {
        let variables = variables
            .into_iter()
            .filter(|(name, _)| name.starts_with("PORCHLIGHT_"))
            .collect();
        refuse_unknown_variables(&variables)?;
        let (file_name, file) = match file {
            Some(file) => (file.name, parse(file)?),
            None => (Path::new(super::USUAL_FILE), Table::new()),
        };
        Ok(Self {
            flags,
            variables,
            file,
            file_name,
        })
    }

    /// Reads a setting by `parse`, which gives `None` for what is not accepted.
    ///
    /// # Errors
    /// When the value is not accepted.
    pub(super) fn read<T>(
        &self,
        setting: &Setting,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, ConfigError> {
        let given = self.given(setting)?;
        parse(&given.text).ok_or_else(|| refusal(setting, given, setting.accepted))
    }

    /// Says no to a value that could be read but makes no sense.
    pub(super) fn refuse(&self, setting: &Setting, accepted: &str) -> ConfigError {
        match self.given(setting) {
            Ok(given) => refusal(setting, given, accepted),
            Err(problem) => problem,
        }
    }

    /// The value of a setting that only the file can give.
    pub(super) fn in_file(&self, setting: &Setting) -> Option<&Value> {
        self.file.get(setting.section)?.get(setting.key)
    }

    pub(super) fn file_source(&self) -> Source {
        Source::File(self.file_name.to_owned())
    }

    fn given(&self, setting: &Setting) -> Result<Given, ConfigError> {
        if let Some(text) = self.flags.value(setting.section, setting.key) {
            return Ok(Given {
                text,
                from: Source::Flag(setting.flag()),
            });
        }
        let variable = setting.variable();
        // Container files pass on variables that nobody set as empty ones.
        if let Some(text) = self
            .variables
            .get(&variable)
            .filter(|text| !text.is_empty())
        {
            return Ok(Given {
                text: text.clone(),
                from: Source::Variable(variable),
            });
        }
        if let Some(value) = self.in_file(setting) {
            let from = self.file_source();
            let given = |text| Given { text, from };
            return match text_of(value) {
                Some(text) => Ok(given(text)),
                None => Err(refusal(
                    setting,
                    given(value.type_str().to_owned()),
                    setting.accepted,
                )),
            };
        }
        let default = setting.default.trim_matches(['"', '[', ']']).to_owned();
        Ok(Given {
            text: default,
            from: Source::Default,
        })
    }
}

/// The file that a flag, or else a variable, names.
pub(super) fn named_file(flags: &Flags, variables: &[(String, String)]) -> Option<PathBuf> {
    let variable = || {
        variables
            .iter()
            .find(|(name, value)| name == FILE_VARIABLE && !value.is_empty())
    };
    flags
        .config
        .clone()
        .or_else(|| variable().map(|(_, file)| PathBuf::from(file)))
}

/// "It takes ..." with the value shown, unless it is a secret.
fn refusal(setting: &Setting, given: Given, accepted: &str) -> ConfigError {
    let value = if setting.secret {
        "[redacted]".to_owned()
    } else {
        format!("{:?}", given.text)
    };
    ConfigError::Value {
        setting: setting.name(),
        value,
        accepted: accepted.to_owned(),
        from: given.from,
    }
}

fn refuse_unknown_variables(variables: &BTreeMap<String, String>) -> Result<(), ConfigError> {
    let known = || {
        let settings = all()
            .filter(|setting| !setting.only_in_file)
            .map(Setting::variable);
        settings.chain([FILE_VARIABLE.to_owned()])
    };
    let foreign = |name: &str| {
        FOREIGN_VARIABLES
            .iter()
            .any(|prefix| name.starts_with(prefix))
    };
    match variables
        .keys()
        .find(|name| !foreign(name) && !known().any(|known| known == **name))
    {
        None => Ok(()),
        Some(name) => Err(ConfigError::Unknown {
            name: name.clone(),
            nearest: nearest(name, known()),
            from: Source::Variable(name.clone()),
        }),
    }
}

fn parse(file: File<'_>) -> Result<Table, ConfigError> {
    let table: Table = file.text.parse().map_err(|problem: toml::de::Error| {
        let before = problem.span().map_or(0, |span| span.start);
        ConfigError::Syntax {
            file: file.name.to_owned(),
            line: 1 + file
                .text
                .bytes()
                .take(before)
                .filter(|&byte| byte == b'\n')
                .count(),
            why: problem.message().to_owned(),
        }
    })?;
    let from = || Source::File(file.name.to_owned());
    for (section, value) in &table {
        let known: Vec<&Setting> = all().filter(|setting| setting.section == section).collect();
        let Value::Table(keys) = value else {
            return Err(unknown(section, all().map(Setting::name), from()));
        };
        if known.is_empty() {
            return Err(unknown(
                section,
                all().map(|setting| setting.section.to_owned()),
                from(),
            ));
        }
        if let Some(key) = keys
            .keys()
            .find(|key| known.iter().all(|setting| setting.key != *key))
        {
            let name = format!("{section}.{key}");
            return Err(unknown(
                &name,
                known.iter().map(|setting| setting.name()),
                from(),
            ));
        }
    }
    Ok(table)
}

pub(super) fn unknown(
    name: &str,
    known: impl IntoIterator<Item = String>,
    from: Source,
) -> ConfigError {
    ConfigError::Unknown {
        name: name.to_owned(),
        nearest: nearest(name, known),
        from,
    }
}

fn all() -> impl Iterator<Item = &'static Setting> {
    SETTINGS.iter().copied().flatten()
}

/// The text form that flags and variables have too; lists are parted by commas.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Boolean(yes) => Some(yes.to_string()),
        Value::Array(values) => {
            let texts: Option<Vec<String>> = values
                .iter()
                .map(|value| value.as_str().map(str::to_owned))
                .collect();
            texts.map(|texts| texts.join(","))
        }
        _ => None,
    }
}
