//! One object of a feed, in all the ways in which the field writes them.

use super::text;
use crate::schedule::web_link;
use crate::schedule::{About, Access, Days, contact_links, kinds, zone};
use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::Value;

/// As the specification limits names.
const MAX_NAME: usize = 255;
/// In characters: more than a page of a phone.
const MAX_NOTES: usize = 4_000;
/// In characters: a number with all that is dialled after it.
const MAX_DIAL_IN: usize = 80;
/// Of a value that is shown again because it is wrong.
const MAX_SHOWN: usize = 40;
/// How long a meeting lasts when nobody says: as the specification takes it.
const USUAL_MINUTES: u16 = 60;
/// From here on the end is a mistake rather than an end.
const MAX_MINUTES: u16 = 12 * 60;
/// What one meeting can be said to be.
const MAX_KINDS: usize = 40;

/// A row as far as it could be understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// As the feed has it; may be empty.
    pub slug: String,
    pub about: About,
    pub group: String,
    /// Not empty.
    pub days: Days,
    pub time: Time,
    pub minutes: u16,
    pub zone: TimeZone,
    /// Opens the meeting itself.
    pub join: Option<String>,
    /// Tells about it.
    pub page: Option<String>,
    /// Calls the meeting itself.
    pub dial_in: Option<String>,
    /// Whether it can be attended from afar, by a link or a call.
    pub online: bool,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowErrorKind {
    /// Not an object with fields, or far too long for one.
    Malformed,
    NoName,
    /// By appointment: it can't stand at a time of the schedule.
    NoTime,
    Day(QuotedValue),
    Time(QuotedValue),
    Zone(QuotedValue),
    /// It has no zone, and there is none for the whole feed.
    NoZone,
    /// Its link is none that may be shown.
    Link(QuotedValue),
    /// It can be attended by phone alone, what should be its number is none, and no page tells how. What
    /// stands there is not shown: it could be somebody's.
    NoWay,
}

/// A value of the feed, cut to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotedValue(String);

impl QuotedValue {
    pub(super) fn new(value: &str) -> Self {
        Self(text::line(value, MAX_SHOWN))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The fields that are read; whatever tells of persons is not among them. Any of them may be of any
/// type.
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
    /// For messages about a row, whatever is wrong with it.
    pub(super) fn name(&self) -> String {
        text::line(&plain(&self.name), MAX_NAME)
    }

    /// Whether nobody attends it from afar. Such rows are right, and nothing of ours.
    pub(super) fn is_in_person(&self) -> bool {
        let option = plain(&self.attendance_option).to_ascii_lowercase();
        let away = plain(&self.conference_url).trim().is_empty()
            && plain(&self.conference_phone).trim().is_empty();
        away || ["in_person", "inactive"].contains(&option.as_str())
    }

    /// # Errors
    /// The first thing that is wrong.
    pub(super) fn read(
        &self,
        zone: Option<&TimeZone>,
        language: &str,
    ) -> Result<Row, RowErrorKind> {
        let name = self.name();
        if name.is_empty() {
            return Err(RowErrorKind::NoName);
        }
        let (days, time) = self.when()?;
        let phone = !plain(&self.conference_phone).trim().is_empty();
        let join = self.join(phone)?;
        Ok(Row {
            slug: text::line(&plain(&self.slug), MAX_NAME),
            about: self.about(name, language),
            group: text::line(&plain(&self.group), MAX_NAME),
            days,
            time,
            minutes: self.minutes(time),
            zone: self.zone(zone)?,
            online: join.is_some() || phone,
            // Some write the call a second time: that tells nothing about the meeting.
            page: web_link::parse(&plain(&self.url)).filter(|page| join.as_ref() != Some(page)),
            join,
            dial_in: self.dial_in(),
        })
    }

    fn when(&self) -> Result<(Days, Time), RowErrorKind> {
        let (day, time) = (plain(&self.day), plain(&self.time));
        if day.trim().is_empty() || time.trim().is_empty() {
            return Err(RowErrorKind::NoTime);
        }
        let days = days(&self.day).ok_or_else(|| RowErrorKind::Day(QuotedValue::new(&day)))?;
        let time = clock(&time).ok_or_else(|| RowErrorKind::Time(QuotedValue::new(&time)))?;
        Ok((days, time))
    }

    /// A link that can't be shown is no harm where one can call.
    fn join(&self, phone: bool) -> Result<Option<String>, RowErrorKind> {
        let written = plain(&self.conference_url);
        match web_link::parse(&written) {
            Some(link) => Ok(Some(link)),
            None if phone || written.trim().is_empty() => Ok(None),
            None => Err(RowErrorKind::Link(QuotedValue::new(&written))),
        }
    }

    /// A number and nothing else: the field is for the meeting's own, as much its address as a link is.
    /// Any words around it could tell of persons.
    fn dial_in(&self) -> Option<String> {
        let written = text::line(&plain(&self.conference_phone), MAX_DIAL_IN);
        contact_links::is_phone_number(&written).then_some(written)
    }

    fn minutes(&self, start: Time) -> u16 {
        let of = |time: Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
        clock(&plain(&self.end_time))
            .map(|end| (of(end) - of(start)).rem_euclid(24 * 60))
            .and_then(|minutes| u16::try_from(minutes).ok())
            .filter(|minutes| (1..=MAX_MINUTES).contains(minutes))
            .unwrap_or(USUAL_MINUTES)
    }

    fn zone(&self, usual: Option<&TimeZone>) -> Result<TimeZone, RowErrorKind> {
        let written = plain(&self.timezone);
        if written.trim().is_empty() {
            return usual.cloned().ok_or(RowErrorKind::NoZone);
        }
        named_zone(&written).ok_or_else(|| RowErrorKind::Zone(QuotedValue::new(&written)))
    }

    fn about(&self, title: String, language: &str) -> About {
        let codes = codes(&self.types);
        let closed = codes.contains(&kinds::CLOSED);
        let spoken = codes.iter().find_map(|code| kinds::language(code));
        let said = |code: &&&str| {
            ![kinds::OPEN, kinds::CLOSED, kinds::PLACE_CLOSED].contains(*code)
                && spoken.is_none_or(|spoken| kinds::language(code) != Some(spoken))
        };
        About {
            title,
            notes: text::paragraphs(&plain(&self.notes), MAX_NOTES),
            kinds: codes
                .iter()
                .filter(said)
                .map(|code| (*code).to_owned())
                .collect(),
            language: spoken.unwrap_or(language).to_owned(),
            access: if closed { Access::Closed } else { Access::Open },
            // Such as a code to type, where the link has none in it.
            other_ways: text::paragraphs(&plain(&self.conference_url_notes), MAX_NOTES),
        }
    }
}

/// The known codes, in their general form, each once.
fn codes(types: &Value) -> Vec<&'static str> {
    let mut codes = Vec::new();
    for written in items(types) {
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

/// Every day that is named; `None` when one of them is no day.
fn days(value: &Value) -> Option<Days> {
    let days: Option<Days> = items(value).iter().map(|text| weekday(text)).collect();
    days.filter(|days| !days.is_empty())
}

/// "2", "2.0", "Tuesday", "tue", "Tuesdays".
fn weekday(text: &str) -> Option<Weekday> {
    const NAMES: [&str; 7] = [
        "sunday",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
    ];
    let text = text.trim().to_ascii_lowercase();
    if let Ok(number) = text.trim_end_matches(".0").parse::<i8>() {
        return Weekday::from_sunday_zero_offset(number).ok();
    }
    let name = text.trim_end_matches('.');
    let name = name
        .strip_suffix("days")
        .map_or(name, |_| &name[..name.len() - 1]);
    let at = NAMES
        .iter()
        .position(|known| name.len() >= 3 && known.starts_with(name))?;
    Weekday::from_sunday_zero_offset(i8::try_from(at).ok()?).ok()
}

/// "19:00", "19:00:00", "7:00 PM", "7pm", "19.30".
fn clock(text: &str) -> Option<Time> {
    let text = text.trim().to_ascii_lowercase().replace('.', ":");
    let (digits, half) = match text.find(|c: char| c.is_ascii_alphabetic()) {
        Some(at) => (text[..at].trim(), Some(text[at..].replace([':', ' '], ""))),
        None => (text.as_str(), None),
    };
    let mut parts = digits.split(':').map(|part| part.trim().parse::<i8>());
    let hour = parts.next()?.ok()?;
    let minute = match parts.next() {
        Some(minute) => minute.ok()?,
        // A bare number is no time, "7 pm" is one.
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

/// By the names that we know, and by the old ones that feeds of North America still use.
fn named_zone(text: &str) -> Option<TimeZone> {
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
        // From a program it is the name of a zone that keeps no summer time.
        "gmt" => "UTC",
        _ => text,
    };
    zone::parse(name)
}

/// A text, a number, or several of them in one text.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(items) => (items.iter())
            .filter(|item| item.is_string() || item.is_number())
            .map(plain)
            .collect::<Vec<_>>()
            .join(", "),
        _ => String::new(),
    }
}

fn items(value: &Value) -> Vec<String> {
    plain(value)
        .split([',', ';'])
        .map(|item| item.trim().to_owned())
        .filter(|item| !item.is_empty())
        .collect()
}
