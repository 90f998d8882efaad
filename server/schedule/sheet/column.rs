//! The columns of a sheet.

use crate::schedule::draft::{FIELDS, Field};
use serde::ser::{Serialize, Serializer};

/// What a sheet can say of a meeting; its first row names its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// A field of the form.
    Field(Field),
    /// The slug or the name of its group.
    Group,
    /// Single dates that differ.
    Dates,
    /// When it ends. It is never written; it is read from other sheets where a row has no minutes.
    EndTime,
}

/// Other names of the columns that are no fields.
const ALIASES: [(&str, Column); 3] = [
    ("group_name", Column::Group),
    ("end", Column::EndTime),
    ("ends", Column::EndTime),
];

impl Column {
    /// Every column that is written, in order: the fields with the group after the slug, and the dates.
    pub const ALL: [Self; FIELDS.len() + 2] = {
        let mut all = [Self::Dates; FIELDS.len() + 2];
        all[0] = Self::Field(FIELDS[0].field);
        all[1] = Self::Group;
        let mut at = 1;
        while at < FIELDS.len() {
            all[at + 1] = Self::Field(FIELDS[at].field);
            at += 1;
        }
        all
    };

    /// Its name in the first row.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Field(field) => field.spec().name,
            Self::Group => "group",
            Self::Dates => "dates",
            Self::EndTime => "end_time",
        }
    }

    /// Message: what it takes.
    #[must_use]
    pub fn help(self) -> &'static str {
        match self {
            Self::Field(field) => field.spec().column_help,
            Self::Group => "sheet-group",
            Self::Dates => "sheet-dates",
            Self::EndTime => "sheet-end-time",
        }
    }

    /// The column with this name, in the spellings of people: "Day of month", "other-ways".
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        let name = normalized(text);
        let mut columns = Self::ALL.into_iter().chain([Self::EndTime]);
        columns.find(|column| column.name() == name)
    }

    /// The column that other sheets name so: "Time zone".
    #[must_use]
    pub fn with_alias(text: &str) -> Option<Self> {
        let name = normalized(text);
        let field = FIELDS.iter().find(|spec| spec.aliases.contains(&&*name));
        let other = || ALIASES.into_iter().find(|(alias, _)| *alias == name);
        field
            .map(|spec| Self::Field(spec.field))
            .or_else(|| other().map(|(_, column)| column))
    }
}

impl Serialize for Column {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

fn normalized(text: &str) -> String {
    text.trim().to_ascii_lowercase().replace([' ', '-'], "_")
}
