//! Finds links and phone numbers in free text about other ways to attend a meeting.
//!
//! It prefers to miss one: a missed number can still be read and copied, while a false one calls a
//! stranger.

use super::web_link;

/// How many digits a phone number has; 15 is the limit of E.164.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// Separators between the digits of a number: "+44 (0)20 7946-0999" has at most two in a row.
const SEPARATORS: &str = " -.()/\u{a0}\u{2010}\u{2011}\u{2013}";
const MAX_SEPARATORS: usize = 2;

/// The longest sequence that a phone dials after the connection: ",,81234567890#,,,,*123456#".
const MAX_EXTENSION: usize = 40;

/// Digits after these words are a code to type, not a number to call.
const CODE_WORDS: [&str; 7] = [
    "id", "code", "passcode", "password", "pin", "key", "account",
];

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    /// Any other text.
    Plain(&'t str),
    /// A complete web address.
    Link(&'t str),
    /// A phone number as it is written; see [`dial_string`].
    PhoneNumber(&'t str),
}

/// Splits a text into pieces; joined, they are the text again.
#[must_use]
pub fn split(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut plain_start, mut at) = (0, 0);
    while let Some(next) = text[at..].chars().next() {
        let (piece, length) = match piece_at(text, at) {
            Scan::Piece(piece, length) => (Some(piece), length),
            Scan::Nothing(length) => (None, length.max(next.len_utf8())),
        };
        if let Some(piece) = piece {
            if plain_start < at {
                pieces.push(Piece::Plain(&text[plain_start..at]));
            }
            pieces.push(piece);
            plain_start = at + length;
        }
        at += length;
    }
    if plain_start < text.len() {
        pieces.push(Piece::Plain(&text[plain_start..]));
    }
    pieces
}

/// The digits of a phone number as they are dialled: `+12125551212,,123456789#`. `number` is one that
/// [`split`] found or [`is_phone_number`] accepted.
#[must_use]
pub fn dial_string(number: &str) -> String {
    let number = number.trim();
    // The zero before an area code, only dialled within the country.
    let plain = match number.strip_prefix('+') {
        Some(_) => number.replacen("(0)", "", 1),
        None => number.to_owned(),
    };
    let (main, extension) = plain.split_at(plain.find([',', '*', '#']).unwrap_or(plain.len()));
    let main_digits = main.chars().filter(|c| c.is_ascii_digit() || *c == '+');
    let extension = extension.chars().filter(|c| is_extension_char(*c));
    main_digits.chain(extension).collect()
}

/// The `tel:` URI that calls a number.
#[must_use]
pub fn tel_uri(number: &str) -> String {
    format!("tel:{}", dial_string(number).replace('#', "%23"))
}

/// Whether a text is a phone number and nothing else. For fields that hold a number: the formats that
/// [`split`] requires to recognise one are not needed.
#[must_use]
pub fn is_phone_number(text: &str) -> bool {
    let text = text.trim();
    let main = digit_run(text);
    let after = &text[main.len()..];
    has_valid_length(main)
        && after.len() <= MAX_EXTENSION
        && after.chars().all(|c| is_extension_char(c) || c == ' ')
        && (after.is_empty() || after.trim_start().starts_with([',', '*', '#']))
}

/// The result of scanning a text at one position.
enum Scan<'t> {
    Piece(Piece<'t>, usize),
    /// This many bytes are neither; the scan skips at least one character.
    Nothing(usize),
}

fn piece_at(text: &str, at: usize) -> Scan<'_> {
    let (before, rest) = text.split_at(at);
    if before.ends_with(|c: char| c.is_alphanumeric()) {
        return Scan::Nothing(0);
    }
    if let Some(word) = link_at(rest) {
        return match web_link::parse(word) {
            Some(_) => Scan::Piece(Piece::Link(word), word.len()),
            None => Scan::Nothing(word.len()),
        };
    }
    let main = digit_run(rest);
    // Part of an address, a price or another number.
    if main.is_empty() || before.ends_with(|c: char| "@#=&?%_+*,$£€.-/".contains(c)) {
        return Scan::Nothing(main.len());
    }
    if main.starts_with('(') && !main.contains(')') {
        return Scan::Nothing(1);
    }
    match number_length(before, main, &rest[main.len()..]) {
        Some(length) => Scan::Piece(Piece::PhoneNumber(&rest[..length]), length),
        None => Scan::Nothing(main.len()),
    }
}

/// A word that starts with `https://` or `http://`, without the punctuation at its end.
fn link_at(rest: &str) -> Option<&str> {
    let has_scheme = ["https://", "http://"].iter().any(|scheme| {
        rest.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    if !has_scheme {
        return None;
    }
    let end = |c: char| c.is_whitespace() || "<>\"“”«»".contains(c);
    let mut word = &rest[..rest.find(end).unwrap_or(rest.len())];
    loop {
        let unpaired = word.ends_with(')') && word.matches('(').count() < word.matches(')').count();
        match word.char_indices().next_back() {
            Some((at, c)) if unpaired || ".,;:!?'’]}".contains(c) => word = &word[..at],
            _ => return Some(word),
        }
    }
}

/// The digits at the start of a text with the separators between them.
fn digit_run(text: &str) -> &str {
    let (mut end, mut between) = (0, 0);
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit() {
            (end, between) = (at + 1, 0);
        } else if at == 0 && (c == '+' || c == '(') {
        } else if end > 0 && SEPARATORS.contains(c) && between < MAX_SEPARATORS
            || text.starts_with('+') && at == 1 && c == '('
        {
            between += 1;
        } else {
            break;
        }
    }
    &text[..end]
}

/// The length of the phone number at the start of `main` and `after`; `None` if it is not one to call.
fn number_length(before: &str, main: &str, after: &str) -> Option<usize> {
    if is_code(before) {
        return None;
    }
    let mut next = after.chars();
    let continues = match (next.next(), next.next()) {
        // "19:30", "7pm", "50%"
        (Some(':'), Some(c)) => c.is_ascii_digit(),
        (Some(c), _) => c.is_alphanumeric() || "%°€£".contains(c),
        (None, _) => false,
    };
    let mut number = main;
    if continues {
        number = without_last(main)?;
    }
    // "1 hour before" does not belong to the number.
    while let Some(rest) = without_last(number).filter(|rest| number.len() - rest.len() == 2) {
        number = rest;
    }
    let is_number = has_valid_length(number) && looks_like_number(number);
    let is_whole = number.len() == main.len();
    let extension = if is_whole { extension_length(after) } else { 0 };
    is_number.then_some(number.len() + extension)
}

/// Removes the last group if it is an hour or a count, of at most two digits. Without a longer group the
/// rest could be the number of somebody else.
fn without_last(main: &str) -> Option<&str> {
    let (rest, last) = main.rsplit_once([' ', '\u{a0}'])?;
    (last.len() <= 2).then(|| rest.trim_end())
}

fn is_code(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| c == ' ' || ":#=.-–(".contains(c));
    let word = before
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    CODE_WORDS
        .iter()
        .any(|typed| word.eq_ignore_ascii_case(typed))
}

/// Whether it has a country code, the zero before an area code, or the format of North America.
fn looks_like_number(main: &str) -> bool {
    if let Some(rest) = main.strip_prefix('+') {
        return rest
            .trim_start_matches('(')
            .starts_with(|c: char| c.is_ascii_digit() && c != '0');
    }
    let has_date = main.split([' ', '\u{a0}']).any(is_date);
    let groups: Vec<&str> = main
        .split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .collect();
    let area = match groups[..] {
        ["1", area, middle, last] | [area, middle, last]
            if (middle.len(), last.len()) == (3, 4) =>
        {
            Some(area)
        }
        _ => None,
    };
    // With spaces only, it could be the meeting number of a video call.
    let has_separator = main.contains(['-', '.', '(', '\u{2010}', '\u{2011}', '\u{2013}']);
    let american =
        has_separator && area.is_some_and(|area| area.len() == 3 && !area.starts_with(['0', '1']));
    !has_date && (american || main.trim_start_matches('(').starts_with('0'))
}

/// Whether a text is a date such as "2026-11-25" or "25.11.2026" rather than a phone number.
pub(super) fn is_date(text: &str) -> bool {
    let parts: Vec<usize> = text
        .trim_end_matches(['.', ','])
        .split(['-', '.', '/'])
        .map(|part| {
            if part.chars().all(|c| c.is_ascii_digit()) {
                part.len()
            } else {
                0
            }
        })
        .collect();
    matches!(parts[..], [4, 1..=2, 1..=2] | [1..=2, 1..=2, 4])
}

/// The length of the extension that is dialled after a number.
fn extension_length(after: &str) -> usize {
    let end = after.find(|c| !is_extension_char(c)).unwrap_or(after.len());
    let extension = after[..end].trim_end_matches(',');
    let is_valid = extension.starts_with(',') && extension.len() <= MAX_EXTENSION;
    if is_valid { extension.len() } else { 0 }
}

fn is_extension_char(c: char) -> bool {
    c.is_ascii_digit() || ",*#".contains(c)
}

/// Whether the dialled number has as many digits as a phone number.
fn has_valid_length(main: &str) -> bool {
    let digits = dial_string(main).bytes().filter(u8::is_ascii_digit).count();
    DIGITS.contains(&digits)
}

#[cfg(test)]
mod tests;
