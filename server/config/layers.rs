//! The value of each setting: flags come before variables, the file and the defaults.

use super::error::{ConfigError, Source};
use super::file::{DEFAULT_FILE, File, text_form, unknown_name};
use super::flags::Flags;
use super::setting::Setting;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// Names the settings file.
const FILE_VARIABLE: &str = "PORCHLIGHT_CONFIG";

/// Prefixes of variables that are not settings although they look like it: those of the tests, and those
/// that Kubernetes gives to every container when a service is called porchlight.
const FOREIGN_VARIABLES: &[&str] = &["PORCHLIGHT_TEST_", "PORCHLIGHT_SERVICE_", "PORCHLIGHT_PORT"];

/// All sources of settings, each of which takes precedence over the next.
pub(super) struct Layers<'a> {
    flags: &'a Flags,
    variables: BTreeMap<String, String>,
    file: Table,
    file_name: &'a Path,
}

/// The text of a setting before it is parsed.
struct RawValue {
    text: String,
    source: Source,
}

impl<'a> Layers<'a> {
    /// # Errors
    /// A file that is not TOML, and names that are not in `settings`.
    pub(super) fn new(
        settings: &[&[Setting]],
        flags: &'a Flags,
        variables: impl IntoIterator<Item = (String, String)>,
        file: Option<File<'a>>,
    ) -> Result<Self, ConfigError> {
        let variables = variables
            .into_iter()
            .filter(|(name, _)| name.starts_with("PORCHLIGHT_"))
            .collect();
        check_variable_names(&variables, settings)?;
        let (file_name, file) = match file {
            Some(file) => (file.name, file.parse(settings)?),
            None => (Path::new(DEFAULT_FILE), Table::new()),
        };
        Ok(Self {
            flags,
            variables,
            file,
            file_name,
        })
    }

    /// Reads a setting with `parse`, which returns `None` for a value that is not accepted.
    ///
    /// # Errors
    /// When the value is not accepted.
    pub(super) fn read<T>(
        &self,
        setting: &Setting,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, ConfigError> {
        let value = self.raw_value(setting)?;
        parse(&value.text).ok_or_else(|| value_error(setting, value, setting.accepted))
    }

    /// The error for a value that was parsed but can't be used.
    pub(super) fn error(&self, setting: &Setting, accepted: &str) -> ConfigError {
        match self.raw_value(setting) {
            Ok(value) => value_error(setting, value, accepted),
            Err(error) => error,
        }
    }

    /// The value of a setting that only the file can give.
    pub(super) fn in_file(&self, setting: &Setting) -> Option<&Value> {
        self.file.get(setting.section)?.get(setting.key)
    }

    pub(super) fn file_source(&self) -> Source {
        Source::File(self.file_name.to_owned())
    }

    fn raw_value(&self, setting: &Setting) -> Result<RawValue, ConfigError> {
        if let Some(text) = self.flags.value(setting.section, setting.key) {
            let source = Source::Flag(setting.flag());
            return Ok(RawValue { text, source });
        }
        let variable = setting.variable();
        // Container files pass on variables that nobody set as empty ones.
        let text = self.variables.get(&variable);
        if let Some(text) = text.filter(|text| !text.is_empty()).cloned() {
            let source = Source::Variable(variable);
            return Ok(RawValue { text, source });
        }
        if let Some(value) = self.in_file(setting) {
            let source = self.file_source();
            let Some(text) = text_form(value) else {
                let text = value.type_str().to_owned();
                let value = RawValue { text, source };
                return Err(value_error(setting, value, setting.accepted));
            };
            return Ok(RawValue { text, source });
        }
        let default = setting.default.parse().ok();
        Ok(RawValue {
            text: default.as_ref().and_then(text_form).unwrap_or_default(),
            source: Source::Default,
        })
    }
}

/// The file that a flag names, or else a variable.
pub(super) fn named_file(flags: &Flags, variables: &[(String, String)]) -> Option<PathBuf> {
    let in_variable = || {
        let mut variables = variables.iter();
        let variable = variables.find(|(name, file)| name == FILE_VARIABLE && !file.is_empty());
        variable.map(|(_, file)| PathBuf::from(file))
    };
    flags.config.clone().or_else(in_variable)
}

/// Shows the value, unless it is a secret.
fn value_error(setting: &Setting, value: RawValue, accepted: &str) -> ConfigError {
    let shown = if setting.secret {
        "[redacted]".to_owned()
    } else {
        format!("{:?}", value.text)
    };
    ConfigError::Value {
        setting: setting.name(),
        value: shown,
        accepted: accepted.to_owned(),
        origin: value.source,
    }
}

fn check_variable_names(
    variables: &BTreeMap<String, String>,
    settings: &[&[Setting]],
) -> Result<(), ConfigError> {
    let mut known = vec![FILE_VARIABLE.to_owned()];
    let in_variables = settings.iter().copied().flatten();
    let in_variables = in_variables.filter(|setting| !setting.only_in_file);
    known.extend(in_variables.map(Setting::variable));

    let is_foreign = |name: &str| {
        let mut prefixes = FOREIGN_VARIABLES.iter();
        prefixes.any(|prefix| name.starts_with(prefix))
    };
    let mut names = variables.keys();
    match names.find(|name| !is_foreign(name) && !known.contains(name)) {
        None => Ok(()),
        Some(name) => Err(unknown_name(name, known, Source::Variable(name.clone()))),
    }
}
