//! What a single setting is: its name, its default and the words that tell of it.

use std::fmt::Write;

/// One setting. Its text form is the same in a flag, a variable and the file.
#[derive(Debug)]
pub(super) struct Setting {
    pub section: &'static str,
    pub key: &'static str,
    /// In TOML.
    pub default: &'static str,
    /// Ends the sentence "It takes ...".
    pub accepted: &'static str,
    /// For the example: what it is for.
    pub about: &'static str,
    /// Its value never appears in a message.
    pub secret: bool,
    /// Too rich for a flag or a variable.
    pub only_in_file: bool,
}

impl Setting {
    /// `http.bind`
    pub(super) fn name(&self) -> String {
        format!("{}.{}", self.section, self.key)
    }

    /// `--http-bind`
    pub(super) fn flag(&self) -> String {
        format!("--{}-{}", self.section, self.key.replace('_', "-"))
    }

    /// `PORCHLIGHT_HTTP_BIND`
    pub(super) fn variable(&self) -> String {
        format!("PORCHLIGHT_{}_{}", self.section, self.key).to_uppercase()
    }
}

/// Words after `# `, settings after a bare `#`.
pub(super) fn commented_example(sections: &[&[Setting]]) -> String {
    let mut text = String::from(
        "# Settings of porchlight. A setting is taken from the command line (--http-bind), else from a\n\
         # variable (PORCHLIGHT_HTTP_BIND), else from this file, else it is as shown here.\n",
    );
    for settings in sections {
        for (place, setting) in settings.iter().enumerate() {
            if place == 0 {
                let _ = write!(text, "\n[{}]\n", setting.section);
            }
            for line in setting.about.lines() {
                let _ = writeln!(text, "# {line}");
            }
            let _ = writeln!(text, "# It takes {}.", setting.accepted);
            let _ = writeln!(text, "#{} = {}", setting.key, setting.default);
        }
    }
    text
}

/// The known name that `wrong` was most likely meant to be.
pub(super) fn nearest(wrong: &str, known: impl IntoIterator<Item = String>) -> Option<String> {
    let far = wrong.chars().count() / 2 + 1;
    known
        .into_iter()
        .map(|name| (distance(wrong, &name), name))
        .filter(|(distance, _)| *distance <= far)
        .min()
        .map(|(_, name)| name)
}

/// How many letters to add, drop or change (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (place, c) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = place + 1;
        for (column, &d) in other.iter().enumerate() {
            let changed = diagonal + usize::from(c != d);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}
