//! A group and its meetings, and what of them is listed.

use super::{OccurrenceTimes, Timetable};
use crate::base::{GroupId, MeetingId, OccurrenceId, Timestamp};

/// A home group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub id: GroupId,
    pub slug: String,
    pub name: String,
    /// Where the group is at home, roughly: "Leeds, UK". Directories drop meetings without it.
    /// Empty when the group does not say.
    pub place: String,
    /// https, or none.
    pub website: Option<String>,
    /// Where the group takes contributions; https, or none.
    pub contributions: Option<String>,
}

/// Who may attend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// Anyone may listen.
    Open,
    /// For those who want to stop using.
    Closed,
}

/// What a meeting is like, in the group's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    pub title: String,
    /// Plain text; blank lines part paragraphs.
    pub notes: String,
    /// Meeting Guide type codes (see `kinds`), upper case but for `12x12`, without O and C.
    pub kinds: Vec<String>,
    /// BCP 47 tag of the language spoken.
    pub language: String,
    pub access: Access,
    /// How else one can listen, such as a bridge that the group keeps; plain text, may be empty.
    pub other_ways: String,
}

/// A recurring entry of the schedule that is held here.
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting {
    pub id: MeetingId,
    pub group: GroupId,
    /// Unique on this host; lower-case ASCII letters, digits and hyphens, at most 64.
    pub slug: String,
    pub about: About,
    pub timetable: Timetable,
    pub revision: Revision,
}

/// How often a meeting was changed, and when it last was: calendars and feeds tell by it what is new.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Revision {
    /// 0 when it was made; RFC 5545 calls it `SEQUENCE`.
    pub number: u32,
    pub at: Timestamp,
}

impl Meeting {
    /// The name of an occurrence, which a move does not change.
    #[must_use]
    pub fn occurrence_id(&self, times: &OccurrenceTimes) -> OccurrenceId {
        OccurrenceId {
            meeting: self.id,
            starts: times.planned,
        }
    }
}

/// A meeting as everyone may find it, held here or elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    pub about: About,
    /// The group's name; empty when a feed does not tell it.
    pub group: String,
    pub timetable: Timetable,
    pub origin: Origin,
}

/// Where a listed meeting is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    Hosted { id: MeetingId, slug: String },
    Feed(FeedOrigin),
}

/// A meeting that another site holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedOrigin {
    /// What the operator calls the feed that it came with.
    pub source: String,
    /// Opens the meeting itself; https or http.
    pub join: Option<String>,
    /// Tells about it; https or http.
    pub page: Option<String>,
    /// The number by which people call in, as its directory writes it: only where neither of the
    /// others leads there. The meeting's own, never a person's.
    pub dial_in: Option<String>,
    /// Whether its feed could not be read for a while.
    pub stale: bool,
}
