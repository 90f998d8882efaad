//! Error pages: what happened, what to do, and links that lead further.

use super::Frame;
use askama::Template;

/// The kind of an error, as far as a visitor may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// 404: there is no such page.
    NotFound,
    /// 403: the account does not have the required service.
    NotAllowed,
    /// 403: a page of another site requested a change.
    OtherOrigin,
    /// 429: the rate limit is exceeded.
    TooManyRequests,
    /// 400: the form is incomplete or too large.
    InvalidForm,
    /// 408: the form took too long to arrive.
    SlowForm,
    /// 503: every connection is in use.
    Busy,
    /// 503: the database can't be used, so nothing was changed.
    Unavailable,
    /// 500: the server failed.
    Internal,
}

impl ErrorKind {
    #[cfg(test)]
    pub(super) const ALL: [Self; 9] = [
        Self::NotFound,
        Self::NotAllowed,
        Self::OtherOrigin,
        Self::TooManyRequests,
        Self::InvalidForm,
        Self::SlowForm,
        Self::Busy,
        Self::Unavailable,
        Self::Internal,
    ];

    /// The HTTP status code.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::NotAllowed | Self::OtherOrigin => 403,
            Self::TooManyRequests => 429,
            Self::InvalidForm => 400,
            Self::SlowForm => 408,
            Self::Busy | Self::Unavailable => 503,
            Self::Internal => 500,
        }
    }

    /// The messages with the title, the explanation and the advice.
    const fn messages(self) -> [&'static str; 3] {
        match self {
            Self::NotFound => ["error-missing-title", "error-missing", "error-missing-hint"],
            Self::NotAllowed => [
                "error-not-yours-title",
                "error-not-yours",
                "error-not-yours-hint",
            ],
            Self::OtherOrigin => ["error-origin-title", "error-origin", "error-origin-hint"],
            Self::TooManyRequests => ["error-often-title", "error-often", "error-often-hint"],
            Self::InvalidForm => ["error-form-title", "error-form", "error-form-hint"],
            Self::SlowForm => ["error-slow-title", "error-slow", "error-slow-hint"],
            Self::Busy => ["error-busy-title", "error-busy", "error-busy-hint"],
            Self::Unavailable => ["error-storage-title", "error-storage", "error-storage-hint"],
            Self::Internal => ["error-fault-title", "error-fault", "error-fault-hint"],
        }
    }
}

/// The page for any [`ErrorKind`].
#[derive(Template)]
#[template(path = "error.html")]
pub struct ErrorPage<'a> {
    frame: Frame<'a>,
    title: String,
    lead: String,
    hint: String,
    code: String,
}

impl<'a> ErrorPage<'a> {
    /// The page for an error.
    #[must_use]
    pub fn new(kind: ErrorKind, frame: Frame<'a>) -> Self {
        let [title, lead, hint] = kind.messages().map(|id| frame.t(id));
        let code = frame.say("error-code", &[("code", kind.status().into())]);
        Self {
            frame,
            title,
            lead,
            hint,
            code,
        }
    }
}
