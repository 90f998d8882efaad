//! Saves a meeting's form, or shows it again with everything that was typed and the reason.

use super::error::HttpError;
use super::extract::Permission;
use super::form::{Fields, current_version, form_version};
use super::state::App;
use crate::pages::{Conflict, FormVersion, MeetingForm, MeetingFormPage, Visitor};
use crate::paths;
use crate::schedule::draft::{Draft, Field, FieldRefusal, ValidDraft, numbered};
use crate::schedule::{Group, Meeting, Timetable};
use crate::store::{CreateError, EditError, NewMeeting, RoomSettings};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

/// How many meetings may have one title before a slug must be typed.
const MAX_NUMBERED: usize = 50;

/// What is saved where.
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

/// What was sent.
struct Submitted {
    draft: Draft,
    version: FormVersion,
}

/// Why it was not saved; by default, because only a preview was requested.
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
    pub(crate) async fn respond(&self, fields: &Fields) -> Result<Response, HttpError> {
        let submitted = Submitted {
            draft: fields.draft(),
            version: self.version(fields.version()),
        };
        if !self.permission.is_granted() {
            return self.again(&submitted, Conflict::SignedOut.into(), None);
        }
        if matches!(self.target, Target::Deleted) {
            return self.again(&submitted, Conflict::Erased.into(), None);
        }
        let mut valid = match submitted.draft.read() {
            Ok(valid) => valid,
            Err(refusals) => {
                let reason = Reason {
                    refusals,
                    ..Reason::default()
                };
                return self.again(&submitted, reason, None);
            }
        };
        if let Some(meeting) = self.target.meeting() {
            valid.timetable.changes = meeting.timetable.changes.clone();
        }
        if fields.one("do") != "save" {
            return self.again(&submitted, Reason::default(), Some(&valid.timetable));
        }
        match self.save(&submitted, &valid).await {
            Ok(slug) => {
                self.app.listings_changed().await;
                let address = format!("{}?done=saved#{slug}", paths::group(&self.group.slug));
                Ok(Redirect::to(&address).into_response())
            }
            Err(error) => self.not_saved(submitted, error, &valid.timetable).await,
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

    /// Returns the slug that the meeting has then.
    async fn save(&self, submitted: &Submitted, valid: &ValidDraft) -> Result<String, EditError> {
        let Some(meeting) = self.target.meeting() else {
            return self.create(submitted, valid).await;
        };
        let saved = self.app.store.update_meeting(
            meeting.id,
            &valid.slug,
            &valid.about,
            &valid.timetable,
            submitted.version.edition,
            self.app.clock.now(),
        );
        saved.await.map(|_| valid.slug.clone())
    }

    async fn create(&self, submitted: &Submitted, valid: &ValidDraft) -> Result<String, EditError> {
        let slug_was_typed = !submitted.draft.text(Field::Slug).trim().is_empty();
        if !slug_was_typed && let Some(slug) = self.duplicate(valid).await? {
            return Ok(slug);
        }
        let mut meeting = NewMeeting {
            group: self.group.id,
            slug: valid.slug.clone(),
            about: valid.about.clone(),
            timetable: valid.timetable.clone(),
            room: RoomSettings::usual(),
        };
        // A slug that was made from the title is nobody's mistake: the next free one is used.
        for number in 2.. {
            let now = self.app.clock.now();
            match self.app.store.create_meeting(&meeting, now).await {
                Ok(_) => break,
                Err(CreateError::Taken) if slug_was_typed || number > MAX_NUMBERED => {
                    return Err(EditError::Taken);
                }
                Err(CreateError::Taken) => meeting.slug = numbered(&valid.slug, number),
                Err(CreateError::Store(error)) => return Err(EditError::Store(error)),
            }
        }
        Ok(meeting.slug)
    }

    /// The slug of an equal meeting of the group: the form was sent twice.
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

    async fn not_saved(
        &self,
        submitted: Submitted,
        error: EditError,
        timetable: &Timetable,
    ) -> Result<Response, HttpError> {
        let reason = match error {
            EditError::Conflict => return self.changed_meanwhile(submitted, timetable).await,
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
        self.again(&submitted, reason, Some(timetable))
    }

    /// The form beside what another person saved meanwhile; when it is sent once more, it replaces that.
    async fn changed_meanwhile(
        &self,
        mut submitted: Submitted,
        timetable: &Timetable,
    ) -> Result<Response, HttpError> {
        let meeting = self.target.meeting().ok_or(HttpError::NotFound)?;
        let Some(stored) = self.app.store.meeting(meeting.id).await? else {
            return self.again(&submitted, Conflict::Erased.into(), Some(timetable));
        };
        let stored_draft = Draft::of(&stored);
        submitted.version = form_version(stored.revision.number, &stored_draft);
        let reason = Conflict::Saved(&stored_draft).into();
        self.again(&submitted, reason, Some(timetable))
    }

    /// Shows the form again, with a preview of the dates where there is a timetable.
    fn again(
        &self,
        submitted: &Submitted,
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
            basis: &submitted.version,
            problems: &reason.refusals,
            taken: reason.slug_taken,
            meanwhile: reason.conflict,
            timetable,
            no_date: None,
            done: None,
        };
        let frame = self.app.frame(self.permission.is_signed_in());
        let page = MeetingFormPage::new(&form, self.visitor, frame).render()?;
        Ok((status, Html(page)).into_response())
    }
}
