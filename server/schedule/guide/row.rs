//! Parses one object of a feed, in all the variants in use.

use super::text;
use crate::schedule::meeting::{About, Access};
use crate::schedule::pattern::Days;
use crate::schedule::web_link;
use crate::schedule::{contact_links, kinds, weekday, zone};
use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::Value;

/// The limit of the specification, in characters.
const MAX_NAME: usize = 255;
/// In characters: more than a screen of a phone shows.
const MAX_NOTES: usize = 4_000;
/// In characters: a phone number with everything that is dialled after it.
const MAX_DIAL_IN: usize = 80;
/// The longest quotation of an invalid value, in characters.
const MAX_QUOTED: usize = 40;
/// The length of a meeting without an end, by the specification.
const DEFAULT_MINUTES: u16 = 60;
/// A longer meeting is taken for an error in its end time.
const MAX_MINUTES: u16 = 12 * 60;
/// The most kinds of one meeting.
const MAX_KINDS: usize = 40;

/// A parsed row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// As in the feed; may be empty.
    pub slug: String,
    /// Title, notes and kinds.
    pub about: About,
    /// The name of the group; may be empty.
    pub group: String,
    /// Not empty.
    pub days: Days,
    /// The local start.
    pub time: Time,
    /// The length.
    pub minutes: u16,
    /// The zone of `time`.
    pub zone: TimeZone,
    /// A link that opens the meeting itself.
    pub join: Option<String>,
    /// A link to a page about the meeting.
    pub page: Option<String>,
    /// The phone number of the meeting itself.
    pub dial_in: Option<String>,
    /// Whether it can be attended by a link or a call.
    pub online: bool,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowErrorKind {
    /// Not an object, or larger than any meeting needs.
    Malformed,
    /// The name is missing.
    NoName,
    /// The day or the time is missing, as for meetings by appointment.
    NoTime,
    /// Not a weekday.
    Day(QuotedValue),
    /// Not a time of day.
    Time(QuotedValue),
    /// Not a known zone.
    Zone(QuotedValue),
    /// It has no zone, and there is no default.
    NoZone,
    /// Its link is not a safe web address.
    Link(QuotedValue),
    /// It can only be attended by phone, its number is invalid, and it has no page. The value is not
    /// quoted: it could be a personal number.
    Unreachable,
}

/// An invalid value of a feed, cleaned and cut for display.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotedValue(String);

impl QuotedValue {
    pub(super) fn new(value: &str) -> Self {
        Self(text::line(value, MAX_QUOTED))
    }

    /// The text to display.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The fields that are read; fields about persons are not among them. Each may have any JSON type.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Fields {
    name: Value,
    slug: Value,
    day: Value,
    time: Value,
    end_time: Value,
    timezone: Value,
    types: Value,
    notes: Value,
    group: Value,
    url: Value,
    conference_url: Value,
    conference_url_notes: Value,
    conference_phone: Value,
    attendance_option: Value,
}

impl Fields {
    /// The name, which is also used in errors of the row.
    pub(super) fn name(&self) -> String {
        text::line(&to_text(&self.name), MAX_NAME)
    }

    /// Whether it can only be attended in person.
    pub(super) fn is_in_person(&self) -> bool {
        let option = to_text(&self.attendance_option).to_ascii_lowercase();
        let has_no_contact = to_text(&self.conference_url).trim().is_empty()
            && to_text(&self.conference_phone).trim().is_empty();
        has_no_contact || ["in_person", "inactive"].contains(&option.as_str())
    }

    /// Parses all fields.
    ///
    /// # Errors
    /// The first error.
    pub(super) fn parse(
        &self,
        zone: Option<&TimeZone>,
        language: &str,
    ) -> Result<Row, RowErrorKind> {
        let name = self.name();
        if name.is_empty() {
            return Err(RowErrorKind::NoName);
        }
        let (days, time) = self.when()?;
        let has_phone = !to_text(&self.conference_phone).trim().is_empty();
        let join = self.join(has_phone)?;
        Ok(Row {
            slug: text::line(&to_text(&self.slug), MAX_NAME),
            about: self.about(name, language),
            group: text::line(&to_text(&self.group), MAX_NAME),
            days,
            time,
            minutes: self.minutes(time),
            zone: self.zone(zone)?,
            online: join.is_some() || has_phone,
            // Some feeds repeat the link of the call, which is no page about the meeting.
            page: web_link::parse(&to_text(&self.url)).filter(|page| join.as_ref() != Some(page)),
            join,
            dial_in: self.dial_in(),
        })
    }

    fn when(&self) -> Result<(Days, Time), RowErrorKind> {
        let (day, time) = (to_text(&self.day), to_text(&self.time));
        if day.trim().is_empty() || time.trim().is_empty() {
            return Err(RowErrorKind::NoTime);
        }
        let days =
            parse_days(&self.day).ok_or_else(|| RowErrorKind::Day(QuotedValue::new(&day)))?;
        let time = parse_time(&time).ok_or_else(|| RowErrorKind::Time(QuotedValue::new(&time)))?;
        Ok((days, time))
    }

    /// An invalid link is ignored where there is a phone number.
    fn join(&self, has_phone: bool) -> Result<Option<String>, RowErrorKind> {
        let written = to_text(&self.conference_url);
        match web_link::parse(&written) {
            Some(link) => Ok(Some(link)),
            None if has_phone || written.trim().is_empty() => Ok(None),
            None => Err(RowErrorKind::Link(QuotedValue::new(&written))),
        }
    }

    /// Only a phone number and nothing else: that is the meeting's own. A text around it could be about
    /// a person.
    fn dial_in(&self) -> Option<String> {
        let written = text::line(&to_text(&self.conference_phone), MAX_DIAL_IN);
        contact_links::is_phone_number(&written).then_some(written)
    }

    fn minutes(&self, start: Time) -> u16 {
        let minute_of_day = |time: Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
        parse_time(&to_text(&self.end_time))
            .map(|end| (minute_of_day(end) - minute_of_day(start)).rem_euclid(24 * 60))
            .and_then(|minutes| u16::try_from(minutes).ok())
            .filter(|minutes| (1..=MAX_MINUTES).contains(minutes))
            .unwrap_or(DEFAULT_MINUTES)
    }

    fn zone(&self, default: Option<&TimeZone>) -> Result<TimeZone, RowErrorKind> {
        let written = to_text(&self.timezone);
        if written.trim().is_empty() {
            return default.cloned().ok_or(RowErrorKind::NoZone);
        }
        parse_zone(&written).ok_or_else(|| RowErrorKind::Zone(QuotedValue::new(&written)))
    }

    fn about(&self, title: String, language: &str) -> About {
        let codes = known_codes(&self.types);
        let closed = codes.contains(&kinds::CLOSED);
        let spoken = codes.iter().find_map(|code| kinds::language(code));
        let is_kind = |code: &&&str| {
            ![kinds::OPEN, kinds::CLOSED, kinds::PLACE_CLOSED].contains(*code)
                && spoken.is_none_or(|spoken| kinds::language(code) != Some(spoken))
        };
        let mut about = About {
            title,
            notes: text::paragraphs(&to_text(&self.notes), MAX_NOTES),
            kinds: codes
                .iter()
                .filter(is_kind)
                .map(|code| (*code).to_owned())
                .collect(),
            language: spoken.unwrap_or(language).to_owned(),
            access: if closed { Access::Closed } else { Access::Open },
            ..About::default()
        };
        // Such as a passcode, where the link does not include it.
        about.other_ways = text::paragraphs(&to_text(&self.conference_url_notes), MAX_NOTES);
        about
    }
}

/// The known codes, in their general form, without duplicates.
fn known_codes(types: &Value) -> Vec<&'static str> {
    let mut codes = Vec::new();
    for written in split_list(types) {
        let known = kinds::general(&written).or_else(|| kinds::known(&written));
        if let Some(code) = known
            && !codes.contains(&code)
            && codes.len() < MAX_KINDS
        {
            codes.push(code);
        }
    }
    codes
}

/// All weekdays of a value; `None` when one of them is invalid.
fn parse_days(value: &Value) -> Option<Days> {
    let days: Option<Days> = split_list(value)
        .iter()
        .map(|text| parse_weekday(text))
        .collect();
    days.filter(|days| !days.is_empty())
}

/// "2", "2.0", "Tuesday", "tue", "Tuesdays".
fn parse_weekday(text: &str) -> Option<Weekday> {
    let text = text.trim().to_ascii_lowercase();
    if let Ok(number) = text.trim_end_matches(".0").parse::<i8>() {
        return Weekday::from_sunday_zero_offset(number).ok();
    }
    let name = text.trim_end_matches('.');
    let name = name
        .strip_suffix("days")
        .map_or(name, |_| &name[..name.len() - 1]);
    weekday::from_prefix(name, 3)
}

/// "19:00", "19:00:00", "7:00 PM", "7pm", "19.30".
fn parse_time(text: &str) -> Option<Time> {
    let text = text.trim().to_ascii_lowercase().replace('.', ":");
    let (digits, half) = match text.find(|c: char| c.is_ascii_alphabetic()) {
        Some(at) => (text[..at].trim(), Some(text[at..].replace([':', ' '], ""))),
        None => (text.as_str(), None),
    };
    let mut parts = digits.split(':').map(|part| part.trim().parse::<i8>());
    let hour = parts.next()?.ok()?;
    let minute = match parts.next() {
        Some(minute) => minute.ok()?,
        // "7" is not a time, but "7 pm" is.
        None if half.is_some() => 0,
        None => return None,
    };
    let hour = match (half.as_deref(), hour) {
        (None, hour) => hour,
        (Some("am"), 12) => 0,
        (Some("am"), 1..=11) => hour,
        (Some("pm"), 12) => 12,
        (Some("pm"), 1..=11) => hour + 12,
        _ => return None,
    };
    Time::new(hour, minute, 0, 0).ok()
}

/// A known zone name, or one of the old names that feeds in North America still use.
fn parse_zone(text: &str) -> Option<TimeZone> {
    let name = match text.trim().to_ascii_lowercase().as_str() {
        "us/eastern" | "canada/eastern" | "est5edt" => "America/New_York",
        "us/central" | "canada/central" | "cst6cdt" => "America/Chicago",
        "us/mountain" | "canada/mountain" | "mst7mdt" => "America/Denver",
        "us/pacific" | "canada/pacific" | "pst8pdt" => "America/Los_Angeles",
        "us/arizona" => "America/Phoenix",
        "us/alaska" => "America/Anchorage",
        "us/hawaii" => "Pacific/Honolulu",
        "canada/atlantic" => "America/Halifax",
        "canada/newfoundland" => "America/St_Johns",
        "gb" => "Europe/London",
        // Programs use it for the zone without summer time, unlike people in London.
        "gmt" => "UTC",
        _ => text,
    };
    zone::parse(name)
}

/// A string or a number as text, or several of them joined by commas.
fn to_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(items) => (items.iter())
            .filter(|item| item.is_string() || item.is_number())
            .map(to_text)
            .collect::<Vec<_>>()
            .join(", "),
        _ => String::new(),
    }
}

/// The entries of a list, or of a text that separates them by commas or semicolons.
fn split_list(value: &Value) -> Vec<String> {
    to_text(value)
        .split([',', ';'])
        .map(|item| item.trim().to_owned())
        .filter(|item| !item.is_empty())
        .collect()
}
