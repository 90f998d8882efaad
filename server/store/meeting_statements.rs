//! The statements for meetings. Their text columns follow the table of a meeting's fields.

use crate::schedule::draft::long_texts;

/// The columns of a meeting's data in the order of their values; the long texts follow them.
const DATA_COLUMNS: [&str; 14] = [
    "slug",
    "title",
    "kinds",
    "language",
    "access",
    "pattern",
    "from_date",
    "until_date",
    "starts_minute",
    "zone",
    "minutes",
    "changes",
    "doors_before",
    "fellowship_after",
];

/// The columns of a meeting's data, with those of the long texts in the table of fields.
fn data_columns() -> Vec<&'static str> {
    let texts = long_texts().map(|(spec, _)| spec.name);
    DATA_COLUMNS.into_iter().chain(texts).collect()
}

/// Reads the data with the id, the group and the revision; `rest` follows the name of the table.
pub(super) fn select_statement(rest: &str) -> String {
    let columns = data_columns().join(", ");
    format!("SELECT id, group_id, edition, edited_at, {columns} FROM meetings {rest}")
}

/// Takes the data, then when it was edited, the group and the room settings.
pub(super) fn insert_statement() -> String {
    let mut columns = data_columns();
    columns.extend(["edited_at", "group_id", "room"]);
    let values: Vec<String> = (1..=columns.len())
        .map(|number| format!("${number}"))
        .collect();
    let (columns, values) = (columns.join(", "), values.join(", "));
    format!("INSERT INTO meetings ({columns}) VALUES ({values}) RETURNING id")
}

/// Takes the data, then when it was edited, the id and the expected number of the revision.
pub(super) fn update_statement() -> String {
    let mut columns = data_columns();
    columns.push("edited_at");
    let count = columns.len();
    let assignments = columns.iter().zip(1..);
    let assignments = assignments.map(|(column, number)| format!("{column} = ${number}"));
    let assignments = assignments.collect::<Vec<_>>().join(", ");
    let (id, edition) = (count + 1, count + 2);
    format!(
        "UPDATE meetings SET {assignments}, edition = edition + 1
         WHERE id = ${id} AND edition = ${edition}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_values_of_a_change_are_numbered_through() {
        let statement = update_statement();
        let count = data_columns().len();
        assert!(statement.starts_with("UPDATE meetings SET slug = $1, title = $2, kinds = $3, "));
        assert!(statement.contains(&format!(
            "edited_at = ${}, edition = edition + 1",
            count + 1
        )));
        assert!(statement.ends_with(&format!(
            "WHERE id = ${} AND edition = ${}",
            count + 2,
            count + 3
        )));
    }
}
