//! Content lines: folded, escaped, ended as RFC 5545 section 3.1 wants them.

/// The longest line, in octets, without its end.
const LONGEST: usize = 75;

/// A calendar as far as it is written.
#[derive(Default)]
pub(super) struct Lines(String);

impl Lines {
    /// A value that is written as it is; `name` includes parameters.
    pub(super) fn raw(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{value}"));
    }

    /// A value of type `TEXT`.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.raw(name, &escaped(value));
    }

    /// A list of values of type `TEXT`.
    pub(super) fn texts(&mut self, name: &str, values: &[String]) {
        let values: Vec<_> = values.iter().map(|value| escaped(value)).collect();
        self.raw(name, &values.join(","));
    }

    pub(super) fn into_text(self) -> String {
        self.0
    }

    /// Never within a character: readers that join lines as text would spoil it.
    fn fold(&mut self, line: &str) {
        let mut left = line;
        let mut room = LONGEST;
        while left.len() > room {
            let (now, later) = left.split_at(left.floor_char_boundary(room));
            self.0.push_str(now);
            self.0.push_str("\r\n ");
            left = later;
            // The space that tells a continuation takes one.
            room = LONGEST - 1;
        }
        self.0.push_str(left);
        self.0.push_str("\r\n");
    }
}

/// Signs that would end the value are escaped; control characters, which no reader may be sent,
/// are left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.replace("\r\n", "\n").chars() {
        match sign {
            '\\' | ';' | ',' => escaped.extend(['\\', sign]),
            '\n' | '\r' => escaped.push_str("\\n"),
            '\t' => escaped.push(sign),
            sign if sign.is_control() => {}
            sign => escaped.push(sign),
        }
    }
    escaped
}
