//! `[crisis]`: helplines by country. If there are none, the crisis page says so in neutral words.

use super::error::ConfigError;
use super::file::unknown_name;
use super::layers::Layers;
use super::setting::Setting;
use toml::Value;

pub(super) const SETTINGS: &[Setting] = &[LINES];

/// The value of `country` for helplines that are shown in every country without its own.
const ANY_COUNTRY: &str = "default";

/// In characters: two lines on the screen of a phone.
const MAX_NAME: usize = 80;

const LINES: Setting = Setting {
    section: "crisis",
    key: "lines",
    default: "[]",
    accepted: "a list of tables with country, name, and phone or url or both",
    about: "Helplines by country, behind a small link on every page. A country is two capital letters\n\
            (ISO 3166), or \"default\" for everywhere else. For example:\n\
            lines = [{ country = \"default\", name = \"A helpline\", phone = \"+00 000 000\", url = \"https://example.org\" }]",
    secret: false,
    only_in_file: true,
};

/// Helplines by country.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crisis {
    lines: Vec<CrisisLine>,
}

/// A helpline. At least one of `phone` and `url` is present.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CrisisLine {
    /// ISO 3166 alpha-2, or `default`.
    pub country: String,
    /// The name that is shown: 1 to 80 characters.
    pub name: String,
    /// Digits, spaces, `+ - ( ) .`
    pub phone: Option<String>,
    /// Starts with `https://`.
    pub url: Option<String>,
}

impl Crisis {
    pub(super) fn read(layers: &Layers<'_>) -> Result<Self, ConfigError> {
        let lines = match layers.in_file(&LINES) {
            None => Vec::new(),
            Some(Value::Array(lines)) => lines
                .iter()
                .map(|line| read_line(layers, line))
                .collect::<Result<_, _>>()?,
            Some(other) => return Err(line_error(layers, "", other.type_str(), LINES.accepted)),
        };
        Ok(Self { lines })
    }

    pub(super) fn validate(&self, layers: &Layers<'_>) -> Result<(), ConfigError> {
        self.lines.iter().try_for_each(|line| line.validate(layers))
    }

    /// All lines, in the operator's order.
    #[must_use]
    pub fn lines(&self) -> &[CrisisLine] {
        &self.lines
    }

    /// The lines of a country, or those for everywhere else when it has none.
    pub fn lines_for(&self, country: &str) -> impl Iterator<Item = &CrisisLine> {
        let has_own = self.lines.iter().any(|line| line.country == country);
        let selected = if has_own {
            country.to_owned()
        } else {
            ANY_COUNTRY.to_owned()
        };
        self.lines
            .iter()
            .filter(move |line| line.country == selected)
    }
}

impl CrisisLine {
    fn validate(&self, layers: &Layers<'_>) -> Result<(), ConfigError> {
        let is_code =
            self.country.len() == 2 && self.country.bytes().all(|byte| byte.is_ascii_uppercase());
        if !is_code && self.country != ANY_COUNTRY {
            let accepted = "two capital letters (ISO 3166), such as GB, or default";
            return Err(line_error(layers, "country", &self.country, accepted));
        }
        if self.name.trim().is_empty() || self.name.chars().count() > MAX_NAME {
            return Err(line_error(layers, "name", &self.name, "1 to 80 characters"));
        }
        let is_phone_character =
            |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '.');
        if let Some(phone) = &self.phone
            && !(phone.chars().all(is_phone_character)
                && phone.contains(|c: char| c.is_ascii_digit()))
        {
            return Err(line_error(
                layers,
                "phone",
                phone,
                "digits, spaces, + - ( ) and dots",
            ));
        }
        if let Some(url) = &self.url
            && !(url.len() > "https://".len()
                && url.starts_with("https://")
                && !url.contains(char::is_whitespace))
        {
            return Err(line_error(layers, "url", url, "an https:// address"));
        }
        if self.phone.is_none() && self.url.is_none() {
            return Err(line_error(
                layers,
                "phone",
                "",
                "a number, unless there is a url",
            ));
        }
        Ok(())
    }
}

fn read_line(layers: &Layers<'_>, value: &Value) -> Result<CrisisLine, ConfigError> {
    let Value::Table(table) = value else {
        return Err(line_error(layers, "", value.type_str(), LINES.accepted));
    };
    let mut line = CrisisLine::default();
    for (key, value) in table {
        let text = || {
            let text = value.as_str().map(str::to_owned);
            text.ok_or_else(|| line_error(layers, key, value.type_str(), "text in quotes"))
        };
        match key.as_str() {
            "country" => line.country = text()?,
            "name" => line.name = text()?,
            "phone" => line.phone = Some(text()?),
            "url" => line.url = Some(text()?),
            _ => {
                let known =
                    ["country", "name", "phone", "url"].map(|key| format!("crisis.lines.{key}"));
                return Err(unknown_name(
                    &format!("crisis.lines.{key}"),
                    known,
                    layers.file_source(),
                ));
            }
        }
    }
    Ok(line)
}

fn line_error(layers: &Layers<'_>, key: &str, value: &str, accepted: &str) -> ConfigError {
    let dot = if key.is_empty() { "" } else { "." };
    ConfigError::Value {
        setting: format!("{}{dot}{key}", LINES.name()),
        value: format!("{value:?}"),
        accepted: accepted.to_owned(),
        origin: layers.file_source(),
    }
}
