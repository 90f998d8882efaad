//! Formats times, durations, codes and refusals with the messages of the catalogue.

mod feed;
mod occurrence;
mod recurrence;
mod sheet;

pub(crate) use occurrence::search_words;

use super::{Frame, HourCycle, Visitor};
use crate::base::{Millis, NameRefusal, Timestamp};
use crate::schedule::{Hours, TimeOfDay, weekday, zone};
use fluent_bundle::FluentValue;
use jiff::civil::{Date, DateTime, Weekday};

/// From this length on a duration is given in hours: "90 min" is read faster than "1 h 30 min". In
/// minutes.
const TWO_HOURS: u64 = 2 * 60;

/// From this length on a duration is given in days. In minutes.
const TWO_DAYS: u64 = 48 * 60;

impl Frame<'_> {
    pub(super) fn weekday(&self, day: Weekday) -> String {
        self.t(&format!("weekday-{}", weekday::name(day)))
    }

    pub(super) fn time_of_day(&self, time: TimeOfDay) -> String {
        self.t(match time {
            TimeOfDay::Morning => "time-morning",
            TimeOfDay::Afternoon => "time-afternoon",
            TimeOfDay::Evening => "time-evening",
            TimeOfDay::Night => "time-night",
        })
    }

    /// "19:00" or "7:00 PM", as the visitor is used to.
    pub(super) fn clock(&self, at: DateTime) -> String {
        let minute = at.minute();
        match self.hour_cycle {
            HourCycle::Of24 => format!("{:02}:{minute:02}", at.hour()),
            HourCycle::Of12 => {
                let hour = match at.hour() % 12 {
                    0 => 12,
                    hour => hour,
                };
                let id = if at.hour() < 12 { "time-am" } else { "time-pm" };
                self.say(id, &[("time", format!("{hour}:{minute:02}").into())])
            }
        }
    }

    /// A full hour, such as "07:00".
    pub(super) fn hour(&self, hour: i8) -> String {
        self.clock(Date::MIN.at(hour.rem_euclid(24), 0, 0, 0))
    }

    /// "07:00 to 23:00".
    pub(super) fn hours(&self, hours: Hours) -> String {
        let parameters = [
            ("from", self.hour(hours.from()).into()),
            ("until", self.hour(hours.until()).into()),
        ];
        self.say("hours", &parameters)
    }

    /// "Tuesday 24 November".
    pub(super) fn date(&self, date: Date) -> String {
        let weekday = self.weekday(date.weekday());
        let parameters = [
            ("weekday", weekday.into()),
            ("day", date.day().into()),
            ("month", date.month().into()),
        ];
        self.say("date", &parameters)
    }

    /// "Tuesday 24 November 2026".
    pub(super) fn date_of_year(&self, date: Date) -> String {
        let parameters = [
            ("date", self.date(date).into()),
            // As text: a year is not grouped like a number.
            ("year", date.year().to_string().into()),
        ];
        self.say("date-of-year", &parameters)
    }

    /// With the year unless it is the current one: the next leap day may be years away.
    pub(super) fn date_for(&self, date: Date, visitor: &Visitor) -> String {
        if date.year() == visitor.clock(visitor.now).year() {
            self.date(date)
        } else {
            self.date_of_year(date)
        }
    }

    /// A duration, rounded up to whole minutes.
    pub(super) fn span(&self, span: Millis) -> String {
        let minutes = span.0.div_ceil(Millis::from_mins(1).0);
        let (hours, rest) = (minutes / 60, minutes % 60);
        if minutes >= TWO_DAYS {
            self.say("span-days", &[("days", (minutes / (24 * 60)).into())])
        } else if minutes < TWO_HOURS {
            self.say("span-minutes", &[("minutes", minutes.into())])
        } else if rest == 0 {
            self.say("span-hours", &[("hours", hours.into())])
        } else {
            self.say(
                "span-hours-minutes",
                &[("hours", hours.into()), ("minutes", rest.into())],
            )
        }
    }

    /// "Monday, Tuesday and Friday".
    pub(super) fn list(&self, mut items: Vec<String>) -> String {
        let last = items.pop().unwrap_or_default();
        let Some(before) = items.into_iter().reduce(|first, rest| {
            self.say(
                "list-more",
                &[("first", first.into()), ("rest", rest.into())],
            )
        }) else {
            return last;
        };
        self.say(
            "list-last",
            &[("first", before.into()), ("last", last.into())],
        )
    }

    pub(super) fn name_refusal(&self, refusal: NameRefusal) -> String {
        self.t(match refusal {
            NameRefusal::Empty => "name-empty",
            NameRefusal::TooLong => "name-too-long",
            NameRefusal::Digits => "name-digits",
            NameRefusal::Address => "name-address",
            NameRefusal::TooManyWords => "name-too-many-words",
            NameRefusal::TwoWords => "name-two-words",
            NameRefusal::Dot => "name-dot",
            NameRefusal::Reserved => "name-reserved",
            NameRefusal::Signs => "name-signs",
            NameRefusal::Hidden => "name-hidden",
            NameRefusal::Decorated => "name-decorated",
            NameRefusal::NotLetters => "name-not-letters",
            NameRefusal::MixedScripts => "name-mixed-scripts",
        })
    }

    /// A message whose only parameter is a count.
    pub(super) fn counted(&self, id: &str, count: usize) -> String {
        self.say(id, &[("count", FluentValue::from(count))])
    }
}

/// An instant in UTC, as in the `datetime` attribute: "2026-11-24T19:00Z".
pub(super) fn iso_instant(at: Timestamp) -> String {
    let utc = zone::local_time(&jiff::tz::TimeZone::UTC, at);
    format!("{}T{:02}:{:02}Z", utc.date(), utc.hour(), utc.minute())
}
