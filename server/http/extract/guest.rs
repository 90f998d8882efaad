//! The first name that a person without an account joins with. Their own browser alone remembers it.

use crate::base::FirstName;
use crate::http::cookies::{CookieName, SiteCookies};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use data_encoding::BASE64URL_NOPAD;
use std::convert::Infallible;

/// How a person wants to be called; stored in their own browser, until it closes.
#[derive(Clone, Debug)]
pub(crate) struct Guest {
    pub(crate) name: FirstName,
    pub(crate) newcomer: bool,
    /// Whether everyone may see that they are new.
    pub(crate) newcomer_shown: bool,
}

/// The guest in the request's cookie, if it has one with a valid name.
pub(crate) struct RememberedGuest(pub(crate) Option<Guest>);

impl<S: Sync> FromRequestParts<S> for RememberedGuest {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let cookies = SiteCookies::of(&parts.headers, &parts.extensions);
        Ok(Self(
            cookies.get(CookieName::Visitor).and_then(Guest::decode),
        ))
    }
}

/// The cookies with one for this guest.
pub(crate) fn remember_guest(cookies: SiteCookies, guest: &Guest) -> SiteCookies {
    cookies.set(CookieName::Visitor, guest.encode(), None)
}

impl Guest {
    /// `n` for a newcomer, `s` for one whom everyone may see, or `-`, then the name in base64url, since names have letters that cookies may
    /// not hold.
    fn encode(&self) -> String {
        let newcomer = match (self.newcomer, self.newcomer_shown) {
            (true, true) => 's',
            (true, false) => 'n',
            (false, _) => '-',
        };
        format!(
            "{newcomer}{}",
            BASE64URL_NOPAD.encode(self.name.as_str().as_bytes())
        )
    }

    fn decode(text: &str) -> Option<Self> {
        let newcomer_shown = text.starts_with('s');
        let newcomer = newcomer_shown || text.starts_with('n');
        let name = BASE64URL_NOPAD.decode(text.get(1..)?.as_bytes()).ok()?;
        let name = FirstName::parse(std::str::from_utf8(&name).ok()?).ok()?;
        Some(Self {
            name,
            newcomer,
            newcomer_shown,
        })
    }
}
