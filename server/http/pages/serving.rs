//! The pages of those who look after a group: its meetings, their forms, single dates.

mod date;
mod field;
mod group;
mod meeting;
mod preview;

/// What happened since a form was opened, so that it was not saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Whoever sends it is no longer signed in, or no longer serves.
    SignedOut,
    /// Somebody else saved it.
    Saved,
    /// Somebody else erased it.
    Erased,
    /// The store failed.
    Fault,
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
pub use group::{GroupFacts, GroupFactsPage, GroupPage, GroupProblem, MeetingLine};
pub use meeting::{Meanwhile, MeetingForm, MeetingFormPage};
