//! Content lines, folded and escaped as RFC 5545 section 3.1 requires.

/// The longest line in bytes, without its line break.
const MAX_LINE: usize = 75;

/// The text of a calendar while it is written.
#[derive(Default)]
pub(super) struct Lines(String);

impl Lines {
    /// Writes a value as it is; `name` includes parameters.
    pub(super) fn raw(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{value}"));
    }

    /// Writes a value of type `TEXT`.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.raw(name, &escaped(value));
    }

    /// Writes a list of values of type `TEXT`.
    pub(super) fn texts(&mut self, name: &str, values: &[String]) {
        let values: Vec<_> = values.iter().map(|value| escaped(value)).collect();
        self.raw(name, &values.join(","));
    }

    pub(super) fn into_text(self) -> String {
        self.0
    }

    /// Breaks a long line, never within a character: some readers join lines as text.
    fn fold(&mut self, line: &str) {
        let mut rest = line;
        let mut limit = MAX_LINE;
        while rest.len() > limit {
            let (part, after) = rest.split_at(rest.floor_char_boundary(limit));
            self.0.push_str(part);
            self.0.push_str("\r\n ");
            rest = after;
            // A continuation line starts with a space.
            limit = MAX_LINE - 1;
        }
        self.0.push_str(rest);
        self.0.push_str("\r\n");
    }
}

/// Escapes characters that would end the value and removes control characters, which the standard
/// forbids.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' | '\r' => escaped.push_str("\\n"),
            '\t' => escaped.push(c),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}
