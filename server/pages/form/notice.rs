//! Notices above a form.

/// Why a form was not saved although its fields are right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The person is no longer signed in, or no longer serves the group.
    SignedOut,
    /// Somebody else saved it in the meantime.
    Saved,
    /// Somebody else erased it in the meantime.
    Erased,
    /// The store failed.
    Fault,
}

impl Notice {
    pub(in super::super) const fn message(self) -> &'static str {
        match self {
            Self::SignedOut => "meanwhile-signed-out",
            Self::Saved => "date-meanwhile",
            Self::Erased => "meanwhile-erased",
            Self::Fault => "meanwhile-fault",
        }
    }
}

/// What was just done, shown on the page after a redirect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// The form was saved.
    Saved,
    /// The meeting was erased.
    Erased,
}

impl Done {
    /// Reads the value of the query parameter `done`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "saved" => Some(Self::Saved),
            "erased" => Some(Self::Erased),
            _ => None,
        }
    }

    pub(in super::super) const fn message(self) -> &'static str {
        match self {
            Self::Saved => "done-saved",
            Self::Erased => "done-erased",
        }
    }
}
