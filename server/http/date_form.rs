//! The form for one date of a meeting.

use super::error::HttpError;
use super::extract::{
    DateSubmission, EditableDate, MeetingOfGroup, Permission, VisitorContext, date_of,
};
use super::form::{FormFields, current_version, form_version};
use super::state::App;
use crate::pages::{DateForm, DateFormPage, FormVersion, Notice, Visitor, with_query};
use crate::paths;
use crate::schedule::draft::{ChangeDraft, ChangeField, ChangeRefusal};
use crate::schedule::{DateChange, Group, Meeting};
use crate::store::EditError;
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;

/// The longest text that is shown again for a date, in characters.
const MAX_DATE: usize = 20;

/// A date that a person entered.
#[derive(Deserialize)]
pub(crate) struct DateQuery {
    #[serde(default)]
    date: String,
}

/// `GET /groups/{slug}/meetings/{meeting}/dates?date=`: redirects to that date's form, or back when the
/// meeting does not take place on it.
pub(crate) async fn pick_date(
    MeetingOfGroup { group, meeting }: MeetingOfGroup,
    Query(query): Query<DateQuery>,
) -> Redirect {
    let address = match date_of(&meeting, query.date.trim()) {
        Some(date) => paths::meeting_date(&group.slug, &meeting.slug, &date.to_string()),
        None => {
            let entered: String = query.date.chars().take(MAX_DATE).collect();
            let page = paths::meeting_edit(&group.slug, &meeting.slug);
            with_query(&page, [("no-date", &*entered)]) + paths::SINGLE_DATES_PART
        }
    };
    Redirect::to(&address)
}

/// `GET /groups/{slug}/meetings/{meeting}/dates/{date}`.
pub(crate) async fn show(
    State(app): State<App>,
    editable: EditableDate,
    VisitorContext(visitor): VisitorContext,
) -> Result<Response, HttpError> {
    let draft = ChangeDraft::of(&editable.meeting.timetable, editable.date);
    let form = FormView {
        group: &editable.group,
        meeting: &editable.meeting,
        date: editable.date,
        draft: &draft,
        version: form_version(editable.meeting.revision.number, &draft),
        stored: None,
        permission: Permission::Granted,
        visitor: &visitor,
    };
    form.page(&app, &[], None, StatusCode::OK)
}

/// `POST /groups/{slug}/meetings/{meeting}/dates/{date}`. A form that cannot be saved is
/// shown again with its input.
pub(crate) async fn save(
    State(app): State<App>,
    submission: DateSubmission,
    VisitorContext(visitor): VisitorContext,
    Form(fields): Form<FormFields>,
) -> Result<Response, HttpError> {
    let DateSubmission { meeting, date, .. } = &submission;
    let draft = fields.change();
    let stored = ChangeDraft::of(&meeting.timetable, *date);
    let stored_version = form_version(meeting.revision.number, &stored);
    let mut form = FormView {
        group: &submission.group,
        meeting,
        date: *date,
        draft: &draft,
        version: current_version(fields.version(), stored_version.clone()),
        stored: None,
        permission: submission.permission,
        visitor: &visitor,
    };
    if !submission.permission.is_granted() {
        return form.page(&app, &[], Some(Notice::SignedOut), StatusCode::FORBIDDEN);
    }
    let change = match draft.read(&meeting.timetable, *date) {
        Ok(change) => change,
        Err(refusals) => {
            return form.page(&app, &refusals, None, StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    let (notice, status) = match update(&app, &form, change).await {
        Ok(()) => {
            app.listings_changed().await;
            let page = paths::meeting_edit(&submission.group.slug, &meeting.slug);
            let address = page + "?done=saved" + paths::SINGLE_DATES_PART;
            return Ok(Redirect::to(&address).into_response());
        }
        Err(EditError::Conflict) => {
            form.version = stored_version;
            form.stored = Some(&stored);
            (Notice::Saved, StatusCode::CONFLICT)
        }
        Err(EditError::Deleted | EditError::Taken) => (Notice::Erased, StatusCode::CONFLICT),
        Err(EditError::Store(error)) => {
            tracing::error!(%error, "a date could not be saved");
            (Notice::Fault, StatusCode::INTERNAL_SERVER_ERROR)
        }
    };
    form.page(&app, &[], Some(notice), status)
}

/// Saves the meeting with this change of the form's date; `None` when the date is as planned.
async fn update(
    app: &App,
    form: &FormView<'_>,
    change: Option<DateChange>,
) -> Result<(), EditError> {
    let meeting = form.meeting;
    let mut timetable = meeting.timetable.clone();
    timetable.changes.retain(|other| other.date != form.date);
    timetable.changes.extend(change);
    timetable.changes.sort_by_key(|change| change.date);
    let saved = app.store.update_meeting(
        meeting.id,
        &meeting.slug,
        &meeting.about,
        &timetable,
        form.version.revision,
        app.clock.now(),
    );
    saved.await.map(drop)
}

/// The parts of the page that do not depend on the result.
struct FormView<'a> {
    group: &'a Group,
    meeting: &'a Meeting,
    date: Date,
    draft: &'a ChangeDraft,
    version: FormVersion,
    /// What another person saved for the date after the form was opened.
    stored: Option<&'a ChangeDraft>,
    permission: Permission,
    visitor: &'a Visitor,
}

impl FormView<'_> {
    fn page(
        &self,
        app: &App,
        refusals: &[(ChangeField, ChangeRefusal)],
        notice: Option<Notice>,
        status: StatusCode,
    ) -> Result<Response, HttpError> {
        let form = DateForm {
            group: self.group,
            meeting: self.meeting,
            date: self.date,
            draft: self.draft,
            version: &self.version,
            theirs: self.stored,
            refusals,
            notice,
        };
        let frame = app.frame(self.permission.is_signed_in());
        let page = DateFormPage::new(form, self.visitor, frame).render()?;
        Ok((status, Html(page)).into_response())
    }
}
