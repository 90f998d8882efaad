use super::*;

type Pairs = [(&'static str, &'static str)];

fn headers(pairs: &Pairs) -> HeaderMap {
    pairs
        .iter()
        .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
        .collect()
}

fn ingress(public_url: &str) -> Ingress {
    Ingress {
        public_url: (!public_url.is_empty()).then(|| public_url.parse().unwrap()),
        ..Ingress::default()
    }
}

/// Whether a request that reaches the program directly is from a page of this site.
fn is_allowed(pairs: &Pairs, public_url: &str) -> bool {
    judge(&headers(pairs), &ingress(public_url), false).is_ok()
}

/// What browsers send with a form of `https://us`, without the headers that make no difference.
const FORMS: [(&str, &Pairs); 5] = [
    (
        "Safari 15.4",
        &[
            ("host", "us"),
            ("origin", "https://us"),
            ("referer", "https://us/meetings/noon"),
        ],
    ),
    (
        "Safari 16.3",
        &[
            ("host", "us"),
            ("origin", "https://us"),
            ("referer", "https://us/meetings/noon"),
        ],
    ),
    (
        "Firefox 88",
        &[
            ("host", "us"),
            ("origin", "https://us"),
            ("referer", "https://us/meetings/noon"),
            ("upgrade-insecure-requests", "1"),
        ],
    ),
    (
        "Chrome 75",
        &[
            ("host", "us"),
            ("origin", "https://us"),
            ("referer", "https://us/meetings/noon"),
            ("cache-control", "max-age=0"),
            ("upgrade-insecure-requests", "1"),
        ],
    ),
    (
        "Chrome 120",
        &[
            ("host", "us"),
            ("origin", "https://us"),
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-mode", "navigate"),
        ],
    ),
];

#[test]
fn forms_of_old_and_new_browsers_are_allowed() {
    for (browser, pairs) in FORMS {
        for public_url in ["", "https://us"] {
            assert!(is_allowed(pairs, public_url), "{browser} {public_url}");
        }
        assert!(!is_allowed(pairs, "https://other"), "{browser}");
    }
}

#[test]
fn the_origin_decides_whatever_else_is_there() {
    for (pairs, allowed) in [
        (
            &[("origin", "https://us:8080"), ("host", "us:8080")][..],
            true,
        ),
        (&[("origin", "https://us"), ("host", "US:443")], true),
        (&[("origin", "http://us"), ("host", "us:80")], true),
        (&[("origin", "http://us"), ("host", "us:443")], false),
        (&[("origin", "https://them"), ("host", "us")], false),
        (
            &[
                ("origin", "https://them"),
                ("host", "us"),
                ("sec-fetch-site", "same-origin"),
            ],
            false,
        ),
        (
            &[
                ("origin", "https://them"),
                ("host", "us"),
                ("referer", "https://us/"),
            ],
            false,
        ),
        (&[("origin", "https://us.them"), ("host", "us")], false),
        (&[("origin", "us"), ("host", "us")], false),
        (&[("origin", "https://us")], false),
    ] {
        assert_eq!(is_allowed(pairs, ""), allowed, "{pairs:?}");
    }
}

#[test]
fn without_an_origin_the_browsers_own_word_decides() {
    for (pairs, allowed) in [
        (&[("sec-fetch-site", "same-origin")][..], true),
        (&[("sec-fetch-site", "none")], true),
        (&[("sec-fetch-site", "same-site")], false),
        (&[("sec-fetch-site", "cross-site")], false),
        // A page from before an update, which sent no referrer.
        (
            &[("origin", "null"), ("sec-fetch-site", "same-origin")],
            true,
        ),
        (
            &[("origin", "null"), ("sec-fetch-site", "cross-site")],
            false,
        ),
        (&[("origin", "null"), ("host", "us")], false),
        (
            &[
                ("origin", "null"),
                ("host", "us"),
                ("referer", "https://us/"),
            ],
            false,
        ),
        (&[("referer", "https://us/meetings"), ("host", "us")], true),
        (&[("referer", "https://them/us"), ("host", "us")], false),
        (&[], true),
    ] {
        assert_eq!(is_allowed(pairs, ""), allowed, "{pairs:?}");
    }
}

#[test]
fn the_public_address_is_what_counts_behind_a_proxy_that_changes_the_host() {
    for host in [
        "127.0.0.1:8080",
        "meet.example.org:443",
        "meet.example.org",
        "backend",
    ] {
        let pairs = [("host", host), ("origin", "https://meet.example.org")];
        assert!(is_allowed(&pairs, "https://meet.example.org"), "{host}");
        let pairs = [("host", host), ("origin", "https://backend")];
        assert!(!is_allowed(&pairs, "https://meet.example.org"), "{host}");
    }
    let plain = [
        ("host", "meet.example.org"),
        ("origin", "http://meet.example.org"),
    ];
    assert!(!is_allowed(&plain, "https://meet.example.org"));
}

#[test]
fn the_forwarded_host_counts_from_trusted_proxies_alone() {
    let origin = ("origin", "https://meet.example.org");
    for forwarded in [
        ("x-forwarded-host", "meet.example.org"),
        ("x-forwarded-host", "meet.example.org:443"),
        ("forwarded", "for=192.0.2.1;host=meet.example.org"),
    ] {
        let headers = headers(&[("host", "127.0.0.1:8080"), origin, forwarded]);
        assert_eq!(judge(&headers, &ingress(""), true), Ok(()));
        let refusal = judge(&headers, &ingress(""), false);
        let setting = refusal.expect_err("the peer is not trusted").setting;
        assert_eq!(setting, "http.trusted_proxies");
    }
}

#[test]
fn a_refusal_names_the_header_and_the_setting() {
    let headers = headers(&[("host", "127.0.0.1:8080"), ("origin", "https://us")]);
    let expected = OriginRefusal {
        header: "Origin",
        setting: "http.public_url",
    };
    assert_eq!(judge(&headers, &ingress(""), true), Err(expected));
    assert_eq!(
        judge(&headers, &ingress("https://them"), false),
        Err(expected)
    );
}
