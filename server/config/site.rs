//! `[site]`: the name of the site, and how other directories can contact its operators.

use super::error::ConfigError;
use super::layers::Layers;
use super::setting::Setting;

pub(super) const SETTINGS: &[Setting] = &[NAME, EMAIL, PHONE, LOCATION];

/// In characters: a longer name does not fit into the header of a page on a phone.
const MAX_NAME: usize = 40;
/// In characters.
const MAX_LOCATION: usize = 80;
/// In octets: the longest address that mail can be sent to (RFC 5321, 4.5.3.1.3, without the brackets).
const MAX_EMAIL: usize = 254;

const NAME: Setting = Setting {
    section: "site",
    key: "name",
    default: "\"\"",
    accepted: "up to 40 characters, or nothing",
    about: "The name of your site: in the header of every page, in feeds and in calendars.\n\
            Without it, pages show the name of the program.",
    secret: false,
    only_in_file: false,
};

const EMAIL: Setting = Setting {
    section: "site",
    key: "email",
    default: "\"\"",
    accepted: "an e-mail address, or nothing",
    about: "Where directories that list your meetings can write to. It is public: it is part of the feed.",
    secret: false,
    only_in_file: false,
};

const PHONE: Setting = Setting {
    section: "site",
    key: "phone",
    default: "\"\"",
    accepted: "a telephone number with its country code, such as +44 20 0000 0000, or nothing",
    about: "Where directories that list your meetings can call. It is public: it is part of the feed.",
    secret: false,
    only_in_file: false,
};

const LOCATION: Setting = Setting {
    section: "site",
    key: "location",
    default: "\"\"",
    accepted: "up to 80 characters, or nothing",
    about: "The region that you serve, such as \"United Kingdom\", for directories.",
    secret: false,
    only_in_file: false,
};

/// The name of the site and its public contacts. Contacts need a name because directories show it with them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// Shown in the header of every page.
    pub name: Option<String>,
    /// An e-mail address for other directories; public.
    pub email: Option<String>,
    /// A telephone number for other directories, with its country code; public.
    pub phone: Option<String>,
    /// The region that the site serves.
    pub location: Option<String>,
}

impl Site {
    pub(super) fn read(layers: &Layers<'_>) -> Result<Self, ConfigError> {
        let read = |setting, is_valid: fn(&str) -> bool| {
            layers.read(setting, |text| match text.trim() {
                "" => Some(None),
                text => is_valid(text).then(|| Some(text.to_owned())),
            })
        };
        Ok(Self {
            name: read(&NAME, |text| is_single_line(text, MAX_NAME))?,
            email: read(&EMAIL, is_email)?,
            phone: read(&PHONE, is_phone)?,
            location: read(&LOCATION, |text| is_single_line(text, MAX_LOCATION))?,
        })
    }

    pub(super) fn validate(&self, layers: &Layers<'_>) -> Result<(), ConfigError> {
        let contacts = [
            (&self.email, &EMAIL),
            (&self.phone, &PHONE),
            (&self.location, &LOCATION),
        ];
        match contacts.into_iter().find(|(value, _)| value.is_some()) {
            Some((_, setting)) if self.name.is_none() => {
                Err(layers.error(setting, "nothing, unless site.name is given too"))
            }
            _ => Ok(()),
        }
    }
}

fn is_single_line(text: &str, max_length: usize) -> bool {
    text.chars().count() <= max_length && !text.chars().any(char::is_control)
}

/// Whether a text has the form of an e-mail address. Whether the address exists is not checked.
fn is_email(text: &str) -> bool {
    let has_valid_form = text.split_once('@').is_some_and(|(local, host)| {
        !local.is_empty() && host.contains('.') && !host.contains('@') && !host.ends_with('.')
    });
    let is_allowed = |c: char| !c.is_whitespace() && !c.is_control() && !"<>,;\"".contains(c);
    has_valid_form && text.len() <= MAX_EMAIL && text.chars().all(is_allowed)
}

/// Whether a text has the form of a telephone number with its country code, which directories require.
fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_allowed = |c: char| c.is_ascii_digit() || " -().+".contains(c);
    text.starts_with('+')
        && (5..=15).contains(&digits)
        && text.len() <= 30
        && text.chars().all(is_allowed)
}
