//! A Meeting Guide feed as the rows of a sheet.

use super::{Column, SheetRow};
use crate::schedule::guide::{
    Defaults, FeedError, Row, RowError, RowSelection, parse_rows, strip_day,
};
use crate::schedule::{DayChoice, Days};
use std::collections::BTreeMap;

/// What was read of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    pub lines: Vec<SheetRow>,
    pub problems: Vec<RowError>,
    /// Rows that came twice.
    pub left_out: usize,
}

/// Reads a feed of meetings that are to be held here. What the feed has no field for is not in the
/// rows: a meeting that there is keeps it.
///
/// # Errors
/// Why the whole of it can't be read.
pub fn read_feed(bytes: &[u8]) -> Result<Feed, FeedError> {
    let defaults = Defaults {
        source: "",
        zone: None,
        language: "en",
    };
    let gathered = parse_rows(bytes, &defaults, RowSelection::All)?;
    Ok(Feed {
        lines: gathered
            .rows
            .iter()
            .map(|(number, row)| line(*number, row))
            .collect(),
        problems: gathered.problems,
        left_out: gathered.left_out,
    })
}

fn line(number: usize, row: &Row) -> SheetRow {
    let about = &row.about;
    let cells = BTreeMap::from([
        (Column::Slug, slug(&row.slug)),
        (Column::Group, row.group.clone()),
        (Column::Title, about.title.clone()),
        (Column::Notes, about.notes.clone()),
        (Column::Kinds, about.kinds.join(" ")),
        (Column::Language, about.language.clone()),
        (Column::Access, about.access.as_str().to_owned()),
        (Column::Repeats, "weekly".to_owned()),
        (Column::Every, "1".to_owned()),
        (Column::Days, days(row.days)),
        (Column::Time, row.time.strftime("%H:%M").to_string()),
        (
            Column::Zone,
            row.zone.iana_name().unwrap_or_default().to_owned(),
        ),
        (Column::Minutes, row.minutes.to_string()),
        (Column::OtherWays, about.other_ways.clone()),
    ]);
    SheetRow { number, cells }
}

/// As addresses here spell it, or nothing: then it is made from the title.
fn slug(text: &str) -> String {
    let slug = strip_day(text).to_ascii_lowercase();
    let spelled = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if slug.len() <= 64 && slug.chars().all(spelled) {
        slug
    } else {
        String::new()
    }
}

fn days(days: Days) -> String {
    days.iter()
        .map(|day| DayChoice::On(day).as_str())
        .collect::<Vec<_>>()
        .join(" ")
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
        let cells: Vec<(&str, &str)> = feed.lines[0]
            .cells
            .iter()
            .map(|(column, cell)| (column.name(), cell.as_str()))
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
        assert_eq!(feed.lines[1].cell(Column::Slug), "");
        assert_eq!(feed.lines[1].number, 3);
        assert_eq!(feed.lines.len(), 2);
        assert_eq!(feed.problems[0].kind, RowErrorKind::NoZone);
    }
}
