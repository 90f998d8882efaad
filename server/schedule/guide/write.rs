//! Our meetings as a feed.
//!
//! The format knows weekly meetings alone. Those that are held every week are always in it; all others
//! while their next date is within a week, at that date's day and time.

use crate::base::{Millis, Timestamp};
use crate::schedule::{
    Access, DateStatus, Group, Meeting, Pattern, Recurrence, contact_links, kinds, zone,
};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, Weekday};
use serde::Serialize;

/// As the specification limits them.
const MAX_NAME: usize = 255;
const MAX_SLUG: usize = 64;

const WEEK: Millis = Millis::from_mins(7 * 24 * 60);

/// How far ahead single dates that differ are told.
const TOLD_AHEAD: Millis = Millis::from_mins(28 * 24 * 60);

/// One meeting on one day, with the fields of the specification in its order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GuideEntry {
    pub name: String,
    pub slug: String,
    /// 0 is Sunday.
    pub day: i8,
    /// `HH:MM`
    pub time: String,
    pub end_time: String,
    pub timezone: String,
    pub types: Vec<&'static str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub notes: String,
    pub conference_url: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub conference_url_notes: String,
    /// As it is dialled: `+12125551212,,123456789#`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conference_phone: Option<String>,
    pub url: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub group: String,
    pub formatted_address: String,
    /// "yes": the address tells where the group feels at home.
    pub approximate: &'static str,
    /// `YYYY-MM-DD HH:MM:SS`, UTC.
    pub updated: String,
    #[serde(flatten)]
    pub entity: Option<Entity>,
}

/// Whom the whole feed is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entity {
    #[serde(rename = "entity")]
    pub name: String,
    /// The specification calls it one thing in its list and another in its text: both are there.
    #[serde(rename = "entity_url")]
    pub url: String,
    #[serde(rename = "entity_website_url")]
    pub website: String,
    #[serde(rename = "entity_email", skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// With its country code.
    #[serde(rename = "entity_phone", skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The region that it serves, in words.
    #[serde(rename = "entity_location", skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
}

/// The site that holds the meetings.
#[derive(Clone, Debug)]
pub struct Site<'a> {
    /// Without a slash at its end.
    pub address: &'a str,
    pub entity: Option<Entity>,
}

/// What only a catalogue can say.
pub trait Words {
    /// The country with this ISO 3166 code.
    fn country(&self, code: &str) -> String;
    /// In the place of an address, where none is known.
    fn nowhere(&self) -> String;
    /// How a meeting is repeated that is not simply held every week.
    fn pattern(&self, when: &Recurrence, today: Date) -> String;
    /// When it begins or ends, if that is to be told.
    fn season(&self, when: &Recurrence, today: Date) -> Option<String>;
    fn cancelled(&self, date: Date) -> String;
    fn moved(&self, date: Date, to: DateTime) -> String;
    /// Kinds that the format has no code for.
    fn kinds(&self, codes: &[&str]) -> String;
    /// How one gets in.
    fn doors(&self, before: Millis) -> String;
}

/// The feed, by meeting and day. `meetings` are all of this host, each with its group.
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
            for at in times(meeting, now) {
                let entry = entry(meeting, group, at, site, words, now);
                // Of two dates on one weekday, as a move can bring them, the nearer stays.
                if entries.iter().all(|other| other.slug != entry.slug) {
                    entries.push(entry);
                }
            }
            entries
        })
        .collect()
}

/// The weekdays and times that stand for a meeting.
fn times(meeting: &Meeting, now: Timestamp) -> Vec<(Weekday, Time)> {
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

/// Whether the format can say it: what is held every week.
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
    let address = format!("{}/meetings/{}", site.address, meeting.slug);
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
        conference_url: address.clone(),
        conference_url_notes: joined(
            " ",
            [
                words.doors(meeting.timetable.doors_before),
                meeting.about.other_ways.clone(),
            ],
        ),
        conference_phone: dial_in(&meeting.about.other_ways),
        url: address,
        group: group.name.clone(),
        formatted_address: place(meeting, group, words),
        approximate: "yes",
        updated: zone::local_time(&jiff::tz::TimeZone::UTC, meeting.revision.at)
            .strftime("%Y-%m-%d %H:%M:%S")
            .to_string(),
        entity: site.entity.clone(),
    }
}

/// The one number among the other ways in. Of several nobody could say which is for whom, so they stay
/// in the words around them.
fn dial_in(other_ways: &str) -> Option<String> {
    let mut numbers =
        (contact_links::split(other_ways).into_iter()).filter_map(|piece| match piece {
            contact_links::Piece::PhoneNumber(number) => Some(contact_links::dial_string(number)),
            _ => None,
        });
    numbers.next().filter(|_| numbers.next().is_none())
}

/// What names the entry for good. Meetings' own slugs have no underscore: with one before the day, no
/// entry can ever take another's, whatever meetings come.
fn slug(meeting: &Meeting, day: Weekday) -> String {
    let several = match &meeting.timetable.recurrence.pattern {
        Pattern::Daily { .. } => true,
        Pattern::Weekly { days, .. } => days.len() > 1,
        _ => false,
    };
    if !several {
        return meeting.slug.clone();
    }
    let day = short(day);
    let plain = format!("{}_{day}", meeting.slug);
    if plain.len() <= MAX_SLUG {
        return plain;
    }
    // A slug that was cut is told apart by the meeting's number.
    let end = format!("_{}_{day}", meeting.id);
    let room = MAX_SLUG - end.len();
    let cut: String = meeting.slug.chars().take(room).collect();
    cut + &end
}

/// The meeting's own slug, of an entry's that ends with its day.
pub(in crate::schedule) fn strip_day(slug: &str) -> &str {
    match slug.rsplit_once('_') {
        Some((meeting, day)) if WEEK_DAYS.iter().any(|known| short(*known) == day) => meeting,
        _ => slug,
    }
}

const WEEK_DAYS: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// The day at the end of an entry's slug.
fn short(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "mon",
        Weekday::Tuesday => "tue",
        Weekday::Wednesday => "wed",
        Weekday::Thursday => "thu",
        Weekday::Friday => "fri",
        Weekday::Saturday => "sat",
        Weekday::Sunday => "sun",
    }
}

fn types(meeting: &Meeting) -> Vec<&'static str> {
    let access = match meeting.about.access {
        Access::Open => kinds::OPEN,
        Access::Closed => kinds::CLOSED,
    };
    let mut types = vec![access];
    let language = kinds::of_language(&meeting.about.language);
    let said = meeting.about.kinds.iter();
    for code in language
        .into_iter()
        .chain(said.filter_map(|code| kinds::general(code)))
    {
        let about_access = [kinds::OPEN, kinds::CLOSED, kinds::PLACE_CLOSED].contains(&code);
        if !about_access && !types.contains(&code) {
            types.push(code);
        }
    }
    types
}

/// What the group says, and what the format has no field for.
fn notes(meeting: &Meeting, words: &dyn Words, now: Timestamp) -> String {
    let timetable = &meeting.timetable;
    let when = &timetable.recurrence;
    let today = zone::local_time(&when.zone, now).date();
    let repeats = if can_express(&when.pattern) {
        words.season(when, today)
    } else {
        Some(words.pattern(when, today))
    };
    let other = (meeting.about.kinds.iter())
        .map(String::as_str)
        .filter(|code| kinds::general(code).is_none())
        .collect::<Vec<_>>();
    let other = (!other.is_empty()).then(|| words.kinds(&other));
    let differs = (timetable.recurrence.between(now, now + TOLD_AHEAD))
        .filter_map(|planned| timetable.change(planned.date))
        .filter_map(|change| match change.status {
            DateStatus::AsPlanned => None,
            DateStatus::Cancelled => Some(words.cancelled(change.date)),
            DateStatus::Moved(to) => Some(words.moved(change.date, to)),
        });
    let differs = joined(" ", differs);
    let own = meeting.about.notes.trim().to_owned();
    joined(
        "\n\n",
        [own]
            .into_iter()
            .chain(repeats)
            .chain(other)
            .chain([differs]),
    )
}

/// Roughly where it is at home: directories drop what has no address.
fn place(meeting: &Meeting, group: &Group, words: &dyn Words) -> String {
    let place = group.place.trim();
    if !place.is_empty() {
        return place.to_owned();
    }
    let zone = &meeting.timetable.recurrence.zone;
    match zone::country(zone) {
        Some(code) => format!("{}, {}", zone::city(zone), words.country(code)),
        None => words.nowhere(),
    }
}

fn hours_and_minutes(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

fn joined(between: &str, parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(between)
}

#[cfg(test)]
mod tests;
