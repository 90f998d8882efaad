//! Rows and columns: CSV as spreadsheets save it.

use super::cell::{guarded, unguarded};
use super::column::Column;
use super::row::SheetRow;

/// The largest sheet in bytes: as large as a feed.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// More meetings than any known directory has, so that every exported site can be imported again.
pub const MAX_ROWS: usize = 10_000;

/// The largest row in bytes, so that a forgotten quote can't hide the rest of a sheet. Two long texts of
/// any script and a year of dates fit.
const MAX_ROW_BYTES: usize = 64 * 1024;

/// What was read of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Every row that is not empty.
    pub rows: Vec<SheetRow>,
    /// The names of unknown columns, which are ignored.
    pub unknown: Vec<String>,
}

/// Why nothing of a sheet can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetRefusal {
    /// Only white space.
    #[error("there is nothing in it")]
    Empty,
    /// Larger than [`MAX_BYTES`].
    #[error("it is larger than {} MiB", MAX_BYTES / 1024 / 1024)]
    TooLarge,
    /// Not UTF-8.
    #[error("it is not text in UTF-8")]
    NotText,
    /// The first row names no known column.
    #[error("its first row names no column that is known here")]
    NoColumns,
    /// The first row names this column twice.
    #[error("its first row names a column twice")]
    ColumnTwice(Column),
    /// The row with this number is no CSV, or too large.
    #[error("row {0} can't be read")]
    Row(usize),
    /// More than [`MAX_ROWS`].
    #[error("it has more than {MAX_ROWS} rows")]
    TooManyRows,
}

/// Reads a sheet whose cells are separated by commas, semicolons or tabs. The cells are not interpreted.
///
/// # Errors
/// Why nothing of it can be read.
pub fn read(bytes: &[u8]) -> Result<Sheet, SheetRefusal> {
    if bytes.len() > MAX_BYTES {
        return Err(SheetRefusal::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| SheetRefusal::NotText)?;
    // Browsers send other line ends than spreadsheets save.
    let text = text
        .trim_start_matches('\u{feff}')
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    let text = text.trim_start_matches(['\n', ' ']);
    if text.trim().is_empty() {
        return Err(SheetRefusal::Empty);
    }
    let mut records = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
        .into_records();
    let first = records.next().ok_or(SheetRefusal::Empty)?;
    let (columns, unknown) = columns(&first.map_err(|_| SheetRefusal::Row(1))?)?;
    let mut rows = Vec::new();
    for (number, record) in (2..).zip(records) {
        let record = record.map_err(|_| SheetRefusal::Row(number))?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if record.as_slice().len() > MAX_ROW_BYTES {
            return Err(SheetRefusal::Row(number));
        }
        if rows.len() == MAX_ROWS {
            return Err(SheetRefusal::TooManyRows);
        }
        rows.push(row(number, &record, &columns));
    }
    Ok(Sheet { rows, unknown })
}

/// A sheet of these rows, as CSV with a header.
#[must_use]
pub fn write<'r>(rows: impl IntoIterator<Item = &'r SheetRow>) -> String {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    // Writing to memory never fails.
    let _ = writer.write_record(Column::ALL.map(Column::name));
    for row in rows {
        let _ = writer.write_record(Column::ALL.map(|column| guarded(row.cell(column))));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    // The byte order mark tells spreadsheets that it is UTF-8.
    format!("\u{feff}{}", String::from_utf8_lossy(&bytes))
}

/// The separator that is most frequent in the first row: it depends on the country setting of the
/// spreadsheet.
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
        let column = Column::named(unguarded(name));
        if let Some(column) = column.filter(|_| columns.contains(&column)) {
            return Err(SheetRefusal::ColumnTwice(column));
        }
        columns.push(column);
    }
    let mut unknown = Vec::new();
    for (at, name) in first.iter().enumerate() {
        if columns[at].is_some() || name.trim().is_empty() {
            continue;
        }
        // Of two names for one column our own counts, or else the first.
        let column = Column::with_alias(unguarded(name));
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

/// How many unknown names are reported, and how many characters of each.
const MAX_UNKNOWN: usize = 40;

fn row(number: usize, record: &csv::StringRecord, columns: &Columns) -> SheetRow {
    let cells = columns
        .iter()
        .enumerate()
        .filter_map(|(at, column)| {
            // A short row has empty cells at its end.
            let cell = record.get(at).unwrap_or_default();
            Some(((*column)?, unguarded(cell).to_owned()))
        })
        .collect();
    SheetRow { number, cells }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::draft::Field;
    use proptest::prelude::*;

    fn row_of(number: usize, cells: &[(Column, &str)]) -> SheetRow {
        SheetRow {
            number,
            cells: cells
                .iter()
                .map(|(column, cell)| (*column, (*cell).to_owned()))
                .collect(),
        }
    }

    #[test]
    fn every_common_csv_dialect_is_read() {
        let expected = [row_of(
            2,
            &[
                (Column::Field(Field::Title), "Evening; quiet, \"late\""),
                (Column::Field(Field::Time), "19:00"),
            ],
        )];
        for sheet in [
            "title,time\r\n\"Evening; quiet, \"\"late\"\"\",19:00\r\n",
            "\u{feff}Title;TIME\n\"Evening; quiet, \"\"late\"\"\";19:00",
            "title\ttime\n\"Evening; quiet, \"\"late\"\"\"\t19:00\n\n\t\n",
        ] {
            assert_eq!(
                read(sheet.as_bytes()).expect("a sheet").rows,
                expected,
                "{sheet}"
            );
        }
    }

    #[test]
    fn rows_are_counted_as_spreadsheets_do_and_may_be_short() {
        let sheet = read(b"title,time,notes\nOne,19:00\n,,\n\"Two\nlines\"").expect("a sheet");
        let notes = (Column::Field(Field::Notes), "");
        let expected = [
            row_of(
                2,
                &[
                    (Column::Field(Field::Title), "One"),
                    (Column::Field(Field::Time), "19:00"),
                    notes,
                ],
            ),
            row_of(
                4,
                &[
                    (Column::Field(Field::Title), "Two\nlines"),
                    (Column::Field(Field::Time), ""),
                    notes,
                ],
            ),
        ];
        assert_eq!(sheet.rows, expected);
    }

    #[test]
    fn columns_are_found_in_any_spelling_and_unknown_ones_are_reported() {
        let sheet = read(b" Day of Month ,colour,other-ways\n5,red,by phone").expect("a sheet");
        let expected = [row_of(
            2,
            &[
                (Column::Field(Field::DayOfMonth), "5"),
                (Column::Field(Field::OtherWays), "by phone"),
            ],
        )];
        assert_eq!(sheet.rows, expected);
        assert_eq!(sheet.unknown, ["colour"]);
    }

    #[test]
    fn names_of_columns_in_other_sheets_are_understood() {
        let sheet = read(
            b"Name,DAY,Time,End Time,Time Zone,Types,Region\nEvening,Monday,7:00:00 PM,8:00 PM,London,BE,North",
        );
        let expected = [row_of(
            2,
            &[
                (Column::Field(Field::Title), "Evening"),
                (Column::Field(Field::Days), "Monday"),
                (Column::Field(Field::Time), "7:00:00 PM"),
                (Column::EndTime, "8:00 PM"),
                (Column::Field(Field::Zone), "London"),
                (Column::Field(Field::Kinds), "BE"),
            ],
        )];
        let sheet = sheet.expect("a sheet");
        assert_eq!(sheet.rows, expected);
        assert_eq!(sheet.unknown, ["Region"]);
        for (sheet, title, ignored) in [
            ("name,title\nOther,Ours", "Ours", "name"),
            ("Meeting;Name\nFirst;Second", "First", "Name"),
        ] {
            let sheet = read(sheet.as_bytes()).expect("a sheet");
            assert_eq!(
                sheet.rows,
                [row_of(2, &[(Column::Field(Field::Title), title)])]
            );
            assert_eq!(sheet.unknown, [ignored]);
        }
    }

    #[test]
    fn a_file_that_is_no_sheet_is_refused() {
        let many = format!("title\n{}", "x\n".repeat(MAX_ROWS + 1));
        let long = format!("title\n\"{}", "x".repeat(MAX_ROW_BYTES + 1));
        let large = vec![b'x'; MAX_BYTES + 1];
        for (bytes, expected) in [
            (&b""[..], SheetRefusal::Empty),
            (b"\xef\xbb\xbf \r\n ", SheetRefusal::Empty),
            (b"PK\x03\x04\xff\xfe", SheetRefusal::NotText),
            (b"Who,Where\nx,y", SheetRefusal::NoColumns),
            (
                b"title,time,Title\nx,y,z",
                SheetRefusal::ColumnTwice(Column::Field(Field::Title)),
            ),
            (many.as_bytes(), SheetRefusal::TooManyRows),
            (long.as_bytes(), SheetRefusal::Row(2)),
            (&large, SheetRefusal::TooLarge),
        ] {
            assert_eq!(read(bytes), Err(expected));
        }
    }

    #[test]
    fn the_most_rows_with_long_notes_fit_into_one_sheet() {
        let notes = "Come as you are, and bring whatever you like to read. ".repeat(10);
        let row = row_of(
            2,
            &[
                (Column::Field(Field::Title), "Evening"),
                (Column::Field(Field::Notes), &notes),
            ],
        );
        let sheet = write(std::iter::repeat_n(&row, MAX_ROWS));
        assert_eq!(
            read(sheet.as_bytes()).expect("a sheet").rows.len(),
            MAX_ROWS
        );
    }

    #[test]
    fn a_written_sheet_begins_with_the_names_of_all_columns() {
        let sheet = write([&row_of(
            2,
            &[
                (Column::Field(Field::Title), "=HYPERLINK(\"x\")"),
                (Column::Field(Field::DayOfMonth), "-1"),
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
        fn every_written_sheet_is_read_back(texts in proptest::collection::vec("[^\r]{0,40}", Column::ALL.len())) {
            let cells = Column::ALL.into_iter().zip(texts.clone()).collect();
            let row = SheetRow { number: 2, cells };
            prop_assume!(row.cells.values().any(|cell| !cell.trim().is_empty()));
            let read = read(write([&row]).as_bytes()).expect("a sheet");
            prop_assert_eq!(read.rows, vec![row]);
        }
    }
}
