//! Extractors: what a handler needs of a request, found and checked before the handler runs.

mod client_ip;
mod guest;
mod permission;
mod place;
mod session;
mod visitor;

pub(crate) use client_ip::ClientIp;
pub(crate) use guest::{Guest, RememberedGuest, remember_guest};
pub(crate) use permission::{Operator, OperatorSubmission, Permission};
pub(crate) use place::{
    DateSubmission, EditableDate, EditableGroup, EditableMeeting, GroupSubmission, ListedGroup,
    ListedMeeting, MeetingOfGroup, MeetingSubmission, date_of,
};
pub(crate) use session::{CurrentAccount, sign_in, sign_out};
pub(crate) use visitor::{VisitorContext, remember_chosen_zone};
