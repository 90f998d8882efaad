//! Generates thousands of invented meetings, distributed as in a whole fellowship; the same in every run.

use jiff::civil::{Weekday, date, time};
use jiff::tz::TimeZone;
use porchlight::schedule::{
    About, Access, INTERVAL_ONE, Pattern, Recurrence, Timetable, WeekOfMonth,
};

const ZONES: [&str; 16] = [
    "Europe/London",
    "Europe/Berlin",
    "Europe/Madrid",
    "Europe/Warsaw",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "America/Mexico_City",
    "Africa/Johannesburg",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
];

const FIRST: [&str; 24] = [
    "Morning",
    "Quiet",
    "Open",
    "Harbour",
    "Second",
    "Lantern",
    "Riverside",
    "Early",
    "Night",
    "Sunday",
    "Kitchen",
    "Depot",
    "Northside",
    "Garden",
    "Window",
    "Bridge",
    "Midweek",
    "Little",
    "Long",
    "First",
    "Corner",
    "Winter",
    "Common",
    "Blue",
];

const SECOND: [&str; 24] = [
    "Circle",
    "Hour",
    "Table",
    "Shift",
    "Bus",
    "Light",
    "Room",
    "Steps",
    "Reading",
    "Porch",
    "Ground",
    "Door",
    "Bench",
    "Path",
    "Company",
    "Start",
    "Gathering",
    "Pause",
    "Lamp",
    "Voices",
    "Chairs",
    "Return",
    "Street",
    "Kettle",
];

const WORDS: [&str; 32] = [
    "a",
    "small",
    "unhurried",
    "meeting",
    "for",
    "people",
    "in",
    "their",
    "first",
    "weeks",
    "and",
    "anyone",
    "who",
    "remembers",
    "somebody",
    "reads",
    "then",
    "we",
    "share",
    "up",
    "to",
    "three",
    "minutes",
    "each",
    "you",
    "may",
    "just",
    "listen",
    "come",
    "as",
    "are",
    "welcome",
];

const KINDS: [&str; 12] = [
    "BE", "D", "SP", "ST", "LIT", "MED", "W", "M", "LGBTQ", "Y", "CAN", "TR",
];

const LANGUAGES: [&str; 10] = ["en", "en", "en", "en", "es", "de", "pt", "pl", "fr", "ja"];

/// A simple random number generator, with the same numbers in every run.
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides
    }

    pub fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.roll(choices.len())]
    }
}

pub fn about(dice: &mut Dice) -> About {
    let words = (0..20 + dice.roll(40))
        .map(|_| dice.one_of(&WORDS))
        .collect::<Vec<_>>();
    About {
        title: format!(
            "{} {} {}",
            dice.one_of(&FIRST),
            dice.one_of(&SECOND),
            dice.roll(100)
        ),
        notes: words.join(" "),
        kinds: (0..1 + dice.roll(3))
            .map(|_| dice.one_of(&KINDS).to_owned())
            .collect(),
        language: dice.one_of(&LANGUAGES).to_owned(),
        access: if dice.roll(4) == 0 {
            Access::Closed
        } else {
            Access::Open
        },
        ..About::default()
    }
}

/// Nine in ten meetings are weekly, the others monthly or daily.
pub fn timetable(dice: &mut Dice) -> Timetable {
    let weekday =
        |dice: &mut Dice| Weekday::Monday.wrapping_add(i8::try_from(dice.roll(7)).unwrap_or(0));
    let pattern = match dice.roll(20) {
        0 => Pattern::Daily {
            every: INTERVAL_ONE,
        },
        1 => Pattern::MonthlyByWeekday {
            every: INTERVAL_ONE,
            places: vec![WeekOfMonth::First, WeekOfMonth::Third],
            weekday: weekday(dice),
        },
        2 => Pattern::weekly([weekday(dice), weekday(dice), weekday(dice)]),
        _ => Pattern::weekly([weekday(dice)]),
    };
    // More in the evening than at noon, fewer at night.
    let hour = [
        6, 7, 8, 9, 12, 12, 17, 18, 18, 18, 19, 19, 19, 19, 20, 20, 20, 21, 22, 23, 0, 3,
    ];
    Timetable::new(Recurrence {
        pattern,
        from: date(2025, 1, 6),
        until: None,
        time: time(
            dice.one_of(&hour),
            dice.one_of(&[0, 0, 0, 30, 30, 15]),
            0,
            0,
        ),
        zone: TimeZone::get(dice.one_of(&ZONES)).expect("a zone"),
        minutes: dice.one_of(&[60, 60, 60, 90, 30]),
    })
}
