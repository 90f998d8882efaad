//! The values of single fields, read in every form in which people commonly write them.

use super::field::MAX_SLUG;
use super::refusal::FieldRefusal;
use crate::schedule::{DayOfMonth, WeekOfMonth, kinds, search, weekday, zone};
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use std::ops::RangeInclusive;

/// One line of text without invisible characters.
///
/// # Errors
/// [`FieldRefusal::TooLong`] when it has more than `max` characters.
pub fn line(text: &str, max: usize) -> Result<String, FieldRefusal> {
    let words: Vec<&str> = text.split_whitespace().collect();
    visible(&words.join(" "), max)
}

/// Text of several paragraphs, with `\n` as line end.
pub(super) fn text(text: &str, max: usize) -> Result<String, FieldRefusal> {
    visible(&text.replace("\r\n", "\n").replace('\r', "\n"), max)
}

/// "90", "90 min".
pub(super) fn number(text: &str, range: RangeInclusive<u16>) -> Result<u16, FieldRefusal> {
    let digits = text
        .trim()
        .trim_end_matches(|c: char| c.is_alphabetic() || c == '.');
    let number = digits.trim_end().parse().ok();
    number
        .filter(|number| range.contains(number))
        .ok_or(FieldRefusal::OutOf(*range.start(), *range.end()))
}

fn visible(text: &str, max: usize) -> Result<String, FieldRefusal> {
    let visible: String = text.chars().filter(|c| is_visible(*c)).collect();
    let visible = visible.trim();
    if visible.chars().count() > max {
        return Err(FieldRefusal::TooLong(max));
    }
    Ok(visible.to_owned())
}

/// False for control characters and for those that change the direction of the text after them.
fn is_visible(c: char) -> bool {
    match c {
        '\n' | '\t' => true,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => false,
        c => !c.is_control(),
    }
}

/// A slug as it was entered, or made from the title when none was.
///
/// # Errors
/// [`FieldRefusal::NotSlug`] or [`FieldRefusal::TooLong`].
pub fn slug(entered: &str, title: &str) -> Result<String, FieldRefusal> {
    let slug = normalized_slug(entered);
    if slug.is_empty() {
        return Ok(slug_of_title(title));
    }
    let is_plain = slug
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if slug.len() > MAX_SLUG {
        return Err(FieldRefusal::TooLong(MAX_SLUG));
    }
    if !is_plain || slug.starts_with('-') || slug.ends_with('-') {
        return Err(FieldRefusal::NotSlug);
    }
    Ok(slug)
}

/// "Evening Circle" and "evening_circle" as "evening-circle"; not yet checked.
pub(in crate::schedule) fn normalized_slug(entered: &str) -> String {
    let slug = entered.trim().to_ascii_lowercase();
    slug.replace([' ', '_'], "-")
}

/// "evening-circle-2", cut to [`MAX_SLUG`]: for a meeting whose slug another already has.
#[must_use]
pub fn numbered(slug: &str, number: usize) -> String {
    let number = number.to_string();
    let max = MAX_SLUG - number.len() - 1;
    let short = slug.get(..max).unwrap_or(slug).trim_end_matches('-');
    format!("{short}-{number}")
}

/// The letters and digits of a title that a slug can hold. A title without any gets a hash, which is
/// always the same for the same title.
fn slug_of_title(title: &str) -> String {
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
        return format!("meeting-{:08x}", fnv_1a(title));
    }
    slug.to_owned()
}

/// FNV-1a with 32 bits: short, and the same on every machine.
fn fnv_1a(text: &str) -> u32 {
    let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    text.bytes().fold(0x811c_9dc5, mix)
}

/// The tag of a language that the Meeting Guide knows.
pub(super) fn language(text: &str) -> Result<String, FieldRefusal> {
    let tag = text.trim();
    if tag.is_empty() {
        return Err(FieldRefusal::Missing);
    }
    let is_plain = tag.len() <= 12
        && tag
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !is_plain || kinds::of_language(tag).is_none() {
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
/// [`FieldRefusal::Missing`] or [`FieldRefusal::NotATime`].
pub fn time(text: &str) -> Result<Time, FieldRefusal> {
    let text = text.trim().to_lowercase();
    let text = text.replace("a.m.", "am").replace("p.m.", "pm");
    if text.is_empty() {
        return Err(FieldRefusal::Missing);
    }
    let (clock, half) = split_half_of_day(&text);
    let keeps_minutes = |clock: &&str| clock.contains(':');
    let clock = (clock.strip_suffix(":00").filter(keeps_minutes)).unwrap_or(clock);
    let minute_if_none = if half.is_some() { "00" } else { "" };
    let (hour, minute) = clock
        .split_once([':', '.', 'h'])
        .unwrap_or((clock, minute_if_none));
    let (hour, minute) = (up_to_two_digits(hour), up_to_two_digits(minute));
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

/// Splits "7:30 pm" into "7:30" and 'p'.
fn split_half_of_day(text: &str) -> (&str, Option<char>) {
    for (suffix, half) in [("am", 'a'), ("pm", 'p')] {
        if let Some(clock) = text.strip_suffix(suffix) {
            return (clock.trim(), Some(half));
        }
    }
    (text, None)
}

fn up_to_two_digits(text: &str) -> Option<i8> {
    let is_short = (1..=2).contains(&text.len());
    let is_number = is_short && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// A time as the forms show it: "19:30".
pub(super) fn hours_and_minutes(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// Dates outside of these years are taken for mistakes.
const YEARS: RangeInclusive<i16> = 2000..=2199;

/// "2026-03-02", as browsers send it; "2026/03/02", "2026.03.02".
///
/// # Errors
/// [`FieldRefusal::Missing`] or [`FieldRefusal::NotADate`].
pub fn date(text: &str) -> Result<Date, FieldRefusal> {
    let text = text.trim().replace(['/', '.'], "-");
    if text.is_empty() {
        return Err(FieldRefusal::Missing);
    }
    let date: Option<Date> = text.parse().ok();
    date.filter(|date| YEARS.contains(&date.year()))
        .ok_or(FieldRefusal::NotADate)
}

/// A time zone by its IANA name or by a city.
pub(super) fn zone(text: &str) -> Result<TimeZone, FieldRefusal> {
    if text.trim().is_empty() {
        return Err(FieldRefusal::Missing);
    }
    let zone = zone::parse(text).filter(|zone| zone.iana_name().is_some());
    zone.ok_or(FieldRefusal::Unknown)
}

/// A weekday that must not be missing.
pub(super) fn required_weekday(text: &str) -> Result<Weekday, FieldRefusal> {
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

/// 1 to 31, "last" or -1.
pub(super) fn day_of_month(text: &str) -> Result<DayOfMonth, FieldRefusal> {
    let text = text.trim();
    if text == "-1" || text.eq_ignore_ascii_case("last") {
        return Ok(DayOfMonth::LAST);
    }
    let number = text.parse().ok().filter(|day: &i8| *day > 0);
    let day = number.and_then(DayOfMonth::new);
    day.ok_or(FieldRefusal::OutOf(1, 31))
}

impl WeekOfMonth {
    /// Reads "first" or "1", "last" or "-1".
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::ALL.into_iter().find(|place| {
            place.as_str().eq_ignore_ascii_case(text) || place.nth().to_string() == text
        })
    }

    /// The value in forms and cells.
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
    fn a_numbered_slug_is_cut_to_the_longest_slug() {
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
