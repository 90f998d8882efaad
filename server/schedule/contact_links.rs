//! Links and telephone numbers in what people write about other ways into a meeting.
//!
//! Strict rather than clever: what is overlooked can still be read and copied, while a press on
//! something that was no number rings a stranger.

use super::web_link;

/// A number reaches nothing with fewer digits, and E.164 knows none with more.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// What stands between the digits of a number: "+44 (0)20 7946-0999" has two in a row at most.
const BETWEEN: &str = " -.()/\u{a0}\u{2010}\u{2011}\u{2013}";
const MAX_BETWEEN: usize = 2;

/// The longest that a phone dials by itself once it is through: ",,81234567890#,,,,*123456#".
const MAX_AFTER: usize = 40;

/// After these a row of digits is something to type, not to call.
const TO_TYPE: [&str; 7] = [
    "id", "code", "passcode", "password", "pin", "key", "account",
];

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    Plain(&'t str),
    /// An address of the web, whole.
    Link(&'t str),
    /// A telephone number as it was written; [`dialled`] makes it one to call.
    PhoneNumber(&'t str),
}

/// The text in pieces that give it again when they are joined.
#[must_use]
pub fn split(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut plain, mut at) = (0, 0);
    while let Some(next) = text[at..].chars().next() {
        let (piece, taken) = match piece(text, at) {
            Found::Piece(piece, length) => (Some(piece), length),
            Found::Nothing(length) => (None, length.max(next.len_utf8())),
        };
        if let Some(piece) = piece {
            if plain < at {
                pieces.push(Piece::Plain(&text[plain..at]));
            }
            pieces.push(piece);
            plain = at + taken;
        }
        at += taken;
    }
    if plain < text.len() {
        pieces.push(Piece::Plain(&text[plain..]));
    }
    pieces
}

/// A number as it is dialled: `+12125551212,,123456789#`. What was found by [`pieces`] or
/// [`is_dial_in`] always is one.
#[must_use]
pub fn dial_string(number: &str) -> String {
    let number = number.trim();
    // In front of an area code, for those who call from within the country.
    let plain = match number.strip_prefix('+') {
        Some(_) => number.replacen("(0)", "", 1),
        None => number.to_owned(),
    };
    let (main, after) = plain.split_at(plain.find([',', '*', '#']).unwrap_or(plain.len()));
    let of_main = main.chars().filter(|c| c.is_ascii_digit() || *c == '+');
    let of_after = after.chars().filter(|c| is_after(*c));
    of_main.chain(of_after).collect()
}

/// What a link that calls a number begins with `tel:` and says.
#[must_use]
pub fn tel_uri(number: &str) -> String {
    format!("tel:{}", dial_string(number).replace('#', "%23"))
}

/// Whether a text is a telephone number and nothing else, where that is what it should be: then it
/// needs no other mark of one.
#[must_use]
pub fn is_phone_number(text: &str) -> bool {
    let text = text.trim();
    let main = stretch(text);
    let after = &text[main.len()..];
    has_enough(main)
        && after.len() <= MAX_AFTER
        && after.chars().all(|c| is_after(c) || c == ' ')
        && (after.is_empty() || after.trim_start().starts_with([',', '*', '#']))
}

/// What stands at a place of a text.
enum Found<'t> {
    Piece(Piece<'t>, usize),
    /// So much of it is nothing to press; at least one character is passed over.
    Nothing(usize),
}

fn piece(text: &str, at: usize) -> Found<'_> {
    let (before, rest) = text.split_at(at);
    if before.ends_with(|c: char| c.is_alphanumeric()) {
        return Found::Nothing(0);
    }
    if let Some(word) = link_at(rest) {
        return match web_link::parse(word) {
            Some(_) => Found::Piece(Piece::Link(word), word.len()),
            None => Found::Nothing(word.len()),
        };
    }
    let main = stretch(rest);
    // In the midst of an address, a price or another number.
    if main.is_empty() || before.ends_with(|c: char| "@#=&?%_+*,$£€.-/".contains(c)) {
        return Found::Nothing(main.len());
    }
    if main.starts_with('(') && !main.contains(')') {
        return Found::Nothing(1);
    }
    match number(before, main, &rest[main.len()..]) {
        Some(length) => Found::Piece(Piece::PhoneNumber(&rest[..length]), length),
        None => Found::Nothing(main.len()),
    }
}

/// The word that begins like an address, without what ends a sentence.
fn link_at(rest: &str) -> Option<&str> {
    let begins = ["https://", "http://"].iter().any(|scheme| {
        rest.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    if !begins {
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

/// The digits at the start, with what stands between those of one number.
fn stretch(text: &str) -> &str {
    let (mut end, mut between) = (0, 0);
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit() {
            (end, between) = (at + 1, 0);
        } else if at == 0 && (c == '+' || c == '(') {
        } else if end > 0 && BETWEEN.contains(c) && between < MAX_BETWEEN
            || text.starts_with('+') && at == 1 && c == '('
        {
            between += 1;
        } else {
            break;
        }
    }
    &text[..end]
}

/// How long the number is that `main` and what comes after it make, if it looks like one to call.
fn number(before: &str, main: &str, after: &str) -> Option<usize> {
    if is_to_type(before) {
        return None;
    }
    let mut next = after.chars();
    let goes_on = match (next.next(), next.next()) {
        // "19:30", "7pm", "50%"
        (Some(':'), Some(c)) => c.is_ascii_digit(),
        (Some(c), _) => c.is_alphanumeric() || "%°€£".contains(c),
        (None, _) => false,
    };
    let mut shorter = main;
    if goes_on {
        shorter = without_last(main)?;
    }
    // "1 hour before" is no part of it.
    while let Some(rest) = without_last(shorter).filter(|rest| shorter.len() - rest.len() == 2) {
        shorter = rest;
    }
    let is_one = has_enough(shorter) && looks_like_one(shorter);
    let whole = shorter.len() == main.len();
    let after = if whole { after_at(after) } else { 0 };
    is_one.then_some(shorter.len() + after)
}

/// Without a last group that is no part of the number: an hour or a count, two digits at most. Of any
/// longer one the rest would be another's number.
fn without_last(main: &str) -> Option<&str> {
    let (rest, last) = main.rsplit_once([' ', '\u{a0}'])?;
    (last.len() <= 2).then(|| rest.trim_end())
}

fn is_to_type(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| c == ' ' || ":#=.-–(".contains(c));
    let word = before
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    TO_TYPE.iter().any(|typed| word.eq_ignore_ascii_case(typed))
}

/// With a country's code, with the zero in front of an area, or as North America writes them.
fn looks_like_one(main: &str) -> bool {
    if let Some(rest) = main.strip_prefix('+') {
        return rest
            .trim_start_matches('(')
            .starts_with(|c: char| c.is_ascii_digit() && c != '0');
    }
    let dated = main.split([' ', '\u{a0}']).any(super::guide::is_date);
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
    // Spaces alone would take the number of a video call for one.
    let marked = main.contains(['-', '.', '(', '\u{2010}', '\u{2011}', '\u{2013}']);
    let american =
        marked && area.is_some_and(|area| area.len() == 3 && !area.starts_with(['0', '1']));
    !dated && (american || main.trim_start_matches('(').starts_with('0'))
}

/// How long what is dialled after the number is.
fn after_at(after: &str) -> usize {
    let end = after.find(|c| !is_after(c)).unwrap_or(after.len());
    let dialled = after[..end].trim_end_matches(',');
    let is_any = dialled.starts_with(',') && dialled.len() <= MAX_AFTER;
    if is_any { dialled.len() } else { 0 }
}

fn is_after(c: char) -> bool {
    c.is_ascii_digit() || ",*#".contains(c)
}

/// Counted as it is dialled.
fn has_enough(main: &str) -> bool {
    let digits = dial_string(main).bytes().filter(u8::is_ascii_digit).count();
    DIGITS.contains(&digits)
}

#[cfg(test)]
mod tests;
