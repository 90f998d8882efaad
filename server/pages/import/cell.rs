//! The change of a cell, shortened so that a list of changes stays readable.

use super::Frame;
use crate::schedule::sheet::Difference;

/// How much of a cell is shown, in characters: about two lines on a phone.
const EXCERPT: usize = 80;

/// How many characters of a longer common beginning are shown before the first difference.
const CONTEXT: usize = 24;

/// Marks omitted text.
const ELLIPSIS: char = '…';

pub(super) struct ChangeView {
    pub column: &'static str,
    pub before: String,
    pub after: String,
}

impl ChangeView {
    pub(super) fn new(difference: &Difference, frame: Frame<'_>) -> Self {
        let (before, after) = excerpts(&difference.before, &difference.after);
        let shown = |text: String| match text.as_str() {
            "" => frame.t("import-empty"),
            _ => text,
        };
        Self {
            column: difference.column.name(),
            before: shown(before),
            after: shown(after),
        }
    }
}

/// The beginnings of two texts, or, where a long beginning is common, the parts that differ.
fn excerpts(before: &str, after: &str) -> (String, String) {
    let common = (before.chars().zip(after.chars()))
        .take_while(|(one, other)| one == other)
        .count();
    let long = |text: &str| text.chars().count() > EXCERPT;
    let start = if common > CONTEXT && (long(before) || long(after)) {
        // Start at the beginning of a word.
        let near = before.chars().skip(common - CONTEXT);
        let rest = near.take(CONTEXT).position(char::is_whitespace);
        common - CONTEXT + rest.map_or(0, |space| space + 1)
    } else {
        0
    };
    (excerpt(before, start), excerpt(after, start))
}

fn excerpt(text: &str, start: usize) -> String {
    let mut shown = String::new();
    if start > 0 {
        shown.push(ELLIPSIS);
    }
    shown.extend(text.chars().skip(start).take(EXCERPT));
    if text.chars().count() > start + EXCERPT {
        shown.push(ELLIPSIS);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_are_shown_in_full() {
        for (before, after) in [("19:00", "20:30"), ("", "שלום"), ("a b", "a b c")] {
            assert_eq!(
                excerpts(before, after),
                (before.to_owned(), after.to_owned())
            );
        }
    }

    #[test]
    fn long_texts_are_cut_to_their_beginning_or_to_where_they_differ() {
        let words = "ñandú ".repeat(30);
        let (before, after) = excerpts(&words, "");
        assert_eq!(before, format!("{}ña…", "ñandú ".repeat(13)));
        assert_eq!(after, "");
        let (before, after) = excerpts(&words, &format!("{words}y más"));
        assert_eq!(before, "…ñandú ñandú ñandú ");
        assert_eq!(after, "…ñandú ñandú ñandú y más");
        // Without a space nearby.
        let (before, after) = excerpts(&"x".repeat(200), &"x".repeat(199));
        assert_eq!(before, format!("…{}", "x".repeat(25)));
        assert_eq!(after, format!("…{}", "x".repeat(24)));
    }
}
