//! A cell that becomes another, short enough to be read beside many more.

use super::Frame;
use crate::schedule::sheet::Difference;

/// The longest that is shown of a cell, in characters: about a line on a phone, twice.
const SHOWN: usize = 80;

/// What stands before the first letter that differs, in characters, where a text begins alike for longer
/// than that.
const ALIKE: usize = 24;

/// What stands for what is left out.
const MORE: char = '…';

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

/// The first words of two texts, or else those from where they are different.
fn excerpts(before: &str, after: &str) -> (String, String) {
    let alike = (before.chars().zip(after.chars()))
        .take_while(|(one, other)| one == other)
        .count();
    let long = |text: &str| text.chars().count() > SHOWN;
    let from = if alike > ALIKE && (long(before) || long(after)) {
        // From the beginning of a word.
        let near = before.chars().skip(alike - ALIKE);
        let rest = near.take(ALIKE).position(char::is_whitespace);
        alike - ALIKE + rest.map_or(0, |space| space + 1)
    } else {
        0
    };
    (excerpt(before, from), excerpt(after, from))
}

fn excerpt(text: &str, from: usize) -> String {
    let mut shown = String::new();
    if from > 0 {
        shown.push(MORE);
    }
    shown.extend(text.chars().skip(from).take(SHOWN));
    if text.chars().count() > from + SHOWN {
        shown.push(MORE);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_are_shown_whole() {
        for (before, after) in [("19:00", "20:30"), ("", "שלום"), ("a b", "a b c")] {
            assert_eq!(
                excerpts(before, after),
                (before.to_owned(), after.to_owned())
            );
        }
    }

    #[test]
    fn long_texts_are_shown_by_their_first_words_or_from_where_they_differ() {
        let words = "ñandú ".repeat(30);
        let (before, after) = excerpts(&words, "");
        assert_eq!(before, format!("{}ña…", "ñandú ".repeat(13)));
        assert_eq!(after, "");
        let (before, after) = excerpts(&words, &format!("{words}y más"));
        assert_eq!(before, "…ñandú ñandú ñandú ");
        assert_eq!(after, "…ñandú ñandú ñandú y más");
        // Without any space near it.
        let (before, after) = excerpts(&"x".repeat(200), &"x".repeat(199));
        assert_eq!(before, format!("…{}", "x".repeat(25)));
        assert_eq!(after, format!("…{}", "x".repeat(24)));
    }
}
