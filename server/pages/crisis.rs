//! The crisis lines that the operator has configured.

use super::zone::ZoneView;
use super::{Frame, Visitor};
use crate::schedule::zone;
use askama::Template;

/// A crisis line. Its page has an https URL, which the settings ensure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CrisisLine<'a> {
    /// ISO 3166 alpha-2, or `default` for every other country.
    pub country: &'a str,
    /// What the line is called.
    pub name: &'a str,
    /// The number as people write it.
    pub phone: Option<&'a str>,
    /// Its web page.
    pub url: Option<&'a str>,
}

/// `/crisis`.
#[derive(Template)]
#[template(path = "crisis.html")]
pub struct CrisisPage<'a> {
    frame: Frame<'a>,
    zone: ZoneView<'a>,
    countries: Vec<CountryView<'a>>,
}

struct CountryView<'a> {
    code: &'a str,
    name: String,
    lines: Vec<LineView<'a>>,
}

struct LineView<'a> {
    name: &'a str,
    phone: Option<PhoneView<'a>>,
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
    /// Countries and lines keep the operator's order, except that the country of the visitor's zone
    /// comes first: a person in a crisis does not read a list.
    #[must_use]
    pub fn new(lines: &[CrisisLine<'a>], visitor: &'a Visitor, frame: Frame<'a>) -> Self {
        let own = zone::country(&visitor.zone);
        let mut countries: Vec<CountryView<'a>> = Vec::new();
        for line in lines {
            let view = LineView::new(line, frame);
            match countries
                .iter_mut()
                .find(|country| country.code == line.country)
            {
                Some(country) => country.lines.push(view),
                None => countries.push(CountryView::new(line.country, view, frame)),
            }
        }
        countries
            .sort_by_key(|country| !own.is_some_and(|own| own.eq_ignore_ascii_case(country.code)));
        Self {
            frame,
            zone: ZoneView::new("/crisis", Vec::new(), visitor, frame),
            countries,
        }
    }
}

impl<'a> CountryView<'a> {
    fn new(code: &'a str, first: LineView<'a>, frame: Frame<'_>) -> Self {
        let id = format!("country-{}", code.to_ascii_lowercase());
        let name = if frame.catalogue.has(&id) {
            frame.t(&id)
        } else {
            code.to_owned()
        };
        Self {
            code,
            name,
            lines: vec![first],
        }
    }
}

impl<'a> LineView<'a> {
    fn new(line: &CrisisLine<'a>, frame: Frame<'_>) -> Self {
        Self {
            name: line.name,
            phone: line.phone.map(|shown| PhoneView {
                dial: dial_string(shown),
                shown,
            }),
            page: line.url.map(|url| LinkView {
                url,
                words: frame.say("crisis-page", &[("name", line.name.into())]),
            }),
        }
    }
}

/// The characters of a written number that a phone dials: "+44 (0)1" dials "+441".
fn dial_string(shown: &str) -> String {
    shown
        .replace("(0)", "")
        .chars()
        .filter(|c| c.is_ascii_digit() || matches!(c, '+' | '*' | '#'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::HourCycle;

    #[test]
    fn the_lines_of_the_visitors_own_country_come_first() {
        let catalogue = crate::catalogue::Catalogue::english();
        let frame = Frame {
            catalogue: &catalogue,
            stylesheet: "",
            print_stylesheet: "",
            script: "",
            site: "",
            signed_in: false,
            hour_cycle: HourCycle::default(),
            has_crisis_lines: true,
        };
        let line = |country| CrisisLine {
            country,
            ..CrisisLine::default()
        };
        let lines = [line("GB"), line("us"), line("default")];
        let order = |tz| {
            let visitor = crate::pages::samples::visitor("2026-11-26T03:00Z", Some(tz));
            let page = CrisisPage::new(&lines, &visitor, frame);
            page.countries
                .iter()
                .map(|country| country.code.to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(order("UTC"), ["GB", "us", "default"]);
        assert_eq!(order("America/Chicago"), ["us", "GB", "default"]);
        assert_eq!(order("Europe/Berlin"), ["GB", "us", "default"]);
    }

    #[test]
    fn a_written_number_can_be_dialled() {
        assert_eq!(dial_string("+44 (0)20 7946-0123"), "+442079460123");
        assert_eq!(dial_string("116 123"), "116123");
    }
}
