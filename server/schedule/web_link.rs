//! Validates links that other people wrote, before they are shown.

/// In bytes: more than any known invitation link has.
const MAX_LINK: usize = 2_000;

/// A web address that is safe to show; `None` for anything else. A missing scheme becomes https.
#[must_use]
pub fn parse(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text.len() > MAX_LINK {
        return None;
    }
    let address = if has_scheme(text) {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    let rest = ["https://", "http://"].into_iter().find_map(|scheme| {
        address
            .get(..scheme.len())
            .filter(|start| start.eq_ignore_ascii_case(scheme))
            .and_then(|_| address.get(scheme.len()..))
    })?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    (is_host(host) && rest.chars().all(is_link_char)).then_some(address)
}

/// The host of a link, without a leading "www.".
#[must_use]
pub fn host(link: &str) -> Option<&str> {
    let (_, rest) = link.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let www = host
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("www."));
    let host = if www { &host[4..] } else { host };
    (!host.is_empty()).then_some(host)
}

/// Whether it starts with a scheme such as `javascript:` or `https:`, rather than with a host and port.
fn has_scheme(text: &str) -> bool {
    text.split_once(':')
        .is_some_and(|(scheme, _)| !scheme.contains(['.', '/', '?', '#']))
}

/// A host name with a dot and an optional port. User information before an `@` is not allowed: it could
/// hide the host.
fn is_host(host: &str) -> bool {
    let (name, port) = host
        .rsplit_once(':')
        .map_or((host, "0"), |(name, port)| (name, port));
    name.contains('.')
        && port.parse::<u16>().is_ok()
        && name.split('.').all(|label| {
            !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
}

fn is_link_char(c: char) -> bool {
    !c.is_control() && !c.is_whitespace() && !"\"<>\\^`{|}".contains(c) && !is_direction_mark(c)
}

/// Invisible characters that change the order in which a link is displayed.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses_are_accepted() {
        for (written, expected) in [
            (
                "https://zoom.us/j/1?pwd=a%20b#x",
                "https://zoom.us/j/1?pwd=a%20b#x",
            ),
            (" HTTP://example.org:8080 ", "HTTP://example.org:8080"),
            ("meet.example.org/room", "https://meet.example.org/room"),
            ("example.org:8443/a:b", "https://example.org:8443/a:b"),
            ("https://bücher.example/ä", "https://bücher.example/ä"),
        ] {
            assert_eq!(parse(written).as_deref(), Some(expected));
        }
    }

    #[test]
    fn the_host_of_a_link_is_shown_without_www() {
        for (link, expected) in [
            ("https://zoom.us/j/1?pwd=a#x", Some("zoom.us")),
            ("https://WWW.zoom.us", Some("zoom.us")),
            ("http://us02web.zoom.us?a=/b", Some("us02web.zoom.us")),
            ("https://meet.example:8443/room", Some("meet.example:8443")),
            ("https://bücher.example/ä", Some("bücher.example")),
            ("https://éwww.example/", Some("éwww.example")),
            ("/meetings/one", None),
            ("https:///one", None),
        ] {
            assert_eq!(host(link), expected, "{link}");
        }
    }

    #[test]
    fn everything_else_is_rejected() {
        for written in [
            "",
            "javascript:alert(1)",
            "data:text/html,x",
            "tel:+4420",
            "mailto:a@example.org",
            "zoom",
            "https://",
            "https://zoom.us@evil.example/",
            "https://a b.example/",
            "https://example.org/\"onclick=",
            "https://example.org/\u{202e}gro",
            "https://example.org:99999/",
            "//example.org/",
            "see the website, please",
            &format!("https://example.org/{}", "a".repeat(2_000)),
        ] {
            assert_eq!(parse(written), None, "{written}");
        }
    }
}
