//! The input of a calendar: the site, its meetings, and texts.

use crate::schedule::meeting::Meeting;

/// A meeting of the calendar.
#[derive(Clone, Copy, Debug)]
pub struct CalendarEntry<'a> {
    /// The meeting with its timetable.
    pub meeting: &'a Meeting,
    /// The group's name; may be empty.
    pub group: &'a str,
}

/// The site that holds the meetings.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// Such as `https://meetings.example.org`, without a slash at the end.
    pub url: &'a str,
    /// Such as `meetings.example.org`: makes the numbers of meetings globally unique.
    pub host: &'a str,
}

/// The texts of a calendar, which come from the message catalogue.
pub trait Words {
    /// The name of the calendar in a reader's list.
    fn calendar_name(&self) -> String;
    /// The topic of one date.
    fn topic(&self, topic: &str) -> String;
    /// The speaker of one date.
    fn speaker(&self, name: &str) -> String;
    /// The chair of one date.
    fn chair(&self, name: &str) -> String;
    /// Which group holds the meeting.
    fn held_by(&self, group: &str) -> String;
    /// Where to join, given the URL of the meeting's page.
    fn page(&self, url: &str) -> String;
    /// The text of the reminder.
    fn starts_soon(&self, title: &str) -> String;
    /// The name of a type code of the Meeting Guide, if it is known.
    fn kind(&self, code: &str) -> Option<String>;
}
