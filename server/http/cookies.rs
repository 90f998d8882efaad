//! How this site's cookies are set.

use axum_extra::extract::cookie::{Cookie, SameSite};

/// A cookie for this host alone, which scripts cannot read and browsers drop when they close.
pub(crate) fn site_cookie(name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .secure(true)
        .http_only(true)
        // Lax: an invitation that is opened from a messenger finds its bearer signed in.
        .same_site(SameSite::Lax)
        .build()
}

/// Lets the browser store the cookie for this many seconds.
pub(crate) fn set_max_age(cookie: &mut Cookie<'static>, seconds: u64) {
    // The setter takes a duration of the `time` crate, which is no dependency of ours. Parsing a cookie
    // makes one.
    let parsed = Cookie::parse(format!("x=; Max-Age={seconds}"));
    cookie.set_max_age(parsed.ok().and_then(|cookie| cookie.max_age()));
}
