//! The cookies of this site. All of them are for this host alone.

use super::transport::Transport;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};
use axum::response::{IntoResponseParts, ResponseParts};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use std::convert::Infallible;

/// What a cookie is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CookieName {
    /// The session of a signed-in account.
    Session,
    /// The first name of a person without an account.
    Visitor,
    /// The visitor's time zone. The optional script writes it too (`web/enhance`).
    Zone,
}

impl CookieName {
    /// `__Host-` binds a cookie to this very host and to https (most browsers treat loopback as secure).
    const fn secure(self) -> &'static str {
        match self {
            Self::Session => "__Host-session",
            Self::Visitor => "__Host-visitor",
            Self::Zone => "__Host-zone",
        }
    }

    /// By plain http, browsers store neither that prefix nor a cookie that is marked as secure.
    const fn plain(self) -> &'static str {
        match self {
            Self::Session => "porchlight-session",
            Self::Visitor => "porchlight-visitor",
            Self::Zone => "porchlight-zone",
        }
    }

    const fn by(self, transport: Transport) -> &'static str {
        match transport {
            Transport::Secure => self.secure(),
            Transport::Plain => self.plain(),
        }
    }
}

/// The cookies of a request, and those that its response sets.
#[derive(Clone)]
pub(crate) struct SiteCookies {
    jar: CookieJar,
    transport: Transport,
}

impl SiteCookies {
    /// Those of the request with these headers and extensions.
    pub(crate) fn of(headers: &HeaderMap, extensions: &Extensions) -> Self {
        Self {
            jar: CookieJar::from_headers(headers),
            transport: Transport::from_extensions(extensions),
        }
    }

    /// The value of a cookie. One by plain http counts only where browsers can't have the other: on https,
    /// a network in between could have planted it.
    pub(crate) fn get(&self, name: CookieName) -> Option<&str> {
        let plain = || match self.transport {
            Transport::Secure => None,
            Transport::Plain => self.jar.get(name.plain()),
        };
        let cookie = self.jar.get(name.secure()).or_else(plain);
        cookie.map(Cookie::value)
    }

    /// Sets a cookie that scripts cannot read. Without a duration (in seconds), browsers drop it when they
    /// close.
    pub(crate) fn set(self, name: CookieName, value: String, max_age: Option<u64>) -> Self {
        let cookie = self.cookie(name, value, max_age);
        self.add(cookie)
    }

    /// Sets a cookie that scripts may read and change: it is no secret.
    pub(crate) fn set_for_scripts(self, name: CookieName, value: String, max_age: u64) -> Self {
        let mut cookie = self.cookie(name, value, Some(max_age));
        cookie.set_http_only(false);
        self.add(cookie)
    }

    /// Removes a cookie.
    pub(crate) fn remove(self, name: CookieName) -> Self {
        let cookie = self.cookie(name, String::new(), None);
        Self {
            jar: self.jar.remove(cookie),
            ..self
        }
    }

    fn add(self, cookie: Cookie<'static>) -> Self {
        Self {
            jar: self.jar.add(cookie),
            ..self
        }
    }

    fn cookie(&self, name: CookieName, value: String, max_age: Option<u64>) -> Cookie<'static> {
        let mut cookie = Cookie::build((name.by(self.transport), value))
            .path("/")
            .secure(self.transport == Transport::Secure)
            .http_only(true)
            // Lax: an invitation that is opened from a messenger finds its bearer signed in.
            .same_site(SameSite::Lax)
            .build();
        if let Some(seconds) = max_age {
            set_max_age(&mut cookie, seconds);
        }
        cookie
    }
}

impl<S: Sync> FromRequestParts<S> for SiteCookies {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers, &parts.extensions))
    }
}

impl IntoResponseParts for SiteCookies {
    type Error = Infallible;

    fn into_response_parts(self, response: ResponseParts) -> Result<ResponseParts, Infallible> {
        self.jar.into_response_parts(response)
    }
}

/// Lets the browser store the cookie for this many seconds.
fn set_max_age(cookie: &mut Cookie<'static>, seconds: u64) {
    // The setter takes a duration of the `time` crate, which is no dependency of ours. Parsing a cookie
    // makes one.
    let parsed = Cookie::parse(format!("x=; Max-Age={seconds}"));
    cookie.set_max_age(parsed.ok().and_then(|cookie| cookie.max_age()));
}
