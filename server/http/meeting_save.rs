//! Saves a meeting's form, or shows it again with its input and the reason.

use super::error::HttpError;
use super::extract::Permission;
use super::form::{FormFields, current_version, form_version};
use super::state::App;
use crate::pages::{Conflict, FormVersion, MeetingForm, MeetingFormPage, Visitor};
use crate::paths;
use crate::schedule::draft::{Draft, Field, FieldRefusal, ValidDraft, numbered};
use crate::schedule::{Group, Meeting, Timetable};
use crate::store::{CreateError, EditError, NewMeeting, RoomSettings};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

/// How many meetings may have the same title before a slug must be entered.
const MAX_NUMBERED: usize = 50;

/// A request to save the form of a meeting.
pub(crate) struct MeetingSave<'a> {
    pub(crate) app: &'a App,
    pub(crate) group: &'a Group,
    pub(crate) target: Target<'a>,
    pub(crate) permission: Permission,
    pub(crate) visitor: &'a Visitor,
}

/// The meeting that the form is for.
#[derive(Clone, Copy)]
pub(crate) enum Target<'a> {
    New,
    Existing(&'a Meeting),
    /// Somebody deleted it after the form was opened.
    Deleted,
}

impl<'a> Target<'a> {
    const fn meeting(self) -> Option<&'a Meeting> {
        match self {
            Self::Existing(meeting) => Some(meeting),
            Self::New | Self::Deleted => None,
        }
    }
}

/// The values that were sent.
struct SubmittedForm {
    draft: Draft,
    version: FormVersion,
}

/// Why it was not saved. The default: only a preview was requested.
#[derive(Default)]
struct Reason<'a> {
    refusals: Vec<(Field, FieldRefusal)>,
    slug_taken: bool,
    conflict: Option<Conflict<'a>>,
}

impl<'a> From<Conflict<'a>> for Reason<'a> {
    fn from(conflict: Conflict<'a>) -> Self {
        Self {
            conflict: Some(conflict),
            ..Self::default()
        }
    }
}

impl MeetingSave<'_> {
    /// Saves the form if its button says so; otherwise shows a preview of the dates.
    ///
    /// # Errors
    /// When the store or the template fails.
    pub(crate) async fn respond(&self, fields: &FormFields) -> Result<Response, HttpError> {
        let submitted = SubmittedForm {
            draft: fields.draft(),
            version: self.version(fields.version()),
        };
        if !self.permission.is_granted() {
            return self.show_again(&submitted, Conflict::SignedOut.into(), None);
        }
        if matches!(self.target, Target::Deleted) {
            return self.show_again(&submitted, Conflict::Erased.into(), None);
        }
        let mut valid = match submitted.draft.read() {
            Ok(valid) => valid,
            Err(refusals) => {
                let reason = Reason {
                    refusals,
                    ..Reason::default()
                };
                return self.show_again(&submitted, reason, None);
            }
        };
        if let Some(meeting) = self.target.meeting() {
            valid.timetable.changes = meeting.timetable.changes.clone();
        }
        if fields.first("do") != "save" {
            return self.show_again(&submitted, Reason::default(), Some(&valid.timetable));
        }
        match self.save(&submitted, &valid).await {
            Ok(slug) => {
                self.app.listings_changed().await;
                let address = format!("{}?done=saved#{slug}", paths::group(&self.group.slug));
                Ok(Redirect::to(&address).into_response())
            }
            Err(error) => self.show_error(submitted, error, &valid.timetable).await,
        }
    }

    /// The version that a save replaces.
    fn version(&self, sent: FormVersion) -> FormVersion {
        match self.target.meeting() {
            Some(meeting) => {
                let draft = Draft::of(meeting);
                current_version(sent, form_version(meeting.revision.number, &draft))
            }
            None => sent,
        }
    }

    /// Returns the slug of the saved meeting.
    async fn save(
        &self,
        submitted: &SubmittedForm,
        valid: &ValidDraft,
    ) -> Result<String, EditError> {
        let Some(meeting) = self.target.meeting() else {
            return self.create(submitted, valid).await;
        };
        let saved = self.app.store.update_meeting(
            meeting.id,
            &valid.slug,
            &valid.about,
            &valid.timetable,
            submitted.version.revision,
            self.app.clock.now(),
        );
        saved.await.map(|_| valid.slug.clone())
    }

    async fn create(
        &self,
        submitted: &SubmittedForm,
        valid: &ValidDraft,
    ) -> Result<String, EditError> {
        let is_slug_entered = !submitted.draft.text(Field::Slug).trim().is_empty();
        if !is_slug_entered && let Some(slug) = self.duplicate(valid).await? {
            return Ok(slug);
        }
        let mut meeting = NewMeeting {
            group: self.group.id,
            slug: valid.slug.clone(),
            about: valid.about.clone(),
            timetable: valid.timetable.clone(),
            room: RoomSettings::usual(),
        };
        // The person did not choose a slug that was made from the title: the next unused one is taken.
        for number in 2.. {
            let now = self.app.clock.now();
            match self.app.store.create_meeting(&meeting, now).await {
                Ok(_) => break,
                Err(CreateError::Taken) if is_slug_entered || number > MAX_NUMBERED => {
                    return Err(EditError::Taken);
                }
                Err(CreateError::Taken) => meeting.slug = numbered(&valid.slug, number),
                Err(CreateError::Store(error)) => return Err(EditError::Store(error)),
            }
        }
        Ok(meeting.slug)
    }

    /// The slug of an identical meeting of the group: the form was sent twice.
    async fn duplicate(&self, valid: &ValidDraft) -> Result<Option<String>, EditError> {
        let meetings = self.app.store.meetings_of(self.group.id).await?;
        let is_equal = |meeting: &&Meeting| {
            meeting.about == valid.about && meeting.timetable == valid.timetable
        };
        Ok(meetings
            .iter()
            .find(is_equal)
            .map(|meeting| meeting.slug.clone()))
    }

    async fn show_error(
        &self,
        submitted: SubmittedForm,
        error: EditError,
        timetable: &Timetable,
    ) -> Result<Response, HttpError> {
        let reason = match error {
            EditError::Conflict => return self.show_conflict(submitted, timetable).await,
            EditError::Taken => Reason {
                slug_taken: true,
                ..Reason::default()
            },
            EditError::Deleted => Conflict::Erased.into(),
            EditError::Store(error) => {
                tracing::error!(%error, "a meeting could not be saved");
                Conflict::Fault.into()
            }
        };
        self.show_again(&submitted, reason, Some(timetable))
    }

    /// Shows the form beside what another person saved in the meantime. Sending it again replaces that.
    async fn show_conflict(
        &self,
        mut submitted: SubmittedForm,
        timetable: &Timetable,
    ) -> Result<Response, HttpError> {
        let meeting = self.target.meeting().ok_or(HttpError::NotFound)?;
        let Some(stored) = self.app.store.meeting(meeting.id).await? else {
            return self.show_again(&submitted, Conflict::Erased.into(), Some(timetable));
        };
        let stored_draft = Draft::of(&stored);
        submitted.version = form_version(stored.revision.number, &stored_draft);
        let reason = Conflict::Saved(&stored_draft).into();
        self.show_again(&submitted, reason, Some(timetable))
    }

    /// Shows the form again, with a preview of the dates where there is a timetable.
    fn show_again(
        &self,
        submitted: &SubmittedForm,
        reason: Reason<'_>,
        timetable: Option<&Timetable>,
    ) -> Result<Response, HttpError> {
        let status = match reason.conflict {
            Some(Conflict::SignedOut) => StatusCode::FORBIDDEN,
            Some(Conflict::Saved(_) | Conflict::Erased) => StatusCode::CONFLICT,
            Some(Conflict::Fault) => StatusCode::INTERNAL_SERVER_ERROR,
            None if reason.refusals.is_empty() && !reason.slug_taken => StatusCode::OK,
            None => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let form = MeetingForm {
            group: self.group,
            meeting: self.target.meeting(),
            draft: &submitted.draft,
            version: &submitted.version,
            refusals: &reason.refusals,
            is_slug_taken: reason.slug_taken,
            conflict: reason.conflict,
            timetable,
            no_date: None,
            done: None,
        };
        let frame = self.app.frame(self.permission.is_signed_in());
        let page = MeetingFormPage::new(&form, self.visitor, frame).render()?;
        Ok((status, Html(page)).into_response())
    }
}
