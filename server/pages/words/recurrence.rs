//! "Every Tuesday at 19:00, London time, for an hour."

use super::super::Frame;
use crate::schedule::{DayOfMonth, Days, Pattern, Recurrence, WeekOfMonth, zone};
use jiff::civil::Date;
use std::num::NonZeroU16;

impl Frame<'_> {
    /// How a meeting repeats. `today` is in its own zone: a first date in the past is left out.
    pub(crate) fn recurrence(&self, when: &Recurrence, today: Date) -> String {
        let lasts = match when.minutes {
            minutes if minutes % 60 == 0 => {
                self.say("lasts-hours", &[("hours", (minutes / 60).into())])
            }
            minutes => self.say("lasts-minutes", &[("minutes", minutes.into())]),
        };
        let parameters = [
            ("days", self.pattern(when).into()),
            ("time", self.clock(Date::MIN.to_datetime(when.time)).into()),
            ("city", zone::city(&when.zone).into()),
            ("lasts", lasts.into()),
        ];
        let sentence = self.say("meeting-when", &parameters);
        match self.season(when, today) {
            Some(season) => format!("{sentence} {season}"),
            None => sentence,
        }
    }

    /// "Every second week on Tuesday".
    pub(crate) fn pattern(&self, when: &Recurrence) -> String {
        match &when.pattern {
            Pattern::Once => self.say(
                "when-once",
                &[("date", self.date_of_year(when.from).into())],
            ),
            Pattern::Daily { every } => self.say("when-daily", &[("every", every.get().into())]),
            Pattern::Weekly { every, days } => self.weekly(*every, *days),
            Pattern::MonthlyByWeekday {
                every,
                places,
                weekday,
            } => {
                let places = places.iter().map(|place| self.place(*place)).collect();
                let parameters = [
                    ("every", every.get().into()),
                    ("places", self.list(places).into()),
                    ("weekday", self.weekday(*weekday).into()),
                ];
                self.say("when-monthly-weekday", &parameters)
            }
            Pattern::MonthlyByDate { every, day } => {
                let id = if *day == DayOfMonth::LAST {
                    "when-monthly-last-day"
                } else {
                    "when-monthly-date"
                };
                let parameters = [("every", every.get().into()), ("day", day.number().into())];
                self.say(id, &parameters)
            }
        }
    }

    fn weekly(&self, every: NonZeroU16, days: Days) -> String {
        let (each_week, every) = (every.get() == 1, every.get());
        if each_week && days == Days::ALL {
            return self.say("when-daily", &[("every", 1.into())]);
        }
        let days = days.iter().map(|day| self.weekday(day)).collect();
        let parameters = [("every", every.into()), ("days", self.list(days).into())];
        self.say("when-weekly", &parameters)
    }

    /// When it starts, if that is in the future, and when it ends.
    pub(super) fn season(&self, when: &Recurrence, today: Date) -> Option<String> {
        if when.pattern == Pattern::Once {
            return None;
        }
        let from = (when.from > today).then(|| self.date_of_year(when.from));
        let until = when.until.map(|until| self.date_of_year(until));
        match (from, until) {
            (None, None) => None,
            (Some(from), None) => Some(self.say("when-from", &[("from", from.into())])),
            (None, Some(until)) => Some(self.say("when-until", &[("until", until.into())])),
            (Some(from), Some(until)) => Some(self.say(
                "when-between",
                &[("from", from.into()), ("until", until.into())],
            )),
        }
    }

    pub(crate) fn place(&self, place: WeekOfMonth) -> String {
        self.t(match place {
            WeekOfMonth::First => "place-first",
            WeekOfMonth::Second => "place-second",
            WeekOfMonth::Third => "place-third",
            WeekOfMonth::Fourth => "place-fourth",
            WeekOfMonth::Fifth => "place-fifth",
            WeekOfMonth::Last => "place-last",
        })
    }
}
