//! Time zones by the names that people use: mostly a city.
//!
//! The names come from the zone data of the system, or from the copy inside the program.

mod aliases;
mod country;

pub use country::country;

use crate::base::Timestamp;
use aliases::{current_zone, normalise, zone_of};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The longest accepted text in bytes; the longest zone name has 32.
const MAX_NAME: usize = 64;

/// The first parts of zone names that stand for places. Others (`Etc`, `US`, `posix`, `localtime`) are
/// abbreviations or describe the system.
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

/// One city of [`areas`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct City {
    /// The IANA name, such as `America/New_York`.
    pub name: String,
    /// The name to display, such as "New York".
    pub city: String,
}

/// The cities of one part of the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// The first part of the zone names, such as `Europe`.
    pub name: &'static str,
    /// In alphabetical order.
    pub cities: Vec<City>,
}

/// Parses an IANA name, a city as people type it, or an abbreviation: `Europe/London`, "london",
/// "sao paulo", "Zürich", "EST".
#[must_use]
pub fn parse(text: &str) -> Option<TimeZone> {
    let text = text.trim();
    if text.len() > MAX_NAME {
        return None;
    }
    if ["utc", "etc/utc"].contains(&text.to_ascii_lowercase().as_str()) {
        return Some(TimeZone::UTC);
    }
    if area_of(text).is_some() {
        return by_name(text);
    }
    let typed = normalise(text);
    if let Some(zone) = zone_of(&typed) {
        return by_name(zone);
    }
    jiff::tz::db()
        .available()
        .filter(|name| area_of(name.as_str()).is_some())
        .find(|name| normalise(last_part(name.as_str())) == typed)
        .and_then(|name| by_name(name.as_str()))
}

/// The city of a zone, for use in a sentence.
#[must_use]
pub fn city(zone: &TimeZone) -> String {
    let name = zone.iana_name().unwrap_or("UTC");
    last_part(current_name(name)).replace('_', " ")
}

/// The current name of a zone: `Asia/Kolkata` for `Asia/Calcutta`, which some browsers still send.
#[must_use]
pub fn current_name(name: &str) -> &str {
    current_zone(name).unwrap_or(name)
}

/// Every city that can be chosen, in alphabetical order, under its current name only.
#[must_use]
pub fn areas() -> Vec<Area> {
    let mut names: Vec<String> = jiff::tz::db()
        .available()
        .map(|name| name.as_str().to_owned())
        .collect();
    names.sort_unstable();
    // The zone data of an old system may have only the former name.
    let has = |name: &str| {
        names
            .binary_search_by(|known| known.as_str().cmp(name))
            .is_ok()
    };
    AREAS
        .into_iter()
        .map(|area| Area {
            name: area,
            cities: names
                .iter()
                .filter(|name| area_of(name) == Some(area))
                .filter(|name| current_zone(name).is_none_or(|current| !has(current)))
                .map(|name| City {
                    name: name.clone(),
                    city: last_part(name).replace('_', " "),
                })
                .collect(),
        })
        .collect()
}

/// The local time in `zone` at an instant.
#[must_use]
pub fn local_time(zone: &TimeZone, at: Timestamp) -> DateTime {
    zone.to_datetime(super::recurrence::instant(at))
}

/// Whether two zones show the same time at an instant.
#[must_use]
pub fn show_same_time(one: &TimeZone, other: &TimeZone, at: Timestamp) -> bool {
    local_time(one, at) == local_time(other, at)
}

/// A zone by its current name, or by the given one if the zone data lacks the current one.
fn by_name(name: &str) -> Option<TimeZone> {
    let zone = TimeZone::get(current_name(name));
    zone.or_else(|_| TimeZone::get(name)).ok()
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
    fn a_zone_is_parsed_from_its_name_or_city() {
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
            ("Port au Prince", "America/Port-au-Prince"),
            ("St. John's", "America/St_Johns"),
            ("utc", "UTC"),
        ] {
            assert_eq!(name_of(typed).as_deref(), Some(name), "{typed}");
        }
    }

    #[test]
    fn a_large_city_without_a_zone_of_its_own_is_parsed() {
        for (typed, name) in [
            ("Beijing", "Asia/Shanghai"),
            ("delhi", "Asia/Kolkata"),
            ("New Delhi", "Asia/Kolkata"),
            ("Mumbai", "Asia/Kolkata"),
            ("San Francisco", "America/Los_Angeles"),
            ("san-francisco", "America/Los_Angeles"),
            ("Boston", "America/New_York"),
            ("Washington, D.C.", "America/New_York"),
            ("Seattle", "America/Los_Angeles"),
            ("Miami", "America/New_York"),
            ("Houston", "America/Chicago"),
            ("St. Louis", "America/Chicago"),
            ("Montréal", "America/Montreal"),
            ("Barcelona", "Europe/Madrid"),
            ("Munich", "Europe/Berlin"),
            ("MÜNCHEN", "Europe/Berlin"),
            ("Koeln", "Europe/Berlin"),
            ("Wien", "Europe/Vienna"),
            ("Roma", "Europe/Rome"),
            ("Moskva", "Europe/Moscow"),
            ("Zürich", "Europe/Zurich"),
            ("sao paulo", "America/Sao_Paulo"),
            ("São Paulo", "America/Sao_Paulo"),
            ("Sao-Paulo", "America/Sao_Paulo"),
            ("Osaka", "Asia/Tokyo"),
            ("Xi’an", "Asia/Shanghai"),
            ("Cape Town", "Africa/Johannesburg"),
            ("Abuja", "Africa/Lagos"),
            ("Guadalajara", "America/Mexico_City"),
            ("Rio de Janeiro", "America/Sao_Paulo"),
            ("Wellington", "Pacific/Auckland"),
            // The larger of two.
            ("Birmingham", "Europe/London"),
            ("Portland", "America/Los_Angeles"),
            ("Portland, Maine", "America/New_York"),
            ("San Juan", "America/Puerto_Rico"),
        ] {
            assert_eq!(name_of(typed).as_deref(), Some(name), "{typed}");
        }
    }

    #[test]
    fn an_abbreviation_stands_for_its_most_common_zone() {
        for (typed, name) in [
            ("EST", "America/New_York"),
            ("edt", "America/New_York"),
            ("E.T.", "America/New_York"),
            ("Eastern time", "America/New_York"),
            ("CST", "America/Chicago"),
            ("MST", "America/Denver"),
            ("PST", "America/Los_Angeles"),
            ("AKST", "America/Anchorage"),
            ("HST", "Pacific/Honolulu"),
            ("GMT", "Europe/London"),
            ("BST", "Europe/London"),
            ("CET", "Europe/Berlin"),
            ("EET", "Europe/Athens"),
            ("IST", "Asia/Kolkata"),
            ("AEST", "Australia/Sydney"),
            ("NZST", "Pacific/Auckland"),
        ] {
            assert_eq!(name_of(typed).as_deref(), Some(name), "{typed}");
        }
    }

    #[test]
    fn a_former_name_becomes_the_current_one() {
        for (typed, name, expected_city) in [
            ("Asia/Calcutta", "Asia/Kolkata", "Kolkata"),
            ("calcutta", "Asia/Kolkata", "Kolkata"),
            (
                "america/buenos_aires",
                "America/Argentina/Buenos_Aires",
                "Buenos Aires",
            ),
            ("Europe/Kiev", "Europe/Kyiv", "Kyiv"),
        ] {
            assert_eq!(name_of(typed).as_deref(), Some(name), "{typed}");
            assert_eq!(city(&parse(typed).expect("a zone")), expected_city);
        }
        let as_stored = TimeZone::get("Asia/Calcutta").expect("a zone");
        assert_eq!(city(&as_stored), "Kolkata");
    }

    #[test]
    fn other_texts_are_not_zones() {
        for typed in [
            "",
            "Nowhere",
            "localtime",
            "posixrules",
            "Europe/",
            "Europe/../../etc/passwd",
            "/etc/localtime",
            "EST5EDT,M3.2.0,M11.1.0",
            "...",
            "\0",
            "ロンドン",
            &"a".repeat(1000),
        ] {
            assert_eq!(name_of(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_zone_is_displayed_by_its_city() {
        for (name, expected_city) in [
            ("America/New_York", "New York"),
            ("America/Argentina/Buenos_Aires", "Buenos Aires"),
            ("UTC", "UTC"),
        ] {
            assert_eq!(city(&parse(name).expect("a zone")), expected_city);
        }
    }

    #[test]
    fn every_listed_city_can_be_parsed() {
        let areas = areas();
        assert_eq!(areas.len(), AREAS.len());
        for place in areas.iter().flat_map(|area| &area.cities) {
            assert!(parse(&place.name).is_some(), "{}", place.name);
        }
        let europe = areas
            .iter()
            .find(|area| area.name == "Europe")
            .expect("Europe");
        assert!(europe.cities.iter().any(|place| place.city == "London"));
    }

    #[test]
    fn no_city_is_listed_twice() {
        let mut cities: Vec<String> = areas()
            .into_iter()
            .flat_map(|area| area.cities)
            .map(|place| place.city)
            .collect();
        for city in ["Buenos Aires", "Indianapolis", "Kolkata", "Nicosia"] {
            let named = cities.iter().filter(|named| *named == city);
            assert_eq!(named.count(), 1, "{city}");
        }
        assert!(!cities.contains(&"Calcutta".to_owned()));
        let all = cities.len();
        cities.sort_unstable();
        cities.dedup();
        assert_eq!(cities.len(), all);
    }
}
