//! What a draft says, or everything in it that can't be used.

use super::field::{EVERY, Field, MARGIN, MAX_KINDS, MAX_NOTES, MAX_TITLE, MINUTES, long_texts};
use super::parse;
use super::refusal::FieldRefusal;
use super::repeats::Repeats;
use super::values::Draft;
use crate::base::Millis;
use crate::schedule::{About, Access, Days, Pattern, Recurrence, Timetable, WeekOfMonth, kinds};
use jiff::civil::Weekday;
use std::num::NonZeroU16;
use std::ops::RangeInclusive;

/// A draft that can be used. Single dates that differ are not part of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ValidDraft {
    /// As entered, or made from the title.
    pub slug: String,
    /// What the meeting is like.
    pub about: About,
    /// When it is held, without changes of single dates.
    pub timetable: Timetable,
}

impl Draft {
    /// Reads every field.
    ///
    /// # Errors
    /// Every field that can't be used, in the order of the form.
    pub fn read(&self) -> Result<ValidDraft, Vec<(Field, FieldRefusal)>> {
        let mut reader = Reader {
            draft: self,
            refusals: Vec::new(),
        };
        let about = reader.about();
        let slug = parse::slug(self.text(Field::Slug), self.text(Field::Title));
        let slug = reader.accept(Field::Slug, slug);
        let when = reader.recurrence();
        let doors = reader.number(Field::Doors, MARGIN);
        let fellowship = reader.number(Field::Fellowship, MARGIN);
        match (about, slug, when, doors, fellowship) {
            (Some(about), Some(slug), Some(when), Some(doors), Some(fellowship))
                if reader.refusals.is_empty() =>
            {
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
            _ => {
                reader.refusals.sort_by_key(|(field, _)| *field);
                Err(reader.refusals)
            }
        }
    }
}

/// Reads the fields of a draft and collects the refusals.
struct Reader<'d> {
    draft: &'d Draft,
    refusals: Vec<(Field, FieldRefusal)>,
}

impl Reader<'_> {
    fn about(&mut self) -> Option<About> {
        let title = parse::line(self.draft.text(Field::Title), MAX_TITLE);
        let title = title.and_then(required);
        let title = self.accept(Field::Title, title);
        let kinds = self.accept(Field::Kinds, read_kinds(self.draft.list(Field::Kinds)));
        let language = parse::language(self.draft.text(Field::Language));
        let language = self.accept(Field::Language, language);
        let access = Access::parse(self.draft.text(Field::Access).trim());
        let access = self.accept(Field::Access, access.ok_or(FieldRefusal::Unknown));
        let mut texts = Vec::new();
        for (spec, text) in long_texts() {
            let read = parse::text(self.draft.text(spec.field), MAX_NOTES);
            texts.push((text, self.accept(spec.field, read)));
        }
        let mut about = About {
            title: title?,
            kinds: kinds?,
            language: language?,
            access: access?,
            ..About::default()
        };
        for (text, read) in texts {
            *(text.get_mut)(&mut about) = read?;
        }
        Some(about)
    }

    fn recurrence(&mut self) -> Option<Recurrence> {
        let pattern = self.pattern();
        let from = self.accept(Field::From, parse::date(self.draft.text(Field::From)));
        let until = match self.draft.text(Field::Until).trim() {
            "" => Some(None),
            text => self.accept(Field::Until, parse::date(text).map(Some)),
        };
        let time = self.accept(Field::Time, parse::time(self.draft.text(Field::Time)));
        let zone = self.accept(Field::Zone, parse::zone(self.draft.text(Field::Zone)));
        let minutes = self.number(Field::Minutes, MINUTES);
        let when = Recurrence {
            pattern: pattern?,
            from: from?,
            until: until?,
            time: time?,
            zone: zone?,
            minutes: minutes?,
        };
        if when.until.is_some_and(|until| until < when.from) {
            return self.refuse(Field::Until, FieldRefusal::BeforeFrom);
        }
        if when.dates_from(when.from).next().is_none() {
            return self.refuse(Field::Repeats, FieldRefusal::NeverHeld);
        }
        Some(when)
    }

    fn pattern(&mut self) -> Option<Pattern> {
        let repeats = Repeats::parse(self.draft.text(Field::Repeats));
        let repeats = self.accept(Field::Repeats, repeats.ok_or(FieldRefusal::Unknown))?;
        if repeats == Repeats::Once {
            return Some(Pattern::Once);
        }
        let every = self.every();
        Some(match repeats {
            Repeats::Once => Pattern::Once,
            Repeats::Daily => Pattern::Daily { every: every? },
            Repeats::Weekly => {
                let days = self.accept(Field::Days, read_days(self.draft.list(Field::Days)));
                Pattern::Weekly {
                    every: every?,
                    days: days?,
                }
            }
            Repeats::MonthlyByWeekday => {
                let places = read_places(self.draft.list(Field::Places));
                let places = self.accept(Field::Places, places);
                let weekday = parse::required_weekday(self.draft.text(Field::Weekday));
                let weekday = self.accept(Field::Weekday, weekday);
                Pattern::MonthlyByWeekday {
                    every: every?,
                    places: places?,
                    weekday: weekday?,
                }
            }
            Repeats::MonthlyByDate => {
                let day = parse::day_of_month(self.draft.text(Field::DayOfMonth));
                let day = self.accept(Field::DayOfMonth, day);
                Pattern::MonthlyByDate {
                    every: every?,
                    day: day?,
                }
            }
        })
    }

    /// 1 where nothing was entered.
    fn every(&mut self) -> Option<NonZeroU16> {
        if self.draft.text(Field::Every).trim().is_empty() {
            return Some(NonZeroU16::MIN);
        }
        self.number(Field::Every, EVERY).and_then(NonZeroU16::new)
    }

    fn number(&mut self, field: Field, range: RangeInclusive<u16>) -> Option<u16> {
        self.accept(field, parse::number(self.draft.text(field), range))
    }

    fn accept<T>(&mut self, field: Field, read: Result<T, FieldRefusal>) -> Option<T> {
        read.map_or_else(|refusal| self.refuse(field, refusal), Some)
    }

    fn refuse<T>(&mut self, field: Field, refusal: FieldRefusal) -> Option<T> {
        self.refusals.push((field, refusal));
        None
    }
}

fn required(text: String) -> Result<String, FieldRefusal> {
    if text.is_empty() {
        return Err(FieldRefusal::Missing);
    }
    Ok(text)
}

fn read_kinds(codes: &[String]) -> Result<Vec<String>, FieldRefusal> {
    let mut read: Vec<String> = Vec::new();
    for code in non_empty(codes) {
        let known = kinds::known(code).ok_or(FieldRefusal::Unknown)?;
        // Open and closed are the access field's.
        let is_access = [kinds::OPEN, kinds::CLOSED].contains(&known);
        if !is_access && !read.iter().any(|other| other == known) {
            read.push(known.to_owned());
        }
    }
    if read.len() > MAX_KINDS {
        return Err(FieldRefusal::TooLong(MAX_KINDS));
    }
    Ok(read)
}

fn read_days(names: &[String]) -> Result<Days, FieldRefusal> {
    let days: Option<Vec<Weekday>> = non_empty(names).map(parse::weekday).collect();
    let days: Days = days.ok_or(FieldRefusal::Unknown)?.into_iter().collect();
    if days.is_empty() {
        return Err(FieldRefusal::Missing);
    }
    Ok(days)
}

fn read_places(names: &[String]) -> Result<Vec<WeekOfMonth>, FieldRefusal> {
    let places: Option<Vec<WeekOfMonth>> = non_empty(names).map(WeekOfMonth::parse).collect();
    let mut places = places.ok_or(FieldRefusal::Unknown)?;
    places.sort_unstable();
    places.dedup();
    if places.is_empty() {
        return Err(FieldRefusal::Missing);
    }
    Ok(places)
}

fn non_empty(texts: &[String]) -> impl Iterator<Item = &str> {
    let trimmed = texts.iter().map(|text| text.trim());
    trimmed.filter(|text| !text.is_empty())
}
