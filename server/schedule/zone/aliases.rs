//! What people call a zone that is named for another city: large cities without a zone of their own,
//! and the letters that clocks go by. The pairs are common knowledge; where two cities share a name,
//! it stands for the larger.

use crate::schedule::search::fold;
use std::collections::HashMap;
use std::sync::LazyLock;

/// One zone a line, then the cities that go by it, in English and as their people spell them.
const CITIES: &str = include_str!("cities.txt");

/// Likewise, what its clock is called. Letters that several parts of the world use stand for the part
/// where most of those who say them in English live, and for its clock of the season: whoever writes
/// "EST" in July still means the clock on their wall.
const CLOCKS: &str = include_str!("clocks.txt");

/// Likewise, names that the tz database has replaced by another one of the same place.
const FORMER: &str = include_str!("former.txt");

static BY_NAME: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
    let called = names(CITIES).chain(names(CLOCKS));
    called.map(|(name, zone)| (bare(name), zone)).collect()
});

static BY_FORMER: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
    let former = lines(FORMER).flat_map(|(zone, names)| names.split(' ').map(move |n| (n, zone)));
    former
        .map(|(name, zone)| (name.to_ascii_lowercase(), zone))
        .collect()
});

/// The zone of a city or a clock that no zone is named for.
#[must_use]
pub fn zone_of(bare: &str) -> Option<&'static str> {
    BY_NAME.get(bare).copied()
}

/// The name of a zone today; `None` for one that has not changed.
#[must_use]
pub fn renamed(name: &str) -> Option<&'static str> {
    BY_FORMER.get(name.to_ascii_lowercase().as_str()).copied()
}

/// A name without what people spell in several ways: case, accents, spaces, hyphens and full stops.
#[must_use]
pub fn bare(name: &str) -> String {
    let mut bare = fold(name);
    bare.retain(char::is_alphanumeric);
    bare
}

fn names(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    lines(table).flat_map(|(zone, names)| names.split(", ").map(move |name| (name, zone)))
}

fn lines(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter_map(|line| line.split_once(' '))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::zone;
    use jiff::tz::TimeZone;
    use std::collections::HashSet;

    #[test]
    fn every_zone_of_the_tables_exists_and_has_its_name_of_today() {
        for (zone, _) in [CITIES, CLOCKS, FORMER].into_iter().flat_map(lines) {
            let known = TimeZone::get(zone).expect(zone);
            assert_eq!(known.iana_name(), Some(zone));
            assert_eq!(renamed(zone), None, "{zone}");
        }
    }

    #[test]
    fn no_name_stands_for_two_zones_or_twice() {
        let mut seen = HashSet::new();
        for (name, _) in names(CITIES).chain(names(CLOCKS)) {
            assert!(!bare(name).is_empty() && seen.insert(bare(name)), "{name}");
        }
    }

    #[test]
    fn no_name_is_that_of_a_zone_but_where_the_larger_city_has_none() {
        let own: HashSet<String> = jiff::tz::db()
            .available()
            .filter(|name| zone::area_of(name.as_str()).is_some())
            .map(|name| bare(zone::last_part(name.as_str())))
            .collect();
        let both: Vec<_> = names(CITIES)
            .chain(names(CLOCKS))
            .filter(|(name, _)| own.contains(&bare(name)))
            .collect();
        assert_eq!(
            both,
            [
                // A port of a million people, before an island of two thousand.
                ("Norfolk", "America/New_York"),
                // The capital of Puerto Rico, before a city of Argentina.
                ("San Juan", "America/Puerto_Rico"),
                // Five million people in Russia, before two thousand in Indiana.
                ("Petersburg", "Europe/Moscow"),
                // Portugal's summer, before what the west of Australia was once called.
                ("WEST", "Europe/Lisbon"),
            ]
        );
    }

    #[test]
    fn a_former_name_shows_the_same_clock_as_its_name_of_today() {
        let at = crate::base::Timestamp(1_795_600_000_000);
        for (name, zone) in BY_FORMER.iter() {
            let former = TimeZone::get(name).expect(name);
            let today = TimeZone::get(zone).expect(zone);
            assert!(zone::show_same_time(&former, &today, at), "{name}");
        }
    }
}
