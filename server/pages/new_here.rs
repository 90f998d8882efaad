//! What to expect at a first meeting.

use super::Frame;
use askama::Template;

/// `/new`. Its section `#kept` says what is stored about a visitor.
#[derive(Template)]
#[template(path = "new-here.html")]
pub struct NewHerePage<'a> {
    frame: Frame<'a>,
}

impl<'a> NewHerePage<'a> {
    /// The page.
    #[must_use]
    pub const fn new(frame: Frame<'a>) -> Self {
        Self { frame }
    }
}
