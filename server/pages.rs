//! Everything public and every account page, as structs with a derived template.
//!
//! Promises: each page works without any script, carries no inline style or script, and asks
//! nothing of any other site; all its words come from the catalogue. Deliberately absent:
//! routes, handlers, the store. A page is made from plain values and `render()`ed (askama).
//! May import `base`, `schedule` and the catalogue; handlers make these structs.

mod account;
mod address;
mod crisis;
mod date_form;
mod embed;
mod error;
mod far;
mod form;
mod frame;
mod group;
mod group_form;
mod hour_cycle;
mod import;
mod invite;
mod join_form;
mod language;
mod meeting;
mod meeting_form;
mod new_here;
mod operator;
mod room;
mod row;
mod schedule;
mod sharing;
mod week;
mod words;
mod zone;

pub use account::{AccountPage, Credentials, HeldService, PageLink, SignInPage, SignInRefusal};
pub(crate) use address::with_query;
pub use crisis::{CrisisLine, CrisisPage};
pub use date_form::{DateForm, DateFormPage};
pub use embed::EmbedPage;
pub use error::{ErrorKind, ErrorPage};
pub use far::{FarPage, FarQuery};
pub use form::{Done, FormVersion, Notice};
pub use frame::{Frame, StoredZone, Visitor, ZoneRequest};
pub use group::{GroupPage, MeetingLine};
pub use group_form::{GroupFacts, GroupFormPage, GroupRefusal};
pub use hour_cycle::HourCycle;
pub use import::{
    ImportForm, ImportPage, ImportPlace, ImportRefusal, ImportReport, ReadRefusal, RowOutcome,
};
pub use invite::{
    AccountCreatedPage, InviteForm, InviteGonePage, InvitePage, InvitedService, PassphraseHint,
};
pub use join_form::JoinForm;
pub use meeting::{MeetingDetails, MeetingPage};
pub use meeting_form::{Conflict, MeetingForm, MeetingFormPage};
pub use new_here::NewHerePage;
pub use operator::{FeedEdit, FeedFacts, FeedRefusal, OperatorForms, OperatorPage};
pub use room::{RoomAssets, RoomCrisis, RoomEntry, RoomPage};
pub use schedule::{QueryRefusal, SchedulePage, ScheduleQuery, schedule_json};
pub use sharing::SharingPage;
pub use week::WeekPage;
pub(crate) use words::search_words;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
