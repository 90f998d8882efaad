//! Paths with a query.

/// A path with these pairs as its query, percent-encoded.
pub(crate) fn with_query<'p>(
    path: &str,
    pairs: impl IntoIterator<Item = (&'p str, &'p str)>,
) -> String {
    let mut address = path.to_owned();
    for (at, (name, value)) in pairs.into_iter().enumerate() {
        address.push(if at == 0 { '?' } else { '&' });
        address.push_str(name);
        address.push('=');
        encode(value, &mut address);
    }
    address
}

/// Percent-encodes all but the characters that RFC 3986 allows in a query and that have no meaning
/// in a form.
fn encode(value: &str, into: &mut String) {
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                into.push(char::from(byte));
            }
            _ => {
                into.push('%');
                into.push_str(&data_encoding::HEXUPPER.encode(&[byte]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_percent_encoded() {
        assert_eq!(with_query("/", []), "/");
        assert_eq!(
            with_query("/", [("q", "a b&c=\"é\""), ("tz", "Europe/London")]),
            "/?q=a%20b%26c%3D%22%C3%A9%22&tz=Europe/London"
        );
    }
}
