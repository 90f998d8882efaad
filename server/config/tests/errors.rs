//! The errors that stop the start, and their texts.

use super::{error_text, load};
use proptest::prelude::*;

#[test]
fn an_error_names_the_setting_its_value_and_what_is_accepted() {
    let text = error_text(&["--http-bind", "nonsense"], &[], "");
    assert_eq!(
        text,
        "http.bind is \"nonsense\" (from the flag --http-bind): \
         it takes an address and a port, such as 127.0.0.1:8080 or [::]:8080",
    );
    for (flags, variables, file, parts) in [
        (
            &["--media-udp", "maybe"][..],
            &[][..],
            "",
            ["media.udp", "\"maybe\"", "true or false"],
        ),
        (
            &[],
            &["PORCHLIGHT_MEDIA_MAX_PEERS=0"],
            "",
            ["PORCHLIGHT_MEDIA_MAX_PEERS", "\"0\"", "1 to 100000"],
        ),
        (
            &[],
            &[],
            "[media]\nmax_peers = -1",
            ["media.max_peers", "\"-1\"", "porchlight.toml"],
        ),
        (
            &[],
            &[],
            "[media]\nudp = { yes = 1 }",
            ["media.udp", "\"table\"", "true or false"],
        ),
        (
            &[],
            &[],
            "[http]\nbind = 8080",
            ["http.bind", "\"8080\"", "an address and a port"],
        ),
        (
            &["--media-public-addresses", "1.2.3.4,x"],
            &[],
            "",
            ["media.public_addresses", "1.2.3.4,x", "list"],
        ),
        (
            &["--media-public-addresses", "0.0.0.0"],
            &[],
            "",
            ["media.public_addresses", "0.0.0.0", "reach"],
        ),
        (
            &["--media-public-addresses", "::1"],
            &[],
            "",
            ["media.public_addresses", "::1", "IPv4"],
        ),
        (
            &["--data-folder", ""],
            &[],
            "",
            ["data.folder", "\"\"", "a folder"],
        ),
        (
            &["--media-bind", "127.0.0.1:8080"],
            &[],
            "",
            ["media.bind", ":8080", "another port"],
        ),
        (
            &["--metrics-bind", "127.0.0.1:3478"],
            &[],
            "",
            ["metrics.bind", ":3478", "another port"],
        ),
        (
            &["--metrics-bind", "224.0.0.1:9"],
            &[],
            "",
            ["metrics.bind", "224.0.0.1:9", "this machine"],
        ),
        (
            &["--http-bind", "224.0.0.1:9"],
            &[],
            "",
            ["http.bind", "224.0.0.1:9", "this machine"],
        ),
        (
            &["--media-bind", "224.0.0.1:9"],
            &[],
            "",
            ["media.bind", "224.0.0.1:9", "this machine"],
        ),
        (
            &["--site-name", "Meetings\nby the River"],
            &[],
            "",
            ["site.name", "River", "up to 40 characters"],
        ),
        (
            &["--site-name=Us", "--site-email=office@example"],
            &[],
            "",
            ["site.email", "office@example", "an e-mail address"],
        ),
        (
            &["--site-name=Us", "--site-phone=020 0000"],
            &[],
            "",
            ["site.phone", "020 0000", "country code"],
        ),
        (
            &["--site-location=Leeds"],
            &[],
            "",
            ["site.location", "Leeds", "unless site.name is given"],
        ),
        (
            &["--log-level", "inof"],
            &[],
            "",
            ["log.level", "inof", "error, warn, info"],
        ),
        (
            &["--log-level=info,porchlight=loud"],
            &[],
            "",
            ["log.level", "loud", "error, warn, info"],
        ),
        (
            &[],
            &["PORCHLIGHT_LOG_FORMAT=xml"],
            "",
            ["PORCHLIGHT_LOG_FORMAT", "xml", "text or json"],
        ),
    ] {
        let text = error_text(flags, variables, file);
        assert!(parts.iter().all(|part| text.contains(part)), "{text}");
    }
}

#[test]
fn an_error_does_not_show_a_secret() {
    let text = error_text(&["--data-database", "mysql://me:secret@host/name"], &[], "");
    assert!(
        text.starts_with("data.database is [redacted] (from the flag --data-database)"),
        "{text}"
    );
}

#[test]
fn an_unknown_name_is_refused_with_the_most_similar_setting() {
    for (variables, file, expected) in [
        (
            &[][..],
            "[http]\nbnid = 'x'",
            "http.bnid (from the file porchlight.toml) is not a setting; did you mean http.bind?",
        ),
        (
            &[],
            "[htpp]\nbind = 'x'",
            "htpp (from the file porchlight.toml) is not a setting; did you mean http?",
        ),
        (
            &[],
            "bind = 'x'",
            "bind (from the file porchlight.toml) is not a setting; `porchlight config` prints them all",
        ),
        (
            &["PORCHLIGHT_MEDIA_BLIND=1"],
            "",
            "PORCHLIGHT_MEDIA_BLIND (from the variable PORCHLIGHT_MEDIA_BLIND) is not a setting; \
             did you mean PORCHLIGHT_MEDIA_BIND?",
        ),
        (
            &[],
            "[[crisis.lines]]\nphnoe = '1'",
            "crisis.lines.phnoe (from the file porchlight.toml) is not a setting; did you mean crisis.lines.phone?",
        ),
    ] {
        assert_eq!(error_text(&[], variables, file), expected);
    }
}

#[test]
fn a_syntax_error_names_the_line() {
    let text = error_text(&[], &[], "[http]\nbind = \n");
    assert!(
        text.starts_with("porchlight.toml can't be understood at line 2: "),
        "{text}"
    );
}

#[test]
fn an_unusable_crisis_line_is_refused() {
    for (line, part) in [
        (
            "country = 'gb', name = 'x', phone = '1'",
            "crisis.lines.country",
        ),
        (
            "country = 'GBR', name = 'x', phone = '1'",
            "crisis.lines.country",
        ),
        ("name = 'x', phone = '1'", "crisis.lines.country"),
        (
            "country = 'GB', name = ' ', phone = '1'",
            "crisis.lines.name",
        ),
        ("country = 'GB', name = 'x'", "crisis.lines.phone"),
        (
            "country = 'GB', name = 'x', phone = 'call me'",
            "crisis.lines.phone",
        ),
        (
            "country = 'GB', name = 'x', phone = '+'",
            "crisis.lines.phone",
        ),
        (
            "country = 'GB', name = 'x', url = 'http://example.org'",
            "crisis.lines.url",
        ),
        ("country = 'GB', name = 'x', phone = 1", "text in quotes"),
    ] {
        let text = error_text(&[], &[], &format!("[crisis]\nlines = [{{ {line} }}]"));
        assert!(text.contains(part), "{text}");
    }
    assert!(error_text(&[], &[], "[crisis]\nlines = 1").contains("a list of tables"));
    assert!(error_text(&[], &[], "[crisis]\nlines = [1]").contains("a list of tables"));
}

proptest! {
    #[test]
    fn no_file_causes_a_panic(text in "(\\[(http|media|data|crisis|x)\\]\n)?[a-z_]{0,9} ?= ?\\PC{0,12}|\\PC{0,30}") {
        let _ = load(&[], &[], &text);
    }
}
