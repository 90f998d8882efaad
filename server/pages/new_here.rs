//! What to expect, for people who come for the first time.

use super::Frame;
use askama::Template;

/// `/new`. Its section `#kept` says what is kept about a visitor.
#[derive(Template)]
#[template(path = "new.html")]
pub struct NewHerePage<'a> {
    frame: Frame<'a>,
}

impl<'a> NewHerePage<'a> {
    #[must_use]
    pub const fn new(frame: Frame<'a>) -> Self {
        Self { frame }
    }
}
