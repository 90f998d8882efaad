//! Addresses that somebody else wrote and people here will press.

/// In bytes: above every invitation link of the field, below a nuisance.
const MAX_LINK: usize = 2_000;

/// A web address that is safe to show, or `None`. A missing scheme is taken for https, as people
/// leave it out.
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
    (is_host(host) && rest.chars().all(is_of_link)).then_some(address)
}

/// The name of the site that a link leads to, as people know it.
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

/// Whether it begins like `javascript:` or `https:`; a port after a host's dot is no scheme's end.
fn has_scheme(text: &str) -> bool {
    text.split_once(':')
        .is_some_and(|(scheme, _)| !scheme.contains(['.', '/', '?', '#']))
}

/// A name with a dot and perhaps a port; never somebody's name before an `@`, which would hide the host.
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

fn is_of_link(c: char) -> bool {
    !c.is_control() && !c.is_whitespace() && !"\"<>\\^`{|}".contains(c) && !is_turning(c)
}

/// Marks that would show an address in another order than it has.
fn is_turning(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses_are_let_in() {
        for (written, read) in [
            (
                "https://zoom.us/j/1?pwd=a%20b#x",
                "https://zoom.us/j/1?pwd=a%20b#x",
            ),
            (" HTTP://example.org:8080 ", "HTTP://example.org:8080"),
            ("meet.example.org/room", "https://meet.example.org/room"),
            ("example.org:8443/a:b", "https://example.org:8443/a:b"),
            ("https://bücher.example/ä", "https://bücher.example/ä"),
        ] {
            assert_eq!(parse(written).as_deref(), Some(read));
        }
    }

    #[test]
    fn a_link_tells_the_site_that_it_leads_to() {
        for (link, known) in [
            ("https://zoom.us/j/1?pwd=a#x", Some("zoom.us")),
            ("https://WWW.zoom.us", Some("zoom.us")),
            ("http://us02web.zoom.us?a=/b", Some("us02web.zoom.us")),
            ("https://meet.example:8443/room", Some("meet.example:8443")),
            ("https://bücher.example/ä", Some("bücher.example")),
            ("https://éwww.example/", Some("éwww.example")),
            ("/meetings/one", None),
            ("https:///one", None),
        ] {
            assert_eq!(host(link), known, "{link}");
        }
    }

    #[test]
    fn everything_else_is_no_link() {
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
