//! The example groups and meetings. All of them are invented.

use crate::schedule::{Access, WeekOfMonth, weekday};
use jiff::civil::{Time, Weekday};

/// The slug of the meeting that is in progress.
pub(super) const IN_PROGRESS_SLUG: &str = "evening-circle";

/// The index of the upcoming date to which [`Example::second_date`] applies.
pub(super) const SECOND_DATE_INDEX: usize = 1;

/// Slug, name and place of each group.
pub(super) const GROUPS: [(&str, &str, &str); 3] = [
    ("riverside", "Riverside Group", "Leeds, UK"),
    ("lantern-street", "Lantern Street", "Albany, NY, USA"),
    ("puerta-abierta", "Puerta Abierta", "Puebla, México"),
];

/// An example meeting.
pub(super) struct Example {
    /// The slug of its group in [`GROUPS`].
    pub(super) group: &'static str,
    pub(super) slug: &'static str,
    pub(super) title: &'static str,
    pub(super) notes: &'static str,
    /// Type codes of the Meeting Guide format.
    pub(super) kinds: &'static [&'static str],
    /// ISO 639 code.
    pub(super) language: &'static str,
    pub(super) access: Access,
    pub(super) days: Days,
    pub(super) start: Start,
    /// IANA name.
    pub(super) zone: &'static str,
    pub(super) minutes: u16,
    /// What is different on its second upcoming date: an example of a changed date.
    pub(super) second_date: DateDifference,
}

/// The days on which an example meets.
pub(super) enum Days {
    Weekly(&'static [Weekday]),
    Monthly(&'static [WeekOfMonth], Weekday),
}

/// When an example starts.
pub(super) enum Start {
    At(Time),
    /// Negative for a meeting that has begun.
    MinutesFromNow(i64),
}

/// What is different on a single date.
pub(super) enum DateDifference {
    None,
    Cancelled,
    Moved { to: Time, topic: &'static str },
}

const EVERY_DAY: Days = Days::Weekly(&weekday::WEEK);

/// The values that most examples share.
const DEFAULTS: Example = Example {
    group: "",
    slug: "",
    title: "",
    notes: "",
    kinds: &[],
    language: "en",
    access: Access::Open,
    days: EVERY_DAY,
    start: Start::MinutesFromNow(0),
    zone: "Etc/UTC",
    minutes: 60,
    second_date: DateDifference::None,
};

pub(super) const MEETINGS: [Example; 7] = [
    Example {
        group: "riverside",
        slug: IN_PROGRESS_SLUG,
        title: "Evening Circle",
        notes: "A small, unhurried meeting. Someone reads for a few minutes, then people share for \
                up to three minutes each. You may just listen.",
        kinds: &["D", "BE"],
        start: Start::MinutesFromNow(-10),
        minutes: 90,
        ..DEFAULTS
    },
    Example {
        group: "lantern-street",
        slug: "quiet-half-hour",
        title: "Half an Hour of Quiet",
        notes: "Short and calm. We sit in silence for ten minutes, then share.",
        kinds: &["MED", "CAN"],
        start: Start::MinutesFromNow(12),
        minutes: 30,
        ..DEFAULTS
    },
    Example {
        group: "riverside",
        slug: "tuesday-newcomers",
        title: "Tuesday Newcomers",
        notes: "For people in their first weeks, and for anyone who remembers theirs.",
        kinds: &["BE", "D"],
        days: Days::Weekly(&[Weekday::Tuesday]),
        start: at(19, 0),
        zone: "Europe/London",
        ..DEFAULTS
    },
    Example {
        group: "lantern-street",
        slug: "kitchen-table",
        title: "Kitchen Table",
        notes: "A women's meeting that reads a page together and talks it through.",
        kinds: &["W", "ST"],
        access: Access::Closed,
        days: Days::Weekly(&[Weekday::Monday, Weekday::Thursday]),
        start: at(18, 45),
        zone: "America/New_York",
        second_date: DateDifference::Moved {
            to: Time::constant(20, 0, 0, 0),
            topic: "What helps in the evening",
        },
        ..DEFAULTS
    },
    Example {
        group: "puerta-abierta",
        slug: "ronda-de-la-tarde",
        title: "Ronda de la tarde",
        notes: "Una reunión abierta, con una persona que cuenta su historia y turnos cortos.",
        kinds: &["SP"],
        language: "es",
        days: Days::Weekly(&[Weekday::Wednesday, Weekday::Saturday]),
        start: at(19, 15),
        zone: "America/Mexico_City",
        ..DEFAULTS
    },
    Example {
        group: "lantern-street",
        slug: "sunday-long-table",
        title: "Sunday Long Table",
        notes: "Twice a month, and longer than most: a speaker, a pause, and time for everyone.",
        kinds: &["SP", "D"],
        days: Days::Monthly(&[WeekOfMonth::First, WeekOfMonth::Third], Weekday::Sunday),
        start: at(16, 0),
        zone: "America/New_York",
        minutes: 120,
        ..DEFAULTS
    },
    Example {
        group: "riverside",
        slug: "early-tea",
        title: "Early Tea",
        notes: "Before work, before the day. Come as you are.",
        kinds: &["D"],
        days: Days::Weekly(&[Weekday::Monday, Weekday::Wednesday, Weekday::Friday]),
        start: at(6, 30),
        zone: "Asia/Kolkata",
        minutes: 45,
        second_date: DateDifference::Cancelled,
        ..DEFAULTS
    },
];

const fn at(hour: i8, minute: i8) -> Start {
    Start::At(Time::constant(hour, minute, 0, 0))
}
