//! The pages of those who look after a group: its meetings, their forms, single dates.

mod date;
mod field;
mod group;
mod meeting;
mod preview;

pub use date::{DateForm, DatePage};
pub use group::{GroupFacts, GroupFactsPage, GroupPage, GroupProblem, MeetingLine};
pub use meeting::{Meanwhile, MeetingForm, MeetingFormPage};
