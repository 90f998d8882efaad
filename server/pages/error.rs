//! When something is wrong: what it was, that it was not the visitor's fault, and a way on.

use super::Frame;
use askama::Template;

/// What went wrong, as far as a visitor may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// 404: nothing has this address.
    Missing,
    /// 403: signed in, without the service that it takes.
    NotAllowed,
    /// 403: a change was asked for by another site's page.
    OtherOrigin,
    /// 429: more than the limits allow.
    TooOften,
    /// 400: the form lacked something or held too much.
    BadForm,
    /// 500: our own fault.
    Fault,
}

impl ErrorKind {
    #[cfg(test)]
    pub const ALL: [Self; 6] = [
        Self::Missing,
        Self::NotAllowed,
        Self::OtherOrigin,
        Self::TooOften,
        Self::BadForm,
        Self::Fault,
    ];

    /// The HTTP status that belongs to it.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Missing => 404,
            Self::NotAllowed | Self::OtherOrigin => 403,
            Self::TooOften => 429,
            Self::BadForm => 400,
            Self::Fault => 500,
        }
    }

    /// The catalogue's title, explanation and advice.
    const fn messages(self) -> [&'static str; 3] {
        match self {
            Self::Missing => ["error-missing-title", "error-missing", "error-missing-hint"],
            Self::NotAllowed => [
                "error-not-yours-title",
                "error-not-yours",
                "error-not-yours-hint",
            ],
            Self::OtherOrigin => ["error-origin-title", "error-origin", "error-origin-hint"],
            Self::TooOften => ["error-often-title", "error-often", "error-often-hint"],
            Self::BadForm => ["error-form-title", "error-form", "error-form-hint"],
            Self::Fault => ["error-fault-title", "error-fault", "error-fault-hint"],
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
    #[must_use]
    pub fn new(trouble: ErrorKind, frame: Frame<'a>) -> Self {
        let [title, lead, hint] = trouble.messages().map(|id| frame.t(id));
        let code = frame.say("error-code", &[("code", trouble.status().into())]);
        Self {
            frame,
            title,
            lead,
            hint,
            code,
        }
    }
}
