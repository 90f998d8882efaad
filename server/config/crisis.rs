//! `[crisis]`: whom to call, by country. Without any line the crisis page says so in neutral words.

use super::layers::{Layers, unknown};
use super::problem::ConfigError;
use super::setting::Setting;
use toml::Value;

pub(super) const SETTINGS: &[Setting] = &[LINES];

/// Stands for every country that has no line of its own.
const ANYWHERE: &str = "default";

/// In characters: one line on a phone's screen, twice over.
const LONGEST_NAME: usize = 80;

const LINES: Setting = Setting {
    section: "crisis",
    key: "lines",
    default: "[]",
    accepted: "a list of tables with country, name, and phone or url or both",
    about: "Whom people can call at once, by country; behind one quiet link on every page. A country is\n\
            two capital letters (ISO 3166), or \"default\" for everywhere else. For example:\n\
            lines = [{ country = \"default\", name = \"A helpline\", phone = \"+00 000 000\", url = \"https://example.org\" }]",
    secret: false,
    only_in_file: true,
};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crisis {
    lines: Vec<CrisisLine>,
}

/// Someone to call. At least one of `phone` and `url` is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CrisisLine {
    /// ISO 3166 alpha-2, or `default`.
    pub country: String,
    pub name: String,
    pub phone: Option<String>,
    /// `https://`
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
            Some(other) => return Err(refuse(layers, "", other.type_str(), LINES.accepted)),
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
        let wanted = if has_own {
            country.to_owned()
        } else {
            ANYWHERE.to_owned()
        };
        self.lines.iter().filter(move |line| line.country == wanted)
    }
}

impl CrisisLine {
    fn validate(&self, layers: &Layers<'_>) -> Result<(), ConfigError> {
        let letters =
            self.country.len() == 2 && self.country.bytes().all(|byte| byte.is_ascii_uppercase());
        if !letters && self.country != ANYWHERE {
            let accepted = "two capital letters (ISO 3166), such as GB, or default";
            return Err(refuse(layers, "country", &self.country, accepted));
        }
        if self.name.trim().is_empty() || self.name.chars().count() > LONGEST_NAME {
            return Err(refuse(layers, "name", &self.name, "1 to 80 characters"));
        }
        let dialled =
            |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '.');
        if let Some(phone) = &self.phone
            && !(phone.chars().all(dialled) && phone.contains(|c: char| c.is_ascii_digit()))
        {
            return Err(refuse(
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
            return Err(refuse(layers, "url", url, "an https:// address"));
        }
        if self.phone.is_none() && self.url.is_none() {
            return Err(refuse(
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
        return Err(refuse(layers, "", value.type_str(), LINES.accepted));
    };
    let mut line = CrisisLine::default();
    for (key, value) in table {
        let text = || {
            let text = value.as_str().map(str::to_owned);
            text.ok_or_else(|| refuse(layers, key, value.type_str(), "text in quotes"))
        };
        match key.as_str() {
            "country" => line.country = text()?,
            "name" => line.name = text()?,
            "phone" => line.phone = Some(text()?),
            "url" => line.url = Some(text()?),
            _ => {
                let known =
                    ["country", "name", "phone", "url"].map(|key| format!("crisis.lines.{key}"));
                return Err(unknown(
                    &format!("crisis.lines.{key}"),
                    known,
                    layers.file_source(),
                ));
            }
        }
    }
    Ok(line)
}

fn refuse(layers: &Layers<'_>, key: &str, value: &str, accepted: &str) -> ConfigError {
    let dot = if key.is_empty() { "" } else { "." };
    ConfigError::Value {
        setting: format!("{}{dot}{key}", LINES.name()),
        value: format!("{value:?}"),
        accepted: accepted.to_owned(),
        from: layers.file_source(),
    }
}
