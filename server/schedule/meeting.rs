//! A group and its meetings, as the schedule shows them.

use crate::base::{GroupId, MeetingId, Millis};
use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;

/// A home group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub id: GroupId,
    pub slug: String,
    pub name: String,
    /// Where the group takes contributions; https, or none.
    pub contributions: Option<String>,
}

/// Who may attend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone may listen.
    Open,
    /// For those who want to stop using.
    Closed,
}

/// A recurring entry of the schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting {
    pub id: MeetingId,
    pub group: GroupId,
    /// Unique on this host; lower-case ASCII letters, digits and hyphens, at most 64.
    pub slug: String,
    pub title: String,
    /// What it is like, in the group's words; plain text.
    pub notes: String,
    /// Meeting Guide type codes (domain.md), upper case, without O and C.
    pub kinds: Vec<String>,
    /// BCP 47 tag of the language spoken.
    pub language: String,
    pub access: Access,
    pub when: Weekly,
    /// The doors open this long before the start.
    pub doors_before: Millis,
    /// Fellowship lasts this long after the end.
    pub fellowship_after: Millis,
}

/// Every week on these days at this local time, in this IANA zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Weekly {
    /// Not empty, Monday first, without doubles.
    pub days: Vec<Weekday>,
    pub time: Time,
    pub zone: TimeZone,
    pub minutes: u16,
}
