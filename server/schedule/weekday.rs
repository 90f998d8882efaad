//! The days of the week: one list and one set of names, from which every other spelling is derived.

use jiff::civil::Weekday;

/// Monday first, as in ISO 8601.
pub const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// The English name in lower case, such as "monday": for query parameters, form fields, sheets and
/// message identifiers.
#[must_use]
pub const fn name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "monday",
        Weekday::Tuesday => "tuesday",
        Weekday::Wednesday => "wednesday",
        Weekday::Thursday => "thursday",
        Weekday::Friday => "friday",
        Weekday::Saturday => "saturday",
        Weekday::Sunday => "sunday",
    }
}

/// The first three letters of the name, such as "mon".
pub(super) fn short_name(day: Weekday) -> &'static str {
    &name(day)[..3]
}

/// The code of RFC 5545, `MO` to `SU`.
pub(super) fn ical_code(day: Weekday) -> String {
    name(day)[..2].to_ascii_uppercase()
}

/// The day whose name starts with `prefix`, in any case. `None` for fewer than `min_letters` letters;
/// two letters are enough to tell the days apart.
pub(super) fn from_prefix(prefix: &str, min_letters: usize) -> Option<Weekday> {
    let prefix = prefix.to_ascii_lowercase();
    WEEK.into_iter()
        .find(|day| prefix.len() >= min_letters && name(*day).starts_with(&prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_day_is_parsed_as_that_day() {
        for day in WEEK {
            assert_eq!(from_prefix(name(day), 2), Some(day));
            assert_eq!(from_prefix(short_name(day), 3), Some(day));
            assert_eq!(from_prefix(&ical_code(day), 2), Some(day));
        }
        assert_eq!(from_prefix("t", 2), None);
        assert_eq!(from_prefix("", 2), None);
        assert_eq!(from_prefix("mondays", 2), None);
    }
}
