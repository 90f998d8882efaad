//! Recognises what was sent instead of a feed, from its first bytes.

/// Something other than JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OtherFormat {
    /// Nothing, or white space alone.
    Nothing,
    /// HTML.
    WebPage,
    /// XML other than HTML, such as RSS.
    Xml,
    /// A calendar (RFC 5545).
    Calendar,
    /// Bytes that are no text, such as those of a PDF or an archive.
    Binary,
    /// Text that does not begin as JSON does.
    Text,
}

/// How much of a document is searched for the beginning of HTML, in bytes: comments and declarations may
/// stand before it.
const HEAD: usize = 2_000;

impl OtherFormat {
    /// The format of a document; `None` if it begins as JSON does. `text` is the document without a byte order
    /// mark.
    pub(super) fn of(bytes: &[u8], text: &str) -> Option<Self> {
        let text = text.trim_start();
        let first = text.chars().next();
        match first {
            None => Some(Self::Nothing),
            _ if bytes.starts_with(b"%PDF") || bytes.contains(&0) => Some(Self::Binary),
            Some(char::REPLACEMENT_CHARACTER) => Some(Self::Binary),
            // The signature of a ZIP archive or of an office document.
            _ if bytes.starts_with(b"PK\x03\x04") => Some(Self::Binary),
            Some('<') => Some(markup(text)),
            _ if text.starts_with("BEGIN:VCALENDAR") => Some(Self::Calendar),
            Some('[' | '{' | '"' | '-' | '0'..='9') => None,
            _ if ["true", "false", "null"].contains(&text.trim_end()) => None,
            Some(_) => Some(Self::Text),
        }
    }
}

fn markup(text: &str) -> OtherFormat {
    let head: String = text.chars().take(HEAD).collect();
    let head = head.to_ascii_lowercase();
    let is_other_xml = head.starts_with("<?xml") || ["<rss", "<feed"].contains(&first_tag(&head));
    let is_html = ["<!doctype html", "<html"]
        .iter()
        .any(|start| head.contains(start));
    if is_other_xml && !is_html {
        OtherFormat::Xml
    } else {
        OtherFormat::WebPage
    }
}

/// The beginning of the first tag up to its name.
fn first_tag(text: &str) -> &str {
    let end = text.find([' ', '>', '\n']).unwrap_or(text.len());
    &text[..end]
}
