//! `[site]`: what the site is called, and how those who list its meetings reach its people.

use super::layers::Layers;
use super::problem::ConfigError;
use super::setting::Setting;

pub(super) const SETTINGS: &[Setting] = &[NAME, EMAIL, PHONE, LOCATION];

/// In characters: what stands in the head of a phone's page.
const LONGEST_NAME: usize = 40;
const LONGEST_LOCATION: usize = 80;
/// In octets: the longest address that mail can be sent to (RFC 5321, 4.5.3.1.3, less its brackets).
const LONGEST_EMAIL: usize = 254;

const NAME: Setting = Setting {
    section: "site",
    key: "name",
    default: "\"\"",
    accepted: "up to 40 characters, or nothing",
    about: "What your site is called: in the head of every page, in feeds and in calendars.\n\
            Without it, it goes by the name of the program.",
    secret: false,
    only_in_file: false,
};

const EMAIL: Setting = Setting {
    section: "site",
    key: "email",
    default: "\"\"",
    accepted: "an e-mail address, or nothing",
    about: "Where directories that list your meetings can write to. Anybody can read it in the feed.",
    secret: false,
    only_in_file: false,
};

const PHONE: Setting = Setting {
    section: "site",
    key: "phone",
    default: "\"\"",
    accepted: "a telephone number with its country code, such as +44 20 0000 0000, or nothing",
    about: "A number for the same. Anybody can read it in the feed.",
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

/// All but the name need one: directories show them under it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    pub name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub location: Option<String>,
}

impl Site {
    pub(super) fn read(layers: &Layers<'_>) -> Result<Self, ConfigError> {
        let read = |setting, is_fine: fn(&str) -> bool| {
            layers.read(setting, |text| match text.trim() {
                "" => Some(None),
                text => is_fine(text).then(|| Some(text.to_owned())),
            })
        };
        Ok(Self {
            name: read(&NAME, |text| is_line(text, LONGEST_NAME))?,
            email: read(&EMAIL, is_email)?,
            phone: read(&PHONE, is_phone)?,
            location: read(&LOCATION, |text| is_line(text, LONGEST_LOCATION))?,
        })
    }

    pub(super) fn validate(&self, layers: &Layers<'_>) -> Result<(), ConfigError> {
        let others = [
            (&self.email, &EMAIL),
            (&self.phone, &PHONE),
            (&self.location, &LOCATION),
        ];
        match others.into_iter().find(|(given, _)| given.is_some()) {
            Some((_, setting)) if self.name.is_none() => {
                Err(layers.refuse(setting, "nothing, unless site.name is given too"))
            }
            _ => Ok(()),
        }
    }
}

fn is_line(text: &str, most: usize) -> bool {
    text.chars().count() <= most && !text.chars().any(char::is_control)
}

/// Whether it looks like one: only sending a letter would tell.
fn is_email(text: &str) -> bool {
    let well_formed = text.split_once('@').is_some_and(|(person, host)| {
        !person.is_empty() && host.contains('.') && !host.contains('@') && !host.ends_with('.')
    });
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>,;\"".contains(c);
    well_formed && text.len() <= LONGEST_EMAIL && text.chars().all(plain)
}

/// With its country code, as directories ask for.
fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let known = |c: char| c.is_ascii_digit() || " -().+".contains(c);
    text.starts_with('+')
        && (5..=15).contains(&digits)
        && text.len() <= 30
        && text.chars().all(known)
}
