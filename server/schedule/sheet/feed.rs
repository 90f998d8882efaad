//! A Meeting Guide feed as the rows of a sheet.

use super::column::Column;
use super::row::SheetRow;
use crate::schedule::draft::{Field, MAX_SLUG};
use crate::schedule::guide::{
    Defaults, FeedError, Row, RowError, RowSelection, parse_rows, strip_day,
};
use crate::schedule::{Days, weekday};
use std::collections::BTreeMap;

/// The meetings of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// One row for each meeting.
    pub rows: Vec<SheetRow>,
    /// Entries that can't be used.
    pub errors: Vec<RowError>,
    /// The number of duplicate entries that were left out.
    pub left_out: usize,
}

/// Parses a feed whose meetings move to this site. The rows have no cells for values that feeds do not have, so
/// existing meetings keep those values.
///
/// # Errors
/// When the whole feed cannot be parsed.
pub fn read_feed(bytes: &[u8]) -> Result<Feed, FeedError> {
    let defaults = Defaults {
        source: "",
        zone: None,
        language: "en",
    };
    let parsed = parse_rows(bytes, &defaults, RowSelection::All)?;
    let rows = parsed.rows.iter();
    Ok(Feed {
        rows: rows.map(|(number, row)| sheet_row(*number, row)).collect(),
        errors: parsed.errors,
        left_out: parsed.skipped,
    })
}

fn sheet_row(number: usize, row: &Row) -> SheetRow {
    let about = &row.about;
    let zone = row.zone.iana_name().unwrap_or_default();
    let fields = [
        (Field::Slug, slug(&row.slug)),
        (Field::Title, about.title.clone()),
        (Field::Notes, about.notes.clone()),
        (Field::Kinds, about.kinds.join(" ")),
        (Field::Language, about.language.clone()),
        (Field::Access, about.access.as_str().to_owned()),
        (Field::Repeats, "weekly".to_owned()),
        (Field::Every, "1".to_owned()),
        (Field::Days, days(row.days)),
        (Field::Time, row.time.strftime("%H:%M").to_string()),
        (Field::Zone, zone.to_owned()),
        (Field::Minutes, row.minutes.to_string()),
        (Field::OtherWays, about.other_ways.clone()),
    ];
    let cells = fields.map(|(field, cell)| (Column::Field(field), cell));
    let mut cells = BTreeMap::from(cells);
    cells.insert(Column::Group, row.group.clone());
    SheetRow { number, cells }
}

/// The slug in lower case; empty if a meeting can't have it: then it is made from the title.
fn slug(text: &str) -> String {
    let slug = strip_day(text).to_ascii_lowercase();
    let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if slug.len() <= MAX_SLUG && slug.chars().all(is_allowed) {
        slug
    } else {
        String::new()
    }
}

fn days(days: Days) -> String {
    days.iter().map(weekday::name).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::guide::RowErrorKind;

    #[test]
    fn a_feed_becomes_one_row_a_meeting() {
        let feed = read_feed(
            br#"[{"name": "Evening", "slug": "evening_mon", "day": 1, "time": "19:00", "end_time": "20:30",
                "timezone": "Europe/London", "types": ["C", "EN", "BEG", "M"], "group": "Harbour",
                "conference_url": "https://here.example/meetings/evening", "conference_url_notes": "A bridge."},
                {"name": "Evening", "slug": "evening_thu", "day": 4, "time": "19:00", "end_time": "20:30",
                "timezone": "Europe/London", "types": ["C", "EN", "BEG", "M"], "group": "Harbour",
                "conference_url": "https://here.example/meetings/evening", "conference_url_notes": "A bridge."},
                {"name": "In a hall", "slug": "Odd Slug!", "day": 0, "time": "9:00 am", "timezone": "Europe/London"},
                {"name": "Nowhere", "day": 0, "time": "09:00"}]"#,
        )
        .expect("a feed");
        let columns = Column::ALL.into_iter();
        let cells: Vec<(&str, &str)> = columns
            .filter_map(|column| Some((column.name(), feed.rows[0].cells.get(&column)?.as_str())))
            .collect();
        assert_eq!(
            cells,
            [
                ("slug", "evening"),
                ("group", "Harbour"),
                ("title", "Evening"),
                ("notes", ""),
                ("kinds", "BE M"),
                ("language", "en"),
                ("access", "closed"),
                ("repeats", "weekly"),
                ("every", "1"),
                ("days", "monday thursday"),
                ("time", "19:00"),
                ("zone", "Europe/London"),
                ("minutes", "90"),
                ("other_ways", "A bridge."),
            ]
        );
        assert_eq!(feed.rows[1].field(Field::Slug), "");
        assert_eq!(feed.rows[1].number, 3);
        assert_eq!(feed.rows.len(), 2);
        assert_eq!(feed.errors[0].kind, RowErrorKind::NoZone);
    }
}
