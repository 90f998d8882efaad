//! Free texts of somebody else's: markup off, entities read, contacts out.

/// Stands where an address or a number was.
const TAKEN_OUT: &str = "…";

/// Digits from which a number may reach a person.
const MIN_PHONE_DIGITS: usize = 7;

/// The named entities that texts of the field hold.
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

/// The longest name of an entity that is looked for, `#x10FFFF` included.
const MAX_ENTITY: usize = 10;

/// One line: a name or a title. At most `max` characters.
pub(super) fn line(text: &str, max: usize) -> String {
    let text = plain(text);
    cut(&text.split_whitespace().collect::<Vec<_>>().join(" "), max)
}

/// Paragraphs without anybody's contact. At most `max` characters.
pub(super) fn paragraphs(text: &str, max: usize) -> String {
    let text = plain(text);
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
        // One empty line parts paragraphs; more say nothing.
        if !words.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(without_contacts(&words));
        }
    }
    cut(lines.join("\n").trim(), max)
}

/// Without e-mail addresses and phone numbers; for a text of one line.
fn without_contacts(line: &str) -> String {
    let without: Vec<&str> = line
        .split(' ')
        .map(|word| if is_mail(word) { TAKEN_OUT } else { word })
        .collect();
    without_numbers(&without.join(" "))
}

fn is_mail(word: &str) -> bool {
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

/// Every stretch of digits and what stands between the digits of a number, if it has enough of them.
fn without_numbers(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(|c: char| c.is_numeric() || c == '+' || c == '(') {
        // A link keeps its digits: it is no number to call.
        let word = rest[..at].rfind(' ').map_or(0, |space| space + 1);
        if is_link(&rest[word..]) {
            let end = rest[at..].find(' ').map_or(rest.len(), |space| at + space);
            kept.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        kept.push_str(&rest[..at]);
        let stretch = number_at(&rest[at..]);
        let number = &rest[at..at + stretch];
        let digits = number.chars().filter(|c| c.is_numeric()).count();
        if digits >= MIN_PHONE_DIGITS && !is_date(number.trim()) {
            kept.push_str(TAKEN_OUT);
            if number.ends_with(' ') {
                kept.push(' ');
            }
        } else {
            kept.push_str(number);
        }
        rest = &rest[at + stretch..];
    }
    kept.push_str(rest);
    kept
}

/// How many bytes of the start belong to one number; at least one character.
fn number_at(text: &str) -> usize {
    let belongs = |c: char| c.is_numeric() || " +-.()/\u{a0}‐‑–".contains(c);
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

/// "2026-11-25" or "25.11.2026": digits that are no number to call.
pub(in crate::schedule) fn is_date(text: &str) -> bool {
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

/// Markup off, entities read, nothing invisible left but line ends.
fn plain(text: &str) -> String {
    // Twice: what passed through two programs was often escaped by both.
    let text = unescaped(&unescaped(&without_tags(text)));
    text.chars()
        .filter_map(|c| match c {
            '\n' | '\t' | ' ' => Some(c),
            '\r' => Some('\n'),
            c if c.is_whitespace() => Some(' '),
            c if c.is_control() || is_hidden(c) => None,
            c => Some(c),
        })
        .collect()
}

/// Marks that turn the direction of what follows, and others that only deceive. The joiners stay:
/// Persian and Hindi are written with them.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A tag that ends a line becomes a line end. What opens and never closes is text.
fn without_tags(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        kept.push_str(&rest[..at]);
        let tag = &rest[at + 1..];
        let is_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        let Some(end) = tag.find('>').filter(|_| is_tag) else {
            kept.push('<');
            rest = tag;
            continue;
        };
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        if ["br", "p", "div", "li", "tr"].contains(&name.to_ascii_lowercase().as_str()) {
            kept.push('\n');
        }
        rest = &tag[end + 1..];
    }
    kept.push_str(rest);
    kept
}

fn unescaped(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        read.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match entity(rest) {
            Some((meant, length)) => {
                read.push_str(&meant);
                rest = &rest[length..];
            }
            None => read.push('&'),
        }
    }
    read.push_str(rest);
    read
}

/// What the entity at the start means, and how many bytes it takes with its semicolon.
fn entity(text: &str) -> Option<(String, usize)> {
    let end = text
        .bytes()
        .take(MAX_ENTITY)
        .position(|byte| byte == b';')?;
    let name = text.get(..end)?;
    let meant = match name.strip_prefix('#') {
        Some(number) => {
            let number = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(number)?.to_string()
        }
        None => (ENTITIES.iter())
            .find(|(known, _)| *known == name)
            .map(|(_, meant)| (*meant).to_owned())?,
    };
    Some((meant, end + 1))
}

fn cut(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let kept: String = text.chars().take(max.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_entities_become_text() {
        for (written, read) in [
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
            assert_eq!(line(written, 100), read, "{written}");
        }
        assert_eq!(
            paragraphs("<p>One</p><p>Two<br/>three</p>\r\n\r\n\r\n", 100),
            "One\n\nTwo\nthree"
        );
    }

    #[test]
    fn nobody_can_be_reached_by_what_is_kept() {
        for (written, kept) in [
            ("Write to sam.b@example.org or ask.", "Write to … or ask."),
            ("Call (555) 010-9999 now", "Call … now"),
            ("Call +44 20 7946 0999.", "Call …"),
            ("Tel. ٠٢٠٧٩٤٦٠٩٩٩", "Tel. …"),
            ("<a href=\"mailto:sam@example.org\">Sam</a>", "Sam"),
            ("ID: 812 3456 7890, code hope", "ID: …, code hope"),
        ] {
            assert_eq!(paragraphs(written, 100), kept, "{written}");
        }
    }

    #[test]
    fn times_dates_pages_and_links_stay() {
        for kept in [
            "From 19:00 to 20:30, pages 58-60.",
            "Not on 2026-12-24, 2026-12-31 or 24.12.2026.",
            "See https://example.org/j/81234567890 first.",
            "Step 1 (2 of 12) + chips",
            "Venmo @ourgroup",
        ] {
            assert_eq!(paragraphs(kept, 100), kept);
        }
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(line("Grüße aus Köln", 6), "Grüße…");
        assert_eq!(line("Grüße", 5), "Grüße");
    }
}
