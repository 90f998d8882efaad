//! Groups, their meetings, and the listings of the public schedule.

use super::timetable::{OccurrenceTimes, Timetable};
use crate::base::{GroupId, MeetingId, OccurrenceId, Timestamp};

/// A home group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The number in the store.
    pub id: GroupId,
    /// The unique part of the group's address; lower-case ASCII letters, digits and hyphens.
    pub slug: String,
    /// The name as the group writes it.
    pub name: String,
    /// The approximate location, such as "Leeds, UK"; directories reject meetings without one. Empty
    /// when the group gives none.
    pub place: String,
    /// An https link.
    pub website: Option<String>,
    /// An https link to where the group takes contributions.
    pub contributions: Option<String>,
}

/// Who may attend.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Access {
    /// Anyone may listen.
    #[default]
    Open,
    /// For those who want to stop using.
    Closed,
}

/// What the group writes about a meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// One line of plain text.
    pub title: String,
    /// Plain text; blank lines separate paragraphs.
    pub notes: String,
    /// Meeting Guide type codes (see `kinds`), upper case but for `12x12`, without O and C.
    pub kinds: Vec<String>,
    /// BCP 47 tag of the spoken language.
    pub language: String,
    /// Who may attend.
    pub access: Access,
    /// Other ways to attend, such as a phone bridge; plain text, may be empty.
    pub other_ways: String,
}

/// A recurring meeting that is held on this site.
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting {
    /// The number in the store.
    pub id: MeetingId,
    /// The group that holds it.
    pub group: GroupId,
    /// Unique on this site; lower-case ASCII letters, digits and hyphens, at most 64.
    pub slug: String,
    /// What the group writes about it.
    pub about: About,
    /// When it is held.
    pub timetable: Timetable,
    /// Raised by every change.
    pub revision: Revision,
}

/// How often and when a meeting was last changed: calendars and feeds detect updates by it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Revision {
    /// 0 for a new meeting; RFC 5545 calls it `SEQUENCE`.
    pub number: u32,
    /// The time of the last change.
    pub at: Timestamp,
}

impl Meeting {
    /// The identifier of an occurrence; it stays the same when the date is moved.
    #[must_use]
    pub fn occurrence_id(&self, times: &OccurrenceTimes) -> OccurrenceId {
        OccurrenceId {
            meeting: self.id,
            starts: times.planned,
        }
    }
}

/// A meeting of the public schedule, hosted here or listed by a feed.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// Title, notes and kinds.
    pub about: About,
    /// The group's name; empty when a feed does not give it.
    pub group: String,
    /// When it is held.
    pub timetable: Timetable,
    /// Where it is held.
    pub origin: Origin,
}

/// Where a listed meeting is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// On this site.
    Hosted {
        /// The number in the store.
        id: MeetingId,
        /// The unique part of its address.
        slug: String,
    },
    /// On another site, whose feed lists it.
    Feed(FeedOrigin),
}

/// How to reach a meeting that another site holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedOrigin {
    /// The operator's name for the feed that lists it.
    pub source: String,
    /// A link that opens the meeting itself; https or http.
    pub join: Option<String>,
    /// A link to a page about the meeting; https or http.
    pub page: Option<String>,
    /// The phone number of the meeting as its directory writes it, never of a person. Only present
    /// when there is neither a `join` nor a `page` link.
    pub dial_in: Option<String>,
    /// Whether the feed could not be fetched for some time.
    pub stale: bool,
}
