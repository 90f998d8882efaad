//! A meeting as somebody typed it: in a form, or in a sheet.
//!
//! Promises: every field that can't be used is told, all at once, with what is wrong; what can be
//! read kindly is; what was read and is shown again reads the same. Deliberately absent: words.

mod change;
mod parts;

pub use change::{ChangeDraft, ChangeField, ChangeRefusal};
pub use parts::{date, line, numbered, slug, time};

use super::{
    About, DayOfMonth, Days, Meeting, Pattern, Recurrence, Timetable, WeekOfMonth, kinds, weekday,
};
use crate::base::Millis;
use jiff::civil::{Date, Weekday};
use parts::Reader;
use std::ops::RangeInclusive;

/// The longest title (Meeting Guide), text and other ways to listen, in characters.
pub const MAX_TITLE: usize = 255;
pub const MAX_NOTES: usize = 4_000;
/// The most kinds: with more, none says anything.
pub const MAX_KINDS: usize = 12;
/// The longest slug (Meeting Guide).
pub const MAX_SLUG: usize = 64;

/// Minutes that a meeting may last, and that its doors are open before and after it.
pub const MINUTES: RangeInclusive<u16> = 5..=720;
pub const MARGIN: RangeInclusive<u16> = 0..=120;
/// "Every so many" days, weeks or months.
pub const EVERY: RangeInclusive<u16> = 1..=52;

/// Everything of a meeting that can be typed. Texts are as they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    pub title: String,
    /// Empty: made from the title.
    pub slug: String,
    pub notes: String,
    pub other_ways: String,
    pub kinds: Vec<String>,
    pub language: String,
    /// "open" or "closed".
    pub access: String,
    /// One of [`Repeats`].
    pub repeats: String,
    pub every: String,
    /// Weekdays in English, in full or their first letters.
    pub days: Vec<String>,
    /// "first" to "fifth" and "last", or 1 to 5 and -1.
    pub places: Vec<String>,
    pub weekday: String,
    /// 1 to 31, or "last".
    pub day_of_month: String,
    pub from: String,
    pub until: String,
    pub time: String,
    pub zone: String,
    pub minutes: String,
    pub doors: String,
    pub fellowship: String,
}

/// What a draft says when it can be used. Single dates that differ are not part of a draft.
#[derive(Clone, Debug, PartialEq)]
pub struct ValidDraft {
    pub slug: String,
    pub about: About,
    pub timetable: Timetable,
}

/// The part of a draft that a problem is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    Title,
    Slug,
    Notes,
    OtherWays,
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
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldRefusal {
    Missing,
    /// More than so many characters, or things.
    TooLong(usize),
    /// Letters, digits and hyphens make an address.
    NotSlug,
    /// Not one of those to choose from.
    Unknown,
    /// Not a whole number between these.
    OutOf(u16, u16),
    NotATime,
    NotADate,
    /// The last date is before the first.
    BeforeFrom,
    /// With these there would never be a meeting.
    NeverHeld,
}

/// How a draft repeats, as forms and sheets spell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeats {
    Once,
    Daily,
    Weekly,
    MonthlyByWeekday,
    MonthlyByDate,
}

impl Repeats {
    pub const ALL: [Self; 5] = [
        Self::Weekly,
        Self::MonthlyByWeekday,
        Self::MonthlyByDate,
        Self::Daily,
        Self::Once,
    ];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::MonthlyByWeekday => "monthly-weekday",
            Self::MonthlyByDate => "monthly-date",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().replace([' ', '_'], "-");
        Self::ALL
            .into_iter()
            .find(|repeats| repeats.as_str().eq_ignore_ascii_case(&text))
    }

    const fn of(pattern: &Pattern) -> Self {
        match pattern {
            Pattern::Once => Self::Once,
            Pattern::Daily { .. } => Self::Daily,
            Pattern::Weekly { .. } => Self::Weekly,
            Pattern::MonthlyByWeekday { .. } => Self::MonthlyByWeekday,
            Pattern::MonthlyByDate { .. } => Self::MonthlyByDate,
        }
    }
}

impl Draft {
    /// A meeting as it would be typed.
    #[must_use]
    pub fn of(meeting: &Meeting) -> Self {
        let (about, timetable) = (&meeting.about, &meeting.timetable);
        let when = &timetable.recurrence;
        let mut draft = Self {
            title: about.title.clone(),
            slug: meeting.slug.clone(),
            notes: about.notes.clone(),
            other_ways: about.other_ways.clone(),
            kinds: about.kinds.clone(),
            language: about.language.clone(),
            access: about.access.as_str().to_owned(),
            repeats: Repeats::of(&when.pattern).as_str().to_owned(),
            from: when.from.to_string(),
            until: when.until.map(|date| date.to_string()).unwrap_or_default(),
            time: format!("{:02}:{:02}", when.time.hour(), when.time.minute()),
            zone: when.zone.iana_name().unwrap_or_default().to_owned(),
            minutes: when.minutes.to_string(),
            doors: whole_minutes(timetable.doors_before),
            fellowship: whole_minutes(timetable.fellowship_after),
            ..Self::default()
        };
        draft.write_pattern(&when.pattern);
        draft
    }

    /// What it says.
    ///
    /// # Errors
    /// Everything that can't be used, in the order of the fields.
    pub fn read(&self) -> Result<ValidDraft, Vec<(Field, FieldRefusal)>> {
        let mut reader = Reader::default();
        let about = self.read_about(&mut reader);
        let slug = reader.part(Field::Slug, parts::slug(&self.slug, &self.title));
        let when = self.read_when(&mut reader);
        let doors = reader.number(Field::Doors, &self.doors, MARGIN);
        let fellowship = reader.number(Field::Fellowship, &self.fellowship, MARGIN);
        match (reader.done(), about, slug, when, doors, fellowship) {
            (Ok(()), Some(about), Some(slug), Some(when), Some(doors), Some(fellowship)) => {
                Ok(ValidDraft {
                    slug,
                    about,
                    timetable: Timetable {
                        recurrence: when,
                        changes: Vec::new(),
                        doors_before: Millis::from_mins(u64::from(doors)),
                        fellowship_after: Millis::from_mins(u64::from(fellowship)),
                    },
                })
            }
            (Err(problems), ..) => Err(problems),
            // Whatever could not be read has told why.
            _ => Err(Vec::new()),
        }
    }

    fn read_about(&self, reader: &mut Reader) -> Option<About> {
        let title = reader.part(Field::Title, parts::line(&self.title, MAX_TITLE));
        let title = title
            .filter(|title| reader.check(Field::Title, !title.is_empty(), FieldRefusal::Missing));
        let notes = reader.part(Field::Notes, parts::text(&self.notes, MAX_NOTES));
        let other_ways = reader.part(Field::OtherWays, parts::text(&self.other_ways, MAX_NOTES));
        let kinds = reader.part(Field::Kinds, read_kinds(&self.kinds));
        let language = reader.part(Field::Language, parts::language(&self.language));
        let access = super::Access::parse(self.access.trim()).ok_or(FieldRefusal::Unknown);
        let access = reader.part(Field::Access, access);
        Some(About {
            title: title?,
            notes: notes?,
            kinds: kinds?,
            language: language?,
            access: access?,
            other_ways: other_ways?,
        })
    }

    fn read_when(&self, reader: &mut Reader) -> Option<Recurrence> {
        let pattern = self.read_pattern(reader);
        let from = reader.part(Field::From, parts::date(&self.from));
        let until = match self.until.trim() {
            "" => Some(None),
            typed => reader.part(Field::Until, parts::date(typed).map(Some)),
        };
        let time = reader.part(Field::Time, parts::time(&self.time));
        let zone = reader.part(Field::Zone, parts::zone(&self.zone));
        let minutes = reader.number(Field::Minutes, &self.minutes, MINUTES);
        let when = Recurrence {
            pattern: pattern?,
            from: from?,
            until: until?,
            time: time?,
            zone: zone?,
            minutes: minutes?,
        };
        let until_is_later = when.until.is_none_or(|until| until >= when.from);
        let held = || when.dates_from(when.from).next().is_some();
        let fine = reader.check(Field::Until, until_is_later, FieldRefusal::BeforeFrom)
            && reader.check(Field::Repeats, held(), FieldRefusal::NeverHeld);
        fine.then_some(when)
    }

    fn read_pattern(&self, reader: &mut Reader) -> Option<Pattern> {
        let repeats = Repeats::parse(&self.repeats).ok_or(FieldRefusal::Unknown);
        let repeats = reader.part(Field::Repeats, repeats)?;
        if repeats == Repeats::Once {
            return Some(Pattern::Once);
        }
        let every = if self.every.trim().is_empty() {
            "1"
        } else {
            &self.every
        };
        let every = reader
            .number(Field::Every, every, EVERY)
            .and_then(std::num::NonZeroU16::new);
        Some(match repeats {
            Repeats::Once => Pattern::Once,
            Repeats::Daily => Pattern::Daily { every: every? },
            Repeats::Weekly => {
                let days = reader.part(Field::Days, read_days(&self.days));
                Pattern::Weekly {
                    every: every?,
                    days: days?,
                }
            }
            Repeats::MonthlyByWeekday => {
                let places = reader.part(Field::Places, read_places(&self.places));
                let weekday = reader.part(Field::Weekday, parts::one_weekday(&self.weekday));
                Pattern::MonthlyByWeekday {
                    every: every?,
                    places: places?,
                    weekday: weekday?,
                }
            }
            Repeats::MonthlyByDate => {
                let day = parts::day_of_month(&self.day_of_month);
                let day = reader.part(Field::DayOfMonth, day.ok_or(FieldRefusal::OutOf(1, 31)));
                Pattern::MonthlyByDate {
                    every: every?,
                    day: day?,
                }
            }
        })
    }

    fn write_pattern(&mut self, pattern: &Pattern) {
        match pattern {
            Pattern::Once => {}
            Pattern::Daily { every } => self.every = every.to_string(),
            Pattern::Weekly { every, days } => {
                self.every = every.to_string();
                self.days = days
                    .iter()
                    .map(|day| weekday::name(day).to_owned())
                    .collect();
            }
            Pattern::MonthlyByWeekday {
                every,
                places,
                weekday,
            } => {
                self.every = every.to_string();
                self.places = places
                    .iter()
                    .map(|place| place.as_str().to_owned())
                    .collect();
                weekday::name(*weekday).clone_into(&mut self.weekday);
            }
            Pattern::MonthlyByDate { every, day } => {
                self.every = every.to_string();
                self.day_of_month = if *day == DayOfMonth::LAST {
                    "last".to_owned()
                } else {
                    day.number().to_string()
                };
            }
        }
    }
}

fn whole_minutes(span: Millis) -> String {
    (span.0 / Millis::from_mins(1).0).to_string()
}

fn read_kinds(typed: &[String]) -> Result<Vec<String>, FieldRefusal> {
    let mut read: Vec<String> = Vec::new();
    for code in typed
        .iter()
        .map(|code| code.trim())
        .filter(|code| !code.is_empty())
    {
        let known = kinds::known(code).ok_or(FieldRefusal::Unknown)?;
        // Said by the access.
        let said = [kinds::OPEN, kinds::CLOSED].contains(&known);
        if !said && !read.iter().any(|one| one == known) {
            read.push(known.to_owned());
        }
    }
    if read.len() > MAX_KINDS {
        return Err(FieldRefusal::TooLong(MAX_KINDS));
    }
    Ok(read)
}

fn read_days(typed: &[String]) -> Result<Days, FieldRefusal> {
    let days: Option<Vec<Weekday>> = filled(typed).map(parts::weekday).collect();
    let days: Days = days.ok_or(FieldRefusal::Unknown)?.into_iter().collect();
    if days.is_empty() {
        return Err(FieldRefusal::Missing);
    }
    Ok(days)
}

fn read_places(typed: &[String]) -> Result<Vec<WeekOfMonth>, FieldRefusal> {
    let places: Option<Vec<WeekOfMonth>> = filled(typed).map(WeekOfMonth::parse).collect();
    let mut places = places.ok_or(FieldRefusal::Unknown)?;
    places.sort_unstable();
    places.dedup();
    if places.is_empty() {
        return Err(FieldRefusal::Missing);
    }
    Ok(places)
}

fn filled(typed: &[String]) -> impl Iterator<Item = &str> {
    typed
        .iter()
        .map(|text| text.trim())
        .filter(|text| !text.is_empty())
}

/// The years that a date can be in: what lies outside is a slip of the finger.
const YEARS: RangeInclusive<i16> = 2000..=2199;

fn is_likely(date: Date) -> bool {
    YEARS.contains(&date.year())
}

#[cfg(test)]
mod tests;
