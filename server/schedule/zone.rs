//! Time zones as people know them: by a city.
//!
//! The names come from the zone data of the machine, or from the copy inside the program.

mod country;

pub use country::country;

use crate::base::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The longest text that is looked at: above the longest name there is (32), below a nuisance.
const MAX_NAME: usize = 64;

/// The parts of the world that zone names begin with. Others (`Etc`, `US`, `posix`, a bare
/// `localtime`) are shorthands or tell about the machine rather than about a place.
const AREAS: [&str; 10] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
];

/// One place of [`areas`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Such as `America/New_York`.
    pub name: String,
    /// Such as "New York".
    pub city: String,
}

/// The places of one part of the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    pub name: &'static str,
    pub places: Vec<Place>,
}

/// A zone from an IANA name or a city as people type it: `Europe/London`, "london", "new york".
#[must_use]
pub fn parse(text: &str) -> Option<TimeZone> {
    let text = text.trim();
    if text.len() > MAX_NAME {
        return None;
    }
    if ["utc", "gmt", "etc/utc"].contains(&text.to_ascii_lowercase().as_str()) {
        return Some(TimeZone::UTC);
    }
    if area_of(text).is_some() {
        return TimeZone::get(text).ok();
    }
    let typed = text.replace(' ', "_");
    jiff::tz::db()
        .available()
        .filter(|name| area_of(name.as_str()).is_some())
        .find(|name| last_part(name.as_str()).eq_ignore_ascii_case(&typed))
        .and_then(|name| TimeZone::get(name.as_str()).ok())
}

/// What to call a zone in a sentence: its city.
#[must_use]
pub fn city(zone: &TimeZone) -> String {
    last_part(zone.iana_name().unwrap_or("UTC")).replace('_', " ")
}

/// Every place to choose from, in the order of the alphabet.
#[must_use]
pub fn areas() -> Vec<Area> {
    let mut names: Vec<String> = jiff::tz::db()
        .available()
        .map(|name| name.as_str().to_owned())
        .collect();
    names.sort_unstable();
    AREAS
        .into_iter()
        .map(|area| Area {
            name: area,
            places: names
                .iter()
                .filter(|name| area_of(name) == Some(area))
                .map(|name| Place {
                    name: name.clone(),
                    city: last_part(name).replace('_', " "),
                })
                .collect(),
        })
        .collect()
}

/// The wall clock of `zone` at an instant.
#[must_use]
pub fn clock(zone: &TimeZone, at: Timestamp) -> DateTime {
    zone.to_datetime(super::recurrence::instant(at))
}

/// Whether two zones show the same time at an instant.
#[must_use]
pub fn agree(one: &TimeZone, other: &TimeZone, at: Timestamp) -> bool {
    clock(one, at) == clock(other, at)
}

fn area_of(name: &str) -> Option<&'static str> {
    let (start, _) = name.split_once('/')?;
    AREAS
        .into_iter()
        .find(|area| area.eq_ignore_ascii_case(start))
}

fn last_part(name: &str) -> &str {
    name.rsplit_once('/').map_or(name, |(_, city)| city)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_of(text: &str) -> Option<String> {
        parse(text).and_then(|zone| zone.iana_name().map(str::to_owned))
    }

    #[test]
    fn a_zone_is_found_by_its_name_or_its_city() {
        for (typed, name) in [
            ("Europe/London", "Europe/London"),
            ("europe/london", "Europe/London"),
            (" london ", "Europe/London"),
            ("New York", "America/New_York"),
            ("new_york", "America/New_York"),
            ("Buenos Aires", "America/Argentina/Buenos_Aires"),
            (
                "America/Argentina/Buenos_Aires",
                "America/Argentina/Buenos_Aires",
            ),
            ("Kathmandu", "Asia/Kathmandu"),
            ("utc", "UTC"),
        ] {
            assert_eq!(name_of(typed).as_deref(), Some(name), "{typed}");
        }
    }

    #[test]
    fn what_is_no_place_is_no_zone() {
        for typed in [
            "",
            "Nowhere",
            "localtime",
            "posixrules",
            "Europe/",
            "Europe/../../etc/passwd",
            "/etc/localtime",
            "EST5EDT,M3.2.0,M11.1.0",
            "\0",
            "ロンドン",
            &"a".repeat(1000),
        ] {
            assert_eq!(name_of(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_zone_is_called_by_its_city() {
        for (name, called) in [
            ("America/New_York", "New York"),
            ("America/Argentina/Buenos_Aires", "Buenos Aires"),
            ("UTC", "UTC"),
        ] {
            assert_eq!(city(&parse(name).expect("a zone")), called);
        }
    }

    #[test]
    fn every_place_of_the_list_can_be_chosen() {
        let areas = areas();
        assert_eq!(areas.len(), AREAS.len());
        for place in areas.iter().flat_map(|area| &area.places) {
            assert!(parse(&place.name).is_some(), "{}", place.name);
        }
        let europe = areas
            .iter()
            .find(|area| area.name == "Europe")
            .expect("Europe");
        assert!(europe.places.iter().any(|place| place.city == "London"));
    }
}
