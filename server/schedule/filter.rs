//! The filter of the public schedule and its values in query parameters.

use super::meeting::Access;
use super::weekday::{self, WEEK};
use jiff::civil::{Date, Weekday};

/// The longest search text, in characters: longer than any title.
pub const MAX_SEARCH: usize = 100;

/// What a meeting must match: every field that is set. The default matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// As typed. Each word must occur in the text of the meeting, perhaps misspelled.
    pub search: String,
    /// The day, in the visitor's zone.
    pub day: Option<DayChoice>,
    /// The part of the day, in the visitor's zone.
    pub time: Option<TimeOfDay>,
    /// The hours in which the visitor is awake.
    pub awake: Option<Hours>,
    /// A type code of the Meeting Guide (see `kinds`), upper case.
    pub kind: Option<String>,
    /// The primary language of a BCP 47 tag, lower case.
    pub language: Option<String>,
    /// Open or closed meetings only.
    pub access: Option<Access>,
    /// Only meetings that are meant for newcomers.
    pub newcomers: bool,
}

/// A range of hours of the visitor's day that includes `from` and excludes `until`. It crosses midnight
/// when `until` is not later than `from`, and is the whole day when both are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    from: i8,
    until: i8,
}

/// A day in the visitor's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayChoice {
    /// The current date.
    Today,
    /// The next such day, today included.
    On(Weekday),
}

/// Parts of the visitor's day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeOfDay {
    /// From 05:00.
    Morning,
    /// From 12:00.
    Afternoon,
    /// From 17:00.
    Evening,
    /// From 22:00 until 05:00 of the next day.
    Night,
}

/// One field of a [`Filter`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterField {
    /// [`Filter::search`].
    Search,
    /// [`Filter::day`].
    Day,
    /// [`Filter::time`].
    Time,
    /// [`Filter::awake`].
    Awake,
    /// [`Filter::kind`].
    Kind,
    /// [`Filter::language`].
    Language,
    /// [`Filter::access`].
    Access,
    /// [`Filter::newcomers`].
    Newcomers,
}

impl FilterField {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 8] = [
        Self::Search,
        Self::Day,
        Self::Time,
        Self::Awake,
        Self::Kind,
        Self::Language,
        Self::Access,
        Self::Newcomers,
    ];
}

impl DayChoice {
    /// "today" or a weekday in English, in any case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.eq_ignore_ascii_case("today") {
            return Some(Self::Today);
        }
        WEEK.map(Self::On)
            .into_iter()
            .find(|day| text.eq_ignore_ascii_case(day.as_str()))
    }

    /// The value in query parameters.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::On(day) => weekday::name(day),
        }
    }

    pub(super) fn matches(self, date: Date, today: Date) -> bool {
        match self {
            Self::Today => date == today,
            Self::On(weekday) => date.weekday() == weekday,
        }
    }
}

impl Hours {
    /// A range of hours from 0 to 23; `None` when either is outside of that.
    #[must_use]
    pub fn new(from: i8, until: i8) -> Option<Self> {
        let is_valid = (0..24).contains(&from) && (0..24).contains(&until);
        is_valid.then_some(Self { from, until })
    }

    /// "7-23", as in query parameters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (from, until) = text.split_once('-')?;
        Self::new(from.parse().ok()?, until.parse().ok()?)
    }

    /// The first hour.
    #[must_use]
    pub const fn from(self) -> i8 {
        self.from
    }

    /// The hour after the last one.
    #[must_use]
    pub const fn until(self) -> i8 {
        self.until
    }

    /// Whether an hour is in the range.
    #[must_use]
    pub fn contains(self, hour: i8) -> bool {
        let mut ranges = self.ranges().into_iter();
        ranges.any(|(from, until)| (from..until).contains(&hour))
    }

    /// The same as ranges `[from, until)` within one day; 24 is the end of the day.
    pub(super) fn ranges(self) -> Vec<(i8, i8)> {
        if self.from < self.until {
            vec![(self.from, self.until)]
        } else {
            vec![(0, self.until), (self.from, 24)]
        }
    }
}

impl std::fmt::Display for Hours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.from, self.until)
    }
}

impl TimeOfDay {
    /// Every part, in the order of a day.
    pub const ALL: [Self; 4] = [Self::Morning, Self::Afternoon, Self::Evening, Self::Night];

    /// The value of a query parameter, in any case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|time| text.eq_ignore_ascii_case(time.as_str()))
    }

    /// The value in query parameters.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Morning => "morning",
            Self::Afternoon => "afternoon",
            Self::Evening => "evening",
            Self::Night => "night",
        }
    }

    /// The hours of this part of the day.
    pub(super) const fn hours(self) -> Hours {
        let (from, until) = match self {
            Self::Morning => (5, 12),
            Self::Afternoon => (12, 17),
            Self::Evening => (17, 22),
            Self::Night => (22, 5),
        };
        Hours { from, until }
    }
}

impl Access {
    /// "open" or "closed", in any case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Open, Self::Closed]
            .into_iter()
            .find(|access| text.eq_ignore_ascii_case(access.as_str()))
    }

    /// The value in query parameters, form fields and sheets.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

impl Filter {
    /// The search text of a query parameter, trimmed and cut to [`MAX_SEARCH`].
    #[must_use]
    pub fn search(text: &str) -> String {
        text.trim().chars().take(MAX_SEARCH).collect()
    }

    /// Whether a field is set.
    #[must_use]
    pub fn is_set(&self, field: FilterField) -> bool {
        match field {
            FilterField::Search => !self.search.is_empty(),
            FilterField::Day => self.day.is_some(),
            FilterField::Time => self.time.is_some(),
            FilterField::Kind => self.kind.is_some(),
            FilterField::Language => self.language.is_some(),
            FilterField::Awake => self.awake.is_some(),
            FilterField::Access => self.access.is_some(),
            FilterField::Newcomers => self.newcomers,
        }
    }

    /// The fields that are set, in the order of the form.
    pub fn active_fields(&self) -> impl Iterator<Item = FilterField> {
        FilterField::ALL
            .into_iter()
            .filter(|field| self.is_set(*field))
    }

    /// Whether no field is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.active_fields().next().is_none()
    }

    /// The same filter with one field cleared.
    #[must_use]
    pub fn without(&self, field: FilterField) -> Self {
        let mut looser = self.clone();
        match field {
            FilterField::Search => looser.search.clear(),
            FilterField::Day => looser.day = None,
            FilterField::Time => looser.time = None,
            FilterField::Kind => looser.kind = None,
            FilterField::Language => looser.language = None,
            FilterField::Awake => looser.awake = None,
            FilterField::Access => looser.access = None,
            FilterField::Newcomers => looser.newcomers = false,
        }
        looser
    }
}
