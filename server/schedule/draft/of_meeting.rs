//! A meeting as it would be entered.

use super::field::{Field, long_texts};
use super::parse;
use super::repeats::Repeats;
use super::values::Draft;
use crate::base::Millis;
use crate::schedule::{DayOfMonth, Meeting, Pattern, weekday};

impl Draft {
    /// The draft that reads as this meeting.
    #[must_use]
    pub fn of(meeting: &Meeting) -> Self {
        let (about, timetable) = (&meeting.about, &meeting.timetable);
        let when = &timetable.recurrence;
        let mut draft = Self::default();
        draft.set(Field::Title, &about.title);
        draft.set(Field::Slug, &meeting.slug);
        for (spec, text) in long_texts() {
            draft.set(spec.field, (text.get)(about));
        }
        draft.set_list(Field::Kinds, about.kinds.clone());
        draft.set(Field::Language, &about.language);
        draft.set(Field::Access, about.access.as_str());
        draft.set(Field::Repeats, Repeats::of(&when.pattern).as_str());
        draft.set_pattern(&when.pattern);
        draft.set(Field::From, when.from.to_string());
        let until = when.until.map(|date| date.to_string());
        draft.set(Field::Until, until.unwrap_or_default());
        draft.set(Field::Time, parse::hours_and_minutes(when.time));
        draft.set(Field::Zone, when.zone.iana_name().unwrap_or_default());
        draft.set(Field::Minutes, when.minutes.to_string());
        draft.set(Field::Doors, minutes(timetable.doors_before));
        draft.set(Field::Fellowship, minutes(timetable.fellowship_after));
        draft
    }

    fn set_pattern(&mut self, pattern: &Pattern) {
        match pattern {
            Pattern::Once => {}
            Pattern::Daily { every } => self.set(Field::Every, every.to_string()),
            Pattern::Weekly { every, days } => {
                self.set(Field::Every, every.to_string());
                let days = days.iter().map(|day| weekday::name(day).to_owned());
                self.set_list(Field::Days, days.collect());
            }
            Pattern::MonthlyByWeekday {
                every,
                places,
                weekday,
            } => {
                self.set(Field::Every, every.to_string());
                let places = places.iter().map(|place| place.as_str().to_owned());
                self.set_list(Field::Places, places.collect());
                self.set(Field::Weekday, weekday::name(*weekday));
            }
            Pattern::MonthlyByDate { every, day } => {
                self.set(Field::Every, every.to_string());
                let day = match *day {
                    DayOfMonth::LAST => "last".to_owned(),
                    day => day.number().to_string(),
                };
                self.set(Field::DayOfMonth, day);
            }
        }
    }
}

fn minutes(span: Millis) -> String {
    (span.0 / Millis::from_mins(1).0).to_string()
}
