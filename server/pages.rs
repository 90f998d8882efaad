//! Everything public and every account page, as structs with a derived template.
//!
//! Promises: each page works without any script, carries no inline style or script, and asks
//! nothing of any other site; all its words come from the catalogue. Deliberately absent:
//! routes, handlers, the store. A page is made from plain values and `render()`ed (askama).
//! May import `base`, `schedule` and the catalogue; handlers make these structs.

mod account;
mod address;
mod crisis;
mod embed;
mod error;
mod far;
mod frame;
mod import;
mod invite;
mod language;
mod meeting;
mod new_here;
mod operator;
mod room;
mod row;
mod schedule;
mod serving;
mod sharing;
mod week;
mod words;
mod zone;

pub use account::{AccountPage, Credentials, PlaceServed, ServiceHeld, SignInPage, SignInRefusal};
pub(crate) use address::with_query;
pub use crisis::{CrisisLine, CrisisPage};
pub use embed::EmbedPage;
pub use error::{ErrorKind, ErrorPage};
pub use far::{FarPage, FarQuery};
pub use frame::{Frame, Remembered, Visitor, ZoneAsked};
pub use import::{
    Applied, ImportPage, ImportPlace, ImportRefusal, ImportReport, Imported, ReadRefusal,
};
pub use invite::{AccountMadePage, Gives, InviteForm, InviteGonePage, InvitePage, PassphraseHint};
pub use meeting::{JoinForm, MeetingPage, MeetingShown};
pub use new_here::NewHerePage;
pub use operator::{FeedEdit, FeedFacts, FeedRefusal, OperatorForms, OperatorPage};
pub use room::{RoomAssets, RoomCrisis, RoomPage, Seat};
pub use schedule::{QueryRefusal, SchedulePage, ScheduleQuery, schedule_json};
pub use serving::{
    Conflict, DateForm, DatePage, Done, FormVersion, GroupFacts, GroupFactsPage, GroupPage,
    GroupRefusal, MeetingForm, MeetingFormPage, MeetingLine, Notice,
};
pub use sharing::SharingPage;
pub use week::WeekPage;
pub(crate) use words::words_of;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
