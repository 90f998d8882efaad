//! Single fields, read kindly.

use super::{Field, FieldRefusal, MAX_SLUG, is_likely};
use crate::schedule::{DayOfMonth, WeekOfMonth, kinds, search, weekday, zone};
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use std::ops::RangeInclusive;

/// Gathers what is wrong.
#[derive(Debug, Default)]
pub(super) struct Reader {
    problems: Vec<(Field, FieldRefusal)>,
}

impl Reader {
    pub(super) fn part<T>(&mut self, field: Field, read: Result<T, FieldRefusal>) -> Option<T> {
        read.map_err(|problem| self.problems.push((field, problem)))
            .ok()
    }

    /// Whether it is fine.
    pub(super) fn check(&mut self, field: Field, fine: bool, problem: FieldRefusal) -> bool {
        if !fine {
            self.problems.push((field, problem));
        }
        fine
    }

    /// "90", "90 min".
    pub(super) fn number(
        &mut self,
        field: Field,
        text: &str,
        range: RangeInclusive<u16>,
    ) -> Option<u16> {
        let digits = text
            .trim()
            .trim_end_matches(|c: char| c.is_alphabetic() || c == '.');
        let number = digits.trim_end().parse().ok();
        let within = number.filter(|number| range.contains(number));
        self.part(
            field,
            within.ok_or(FieldRefusal::OutOf(*range.start(), *range.end())),
        )
    }

    pub(super) fn done(&mut self) -> Result<(), Vec<(Field, FieldRefusal)>> {
        let mut problems = std::mem::take(&mut self.problems);
        problems.sort_by_key(|(field, _)| *field);
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    }
}

/// One line of text, of at most so many characters; what can't be seen is left out.
///
/// # Errors
/// When it is longer.
pub fn line(text: &str, longest: usize) -> Result<String, FieldRefusal> {
    let words: Vec<&str> = text.split_whitespace().collect();
    text_of(&words.join(" "), longest)
}

/// Text of several paragraphs.
pub(super) fn text(text: &str, longest: usize) -> Result<String, FieldRefusal> {
    text_of(&text.replace("\r\n", "\n").replace('\r', "\n"), longest)
}

fn text_of(text: &str, longest: usize) -> Result<String, FieldRefusal> {
    let seen: String = text.chars().filter(|c| is_seen(*c)).collect();
    let seen = seen.trim();
    if seen.chars().count() > longest {
        return Err(FieldRefusal::TooLong(longest));
    }
    Ok(seen.to_owned())
}

/// Control characters, and those that turn the direction of what follows, are nobody's words.
fn is_seen(c: char) -> bool {
    match c {
        '\n' | '\t' => true,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => false,
        c => !c.is_control(),
    }
}

/// A slug as it was typed, or made of the title when nothing was.
///
/// # Errors
/// What is wrong with it.
pub fn slug(typed: &str, title: &str) -> Result<String, FieldRefusal> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(proposed(title));
    }
    let slug = typed.to_ascii_lowercase().replace([' ', '_'], "-");
    let plain = slug
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if slug.len() > MAX_SLUG {
        return Err(FieldRefusal::TooLong(MAX_SLUG));
    }
    if !plain || slug.starts_with('-') || slug.ends_with('-') {
        return Err(FieldRefusal::NotSlug);
    }
    Ok(slug)
}

/// "evening-circle-2", no longer than an address may be: for what has another's address otherwise.
#[must_use]
pub fn numbered(slug: &str, number: usize) -> String {
    let number = number.to_string();
    let most = MAX_SLUG - number.len() - 1;
    let short = slug.get(..most).unwrap_or(slug).trim_end_matches('-');
    format!("{short}-{number}")
}

/// The letters of a title that an address can hold. A title without any gets a number that stays
/// the same for the same title.
fn proposed(title: &str) -> String {
    let mut slug = String::new();
    for c in search::fold(title).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') && !matches!(c, '\'' | '’') {
            slug.push('-');
        }
    }
    slug.truncate(MAX_SLUG);
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        return format!("meeting-{:08x}", fnv(title));
    }
    slug.to_owned()
}

/// FNV-1a, 32 bits: small, and the same everywhere.
fn fnv(text: &str) -> u32 {
    let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    text.bytes().fold(0x811c_9dc5, mix)
}

/// A language that the field knows, by its tag.
pub(super) fn language(text: &str) -> Result<String, FieldRefusal> {
    let tag = text.trim();
    if tag.is_empty() {
        return Err(FieldRefusal::Missing);
    }
    let plain = tag.len() <= 12
        && tag
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !plain || kinds::of_language(tag).is_none() {
        return Err(FieldRefusal::Unknown);
    }
    let language = kinds::primary_language(tag).to_ascii_lowercase();
    Ok(match tag.split_once('-') {
        Some((_, rest)) => format!("{language}-{rest}"),
        None => language,
    })
}

/// "19:30", "19.30", "7:30 pm", "7pm", "19h30", and as spreadsheets spell them: "7:30:00 PM".
///
/// # Errors
/// That it is missing, or no time.
pub fn time(text: &str) -> Result<Time, FieldRefusal> {
    let text = text.trim().to_lowercase();
    let text = text.replace("a.m.", "am").replace("p.m.", "pm");
    if text.is_empty() {
        return Err(FieldRefusal::Missing);
    }
    let (clock, half) = match text.strip_suffix('m').and_then(|text| {
        let half = text.chars().next_back()?;
        matches!(half, 'a' | 'p').then(|| (text[..text.len() - 1].trim(), half))
    }) {
        Some((clock, half)) => (clock, Some(half)),
        None => (text.as_str(), None),
    };
    let still_has_minutes = |clock: &&str| clock.contains(':');
    let clock = (clock.strip_suffix(":00").filter(still_has_minutes)).unwrap_or(clock);
    let (hour, minute) = clock
        .split_once([':', '.', 'h'])
        .unwrap_or((clock, if half.is_some() { "00" } else { "" }));
    let number = |text: &str| {
        let digits =
            (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<i8>().ok()).flatten()
    };
    let (hour, minute) = (number(hour), number(minute));
    let hour = match (hour, half) {
        (Some(12), Some('a')) => Some(0),
        (Some(12), Some('p')) => Some(12),
        (Some(hour @ 1..=11), Some('p')) => Some(hour + 12),
        (Some(hour @ 1..=11), Some(_)) | (Some(hour), None) => Some(hour),
        _ => None,
    };
    let (Some(hour), Some(minute)) = (hour, minute) else {
        return Err(FieldRefusal::NotATime);
    };
    Time::new(hour, minute, 0, 0).map_err(|_| FieldRefusal::NotATime)
}

/// "2026-03-02", as date fields send it.
///
/// # Errors
/// That it is missing, or no likely date.
pub fn date(text: &str) -> Result<Date, FieldRefusal> {
    let text = text.trim().replace(['/', '.'], "-");
    if text.is_empty() {
        return Err(FieldRefusal::Missing);
    }
    let date: Option<Date> = text.parse().ok();
    date.filter(|date| is_likely(*date))
        .ok_or(FieldRefusal::NotADate)
}

/// A name of a time zone, or a city.
pub(super) fn zone(text: &str) -> Result<TimeZone, FieldRefusal> {
    if text.trim().is_empty() {
        return Err(FieldRefusal::Missing);
    }
    let zone = zone::parse(text).filter(|zone| zone.iana_name().is_some());
    zone.ok_or(FieldRefusal::Unknown)
}

/// One weekday that has to be there.
pub(super) fn one_weekday(text: &str) -> Result<Weekday, FieldRefusal> {
    weekday(text).ok_or(if text.trim().is_empty() {
        FieldRefusal::Missing
    } else {
        FieldRefusal::Unknown
    })
}

/// "tuesday", "Tue", "tu".
pub(super) fn weekday(text: &str) -> Option<Weekday> {
    weekday::from_prefix(text.trim(), 2)
}

pub(super) fn day_of_month(text: &str) -> Option<DayOfMonth> {
    match text.trim() {
        "-1" => Some(DayOfMonth::LAST),
        text if text.eq_ignore_ascii_case("last") => Some(DayOfMonth::LAST),
        text => DayOfMonth::new(text.parse().ok().filter(|day: &i8| *day > 0)?),
    }
}

impl WeekOfMonth {
    /// "first" or "1", "last" or "-1".
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::ALL.into_iter().find(|place| {
            place.as_str().eq_ignore_ascii_case(text) || place.nth().to_string() == text
        })
    }

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Third => "third",
            Self::Fourth => "fourth",
            Self::Fifth => "fifth",
            Self::Last => "last",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_numbered_address_is_no_longer_than_an_address_may_be() {
        assert_eq!(numbered("evening", 2), "evening-2");
        assert_eq!(
            numbered(&"x".repeat(64), 10),
            format!("{}-10", "x".repeat(61))
        );
        let cut_at_a_hyphen = format!("{}-tail", "x".repeat(61));
        assert_eq!(
            numbered(&cut_at_a_hyphen, 2),
            format!("{}-2", "x".repeat(61))
        );
    }
}
