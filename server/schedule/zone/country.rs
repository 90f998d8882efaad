//! The country of a zone's city. The pairs come from the public tz database (`zone.tab`, and
//! the country of each older name of a zone).

use jiff::tz::TimeZone;
use std::collections::HashMap;
use std::sync::LazyLock;

/// One country per line: its ISO 3166 code, then its zones.
const TABLE: &str = include_str!("countries.txt");

static BY_ZONE: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| pairs().collect());

/// The ISO 3166 code of the country of a zone's city, upper case. `None` for zones that are not a place,
/// such as UTC.
#[must_use]
pub fn country(zone: &TimeZone) -> Option<&'static str> {
    BY_ZONE.get(zone.iana_name()?).copied()
}

fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE
        .lines()
        .filter_map(|line| line.split_once(' '))
        .flat_map(|(country, zones)| zones.split(' ').map(move |zone| (zone, country)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::zone;

    #[test]
    fn a_zone_is_in_the_country_of_its_city() {
        for (name, code) in [
            ("Europe/London", Some("GB")),
            ("europe/belfast", Some("GB")),
            ("America/New_York", Some("US")),
            ("Asia/Kolkata", Some("IN")),
            ("Asia/Calcutta", Some("IN")),
            // It shares the rules of Nairobi but is not in Kenya.
            ("Africa/Asmera", Some("ER")),
            ("America/Argentina/Buenos_Aires", Some("AR")),
            ("UTC", None),
        ] {
            let zone = TimeZone::get(name).expect("a zone");
            assert_eq!(country(&zone), code, "{name}");
        }
    }

    #[test]
    fn every_listed_city_has_a_country() {
        let missing: Vec<String> = zone::areas()
            .into_iter()
            .flat_map(|area| area.cities)
            .map(|place| place.name)
            .filter(|name| !BY_ZONE.contains_key(name.as_str()))
            .collect();
        assert_eq!(missing, Vec::<String>::new());
    }

    #[test]
    fn no_zone_is_in_two_countries() {
        assert_eq!(pairs().count(), BY_ZONE.len());
    }

    #[test]
    fn every_country_has_a_message() {
        let words = include_str!("../../../web/locales/en/countries.ftl");
        for (_, code) in pairs() {
            let id = format!("\ncountry-{} = ", code.to_ascii_lowercase());
            assert!(words.contains(&id), "{code}");
        }
    }
}
