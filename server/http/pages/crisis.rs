//! The lines for people in crisis, as the operator lists them.

use super::Frame;
use askama::Template;

/// The lines of one country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrisisCountry {
    pub name: String,
    pub lines: Vec<CrisisLine>,
}

/// One line. Its page must be https; the operator's settings see to that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CrisisLine {
    pub name: String,
    /// As people write it.
    pub phone: Option<String>,
    /// When it answers, whom it is for; may be empty.
    pub words: String,
    pub url: Option<String>,
}

/// `/crisis`.
#[derive(Template)]
#[template(path = "crisis.html")]
pub struct CrisisPage<'a> {
    frame: Frame<'a>,
    lines: Vec<CountryView<'a>>,
}

struct CountryView<'a> {
    name: &'a str,
    lines: Vec<LineView<'a>>,
}

struct LineView<'a> {
    name: &'a str,
    phone: Option<PhoneView<'a>>,
    words: &'a str,
    page: Option<LinkView<'a>>,
}

struct PhoneView<'a> {
    dial: String,
    shown: &'a str,
}

struct LinkView<'a> {
    url: &'a str,
    words: String,
}

impl<'a> CrisisPage<'a> {
    #[must_use]
    pub fn new(countries: &'a [CrisisCountry], frame: Frame<'a>) -> Self {
        let lines = countries
            .iter()
            .map(|country| CountryView {
                name: &country.name,
                lines: country.lines.iter().map(|line| LineView::new(line, frame)).collect(),
            })
            .collect();
        Self { frame, lines }
    }
}

impl<'a> LineView<'a> {
    fn new(line: &'a CrisisLine, frame: Frame<'_>) -> Self {
        Self {
            name: &line.name,
            phone: line.phone.as_deref().map(|shown| PhoneView { dial: dialled(shown), shown }),
            words: &line.words,
            page: line.url.as_deref().map(|url| LinkView {
                url,
                words: frame.say("crisis-page", &[("name", line.name.as_str().into())]),
            }),
        }
    }
}

/// What a telephone needs of a number that is written for people.
fn dialled(shown: &str) -> String {
    shown.chars().filter(|c| c.is_ascii_digit() || matches!(c, '+' | '*' | '#')).collect()
}
