//! Which days of the calendar a meeting is held on.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};
use std::num::NonZeroU16;

/// The most due months that are looked at for the next date: a fifth weekday of a February, every
/// twelve months, comes back after 40 years at most.
const MONTHS_LOOKED_AT: u16 = 12 * 40;

/// How the dates of a meeting follow one another; the first of them is told beside it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// On the first date alone.
    Once,
    Daily {
        every: NonZeroU16,
    },
    /// Weeks begin on Monday.
    Weekly {
        every: NonZeroU16,
        days: Days,
    },
    /// Such as the first and third Tuesday, or the last Sunday.
    MonthlyByWeekday {
        every: NonZeroU16,
        /// Not empty, in order, without doubles.
        places: Vec<WeekOfMonth>,
        #[serde(with = "weekday_number")]
        weekday: Weekday,
    },
    /// Months without that day are left out, as in RFC 5545.
    MonthlyByDate {
        every: NonZeroU16,
        day: DayOfMonth,
    },
}

/// A set of weekdays; one bit a day, Monday the lowest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Days(u8);

/// Which of the weekdays of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeekOfMonth {
    First,
    Second,
    Third,
    Fourth,
    /// Months with four of them are left out.
    Fifth,
    Last,
}

/// 1 to 31, or the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "i8", into = "i8")]
pub struct DayOfMonth(i8);

/// Every one, no one left out.
pub const EVERY_ONE: NonZeroU16 = NonZeroU16::MIN;

impl Pattern {
    /// Every week on these days.
    #[must_use]
    pub fn weekly(days: impl IntoIterator<Item = Weekday>) -> Self {
        Self::Weekly {
            every: EVERY_ONE,
            days: days.into_iter().collect(),
        }
    }

    /// The first date at or after `date` that the pattern gives when it is counted from `first`.
    pub(super) fn on_or_after(&self, date: Date, first: Date) -> Option<Date> {
        let date = date.max(first);
        match self {
            Self::Once => (date == first).then_some(first),
            Self::Daily { every } => {
                let late = days_between(first, date) % i64::from(every.get());
                let wait = if late == 0 {
                    0
                } else {
                    i64::from(every.get()) - late
                };
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
                    .filter_map(|place| month.nth_weekday_of_month(place.nth(), *weekday).ok())
                    .collect();
                days.sort_unstable();
                days.into_iter().find(|day| *day >= date)
            }),
            Self::MonthlyByDate { every, day } => monthly(*every, date, first, |month| {
                day.of(month).filter(|day| *day >= date)
            }),
        }
    }
}

/// Steps through the due weeks; a set without days has no date.
fn weekly(every: NonZeroU16, days: Days, date: Date, first: Date) -> Option<Date> {
    if days.is_empty() {
        return None;
    }
    let every = i64::from(every.get());
    let weeks = days_between(monday_of(first)?, monday_of(date)?) / 7;
    let late = weeks % every;
    let mut day = date;
    if late != 0 {
        day = monday_of(date)?
            .checked_add(((every - late) * 7).days())
            .ok()?;
    }
    // The rest of this due week, then the whole of the next one.
    if let Some(found) = days.in_week_from(day) {
        return Some(found);
    }
    let next = monday_of(day)?.checked_add((every * 7).days()).ok()?;
    days.in_week_from(next)
}

/// Steps through the due months until `within` finds a date in one, given its first day.
fn monthly(
    every: NonZeroU16,
    date: Date,
    first: Date,
    within: impl Fn(Date) -> Option<Date>,
) -> Option<Date> {
    let count = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month()) - 1;
    let every = i64::from(every.get());
    let late = (count(date) - count(first)) % every;
    let wait = if late == 0 { 0 } else { every - late };
    let mut month = date.first_of_month().checked_add(wait.months()).ok()?;
    for _ in 0..MONTHS_LOOKED_AT {
        if let Some(found) = within(month) {
            return Some(found);
        }
        month = month.checked_add(every.months()).ok()?;
    }
    None
}

fn days_between(first: Date, date: Date) -> i64 {
    i64::from((date - first).get_days())
}

fn monday_of(date: Date) -> Option<Date> {
    date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days())
        .ok()
}

impl Days {
    pub const ALL: Self = Self(0b111_1111);

    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    #[must_use]
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & bit(day) != 0
    }

    /// Monday first.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Weekday> {
        (0..7)
            .filter(move |day| self.0 & (1 << day) != 0)
            .filter_map(|day| Weekday::from_monday_zero_offset(day).ok())
    }

    /// How many.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The first of these days at or after `date` that is in the same week.
    fn in_week_from(self, date: Date) -> Option<Date> {
        let today = date.weekday().to_monday_zero_offset();
        let left = self.0 >> today;
        if left == 0 {
            return None;
        }
        date.checked_add(i64::from(left.trailing_zeros()).days())
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
    pub const ALL: [Self; 6] = [
        Self::First,
        Self::Second,
        Self::Third,
        Self::Fourth,
        Self::Fifth,
        Self::Last,
    ];

    /// 1 to 5, or -1 for the last: as RFC 5545 counts in `BYDAY`.
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
    pub const LAST: Self = Self(-1);

    /// `None` for what no month has.
    #[must_use]
    pub const fn new(day: i8) -> Option<Self> {
        if matches!(day, -1 | 1..=31) {
            Some(Self(day))
        } else {
            None
        }
    }

    /// 1 to 31, or -1 for the last: as RFC 5545 counts in `BYMONTHDAY`.
    #[must_use]
    pub const fn number(self) -> i8 {
        self.0
    }

    /// This day of the month that `date` is in.
    fn of(self, date: Date) -> Option<Date> {
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

/// Weekdays are stored as numbers, Monday 0.
mod weekday_number {
    use jiff::civil::Weekday;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub fn serialize<S: Serializer>(day: &Weekday, into: S) -> Result<S::Ok, S::Error> {
        day.to_monday_zero_offset().serialize(into)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Weekday, D::Error> {
        let number = i8::deserialize(from)?;
        Weekday::from_monday_zero_offset(number).map_err(D::Error::custom)
    }
}

/// No calendar has such a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such day")]
pub struct UnknownDayError;
