//! The pages of those who look after a group: its meetings, their forms, single dates.

mod choices;
mod date;
mod field;
mod group;
mod meeting;
mod preview;

pub(super) use field::FieldView;
pub(super) use group::group_error;

/// What a form was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormVersion {
    pub edition: u32,
    /// Of everything that the form showed; empty for something new.
    pub seal: String,
}

/// What happened since a form was opened, so that it was not saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Whoever sends it is no longer signed in, or no longer serves.
    SignedOut,
    /// Somebody else saved this.
    Saved,
    /// Somebody else erased it.
    Erased,
    /// The store failed.
    Fault,
}

/// What was done, for the page that follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    Saved,
    Erased,
}

impl Done {
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "saved" => Some(Self::Saved),
            "erased" => Some(Self::Erased),
            _ => None,
        }
    }

    pub(super) const fn message(self) -> &'static str {
        match self {
            Self::Saved => "done-saved",
            Self::Erased => "done-erased",
        }
    }
}

impl Notice {
    pub(super) const fn message(self) -> &'static str {
        match self {
            Self::SignedOut => "meanwhile-signed-out",
            Self::Saved => "date-meanwhile",
            Self::Erased => "meanwhile-erased",
            Self::Fault => "meanwhile-fault",
        }
    }
}

pub use date::{DateForm, DatePage};
pub use group::{GroupFacts, GroupFactsPage, GroupPage, GroupRefusal, MeetingLine};
pub use meeting::{Conflict, MeetingForm, MeetingFormPage};
