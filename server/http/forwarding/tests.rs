use super::*;

fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(*name, value.parse().unwrap());
    }
    headers
}

/// The client of a request from this peer; loopback and 10.0.0.0/8 are trusted.
fn client_of(peer: &str, pairs: &[(&'static str, &'static str)]) -> (String, Option<ProxyMistake>) {
    let trusted = "127.0.0.0/8, ::1, 10.0.0.0/8".parse().unwrap();
    let client = client(peer.parse().unwrap(), &headers(pairs), &trusted);
    (client.ip.to_string(), client.mistake)
}

#[test]
fn each_header_names_the_client_of_a_trusted_proxy() {
    for pairs in [
        &[("x-forwarded-for", "192.0.2.1")][..],
        &[("x-forwarded-for", "192.0.2.1:4711")],
        &[("x-real-ip", "192.0.2.1")],
        &[("forwarded", "for=192.0.2.1;proto=https;host=porch.example")],
        &[("forwarded", "proto=https; For=\"192.0.2.1:4711\"")],
        &[("x-forwarded-for", "::ffff:192.0.2.1")],
    ] {
        for peer in ["127.0.0.1", "::1", "10.0.0.7", "::ffff:127.0.0.1"] {
            let expected = ("192.0.2.1".to_owned(), None);
            assert_eq!(client_of(peer, pairs), expected, "{peer} {pairs:?}");
        }
    }
    let (ip, _) = client_of("127.0.0.1", &[("forwarded", "for=\"[2001:db8::7]:47011\"")]);
    assert_eq!(ip, "2001:db8::7");
    let (ip, _) = client_of("127.0.0.1", &[("forwarded", "for=\"[2001:db8::7]\"")]);
    assert_eq!(ip, "2001:db8::7");
}

#[test]
fn the_client_is_found_through_several_hops_and_cannot_be_invented() {
    for (pairs, expected) in [
        // What the client wrote itself comes before what the proxies appended.
        (
            &[("x-forwarded-for", "203.0.113.9, 192.0.2.1, 10.0.0.3")][..],
            "192.0.2.1",
        ),
        (
            &[
                ("x-forwarded-for", "203.0.113.9"),
                ("x-forwarded-for", "192.0.2.1, 10.0.0.3"),
            ],
            "192.0.2.1",
        ),
        (
            &[("forwarded", "for=203.0.113.9, for=192.0.2.1, for=10.0.0.3")],
            "192.0.2.1",
        ),
        // The last of several proxies names the one before it.
        (
            &[
                ("x-forwarded-for", "192.0.2.1, 10.0.0.3"),
                ("x-real-ip", "10.0.0.3"),
            ],
            "192.0.2.1",
        ),
        // A visitor inside the trusted network.
        (&[("x-forwarded-for", "10.9.9.9, 10.0.0.3")], "10.9.9.9"),
        // A hop that hides its address: the proxy after it is all that is known.
        (&[("x-forwarded-for", "unknown")], "127.0.0.1"),
        (&[("forwarded", "for=_hidden, for=10.0.0.3")], "127.0.0.1"),
        (&[("x-forwarded-for", "")], "127.0.0.1"),
        (&[], "127.0.0.1"),
    ] {
        let expected = (expected.to_owned(), None);
        assert_eq!(client_of("127.0.0.1", pairs), expected, "{pairs:?}");
    }
}

#[test]
fn headers_of_a_peer_that_is_not_trusted_do_not_count() {
    for header in ["x-forwarded-for", "forwarded", "x-real-ip"] {
        let expected = (
            "198.51.100.7".to_owned(),
            Some(ProxyMistake::Untrusted(header)),
        );
        let pairs = [(header, "for=192.0.2.1")];
        assert_eq!(client_of("198.51.100.7", &pairs), expected, "{header}");
    }
    assert_eq!(
        client_of("198.51.100.7", &[]),
        ("198.51.100.7".to_owned(), None)
    );
}

#[test]
fn headers_that_contradict_each_other_do_not_count() {
    let pairs = [("x-forwarded-for", "192.0.2.1"), ("x-real-ip", "192.0.2.2")];
    let expected = (
        "10.0.0.7".to_owned(),
        Some(ProxyMistake::Contradiction("x-forwarded-for", "x-real-ip")),
    );
    assert_eq!(client_of("10.0.0.7", &pairs), expected);
    let pairs = [("x-forwarded-for", "192.0.2.1"), ("x-real-ip", "192.0.2.1")];
    assert_eq!(
        client_of("10.0.0.7", &pairs),
        ("192.0.2.1".to_owned(), None)
    );
}

#[test]
fn hosts_and_scheme_are_read_from_both_kinds_of_headers() {
    let old = headers(&[
        ("x-forwarded-host", "porch.example"),
        ("x-forwarded-proto", "HTTPS, http"),
    ]);
    let new = headers(&[("forwarded", "for=192.0.2.1;host=porch.example;proto=https")]);
    for headers in [old, new] {
        assert_eq!(hosts(&headers), ["porch.example"]);
        assert_eq!(scheme(&headers).as_deref(), Some("https"));
    }
    assert!(hosts(&HeaderMap::new()).is_empty());
    assert_eq!(scheme(&HeaderMap::new()), None);
}
