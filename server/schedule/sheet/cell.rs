//! One cell, made safe to open in a spreadsheet.
//!
//! Programs take a cell that begins like a formula for one, and a formula can send what else is in the
//! sheet to a stranger. A leading apostrophe makes it text; it is put before such cells and taken off again.

/// How formulas begin (OWASP, "CSV Injection"), in full width too.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

const GUARD: char = '\'';

/// As it is written.
pub(super) fn guarded(text: &str) -> String {
    if is_formula(text) {
        format!("{GUARD}{text}")
    } else {
        text.to_owned()
    }
}

/// As it was before it was guarded. An apostrophe of somebody's own stays.
pub(super) fn bare(cell: &str) -> &str {
    cell.strip_prefix(GUARD)
        .filter(|rest| is_formula(rest))
        .unwrap_or(cell)
}

/// Also of a text that begins with what would be taken for a guard.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches(GUARD).starts_with(FORMULA)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_written_can_be_a_formula() {
        for text in [
            "=1+1", "+44", "-1", "@a", "\tx", "\rx", "\nx", "＝1", "'=1", "''-1",
        ] {
            let written = guarded(text);
            assert!(written.starts_with('\''), "{text:?}");
            assert_eq!(bare(&written), text);
        }
    }

    #[test]
    fn all_other_text_stays_as_it_is() {
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
            assert_eq!(bare(text), text);
        }
    }

    #[test]
    fn what_people_typed_without_a_guard_is_read_as_it_is() {
        assert_eq!(bare("=1+1"), "=1+1");
        assert_eq!(bare("-1"), "-1");
    }
}
