//! One cell, made safe to open in a spreadsheet.
//!
//! Spreadsheets run a cell that begins like a formula, and a formula can send the rest of the sheet to a
//! stranger. A leading apostrophe turns it into text: it is written before such cells, and removed when
//! they are read.

/// The first characters of formulas (OWASP, "CSV Injection"), also in full width.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

const GUARD: char = '\'';

/// The text as it is written into a cell.
pub(super) fn guarded(text: &str) -> String {
    if is_formula(text) {
        format!("{GUARD}{text}")
    } else {
        text.to_owned()
    }
}

/// The text of a cell without the guard. An apostrophe that somebody entered stays.
pub(super) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix(GUARD)
        .filter(|rest| is_formula(rest))
        .unwrap_or(cell)
}

/// Also true for a guarded formula: otherwise its apostrophe would be removed when it is read.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches(GUARD).starts_with(FORMULA)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_written_cell_is_a_formula() {
        for text in [
            "=1+1", "+44", "-1", "@a", "\tx", "\rx", "\nx", "＝1", "'=1", "''-1",
        ] {
            let written = guarded(text);
            assert!(written.starts_with('\''), "{text:?}");
            assert_eq!(unguarded(&written), text);
        }
    }

    #[test]
    fn other_text_is_written_unchanged() {
        for text in [
            "",
            "Evening",
            "'tis the season",
            "''",
            "a=b",
            "19:00",
            "1-2",
        ] {
            assert_eq!(guarded(text), text);
            assert_eq!(unguarded(text), text);
        }
    }

    #[test]
    fn a_cell_without_a_guard_is_read_unchanged() {
        assert_eq!(unguarded("=1+1"), "=1+1");
        assert_eq!(unguarded("-1"), "-1");
    }
}
