//! One row of a sheet.

use super::column::Column;
use super::dates;
use crate::schedule::draft::{Draft, Field, Input};
use crate::schedule::{Meeting, zone};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// The cells of one meeting, as they were entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetRow {
    /// As spreadsheets count rows: the first is 1, and names the columns. 0 when it is of no sheet.
    pub number: usize,
    /// By column. Columns that the sheet does not have are absent.
    pub cells: BTreeMap<Column, String>,
}

impl SheetRow {
    /// A meeting as a row, of the group with this slug.
    #[must_use]
    pub fn of(meeting: &Meeting, group: &str) -> Self {
        let draft = Draft::of(meeting);
        let cell = |column| match column {
            Column::Field(Field::Zone) => zone_name(&meeting.timetable.recurrence.zone),
            Column::Field(field) if matches!(field.spec().input, Input::Many) => {
                draft.list(field).join(" ")
            }
            Column::Field(field) => draft.text(field).to_owned(),
            Column::Group => group.to_owned(),
            Column::Dates => dates::write(&meeting.timetable),
            Column::EndTime => String::new(),
        };
        Self {
            number: 0,
            cells: Column::ALL.map(|column| (column, cell(column))).into(),
        }
    }

    /// The text of a cell; empty when the sheet has no such column.
    #[must_use]
    pub fn cell(&self, column: Column) -> &str {
        self.cells.get(&column).map_or("", String::as_str)
    }

    pub(super) fn field(&self, field: Field) -> &str {
        self.cell(Column::Field(field))
    }

    pub(super) fn has(&self, column: Column) -> bool {
        !self.cell(column).trim().is_empty()
    }
}

/// The one of a zone's names that it is read as: otherwise a meeting in `Etc/UTC` would seem to move.
pub(super) fn zone_name(zone: &TimeZone) -> String {
    let name = zone.iana_name().unwrap_or_default();
    zone::parse(name)
        .and_then(|zone| zone.iana_name().map(str::to_owned))
        .unwrap_or_else(|| name.to_owned())
}
