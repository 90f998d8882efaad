//! Other names of zones: large cities without a zone of their own, abbreviations, and former names. The
//! pairs are common knowledge; where two cities share a name, it stands for the larger.

use crate::schedule::search::fold;
use std::collections::HashMap;
use std::sync::LazyLock;

/// One zone per line, then the cities in it, in English and in local spelling.
const CITIES: &str = include_str!("cities.txt");

/// One zone per line, then its abbreviations. One that several regions use stands for the region with
/// the most English speakers who use it, in summer and winter: a person who writes "EST" in July means
/// their local time.
const ABBREVIATIONS: &str = include_str!("clocks.txt");

/// One zone per line, then its former names in the tz database.
const FORMER_NAMES: &str = include_str!("former.txt");

static BY_ALIAS: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
    let aliases = names(CITIES).chain(names(ABBREVIATIONS));
    aliases
        .map(|(name, zone)| (normalise(name), zone))
        .collect()
});

static BY_FORMER_NAME: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
    let former =
        lines(FORMER_NAMES).flat_map(|(zone, names)| names.split(' ').map(move |n| (n, zone)));
    former
        .map(|(name, zone)| (name.to_ascii_lowercase(), zone))
        .collect()
});

/// The zone of a normalised city or abbreviation.
#[must_use]
pub(super) fn zone_of(alias: &str) -> Option<&'static str> {
    BY_ALIAS.get(alias).copied()
}

/// The current name of a former zone name; `None` for a name that has not changed.
#[must_use]
pub(super) fn current_zone(name: &str) -> Option<&'static str> {
    BY_FORMER_NAME
        .get(name.to_ascii_lowercase().as_str())
        .copied()
}

/// A name without the differences in spelling: case, accents, spaces, hyphens and full stops.
#[must_use]
pub(super) fn normalise(name: &str) -> String {
    let mut letters = fold(name);
    letters.retain(char::is_alphanumeric);
    letters
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
    fn every_zone_of_the_tables_exists_under_its_current_name() {
        for (zone, _) in [CITIES, ABBREVIATIONS, FORMER_NAMES]
            .into_iter()
            .flat_map(lines)
        {
            let known = TimeZone::get(zone).expect(zone);
            assert_eq!(known.iana_name(), Some(zone));
            assert_eq!(current_zone(zone), None, "{zone}");
        }
    }

    #[test]
    fn no_alias_occurs_twice() {
        let mut seen = HashSet::new();
        for (name, _) in names(CITIES).chain(names(ABBREVIATIONS)) {
            assert!(
                !normalise(name).is_empty() && seen.insert(normalise(name)),
                "{name}"
            );
        }
    }

    #[test]
    fn an_alias_hides_another_zone_only_for_a_larger_city() {
        let own: HashSet<String> = jiff::tz::db()
            .available()
            .filter(|name| zone::area_of(name.as_str()).is_some())
            .map(|name| normalise(zone::last_part(name.as_str())))
            .collect();
        let both: Vec<_> = names(CITIES)
            .chain(names(ABBREVIATIONS))
            .filter(|(name, _)| own.contains(&normalise(name)))
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
    fn a_former_name_has_the_same_local_time_as_its_current_name() {
        let at = crate::base::Timestamp(1_795_600_000_000);
        for (name, zone) in BY_FORMER_NAME.iter() {
            let former = TimeZone::get(name).expect(name);
            let today = TimeZone::get(zone).expect(zone);
            assert!(zone::show_same_time(&former, &today, at), "{name}");
        }
    }
}
