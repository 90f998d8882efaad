//! Which days of the calendar a meeting is held on.

use super::weekday::WEEK;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};
use std::num::NonZeroU16;

/// The most months of a pattern that are searched for the next date: a fifth weekday of a February,
/// every twelve months, occurs again after at most 40 years.
const MAX_MONTHS: u16 = 12 * 40;

/// How often a meeting is repeated, counted from its first date.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// Only on the first date.
    Once,
    /// Every so many days.
    Daily {
        /// The interval in days.
        every: NonZeroU16,
    },
    /// On some days of every so many weeks, which begin on Monday.
    Weekly {
        /// The interval in weeks.
        every: NonZeroU16,
        /// The days of the week.
        days: Days,
    },
    /// Such as the first and third Tuesday, or the last Sunday.
    MonthlyByWeekday {
        /// The interval in months.
        every: NonZeroU16,
        /// Not empty, in ascending order, without duplicates.
        places: Vec<WeekOfMonth>,
        /// The day of the week.
        #[serde(with = "weekday_number")]
        weekday: Weekday,
    },
    /// Months without that day are skipped, as in RFC 5545.
    MonthlyByDate {
        /// The interval in months.
        every: NonZeroU16,
        /// The day of the month.
        day: DayOfMonth,
    },
}

/// A set of weekdays: one bit per day, Monday is the lowest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Days(u8);

/// Which one of the same weekdays of a month, such as its first Tuesday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeekOfMonth {
    /// Days 1 to 7.
    First,
    /// Days 8 to 14.
    Second,
    /// Days 15 to 21.
    Third,
    /// Days 22 to 28.
    Fourth,
    /// Day 29 or later; months that have only four are skipped.
    Fifth,
    /// The fourth or the fifth.
    Last,
}

/// A day of the month, 1 to 31, or the last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "i8", into = "i8")]
pub struct DayOfMonth(i8);

/// The interval 1: every day, week or month, without a gap.
pub const INTERVAL_ONE: NonZeroU16 = NonZeroU16::MIN;

impl Pattern {
    /// Every week on these days.
    #[must_use]
    pub fn weekly(days: impl IntoIterator<Item = Weekday>) -> Self {
        Self::Weekly {
            every: INTERVAL_ONE,
            days: days.into_iter().collect(),
        }
    }

    /// The first date of the pattern at or after `date`, with intervals counted from `first`.
    pub(super) fn on_or_after(&self, date: Date, first: Date) -> Option<Date> {
        let date = date.max(first);
        match self {
            Self::Once => (date == first).then_some(first),
            Self::Daily { every } => {
                let wait = until_next(days_between(first, date), *every);
                date.checked_add(wait.days()).ok()
            }
            Self::Weekly { every, days } => weekly(*every, *days, date, first),
            Self::MonthlyByWeekday {
                every,
                places,
                weekday,
            } => monthly(*every, date, first, |month| {
                let mut days: Vec<Date> = places
                    .iter()
                    .filter_map(|week| month.nth_weekday_of_month(week.nth(), *weekday).ok())
                    .collect();
                days.sort_unstable();
                days.into_iter().find(|day| *day >= date)
            }),
            Self::MonthlyByDate { every, day } => monthly(*every, date, first, |month| {
                day.in_month_of(month).filter(|day| *day >= date)
            }),
        }
    }
}

/// Searches the weeks of the pattern. An empty set of days has no date.
fn weekly(every: NonZeroU16, days: Days, date: Date, first: Date) -> Option<Date> {
    if days.is_empty() {
        return None;
    }
    let weeks = days_between(monday_of(first)?, monday_of(date)?) / 7;
    let wait = until_next(weeks, every);
    let mut start = date;
    if wait != 0 {
        start = monday_of(date)?.checked_add((wait * 7).days()).ok()?;
    }
    // The rest of this week of the pattern, then all of the next one.
    if let Some(date) = days.in_week_from(start) {
        return Some(date);
    }
    let interval = i64::from(every.get()) * 7;
    let next = monday_of(start)?.checked_add(interval.days()).ok()?;
    days.in_week_from(next)
}

/// Searches the months of the pattern. `find` gets the first day of a month and returns the date in
/// it, if there is one.
fn monthly(
    every: NonZeroU16,
    date: Date,
    first: Date,
    find: impl Fn(Date) -> Option<Date>,
) -> Option<Date> {
    let months = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month()) - 1;
    let wait = until_next(months(date) - months(first), every);
    let mut month = date.first_of_month().checked_add(wait.months()).ok()?;
    for _ in 0..MAX_MONTHS {
        if let Some(date) = find(month) {
            return Some(date);
        }
        month = month.checked_add(i64::from(every.get()).months()).ok()?;
    }
    None
}

/// How many units remain until the next multiple of the interval.
fn until_next(elapsed: i64, every: NonZeroU16) -> i64 {
    let every = i64::from(every.get());
    match elapsed % every {
        0 => 0,
        rest => every - rest,
    }
}

fn days_between(first: Date, date: Date) -> i64 {
    i64::from((date - first).get_days())
}

fn monday_of(date: Date) -> Option<Date> {
    date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days())
        .ok()
}

impl Days {
    /// All seven days.
    pub const ALL: Self = Self(0b111_1111);

    /// Whether there is no day in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether a day is in the set.
    #[must_use]
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & bit(day) != 0
    }

    /// The days in the set, Monday first.
    #[must_use]
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Weekday> {
        WEEK.into_iter().filter(move |day| self.contains(*day))
    }

    /// How many days are in the set.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The first of these days at or after `date`, in the same week.
    fn in_week_from(self, date: Date) -> Option<Date> {
        let today = date.weekday().to_monday_zero_offset();
        let remaining = self.0 >> today;
        if remaining == 0 {
            return None;
        }
        date.checked_add(i64::from(remaining.trailing_zeros()).days())
            .ok()
    }
}

fn bit(day: Weekday) -> u8 {
    1 << day.to_monday_zero_offset()
}

impl FromIterator<Weekday> for Days {
    fn from_iter<I: IntoIterator<Item = Weekday>>(days: I) -> Self {
        Self(days.into_iter().fold(0, |mask, day| mask | bit(day)))
    }
}

impl From<Days> for u8 {
    fn from(days: Days) -> Self {
        days.0
    }
}

impl TryFrom<u8> for Days {
    type Error = UnknownDayError;
    fn try_from(mask: u8) -> Result<Self, UnknownDayError> {
        if mask > Self::ALL.0 {
            return Err(UnknownDayError);
        }
        Ok(Self(mask))
    }
}

impl WeekOfMonth {
    /// Every value, in the order of a month.
    pub const ALL: [Self; 6] = [
        Self::First,
        Self::Second,
        Self::Third,
        Self::Fourth,
        Self::Fifth,
        Self::Last,
    ];

    /// 1 to 5, or -1 for the last, as in `BYDAY` of RFC 5545.
    #[must_use]
    pub const fn nth(self) -> i8 {
        match self {
            Self::First => 1,
            Self::Second => 2,
            Self::Third => 3,
            Self::Fourth => 4,
            Self::Fifth => 5,
            Self::Last => -1,
        }
    }
}

impl DayOfMonth {
    /// The last day of any month.
    pub const LAST: Self = Self(-1);

    /// A day from 1 to 31, or -1 for the last; `None` for any other number.
    #[must_use]
    pub const fn new(day: i8) -> Option<Self> {
        if matches!(day, -1 | 1..=31) {
            Some(Self(day))
        } else {
            None
        }
    }

    /// 1 to 31, or -1 for the last, as in `BYMONTHDAY` of RFC 5545.
    #[must_use]
    pub const fn number(self) -> i8 {
        self.0
    }

    /// This day in the month of `date`; `None` when that month is too short.
    fn in_month_of(self, date: Date) -> Option<Date> {
        if self == Self::LAST {
            return Some(date.last_of_month());
        }
        Date::new(date.year(), date.month(), self.0).ok()
    }
}

impl From<DayOfMonth> for i8 {
    fn from(day: DayOfMonth) -> Self {
        day.0
    }
}

impl TryFrom<i8> for DayOfMonth {
    type Error = UnknownDayError;
    fn try_from(day: i8) -> Result<Self, UnknownDayError> {
        Self::new(day).ok_or(UnknownDayError)
    }
}

/// Weekdays are stored as numbers; Monday is 0.
mod weekday_number {
    use jiff::civil::Weekday;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(day: &Weekday, into: S) -> Result<S::Ok, S::Error> {
        day.to_monday_zero_offset().serialize(into)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Weekday, D::Error> {
        let number = i8::deserialize(from)?;
        Weekday::from_monday_zero_offset(number).map_err(D::Error::custom)
    }
}

/// A stored number that stands for no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such day")]
pub struct UnknownDayError;
