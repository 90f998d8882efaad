//! Meetings as a sheet that people keep in a spreadsheet: one meeting a row.
//!
//! Promises: what is written is read back the same, every pattern included; no cell can become a
//! formula; whatever is read in is told row by row before anything is done with it, and nothing is
//! ever deleted by it. Deliberately absent: words, the store.

mod cell;
mod dates;
mod feed;
mod plan;
mod table;
mod typed;

pub use dates::{DateRefusal, DateRefusalReason};
pub use feed::{Feed, read_feed};
pub use plan::{CellRefusal, CellRefusalReason, Difference, Outcome, Planned, Ready, Scope, plan};
pub use table::{MAX_BYTES, MAX_ROWS, Sheet, SheetRefusal, SheetRow, read, write};

/// What a sheet can say of a meeting; the first row of a sheet names its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    Slug,
    Group,
    Title,
    Notes,
    Kinds,
    Language,
    Access,
    Repeats,
    Every,
    Days,
    Places,
    Weekday,
    DayOfMonth,
    From,
    Until,
    Time,
    Zone,
    Minutes,
    Doors,
    Fellowship,
    OtherWays,
    /// Single dates that differ.
    Dates,
    /// Read only, where no minutes stand: other sheets tell the end of a meeting.
    EndTime,
}

/// How other sheets name what we know. Our own names go first.
const ELSEWHERE: [(&str, Column); 27] = [
    ("name", Column::Title),
    ("meeting", Column::Title),
    ("meeting_name", Column::Title),
    ("group_name", Column::Group),
    ("description", Column::Notes),
    ("kind", Column::Kinds),
    ("type", Column::Kinds),
    ("types", Column::Kinds),
    ("languages", Column::Language),
    ("repeat", Column::Repeats),
    ("day", Column::Days),
    ("day_of_week", Column::Days),
    ("weekdays", Column::Days),
    ("date", Column::From),
    ("first_date", Column::From),
    ("start_date", Column::From),
    ("end_date", Column::Until),
    ("last_date", Column::Until),
    ("start", Column::Time),
    ("start_time", Column::Time),
    ("starts", Column::Time),
    ("time_zone", Column::Zone),
    ("timezone", Column::Zone),
    ("tz", Column::Zone),
    ("duration", Column::Minutes),
    ("end", Column::EndTime),
    ("ends", Column::EndTime),
];

impl Column {
    /// In the order of the sheets that are written here.
    pub const ALL: [Self; 22] = [
        Self::Slug,
        Self::Group,
        Self::Title,
        Self::Notes,
        Self::Kinds,
        Self::Language,
        Self::Access,
        Self::Repeats,
        Self::Every,
        Self::Days,
        Self::Places,
        Self::Weekday,
        Self::DayOfMonth,
        Self::From,
        Self::Until,
        Self::Time,
        Self::Zone,
        Self::Minutes,
        Self::Doors,
        Self::Fellowship,
        Self::OtherWays,
        Self::Dates,
    ];

    /// As it stands in the first row.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Slug => "slug",
            Self::Group => "group",
            Self::Title => "title",
            Self::Notes => "notes",
            Self::Kinds => "kinds",
            Self::Language => "language",
            Self::Access => "access",
            Self::Repeats => "repeats",
            Self::Every => "every",
            Self::Days => "days",
            Self::Places => "places",
            Self::Weekday => "weekday",
            Self::DayOfMonth => "day_of_month",
            Self::From => "from",
            Self::Until => "until",
            Self::Time => "time",
            Self::Zone => "zone",
            Self::Minutes => "minutes",
            Self::Doors => "doors",
            Self::Fellowship => "fellowship",
            Self::OtherWays => "other_ways",
            Self::Dates => "dates",
            Self::EndTime => "end_time",
        }
    }

    /// From a first row, as people spell it: "Day of month", "other-ways".
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        let spelled = spelled(text);
        Self::ALL
            .into_iter()
            .chain([Self::EndTime])
            .find(|column| column.name() == spelled)
    }

    /// As other sheets name it: "Time zone".
    #[must_use]
    pub fn named_elsewhere(text: &str) -> Option<Self> {
        let spelled = spelled(text);
        let known = (ELSEWHERE.iter()).find(|(name, _)| *name == spelled);
        known.map(|(_, column)| *column)
    }
}

fn spelled(text: &str) -> String {
    text.trim().to_ascii_lowercase().replace([' ', '-'], "_")
}
