//! What a visitor looks for.

use super::{Access, Listed, zone};
use crate::base::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The longest search that is looked at, in characters: longer than any title.
const MAX_SEARCH: usize = 100;

/// Everything asked for must hold; the default asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// As typed; each of its words must occur in the title, the group's name or the notes.
    pub search: String,
    pub day: Option<DayChoice>,
    pub time: Option<TimeOfDay>,
    /// A type code of domain.md, upper case.
    pub kind: Option<String>,
    /// The first part of a BCP 47 tag, lower case.
    pub language: Option<String>,
    pub access: Option<Access>,
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
    /// From 22:00.
    Night,
}

/// One of the things a filter can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    Search,
    Day,
    Time,
    Kind,
    Language,
    Access,
}

impl Facet {
    pub const ALL: [Self; 6] = [
        Self::Search,
        Self::Day,
        Self::Time,
        Self::Kind,
        Self::Language,
        Self::Access,
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

    fn is(self, date: Date, today: Date) -> bool {
        match self {
            Self::Today => date == today,
            Self::On(weekday) => date.weekday() == weekday,
        }
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

    const fn of(hour: i8) -> Self {
        match hour {
            5..12 => Self::Morning,
            12..17 => Self::Afternoon,
            17..22 => Self::Evening,
            _ => Self::Night,
        }
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
    pub fn asks_for(&self, facet: Facet) -> bool {
        match facet {
            Facet::Search => !self.search.is_empty(),
            Facet::Day => self.day.is_some(),
            Facet::Time => self.time.is_some(),
            Facet::Kind => self.kind.is_some(),
            Facet::Language => self.language.is_some(),
            Facet::Access => self.access.is_some(),
        }
    }

    /// What it asks for, in the order of the form.
    pub fn facets(&self) -> impl Iterator<Item = Facet> {
        Facet::ALL.into_iter().filter(|facet| self.asks_for(*facet))
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.facets().next().is_none()
    }

    /// The same, asking for one thing less.
    #[must_use]
    pub fn without(&self, facet: Facet) -> Self {
        let mut looser = self.clone();
        match facet {
            Facet::Search => looser.search.clear(),
            Facet::Day => looser.day = None,
            Facet::Time => looser.time = None,
            Facet::Kind => looser.kind = None,
            Facet::Language => looser.language = None,
            Facet::Access => looser.access = None,
        }
        looser
    }

    /// The meetings that it lets through, whenever they are.
    pub(super) fn meetings<'a>(&self, all: &[Listed<'a>]) -> Vec<Listed<'a>> {
        let words: Vec<String> = self.search.split_whitespace().map(folded).collect();
        all.iter()
            .filter(|listed| self.lets_through(listed, &words))
            .copied()
            .collect()
    }

    fn lets_through(&self, listed: &Listed<'_>, words: &[String]) -> bool {
        let meeting = listed.meeting;
        self.access
            .is_none_or(|access| access == meeting.about.access)
            && self
                .kind
                .as_ref()
                .is_none_or(|kind| meeting.about.kinds.contains(kind))
            && self.language.as_ref().is_none_or(|language| {
                language.eq_ignore_ascii_case(primary(&meeting.about.language))
            })
            && mentions(listed, words)
    }

    /// Whether an occurrence that starts then is at a time asked for.
    pub(super) fn suits(&self, starts: Timestamp, now: Timestamp, zone: &TimeZone) -> bool {
        if self.day.is_none() && self.time.is_none() {
            return true;
        }
        let local = zone::clock(zone, starts);
        let today = zone::clock(zone, now).date();
        // Whatever began yesterday and is still on is on today.
        self.day
            .is_none_or(|day| day.is(local.date().max(today), today))
            && self
                .time
                .is_none_or(|time| time == TimeOfDay::of(local.hour()))
    }
}

/// The language itself, without region or script: "pt" of "pt-BR".
pub(super) fn primary(tag: &str) -> &str {
    tag.split_once('-').map_or(tag, |(language, _)| language)
}

fn mentions(listed: &Listed<'_>, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let text = [
        &listed.meeting.about.title,
        &listed.group.name,
        &listed.meeting.about.notes,
    ]
    .map(|text| folded(text))
    .join("\n");
    words.iter().all(|word| text.contains(word))
}

/// Case and accents put aside, so that "soiree" finds "Soirée".
fn folded(text: &str) -> String {
    if text.is_ascii() {
        // Ten times faster, and most text is.
        return text.to_ascii_lowercase();
    }
    text.nfkd()
        .filter(|letter| !is_combining_mark(*letter))
        .flat_map(char::to_lowercase)
        .collect()
}
