//! The table of a meeting's fields: what each is called, how it is entered and where it is published.
//!
//! The form, its error summary, the comparison with what somebody else saved, the sheet, the feed, the
//! meeting's page and the database's text columns all follow this table. A new plain text needs one
//! variant of [`Field`], one row of [`FIELDS`], one field of [`About`], its messages and its column.

use crate::schedule::About;
use std::ops::RangeInclusive;

/// The longest title in characters, as the Meeting Guide limits it.
pub const MAX_TITLE: usize = 255;
/// The longest text of several paragraphs, in characters.
pub const MAX_NOTES: usize = 4_000;
/// The most kinds of one meeting: with more, none of them helps to choose.
pub const MAX_KINDS: usize = 12;
/// The longest slug in characters, as the Meeting Guide limits it.
pub const MAX_SLUG: usize = 64;
/// How many minutes a meeting may last.
pub const MINUTES: RangeInclusive<u16> = 5..=720;
/// How many minutes the doors may be open before and after a meeting.
pub const MARGIN: RangeInclusive<u16> = 0..=120;
/// "Every so many" days, weeks or months.
pub const EVERY: RangeInclusive<u16> = 1..=52;

/// A field of a meeting, in the order of the form and of its error summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The meeting's name.
    Title,
    /// The last part of its address; empty: made from the title.
    Slug,
    /// A description of several paragraphs.
    Notes,
    /// How else one can listen.
    OtherWays,
    /// Meeting Guide type codes.
    Kinds,
    /// BCP 47 tag of the spoken language.
    Language,
    /// "open" or "closed".
    Access,
    /// How it repeats, as [`super::Repeats`] spells it.
    Repeats,
    /// Every so many days, weeks or months.
    Every,
    /// Weekdays of a weekly meeting: English names or their first letters.
    Days,
    /// Weeks of the month: "first" to "fifth" and "last", or 1 to 5 and -1.
    Places,
    /// The weekday of a monthly meeting.
    Weekday,
    /// 1 to 31, or "last".
    DayOfMonth,
    /// The first date.
    From,
    /// The last date; empty: no end.
    Until,
    /// When it starts, on its own clock.
    Time,
    /// The time zone: an IANA name or a city.
    Zone,
    /// How many minutes it lasts.
    Minutes,
    /// How many minutes the doors open before it.
    Doors,
    /// How many minutes people may stay after it.
    Fellowship,
}

/// What is known of a field, except for its value.
#[derive(Clone, Copy, Debug)]
pub struct FieldSpec {
    /// The field that this row describes.
    pub field: Field,
    /// Its name in forms, its `id` there, its column in sheets; of a [`LongText`] also its column in the
    /// database.
    pub name: &'static str,
    /// The other names that sheets use for the column, in lower case with `_` for spaces.
    pub aliases: &'static [&'static str],
    /// Message: its label in the form.
    pub label: &'static str,
    /// Message: the hint below it in the form.
    pub hint: Option<&'static str>,
    /// Message: what its column of a sheet takes.
    pub column_help: &'static str,
    /// What can be entered.
    pub input: Input,
    /// What an empty cell of a sheet means.
    pub empty_cell: EmptyCell,
}

/// What can be entered into a field.
#[derive(Clone, Copy, Debug)]
pub enum Input {
    /// One line of text or a choice: one value.
    One,
    /// Several values: checkboxes in the form, words in a cell.
    Many,
    /// Text of several paragraphs.
    Text(LongText),
}

/// A text of several paragraphs: stored, edited and published as it is.
#[derive(Clone, Copy, Debug)]
pub struct LongText {
    /// Reads it from a meeting.
    pub get: fn(&About) -> &String,
    /// Gives access to it for writing.
    pub get_mut: fn(&mut About) -> &mut String,
    /// How many lines high it is in the form.
    pub rows: u8,
    /// Message: its heading on the meeting's page; `None` for the description at the top.
    pub page_heading: Option<&'static str>,
    /// The Meeting Guide field that it is published in. Where several share one, reading a feed gives the
    /// first.
    pub feed: FeedField,
}

/// A Meeting Guide field that takes plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedField {
    /// `notes`
    Notes,
    /// `conference_url_notes`
    ConferenceNotes,
}

/// What an empty cell of a sheet means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmptyCell {
    /// The value is removed.
    Clears,
    /// The value stays; a new meeting gets this default, which may be empty.
    Keeps(&'static str),
    /// The value is removed if the row says how the meeting repeats: "weekly" alone is every week.
    ClearsWithRepeats,
}

use EmptyCell::{Clears, ClearsWithRepeats, Keeps};
use Input::{Many, One};

/// All fields, in the order of a sheet's columns.
pub const FIELDS: &[FieldSpec] = &[
    spec(Field::Slug, "slug", One, "field-slug", "sheet-slug").hint("hint-slug"),
    spec(Field::Title, "title", One, "field-title", "sheet-title").aliases(&[
        "name",
        "meeting",
        "meeting_name",
    ]),
    spec(
        Field::Notes,
        "notes",
        Input::Text(NOTES),
        "field-notes",
        "sheet-notes",
    )
    .aliases(&["description"])
    .hint("hint-notes")
    .empty_cell(Clears),
    spec(Field::Kinds, "kinds", Many, "field-kinds", "sheet-kinds")
        .aliases(&["kind", "type", "types"])
        .hint("hint-kinds")
        .empty_cell(Clears),
    spec(
        Field::Language,
        "language",
        One,
        "field-language",
        "sheet-language",
    )
    .aliases(&["languages"])
    .empty_cell(Keeps("en")),
    spec(Field::Access, "access", One, "field-access", "sheet-access").empty_cell(Keeps("open")),
    spec(
        Field::Repeats,
        "repeats",
        One,
        "field-repeats",
        "sheet-repeats",
    )
    .aliases(&["repeat"])
    .empty_cell(Keeps("weekly")),
    spec(Field::Every, "every", One, "field-every", "sheet-every")
        .hint("hint-every")
        .empty_cell(ClearsWithRepeats),
    spec(Field::Days, "days", Many, "field-days", "sheet-days").aliases(&[
        "day",
        "day_of_week",
        "weekdays",
    ]),
    spec(
        Field::Places,
        "places",
        Many,
        "field-places",
        "sheet-places",
    ),
    spec(
        Field::Weekday,
        "weekday",
        One,
        "field-weekday",
        "sheet-weekday",
    ),
    spec(
        Field::DayOfMonth,
        "day_of_month",
        One,
        "field-day-of-month",
        "sheet-day-of-month",
    )
    .hint("hint-day-of-month"),
    spec(Field::From, "from", One, "field-from", "sheet-from")
        .aliases(&["date", "first_date", "start_date"])
        .hint("hint-from"),
    spec(Field::Until, "until", One, "field-until", "sheet-until")
        .aliases(&["end_date", "last_date"])
        .hint("hint-until")
        .empty_cell(Clears),
    spec(Field::Time, "time", One, "field-time", "sheet-time")
        .aliases(&["start", "start_time", "starts"])
        .hint("hint-time"),
    spec(Field::Zone, "zone", One, "field-zone", "sheet-zone")
        .aliases(&["time_zone", "timezone", "tz"])
        .hint("hint-zone"),
    spec(
        Field::Minutes,
        "minutes",
        One,
        "field-minutes",
        "sheet-minutes",
    )
    .aliases(&["duration"])
    .empty_cell(Keeps("60")),
    spec(Field::Doors, "doors", One, "field-doors", "sheet-doors").empty_cell(Keeps("15")),
    spec(
        Field::Fellowship,
        "fellowship",
        One,
        "field-fellowship",
        "sheet-fellowship",
    )
    .empty_cell(Keeps("15")),
    spec(
        Field::OtherWays,
        "other_ways",
        Input::Text(OTHER_WAYS),
        "field-other-ways",
        "sheet-other-ways",
    )
    .hint("hint-other-ways")
    .empty_cell(Clears),
];

const NOTES: LongText = LongText {
    get: |about| &about.notes,
    get_mut: |about| &mut about.notes,
    rows: 4,
    page_heading: None,
    feed: FeedField::Notes,
};

const OTHER_WAYS: LongText = LongText {
    get: |about| &about.other_ways,
    get_mut: |about| &mut about.other_ways,
    rows: 3,
    page_heading: Some("meeting-ways"),
    feed: FeedField::ConferenceNotes,
};

/// A row whose column has no other name and keeps its value where a cell is empty.
const fn spec(
    field: Field,
    name: &'static str,
    input: Input,
    label: &'static str,
    column_help: &'static str,
) -> FieldSpec {
    FieldSpec {
        field,
        name,
        aliases: &[],
        label,
        hint: None,
        column_help,
        input,
        empty_cell: Keeps(""),
    }
}

impl FieldSpec {
    const fn aliases(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    const fn hint(self, hint: &'static str) -> Self {
        let hint = Some(hint);
        Self { hint, ..self }
    }

    const fn empty_cell(self, empty_cell: EmptyCell) -> Self {
        Self { empty_cell, ..self }
    }
}

impl Field {
    /// Its row of the table.
    #[must_use]
    pub fn spec(self) -> &'static FieldSpec {
        let row = FIELDS.iter().find(|spec| spec.field == self);
        row.expect("a test holds that every field has a row")
    }

    /// The field with this name in forms.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let spec = FIELDS.iter().find(|spec| spec.name == name);
        spec.map(|spec| spec.field)
    }

    /// All fields, in the order of the form.
    pub fn in_form_order() -> impl Iterator<Item = Self> {
        let mut fields: Vec<Self> = FIELDS.iter().map(|spec| spec.field).collect();
        fields.sort_unstable();
        fields.into_iter()
    }
}

/// The texts of several paragraphs with their rows of the table, in the order of a sheet's columns.
pub fn long_texts() -> impl Iterator<Item = (&'static FieldSpec, LongText)> {
    FIELDS.iter().filter_map(|spec| match spec.input {
        Input::Text(text) => Some((spec, text)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_one_row_and_names_of_its_own() {
        let in_form_order: Vec<usize> =
            Field::in_form_order().map(|field| field as usize).collect();
        let expected: Vec<usize> = (0..FIELDS.len()).collect();
        assert_eq!(in_form_order, expected);
        let names = FIELDS.iter().flat_map(|spec| {
            let aliases = spec.aliases.iter().copied();
            aliases.chain([spec.name])
        });
        let mut names: Vec<&str> = names.collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
