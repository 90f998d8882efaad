//! Cleans free text of foreign feeds: removes markup, decodes entities, redacts contacts.

use crate::schedule::contact_links::is_date;

/// Replaces an e-mail address or a phone number.
const REDACTED: &str = "…";

/// The fewest digits of a phone number.
const MIN_PHONE_DIGITS: usize = 7;

/// The named HTML entities that occur in feeds.
const ENTITIES: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("ndash", "–"),
    ("mdash", "—"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("hellip", "…"),
    ("bull", "•"),
    ("middot", "·"),
    ("copy", "©"),
    ("reg", "®"),
    ("deg", "°"),
    ("eacute", "é"),
    ("egrave", "è"),
    ("agrave", "à"),
    ("aacute", "á"),
    ("iacute", "í"),
    ("oacute", "ó"),
    ("uacute", "ú"),
    ("ntilde", "ñ"),
    ("ccedil", "ç"),
    ("auml", "ä"),
    ("ouml", "ö"),
    ("uuml", "ü"),
    ("Auml", "Ä"),
    ("Ouml", "Ö"),
    ("Uuml", "Ü"),
    ("szlig", "ß"),
];

/// The longest entity name, including `#x10FFFF`.
const MAX_ENTITY: usize = 10;

/// Cleans a name or a title to one line of at most `max` characters.
pub(super) fn line(text: &str, max: usize) -> String {
    let text = to_plain_text(text);
    truncate(&text.split_whitespace().collect::<Vec<_>>().join(" "), max)
}

/// Cleans a text to paragraphs of at most `max` characters, with contacts redacted.
pub(super) fn paragraphs(text: &str, max: usize) -> String {
    let text = to_plain_text(text);
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
        // One empty line separates paragraphs; further ones are dropped.
        if !words.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(redact_contacts(&words));
        }
    }
    truncate(lines.join("\n").trim(), max)
}

/// Redacts e-mail addresses and phone numbers in one line.
fn redact_contacts(line: &str) -> String {
    let words: Vec<&str> = line
        .split(' ')
        .map(|word| if is_email(word) { REDACTED } else { word })
        .collect();
    redact_numbers(&words.join(" "))
}

fn is_email(word: &str) -> bool {
    !is_link(word)
        && word
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        || word.to_ascii_lowercase().contains("mailto:")
}

fn is_link(word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let starts = |scheme: &str| {
        word.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    starts("https://") || starts("http://")
}

/// Redacts every run of digits and separators that has enough digits for a phone number.
fn redact_numbers(line: &str) -> String {
    let mut output = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(|c: char| c.is_numeric() || c == '+' || c == '(') {
        // The digits of a link stay: they are not a phone number.
        let word = rest[..at].rfind(' ').map_or(0, |space| space + 1);
        if is_link(&rest[word..]) {
            let end = rest[at..].find(' ').map_or(rest.len(), |space| at + space);
            output.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        output.push_str(&rest[..at]);
        let length = number_length(&rest[at..]);
        let number = &rest[at..at + length];
        let digits = number.chars().filter(|c| c.is_numeric()).count();
        if digits >= MIN_PHONE_DIGITS && !is_date(number.trim()) {
            output.push_str(REDACTED);
            if number.ends_with(' ') {
                output.push(' ');
            }
        } else {
            output.push_str(number);
        }
        rest = &rest[at + length..];
    }
    output.push_str(rest);
    output
}

/// How many bytes at the start belong to one number, at least one character.
fn number_length(text: &str) -> usize {
    let belongs = |c: char| c.is_numeric() || " +-.()/\u{a0}‐‑–".contains(c);
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

/// Removes markup and invisible characters other than line breaks, and decodes entities.
fn to_plain_text(text: &str) -> String {
    // Twice: text that passed through two programs is often escaped by both.
    let text = decode_entities(&decode_entities(&strip_tags(text)));
    text.chars()
        .filter_map(|c| match c {
            '\n' | '\t' | ' ' => Some(c),
            '\r' => Some('\n'),
            c if c.is_whitespace() => Some(' '),
            c if c.is_control() || is_invisible(c) => None,
            c => Some(c),
        })
        .collect()
}

/// Direction overrides and other invisible characters that can deceive. The joiners stay: Persian and
/// Hindi need them.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Removes tags; a tag that ends a line becomes a line break. An unclosed tag stays as text.
fn strip_tags(text: &str) -> String {
    let mut output = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        output.push_str(&rest[..at]);
        let tag = &rest[at + 1..];
        let is_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        let Some(end) = tag.find('>').filter(|_| is_tag) else {
            output.push('<');
            rest = tag;
            continue;
        };
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        if ["br", "p", "div", "li", "tr"].contains(&name.to_ascii_lowercase().as_str()) {
            output.push('\n');
        }
        rest = &tag[end + 1..];
    }
    output.push_str(rest);
    output
}

fn decode_entities(text: &str) -> String {
    let mut output = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        output.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match entity(rest) {
            Some((decoded, length)) => {
                output.push_str(&decoded);
                rest = &rest[length..];
            }
            None => output.push('&'),
        }
    }
    output.push_str(rest);
    output
}

/// The decoded entity at the start, and its length in bytes with the semicolon.
fn entity(text: &str) -> Option<(String, usize)> {
    let end = text
        .bytes()
        .take(MAX_ENTITY)
        .position(|byte| byte == b';')?;
    let name = text.get(..end)?;
    let decoded = match name.strip_prefix('#') {
        Some(number) => {
            let number = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(number)?.to_string()
        }
        None => (ENTITIES.iter())
            .find(|(known, _)| *known == name)
            .map(|(_, decoded)| (*decoded).to_owned())?,
    };
    Some((decoded, end + 1))
}

/// Cuts a text to `max` characters, the last of which is then an ellipsis.
fn truncate(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let start: String = text.chars().take(max.saturating_sub(1)).collect();
    format!("{}…", start.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_entities_become_text() {
        for (written, expected) in [
            ("Tom&#8217;s &amp; Ana&rsquo;s", "Tom’s & Ana’s"),
            ("Twice &amp;#8211; escaped", "Twice – escaped"),
            ("<b>Bold</b> <i>step</i>", "Bold step"),
            ("5 < 6 & 7 > 2", "5 < 6 & 7 > 2"),
            (
                "&#xD800; &#99999999; &bogus; &",
                "&#xD800; &#99999999; &bogus; &",
            ),
            ("\u{202e}turned\u{202c}\u{0}\u{200b}", "turned"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
        ] {
            assert_eq!(line(written, 100), expected, "{written}");
        }
        assert_eq!(
            paragraphs("<p>One</p><p>Two<br/>three</p>\r\n\r\n\r\n", 100),
            "One\n\nTwo\nthree"
        );
    }

    #[test]
    fn contacts_are_redacted() {
        for (written, expected) in [
            ("Write to sam.b@example.org or ask.", "Write to … or ask."),
            ("Call (555) 010-9999 now", "Call … now"),
            ("Call +44 20 7946 0999.", "Call …"),
            ("Tel. ٠٢٠٧٩٤٦٠٩٩٩", "Tel. …"),
            ("<a href=\"mailto:sam@example.org\">Sam</a>", "Sam"),
            ("ID: 812 3456 7890, code hope", "ID: …, code hope"),
        ] {
            assert_eq!(paragraphs(written, 100), expected, "{written}");
        }
    }

    #[test]
    fn times_dates_page_numbers_and_links_stay() {
        for text in [
            "From 19:00 to 20:30, pages 58-60.",
            "Not on 2026-12-24, 2026-12-31 or 24.12.2026.",
            "See https://example.org/j/81234567890 first.",
            "Step 1 (2 of 12) + chips",
            "Venmo @ourgroup",
        ] {
            assert_eq!(paragraphs(text, 100), text);
        }
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(line("Grüße aus Köln", 6), "Grüße…");
        assert_eq!(line("Grüße", 5), "Grüße");
    }
}
