//! What a visitor looks for.

use super::Access;
use jiff::civil::{Date, Weekday};

/// The longest search that is looked at, in characters: longer than any title.
pub const MAX_SEARCH: usize = 100;

/// Everything asked for must hold; the default asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// As typed; each of its words must occur in what is known of a meeting, or nearly.
    pub search: String,
    pub day: Option<DayChoice>,
    pub time: Option<TimeOfDay>,
    /// When the visitor is up.
    pub awake: Option<Hours>,
    /// A type code of domain.md, upper case.
    pub kind: Option<String>,
    /// The first part of a BCP 47 tag, lower case.
    pub language: Option<String>,
    pub access: Option<Access>,
    /// Only meetings that are meant for newcomers.
    pub newcomers: bool,
}

/// Hours of the visitor's day, from the one on and until the other; past midnight when that is not
/// later, and all of the day when it is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    from: i8,
    until: i8,
}

/// Days, as the visitor's calendar counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayChoice {
    Today,
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
    /// From 22:00; a day's night lasts until 05:00 of the next.
    Night,
}

/// One of the things a filter can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterField {
    Search,
    Day,
    Time,
    Awake,
    Kind,
    Language,
    Access,
    Newcomers,
}

impl FilterField {
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
    pub const WEEK: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];

    /// "today" or a weekday in English, as addresses spell them.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.eq_ignore_ascii_case("today") {
            return Some(Self::Today);
        }
        Self::WEEK
            .map(Self::On)
            .into_iter()
            .find(|day| text.eq_ignore_ascii_case(day.as_str()))
    }

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::On(Weekday::Monday) => "monday",
            Self::On(Weekday::Tuesday) => "tuesday",
            Self::On(Weekday::Wednesday) => "wednesday",
            Self::On(Weekday::Thursday) => "thursday",
            Self::On(Weekday::Friday) => "friday",
            Self::On(Weekday::Saturday) => "saturday",
            Self::On(Weekday::Sunday) => "sunday",
        }
    }

    pub(super) fn is(self, date: Date, today: Date) -> bool {
        match self {
            Self::Today => date == today,
            Self::On(weekday) => date.weekday() == weekday,
        }
    }
}

impl Hours {
    /// `None` for hours that no day has.
    #[must_use]
    pub fn new(from: i8, until: i8) -> Option<Self> {
        let real = (0..24).contains(&from) && (0..24).contains(&until);
        real.then_some(Self { from, until })
    }

    /// "7-23", as addresses spell them.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (from, until) = text.split_once('-')?;
        Self::new(from.parse().ok()?, until.parse().ok()?)
    }

    #[must_use]
    pub const fn from(self) -> i8 {
        self.from
    }

    #[must_use]
    pub const fn until(self) -> i8 {
        self.until
    }

    #[must_use]
    pub fn has(self, hour: i8) -> bool {
        let mut stretches = self.stretches().into_iter();
        stretches.any(|(from, until)| (from..until).contains(&hour))
    }

    /// As stretches within one day, from the one hour and until the other; 24 is its end.
    pub(super) fn stretches(self) -> Vec<(i8, i8)> {
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
    pub const ALL: [Self; 4] = [Self::Morning, Self::Afternoon, Self::Evening, Self::Night];

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|time| text.eq_ignore_ascii_case(time.as_str()))
    }

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Morning => "morning",
            Self::Afternoon => "afternoon",
            Self::Evening => "evening",
            Self::Night => "night",
        }
    }

    /// As [`Hours`].
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
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Open, Self::Closed]
            .into_iter()
            .find(|access| text.eq_ignore_ascii_case(access.as_str()))
    }

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

impl Filter {
    /// A search as it came in an address: cut to a sensible length.
    #[must_use]
    pub fn search(text: &str) -> String {
        text.trim().chars().take(MAX_SEARCH).collect()
    }

    #[must_use]
    pub fn is_set(&self, facet: FilterField) -> bool {
        match facet {
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

    /// What it asks for, in the order of the form.
    pub fn active_fields(&self) -> impl Iterator<Item = FilterField> {
        FilterField::ALL
            .into_iter()
            .filter(|facet| self.is_set(*facet))
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.active_fields().next().is_none()
    }

    /// The same, asking for one thing less.
    #[must_use]
    pub fn without(&self, facet: FilterField) -> Self {
        let mut looser = self.clone();
        match facet {
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

/// The language itself, without region or script: "pt" of "pt-BR".
#[must_use]
pub fn primary_language(tag: &str) -> &str {
    tag.split_once('-').map_or(tag, |(language, _)| language)
}
