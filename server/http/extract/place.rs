//! The group, meeting and date that an address names, and whether the person may change them.

use super::permission::Permission;
use super::session::CurrentAccount;
use crate::http::error::HttpError;
use crate::http::state::App;
use crate::schedule::{Group, Meeting};
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A group's page, for everybody.
pub(crate) struct ListedGroup(pub(crate) Group);

/// A meeting's page, for everybody.
pub(crate) struct ListedMeeting(pub(crate) Meeting);

/// A group whose secretary, or an operator, is signed in.
pub(crate) struct EditableGroup(pub(crate) Group);

/// A meeting of a group whose secretary, or an operator, is signed in.
pub(crate) struct EditableMeeting {
    pub(crate) group: Group,
    pub(crate) meeting: Meeting,
}

/// A date on which such a meeting takes place by its pattern.
pub(crate) struct EditableDate {
    pub(crate) group: Group,
    pub(crate) meeting: Meeting,
    pub(crate) date: Date,
}

/// The group of a form that was sent.
pub(crate) struct GroupSubmission {
    pub(crate) group: Group,
    pub(crate) permission: Permission,
}

/// The meeting of a form that was sent.
pub(crate) struct MeetingSubmission {
    pub(crate) group: Group,
    /// `None` when it was deleted after the form was opened.
    pub(crate) meeting: Option<Meeting>,
    pub(crate) permission: Permission,
}

/// The date of a form that was sent.
pub(crate) struct DateSubmission {
    pub(crate) group: Group,
    pub(crate) meeting: Meeting,
    pub(crate) date: Date,
    pub(crate) permission: Permission,
}

/// A meeting of a group, for everybody.
pub(crate) struct MeetingOfGroup {
    pub(crate) group: Group,
    pub(crate) meeting: Meeting,
}

#[derive(Deserialize)]
struct SlugPath {
    slug: String,
}

#[derive(Deserialize)]
struct MeetingPath {
    meeting: String,
}

#[derive(Deserialize)]
struct DatePath {
    date: String,
}

impl FromRequestParts<App> for ListedGroup {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, HttpError> {
        let SlugPath { slug } = path(parts).await?;
        let group = app.store.group_by_slug(&slug).await?;
        Ok(Self(group.ok_or(HttpError::NotFound)?))
    }
}

impl FromRequestParts<App> for ListedMeeting {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, HttpError> {
        let SlugPath { slug } = path(parts).await?;
        Self::find(app, &slug).await
    }
}

impl ListedMeeting {
    /// The meeting with this slug.
    ///
    /// # Errors
    /// When there is none, or the store fails.
    pub(crate) async fn find(app: &App, slug: &str) -> Result<Self, HttpError> {
        let meeting = app.store.meeting_by_slug(slug).await?;
        Ok(Self(meeting.ok_or(HttpError::NotFound)?))
    }
}

impl FromRequestParts<App> for MeetingOfGroup {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, HttpError> {
        let ListedGroup(group) = ListedGroup::from_request_parts(parts, app).await?;
        let meeting = meeting_of(parts, app, &group).await?;
        let meeting = meeting.ok_or(HttpError::NotFound)?;
        Ok(Self { group, meeting })
    }
}

impl FromRequestParts<App> for GroupSubmission {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, HttpError> {
        let ListedGroup(group) = ListedGroup::from_request_parts(parts, app).await?;
        let account = CurrentAccount::from_request_parts(parts, app).await?;
        let permission = Permission::to_edit(app, &account, group.id).await?;
        Ok(Self { group, permission })
    }
}

impl FromRequestParts<App> for MeetingSubmission {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, HttpError> {
        let GroupSubmission { group, permission } =
            GroupSubmission::from_request_parts(parts, app).await?;
        let meeting = meeting_of(parts, app, &group).await?;
        Ok(Self {
            group,
            meeting,
            permission,
        })
    }
}

impl FromRequestParts<App> for DateSubmission {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, HttpError> {
        let form = MeetingSubmission::from_request_parts(parts, app).await?;
        let meeting = form.meeting.ok_or(HttpError::NotFound)?;
        let DatePath { date } = path(parts).await?;
        let date = date_of(&meeting, &date).ok_or(HttpError::NotFound)?;
        Ok(Self {
            group: form.group,
            meeting,
            date,
            permission: form.permission,
        })
    }
}

impl FromRequestParts<App> for EditableGroup {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, HttpError> {
        let GroupSubmission { group, permission } =
            GroupSubmission::from_request_parts(parts, app).await?;
        permission.require()?;
        Ok(Self(group))
    }
}

impl FromRequestParts<App> for EditableMeeting {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, HttpError> {
        let EditableGroup(group) = EditableGroup::from_request_parts(parts, app).await?;
        let meeting = meeting_of(parts, app, &group).await?;
        let meeting = meeting.ok_or(HttpError::NotFound)?;
        Ok(Self { group, meeting })
    }
}

impl FromRequestParts<App> for EditableDate {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, HttpError> {
        let editable = EditableMeeting::from_request_parts(parts, app).await?;
        let EditableMeeting { group, meeting } = editable;
        let DatePath { date } = path(parts).await?;
        let date = date_of(&meeting, &date).ok_or(HttpError::NotFound)?;
        Ok(Self {
            group,
            meeting,
            date,
        })
    }
}

/// The date in this text, if the meeting takes place on it by its pattern.
pub(crate) fn date_of(meeting: &Meeting, text: &str) -> Option<Date> {
    let date: Date = text.parse().ok()?;
    meeting.timetable.recurrence.occurs_on(date).then_some(date)
}

/// The meeting that the address names, if it is one of this group.
async fn meeting_of(
    parts: &mut Parts,
    app: &App,
    group: &Group,
) -> Result<Option<Meeting>, HttpError> {
    let MeetingPath { meeting } = path(parts).await?;
    let meeting = app.store.meeting_by_slug(&meeting).await?;
    Ok(meeting.filter(|meeting| meeting.group == group.id))
}

/// The values of the route's placeholders.
async fn path<P: DeserializeOwned + Send>(parts: &mut Parts) -> Result<P, HttpError> {
    let path = Path::<P>::from_request_parts(parts, &()).await;
    path.map(|Path(path)| path).map_err(|_| HttpError::BadForm)
}
