//! The description of one setting: its name, its default and its texts.

use std::fmt::Write;

/// Accepted values of a setting that is a socket address of this machine.
pub(super) const LOCAL_ADDRESS: &str = "an address of this machine and a port";

/// One setting. Its text form is the same in a flag, a variable and the file.
#[derive(Debug)]
pub(super) struct Setting {
    pub(super) section: &'static str,
    pub(super) key: &'static str,
    /// In TOML.
    pub(super) default: &'static str,
    /// Completes the sentence "It takes ...".
    pub(super) accepted: &'static str,
    /// Its description in the commented example.
    pub(super) about: &'static str,
    /// Its value never appears in a message.
    pub(super) secret: bool,
    /// It has no text form, so that no flag or variable can give it.
    pub(super) only_in_file: bool,
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

/// A TOML file in which descriptions start with `# ` and settings with a bare `#`.
pub(super) fn commented_example(sections: &[&[Setting]]) -> String {
    let mut text = String::from(
        "# Settings of porchlight. A setting is taken from the command line (--http-bind), else from a\n\
         # variable (PORCHLIGHT_HTTP_BIND), else from this file, else it is as shown here.\n",
    );
    for settings in sections {
        for (index, setting) in settings.iter().enumerate() {
            if index == 0 {
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

/// The name of `names` that is most similar to `unknown`, if any is similar enough to be meant.
pub(super) fn nearest(unknown: &str, names: impl IntoIterator<Item = String>) -> Option<String> {
    let max_distance = unknown.chars().count() / 2 + 1;
    names
        .into_iter()
        .map(|name| (strsim::levenshtein(unknown, &name), name))
        .filter(|(distance, _)| *distance <= max_distance)
        .min()
        .map(|(_, name)| name)
}
