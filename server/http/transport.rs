//! Whether the browser's connection to the site is one that it considers secure.

use super::forwarding;
use crate::config::{PublicUrl, is_local_authority};
use axum::extract::FromRequestParts;
use axum::http::header::{HOST, ORIGIN};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};
use std::convert::Infallible;

/// How the browser reached the site. Browsers allow microphones, and cookies that are marked as secure, by
/// https and on their own machine only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transport {
    /// By https, or from the machine that runs the program.
    Secure,
    /// By http over a network, such as a demo that is opened by the address of a machine nearby.
    Plain,
}

impl Transport {
    /// What is known of a request. `public_url` is the operator's setting; without it, what the browser
    /// and trusted proxies say decides.
    pub(super) fn of(
        headers: &HeaderMap,
        is_peer_trusted: bool,
        public_url: Option<&PublicUrl>,
    ) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        if let Some(url) = public_url {
            return Self::secure_if(url.is_https() || url.is_local());
        }
        if let Some((scheme, authority)) = text(ORIGIN).and_then(|origin| origin.split_once("://"))
        {
            return Self::secure_if(scheme == "https" || is_local_authority(authority));
        }
        // Browsers send these headers to addresses that they consider secure, and to no others.
        if headers.contains_key("sec-fetch-site") {
            return Self::Secure;
        }
        let scheme = is_peer_trusted.then(|| forwarding::scheme(headers));
        let is_local = text(HOST).is_some_and(is_local_authority);
        Self::secure_if(scheme.flatten().as_deref() == Some("https") || is_local)
    }

    /// Of the request with these extensions; the middleware of `arrival` has put it there.
    pub(crate) fn from_extensions(extensions: &Extensions) -> Self {
        extensions.get().copied().unwrap_or(Self::Secure)
    }

    const fn secure_if(is_secure: bool) -> Self {
        if is_secure { Self::Secure } else { Self::Plain }
    }
}

impl<S: Sync> FromRequestParts<S> for Transport {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::from_extensions(&parts.extensions))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "the tests' own literals are valid")]
mod tests {
    use super::*;

    fn transport(
        pairs: &[(&'static str, &'static str)],
        is_peer_trusted: bool,
        public_url: Option<&str>,
    ) -> Transport {
        let headers: HeaderMap = pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect();
        let public_url: Option<PublicUrl> = public_url.map(|url| url.parse().unwrap());
        Transport::of(&headers, is_peer_trusted, public_url.as_ref())
    }

    #[test]
    fn plain_http_over_a_network_is_told_apart_from_everything_else() {
        let lan = ("host", "10.0.0.5:8080");
        for (pairs, expected) in [
            (&[lan][..], Transport::Plain),
            (&[lan, ("origin", "http://10.0.0.5:8080")], Transport::Plain),
            (&[lan, ("origin", "null")], Transport::Plain),
            (&[("host", "localhost:8080")], Transport::Secure),
            (&[("host", "127.0.0.1:8080")], Transport::Secure),
            // A proxy ends TLS, and says so or not.
            (
                &[
                    ("host", "porch.example"),
                    ("origin", "https://porch.example"),
                ],
                Transport::Secure,
            ),
            (
                &[("host", "porch.example"), ("sec-fetch-site", "none")],
                Transport::Secure,
            ),
            (
                &[("host", "porch.example"), ("x-forwarded-proto", "https")],
                Transport::Secure,
            ),
            (
                &[("host", "porch.example"), ("x-forwarded-proto", "http")],
                Transport::Plain,
            ),
        ] {
            assert_eq!(transport(pairs, true, None), expected, "{pairs:?}");
        }
        let forwarded = [("host", "porch.example"), ("x-forwarded-proto", "https")];
        assert_eq!(transport(&forwarded, false, None), Transport::Plain);
    }

    #[test]
    fn the_operators_address_decides_where_it_is_set() {
        let lan = [("host", "10.0.0.5:8080")];
        for (url, expected) in [
            ("https://porch.example", Transport::Secure),
            ("http://localhost:8080", Transport::Secure),
            ("http://10.0.0.5:8080", Transport::Plain),
        ] {
            assert_eq!(transport(&lan, false, Some(url)), expected, "{url}");
        }
    }
}
