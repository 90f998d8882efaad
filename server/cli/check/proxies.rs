//! Mistakes in the settings about proxies, found before anybody is refused.

use crate::config::Http;

/// What was found about the proxies in front of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Finding {
    Good(String),
    Note(&'static str),
    Bad(&'static str),
}

const STRANGERS: &str = "http.trusted_proxies has a network with strangers in it, who could each choose the \
    address under which they are counted; list your own proxies only";
const NOT_ON_THIS_MACHINE: &str = "http.bind is reached from this machine alone, so the proxy is here, but \
    http.trusted_proxies lacks 127.0.0.1: all visitors would count as one caller, who is soon refused";
const NO_PUBLIC_URL: &str = "http.public_url is not set; behind a proxy, set it to the address that browsers \
    show, since without it forms and rooms are refused when the proxy changes the Host header";
const OTHER_MACHINES: &str = "if the proxy is in a container or on another machine, list its address or network \
    in http.trusted_proxies; otherwise all its visitors count as one caller, who is soon refused";
const NO_HTTPS: &str = "http.public_url begins with http, where browsers allow no microphone; put a proxy with \
    TLS in front, and give its https address";

/// Looks at the settings only: the proxy's own configuration is not read.
pub(super) fn findings(http: &Http) -> Vec<Finding> {
    let (url, trusted) = (&http.given_public_url, &http.trusted_proxies);
    let mut found = Vec::new();
    if trusted.have_strangers() {
        found.push(Finding::Bad(STRANGERS));
    }
    match url {
        None => found.push(Finding::Note(NO_PUBLIC_URL)),
        Some(url) if url.is_local() => {}
        Some(url) => {
            let is_here = http.bind.ip().is_loopback();
            if is_here && !trusted.have_loopback() {
                found.push(Finding::Bad(NOT_ON_THIS_MACHINE));
            }
            if !is_here && url.is_https() && !trusted.have_other_machines() {
                found.push(Finding::Note(OTHER_MACHINES));
            }
            if !url.is_https() {
                found.push(Finding::Note(NO_HTTPS));
            }
        }
    }
    if found.is_empty() {
        let url = http.public_url();
        found.push(Finding::Good(format!(
            "forms and rooms are for pages of {url}; the proxies {trusted} are trusted"
        )));
    }
    found
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "the tests' own literals are valid")]
mod tests {
    use super::*;
    use crate::config::{Flags, Settings};

    fn found(bind: &str, public_url: &str, trusted: &str) -> Vec<Finding> {
        let flags = Flags {
            http_bind: Some(bind.to_owned()),
            http_public_url: Some(public_url.to_owned()),
            http_trusted_proxies: Some(trusted.to_owned()),
            ..Flags::default()
        };
        findings(&Settings::load(&flags, Vec::new(), None).unwrap().http)
    }

    #[test]
    fn each_mistake_is_found_before_anybody_is_refused() {
        let (here, everywhere) = ("127.0.0.1:8080", "0.0.0.0:8080");
        let (url, loopback) = ("https://meet.example.org", "127.0.0.0/8, ::1");
        for (bind, url, trusted, expected) in [
            (here, url, "10.0.0.0/8", Finding::Bad(NOT_ON_THIS_MACHINE)),
            (here, url, "", Finding::Bad(NOT_ON_THIS_MACHINE)),
            (here, "", loopback, Finding::Note(NO_PUBLIC_URL)),
            (everywhere, url, loopback, Finding::Note(OTHER_MACHINES)),
            (everywhere, url, "0.0.0.0/0", Finding::Bad(STRANGERS)),
            (
                everywhere,
                "http://meet.example.org",
                "10.0.0.2",
                Finding::Note(NO_HTTPS),
            ),
        ] {
            assert_eq!(
                found(bind, url, trusted),
                [expected],
                "{bind} {url} {trusted}"
            );
        }
    }

    #[test]
    fn right_settings_are_good() {
        for (bind, trusted) in [
            ("127.0.0.1:8080", "127.0.0.0/8, ::1"),
            ("0.0.0.0:8080", "172.18.0.0/16"),
        ] {
            let found = found(bind, "https://meet.example.org", trusted);
            assert!(matches!(found[..], [Finding::Good(_)]), "{found:?}");
        }
    }
}
