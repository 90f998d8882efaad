//! Rows and columns: CSV as spreadsheets save it.

use super::Column;
use super::cell::{bare, guarded};
use super::typed::cells;
use crate::schedule::Meeting;
use std::collections::BTreeMap;

/// The largest sheet that is looked at: as much as a feed.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// More meetings than any directory of the field has, so that what a site exports can be brought in again.
pub const MAX_ROWS: usize = 10_000;

/// Of one row, so that a forgotten quote can't swallow a whole sheet unseen. Two long texts of any script
/// and a year of dates have room.
const MAX_CELL: usize = 64 * 1024;

/// What was read of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    pub lines: Vec<SheetRow>,
    /// Names of columns that mean nothing here; they are left out.
    pub unknown: Vec<String>,
}

/// One row, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetRow {
    /// As spreadsheets count them: the first row is 1, and it names the columns.
    pub number: usize,
    /// By column; those that the sheet does not have are not in it.
    pub cells: BTreeMap<Column, String>,
}

impl SheetRow {
    /// A meeting as a row, of the group with this slug.
    #[must_use]
    pub fn of(meeting: &Meeting, group: &str) -> Self {
        Self {
            number: 0,
            cells: cells(meeting, group).into(),
        }
    }

    /// What stands there; empty when the sheet has no such column.
    #[must_use]
    pub fn cell(&self, column: Column) -> &str {
        self.cells.get(&column).map_or("", String::as_str)
    }
}

/// Why nothing of a sheet could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetRefusal {
    #[error("there is nothing in it")]
    Empty,
    #[error("it is larger than {} MiB", MAX_BYTES / 1024 / 1024)]
    TooLarge,
    #[error("it is not text in UTF-8")]
    NotText,
    #[error("its first row names no column that is known here")]
    NoColumns,
    #[error("its first row names a column twice")]
    ColumnTwice(Column),
    #[error("row {0} can't be read")]
    Row(usize),
    #[error("it has more than {MAX_ROWS} rows")]
    TooManyRows,
}

/// Reads a sheet whose values are parted by commas, semicolons or tabs.
///
/// # Errors
/// Why the whole of it can't be read. What its cells say is not looked at here.
pub fn read(bytes: &[u8]) -> Result<Sheet, SheetRefusal> {
    if bytes.len() > MAX_BYTES {
        return Err(SheetRefusal::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| SheetRefusal::NotText)?;
    // Forms send other line ends than spreadsheets save.
    let text = text
        .trim_start_matches('\u{feff}')
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    let text = text.trim_start_matches(['\n', ' ']);
    if text.trim().is_empty() {
        return Err(SheetRefusal::Empty);
    }
    let mut rows = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
        .into_records();
    let first = rows.next().ok_or(SheetRefusal::Empty)?;
    let (columns, unknown) = columns(&first.map_err(|_| SheetRefusal::Row(1))?)?;
    let mut lines = Vec::new();
    for (number, row) in (2..).zip(rows) {
        let row = row.map_err(|_| SheetRefusal::Row(number))?;
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if row.as_slice().len() > MAX_CELL {
            return Err(SheetRefusal::Row(number));
        }
        if lines.len() == MAX_ROWS {
            return Err(SheetRefusal::TooManyRows);
        }
        lines.push(line(number, &row, &columns));
    }
    Ok(Sheet { lines, unknown })
}

/// A sheet of these rows.
#[must_use]
pub fn write<'l>(lines: impl IntoIterator<Item = &'l SheetRow>) -> String {
    let mut into = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    // Into memory: nothing can fail. `csv` tells its failures by its own type all the same.
    let _ = into.write_record(Column::ALL.map(Column::name));
    for line in lines {
        let _ = into.write_record(Column::ALL.map(|column| guarded(line.cell(column))));
    }
    let bytes = into.into_inner().unwrap_or_default();
    // The mark tells spreadsheets that it is UTF-8.
    format!("\u{feff}{}", String::from_utf8_lossy(&bytes))
}

/// What parts the names in the first row: spreadsheets follow the country that they are set to.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |byte: u8| first.bytes().filter(|other| *other == byte).count();
    [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|byte| (count(*byte), *byte == b','))
        .unwrap_or(b',')
}

type Columns = Vec<Option<Column>>;

fn columns(first: &csv::StringRecord) -> Result<(Columns, Vec<String>), SheetRefusal> {
    let mut columns = Columns::new();
    for name in first {
        let column = Column::named(bare(name));
        if let Some(twice) = column.filter(|_| columns.contains(&column)) {
            return Err(SheetRefusal::ColumnTwice(twice));
        }
        columns.push(column);
    }
    let mut unknown = Vec::new();
    for (at, name) in first.iter().enumerate() {
        if columns[at].is_some() || name.trim().is_empty() {
            continue;
        }
        // Two names for one thing: ours, or else the first, is taken.
        let column = Column::named_elsewhere(bare(name));
        columns[at] = column.filter(|_| !columns.contains(&column));
        if columns[at].is_none() {
            unknown.push(name.trim().chars().take(MAX_UNKNOWN).collect());
        }
    }
    if columns.iter().all(Option::is_none) {
        return Err(SheetRefusal::NoColumns);
    }
    unknown.truncate(MAX_UNKNOWN);
    Ok((columns, unknown))
}

/// Of names that mean nothing: how many are told, and how many characters of each.
const MAX_UNKNOWN: usize = 40;

fn line(number: usize, row: &csv::StringRecord, columns: &Columns) -> SheetRow {
    let cells = columns
        .iter()
        .enumerate()
        .filter_map(|(at, column)| {
            // A row that ends early has empty cells there.
            let cell = row.get(at).unwrap_or_default();
            Some(((*column)?, bare(cell).to_owned()))
        })
        .collect();
    SheetRow { number, cells }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line_of(number: usize, cells: &[(Column, &str)]) -> SheetRow {
        SheetRow {
            number,
            cells: cells
                .iter()
                .map(|(column, cell)| (*column, (*cell).to_owned()))
                .collect(),
        }
    }

    #[test]
    fn a_sheet_is_read_however_it_was_saved() {
        let expected = [line_of(
            2,
            &[
                (Column::Title, "Evening; quiet, \"late\""),
                (Column::Time, "19:00"),
            ],
        )];
        for sheet in [
            "title,time\r\n\"Evening; quiet, \"\"late\"\"\",19:00\r\n",
            "\u{feff}Title;TIME\n\"Evening; quiet, \"\"late\"\"\";19:00",
            "title\ttime\n\"Evening; quiet, \"\"late\"\"\"\t19:00\n\n\t\n",
        ] {
            assert_eq!(
                read(sheet.as_bytes()).expect("a sheet").lines,
                expected,
                "{sheet}"
            );
        }
    }

    #[test]
    fn rows_are_counted_as_spreadsheets_do_and_may_end_early() {
        let sheet = read(b"title,time,notes\nOne,19:00\n,,\n\"Two\nlines\"").expect("a sheet");
        let notes = (Column::Notes, "");
        let expected = [
            line_of(2, &[(Column::Title, "One"), (Column::Time, "19:00"), notes]),
            line_of(
                4,
                &[(Column::Title, "Two\nlines"), (Column::Time, ""), notes],
            ),
        ];
        assert_eq!(sheet.lines, expected);
    }

    #[test]
    fn columns_are_named_as_people_spell_them_and_others_are_told() {
        let sheet = read(b" Day of Month ,colour,other-ways\n5,red,by phone").expect("a sheet");
        let expected = [line_of(
            2,
            &[(Column::DayOfMonth, "5"), (Column::OtherWays, "by phone")],
        )];
        assert_eq!(sheet.lines, expected);
        assert_eq!(sheet.unknown, ["colour"]);
    }

    #[test]
    fn columns_of_other_sheets_are_understood_beside_ours() {
        let sheet = read(
            b"Name,DAY,Time,End Time,Time Zone,Types,Region\nEvening,Monday,7:00:00 PM,8:00 PM,London,BE,North",
        );
        let expected = [line_of(
            2,
            &[
                (Column::Title, "Evening"),
                (Column::Days, "Monday"),
                (Column::Time, "7:00:00 PM"),
                (Column::EndTime, "8:00 PM"),
                (Column::Zone, "London"),
                (Column::Kinds, "BE"),
            ],
        )];
        let sheet = sheet.expect("a sheet");
        assert_eq!(sheet.lines, expected);
        assert_eq!(sheet.unknown, ["Region"]);
        for (sheet, title, left) in [
            ("name,title\nOther,Ours", "Ours", "name"),
            ("Meeting;Name\nFirst;Second", "First", "Name"),
        ] {
            let sheet = read(sheet.as_bytes()).expect("a sheet");
            assert_eq!(sheet.lines, [line_of(2, &[(Column::Title, title)])]);
            assert_eq!(sheet.unknown, [left]);
        }
    }

    #[test]
    fn what_is_no_sheet_is_refused_as_a_whole() {
        let many = format!("title\n{}", "x\n".repeat(MAX_ROWS + 1));
        let long = format!("title\n\"{}", "x".repeat(MAX_CELL + 1));
        let large = vec![b'x'; MAX_BYTES + 1];
        for (bytes, expected) in [
            (&b""[..], SheetRefusal::Empty),
            (b"\xef\xbb\xbf \r\n ", SheetRefusal::Empty),
            (b"PK\x03\x04\xff\xfe", SheetRefusal::NotText),
            (b"Who,Where\nx,y", SheetRefusal::NoColumns),
            (
                b"title,time,Title\nx,y,z",
                SheetRefusal::ColumnTwice(Column::Title),
            ),
            (many.as_bytes(), SheetRefusal::TooManyRows),
            (long.as_bytes(), SheetRefusal::Row(2)),
            (&large, SheetRefusal::TooLarge),
        ] {
            assert_eq!(read(bytes), Err(expected));
        }
    }

    #[test]
    fn as_many_rows_as_are_read_have_room_for_what_groups_write() {
        let notes = "Come as you are, and bring whatever you like to read. ".repeat(10);
        let line = line_of(2, &[(Column::Title, "Evening"), (Column::Notes, &notes)]);
        let sheet = write(std::iter::repeat_n(&line, MAX_ROWS));
        assert_eq!(
            read(sheet.as_bytes()).expect("a sheet").lines.len(),
            MAX_ROWS
        );
    }

    #[test]
    fn what_is_written_begins_with_the_names_of_all_columns() {
        let sheet = write([&line_of(
            2,
            &[
                (Column::Title, "=HYPERLINK(\"x\")"),
                (Column::DayOfMonth, "-1"),
            ],
        )]);
        assert!(sheet.starts_with(
            "\u{feff}slug,group,title,notes,kinds,language,access,repeats,every,days,places,weekday,\
            day_of_month,from,until,time,zone,minutes,doors,fellowship,other_ways,dates\r\n"
        ));
        assert!(sheet.contains("\"'=HYPERLINK(\"\"x\"\")\"") && sheet.contains(",'-1,"));
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_back(texts in proptest::collection::vec("[^\r]{0,40}", 22)) {
            let cells = Column::ALL.into_iter().zip(texts.clone()).collect();
            let line = SheetRow { number: 2, cells };
            prop_assume!(line.cells.values().any(|cell| !cell.trim().is_empty()));
            let read = read(write([&line]).as_bytes()).expect("a sheet");
            prop_assert_eq!(read.lines, vec![line]);
        }
    }
}
