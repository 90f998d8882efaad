//! Writes the meetings of this site as a feed.
//!
//! The format can only express weekly meetings. Meetings that are held every week are always listed;
//! all others while their next date is within a week, with the day and time of that date.

use crate::base::{Millis, Timestamp};
use crate::schedule::draft::{FeedField, long_texts};
use crate::schedule::meeting::{Access, Group, Meeting};
use crate::schedule::pattern::Pattern;
use crate::schedule::recurrence::Recurrence;
use crate::schedule::timetable::DateStatus;
use crate::schedule::{contact_links, kinds, weekday, zone};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, Weekday};
use serde::Serialize;

/// The limits of the specification, in characters and in bytes.
const MAX_NAME: usize = 255;
const MAX_SLUG: usize = 64;

const WEEK: Millis = Millis::from_mins(7 * 24 * 60);

/// How far ahead cancelled and moved dates are mentioned in the notes.
const NOTES_SPAN: Millis = Millis::from_mins(28 * 24 * 60);

/// One meeting on one weekday, with the fields in the order of the specification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GuideEntry {
    /// The title of the meeting.
    pub name: String,
    /// Unique in the feed and stable.
    pub slug: String,
    /// 0 is Sunday.
    pub day: i8,
    /// The local start, `HH:MM`.
    pub time: String,
    /// The local end, `HH:MM`; may be on the next day.
    pub end_time: String,
    /// An IANA name.
    pub timezone: String,
    /// General type codes, including access and language.
    pub types: Vec<&'static str>,
    /// Plain text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// The page of the meeting, where people join.
    pub conference_url: String,
    /// How to join; plain text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub conference_url_notes: String,
    /// The digits as they are dialled: `+12125551212,,123456789#`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conference_phone: Option<String>,
    /// The page of the meeting.
    pub url: String,
    /// The name of the group.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// The approximate location of the group.
    pub formatted_address: String,
    /// Always "yes": the address is not where the meeting is held.
    pub approximate: &'static str,
    /// `YYYY-MM-DD HH:MM:SS`, UTC.
    pub updated: String,
    /// Who publishes the feed.
    #[serde(flatten)]
    pub entity: Option<Entity>,
}

/// The organisation that publishes the feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entity {
    /// Its name.
    #[serde(rename = "entity")]
    pub name: String,
    /// Its website. The specification names this field in two ways, so it is written twice.
    #[serde(rename = "entity_url")]
    pub url: String,
    /// The same as `url`.
    #[serde(rename = "entity_website_url")]
    pub website: String,
    /// A public address of the organisation.
    #[serde(rename = "entity_email", skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A public phone number with country code.
    #[serde(rename = "entity_phone", skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The region that it serves, as text.
    #[serde(rename = "entity_location", skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
}

/// The site that holds the meetings.
#[derive(Clone, Debug)]
pub struct Site<'a> {
    /// The base URL without a slash at the end.
    pub url: &'a str,
    /// Who publishes the feed.
    pub entity: Option<Entity>,
}

/// The texts of a feed, which come from the message catalogue.
pub trait Words {
    /// The country with this ISO 3166 code.
    fn country(&self, code: &str) -> String;
    /// The address of a meeting without a known location.
    fn no_location(&self) -> String;
    /// How often a meeting is held that is not held every week.
    fn pattern(&self, when: &Recurrence, today: Date) -> String;
    /// When a weekly meeting begins or ends, if that is worth mentioning.
    fn season(&self, when: &Recurrence, today: Date) -> Option<String>;
    /// That it is not held on a date.
    fn cancelled(&self, date: Date) -> String;
    /// That a date is moved to another time.
    fn moved(&self, date: Date, to: DateTime) -> String;
    /// The names of kinds for which the format has no code.
    fn kinds(&self, codes: &[&str]) -> String;
    /// How to join, and how long before the start the doors open.
    fn how_to_join(&self, doors_before: Millis) -> String;
}

/// Writes the feed: one entry for each meeting and weekday. `meetings` are all meetings of this site,
/// each with its group.
pub fn write<'m>(
    meetings: impl IntoIterator<Item = (&'m Meeting, &'m Group)>,
    site: &Site<'_>,
    words: &dyn Words,
    now: Timestamp,
) -> Vec<GuideEntry> {
    meetings
        .into_iter()
        .flat_map(|(meeting, group)| {
            let mut entries: Vec<GuideEntry> = Vec::new();
            for slot in weekly_slots(meeting, now) {
                let entry = entry(meeting, group, slot, site, words, now);
                // A move can bring two dates on one weekday; the earlier one stays.
                if entries.iter().all(|other| other.slug != entry.slug) {
                    entries.push(entry);
                }
            }
            entries
        })
        .collect()
}

/// The weekdays and local times at which a meeting is listed.
fn weekly_slots(meeting: &Meeting, now: Timestamp) -> Vec<(Weekday, Time)> {
    let timetable = &meeting.timetable;
    let when = &timetable.recurrence;
    if can_express(&when.pattern) {
        let first = zone::local_time(&when.zone, now - when.duration()).date();
        let end = first.saturating_add(7.days());
        return (when.dates_from(first))
            .take_while(|date| *date < end)
            .map(|date| (date.weekday(), when.time))
            .collect();
    }
    (timetable.upcoming_held(now))
        .take_while(|times| times.starts < now + WEEK)
        .map(|times| zone::local_time(&when.zone, times.starts))
        .map(|at| (at.weekday(), at.time()))
        .collect()
}

/// Whether the format can express a pattern: only what is held every week.
#[must_use]
pub fn can_express(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Daily { every } | Pattern::Weekly { every, .. } => every.get() == 1,
        _ => false,
    }
}

fn entry(
    meeting: &Meeting,
    group: &Group,
    (day, time): (Weekday, Time),
    site: &Site<'_>,
    words: &dyn Words,
    now: Timestamp,
) -> GuideEntry {
    let when = &meeting.timetable.recurrence;
    let url = format!("{}/meetings/{}", site.url, meeting.slug);
    let end = time.wrapping_add(i64::from(when.minutes).minutes());
    GuideEntry {
        name: meeting.about.title.chars().take(MAX_NAME).collect(),
        slug: slug(meeting, day),
        day: day.to_sunday_zero_offset(),
        time: hours_and_minutes(time),
        end_time: hours_and_minutes(end),
        timezone: when.zone.iana_name().unwrap_or("UTC").to_owned(),
        types: types(meeting),
        notes: notes(meeting, words, now),
        conference_url: url.clone(),
        conference_url_notes: conference_notes(meeting, words),
        conference_phone: only_phone_number(&meeting.about.other_ways),
        url,
        group: group.name.clone(),
        formatted_address: location(meeting, group, words),
        approximate: "yes",
        updated: zone::local_time(&jiff::tz::TimeZone::UTC, meeting.revision.at)
            .strftime("%Y-%m-%d %H:%M:%S")
            .to_string(),
        entity: site.entity.clone(),
    }
}

fn conference_notes(meeting: &Meeting, words: &dyn Words) -> String {
    let how_to_join = words.how_to_join(meeting.timetable.doors_before);
    let texts = texts_of(meeting, FeedField::ConferenceNotes).cloned();
    joined(" ", [how_to_join].into_iter().chain(texts))
}

/// The meeting's own texts that are published in a field.
fn texts_of(meeting: &Meeting, field: FeedField) -> impl Iterator<Item = &String> {
    let texts = long_texts().filter(move |(_, text)| text.feed == field);
    texts.map(|(_, text)| (text.get)(&meeting.about))
}

/// The phone number in a text if there is exactly one. Several numbers need the text around them to be
/// understood.
fn only_phone_number(other_ways: &str) -> Option<String> {
    let mut numbers =
        (contact_links::split(other_ways).into_iter()).filter_map(|piece| match piece {
            contact_links::Piece::PhoneNumber(number) => Some(contact_links::dial_string(number)),
            _ => None,
        });
    numbers.next().filter(|_| numbers.next().is_none())
}

/// The stable slug of an entry. Slugs of meetings have no underscore, so with one before the day no two
/// entries can ever have the same slug.
fn slug(meeting: &Meeting, day: Weekday) -> String {
    let has_several_days = match &meeting.timetable.recurrence.pattern {
        Pattern::Daily { .. } => true,
        Pattern::Weekly { days, .. } => days.len() > 1,
        _ => false,
    };
    if !has_several_days {
        return meeting.slug.clone();
    }
    let day = weekday::short_name(day);
    let slug = format!("{}_{day}", meeting.slug);
    if slug.len() <= MAX_SLUG {
        return slug;
    }
    // The number of the meeting keeps a shortened slug unique.
    let suffix = format!("_{}_{day}", meeting.id);
    let length = MAX_SLUG - suffix.len();
    let start: String = meeting.slug.chars().take(length).collect();
    start + &suffix
}

/// The slug of the meeting, given the slug of one of its entries.
pub(in crate::schedule) fn strip_day(slug: &str) -> &str {
    match slug.rsplit_once('_') {
        Some((meeting, day)) if weekday::WEEK.map(weekday::short_name).contains(&day) => meeting,
        _ => slug,
    }
}

fn types(meeting: &Meeting) -> Vec<&'static str> {
    let access = match meeting.about.access {
        Access::Open => kinds::OPEN,
        Access::Closed => kinds::CLOSED,
    };
    let mut types = vec![access];
    let language = kinds::of_language(&meeting.about.language);
    let kinds = meeting.about.kinds.iter();
    for code in language
        .into_iter()
        .chain(kinds.filter_map(|code| kinds::general(code)))
    {
        let is_access = [kinds::OPEN, kinds::CLOSED, kinds::PLACE_CLOSED].contains(&code);
        if !is_access && !types.contains(&code) {
            types.push(code);
        }
    }
    types
}

/// The notes of the group, and what the format has no field for.
fn notes(meeting: &Meeting, words: &dyn Words, now: Timestamp) -> String {
    let timetable = &meeting.timetable;
    let when = &timetable.recurrence;
    let today = zone::local_time(&when.zone, now).date();
    let schedule = if can_express(&when.pattern) {
        words.season(when, today)
    } else {
        Some(words.pattern(when, today))
    };
    let other_kinds = (meeting.about.kinds.iter())
        .map(String::as_str)
        .filter(|code| kinds::general(code).is_none())
        .collect::<Vec<_>>();
    let other_kinds = (!other_kinds.is_empty()).then(|| words.kinds(&other_kinds));
    let changed_dates = (timetable.recurrence.between(now, now + NOTES_SPAN))
        .filter_map(|planned| timetable.change(planned.date))
        .filter_map(|change| match change.status {
            DateStatus::AsPlanned => None,
            DateStatus::Cancelled => Some(words.cancelled(change.date)),
            DateStatus::Moved(to) => Some(words.moved(change.date, to)),
        });
    let changed_dates = joined(" ", changed_dates);
    let own = texts_of(meeting, FeedField::Notes).map(|text| text.trim().to_owned());
    joined(
        "\n\n",
        own.chain(schedule)
            .chain(other_kinds)
            .chain([changed_dates]),
    )
}

/// The approximate location of the group: directories reject entries without an address.
fn location(meeting: &Meeting, group: &Group, words: &dyn Words) -> String {
    let place = group.place.trim();
    if !place.is_empty() {
        return place.to_owned();
    }
    let zone = &meeting.timetable.recurrence.zone;
    match zone::country(zone) {
        Some(code) => format!("{}, {}", zone::city(zone), words.country(code)),
        None => words.no_location(),
    }
}

fn hours_and_minutes(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

fn joined(separator: &str, parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(separator)
}

#[cfg(test)]
mod tests;
