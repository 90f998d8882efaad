//! The form for a meeting: to add, change and delete it.

use super::error::HttpError;
use super::extract::{EditableGroup, EditableMeeting, VisitorContext};
use super::extract::{GroupSubmission, MeetingSubmission};
use super::form::{FormFields, form_version};
use super::meeting_save::{MeetingSave, Target};
use super::state::App;
use crate::pages::{Done, FormVersion, MeetingForm, MeetingFormPage, Visitor};
use crate::paths;
use crate::schedule::draft::{Draft, Field};
use crate::schedule::zone;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use serde::Deserialize;

/// `GET /groups/{slug}/meetings/new`.
pub(crate) async fn show_new(
    State(app): State<App>,
    EditableGroup(group): EditableGroup,
    VisitorContext(visitor): VisitorContext,
) -> Result<Html<String>, HttpError> {
    let draft = new_draft(&visitor);
    let form = MeetingForm {
        group: &group,
        meeting: None,
        draft: &draft,
        version: &FormVersion::default(),
        refusals: &[],
        is_slug_taken: false,
        conflict: None,
        timetable: None,
        no_date: None,
        done: None,
    };
    let page = MeetingFormPage::new(&form, &visitor, app.frame(true)).render()?;
    Ok(Html(page))
}

/// `POST /groups/{slug}/meetings/new`.
pub(crate) async fn save_new(
    State(app): State<App>,
    GroupSubmission { group, permission }: GroupSubmission,
    VisitorContext(visitor): VisitorContext,
    axum::Form(fields): axum::Form<FormFields>,
) -> Result<Response, HttpError> {
    let save = MeetingSave {
        app: &app,
        group: &group,
        target: Target::New,
        permission,
        visitor: &visitor,
    };
    save.respond(&fields).await
}

/// The query of the form's page.
#[derive(Deserialize)]
pub(crate) struct EditQuery {
    /// A date that the person entered, and on which the meeting does not take place.
    #[serde(rename = "no-date")]
    no_date: Option<String>,
    /// What the person has just done, for a notice.
    #[serde(default)]
    done: String,
}

/// `GET /groups/{slug}/meetings/{meeting}/edit`.
pub(crate) async fn show(
    State(app): State<App>,
    EditableMeeting { group, meeting }: EditableMeeting,
    Query(query): Query<EditQuery>,
    VisitorContext(visitor): VisitorContext,
) -> Result<Html<String>, HttpError> {
    let draft = Draft::of(&meeting);
    let form = MeetingForm {
        group: &group,
        meeting: Some(&meeting),
        draft: &draft,
        version: &form_version(meeting.revision.number, &draft),
        refusals: &[],
        is_slug_taken: false,
        conflict: None,
        timetable: Some(&meeting.timetable),
        no_date: query.no_date.as_deref(),
        done: Done::parse(&query.done),
    };
    let page = MeetingFormPage::new(&form, &visitor, app.frame(true)).render()?;
    Ok(Html(page))
}

/// `POST /groups/{slug}/meetings/{meeting}/edit`.
pub(crate) async fn save(
    State(app): State<App>,
    submission: MeetingSubmission,
    VisitorContext(visitor): VisitorContext,
    axum::Form(fields): axum::Form<FormFields>,
) -> Result<Response, HttpError> {
    let save = MeetingSave {
        app: &app,
        group: &submission.group,
        target: match &submission.meeting {
            Some(meeting) => Target::Existing(meeting),
            None => Target::Deleted,
        },
        permission: submission.permission,
        visitor: &visitor,
    };
    save.respond(&fields).await
}

/// The form that deletes a meeting.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct DeleteForm {
    confirm: String,
}

/// `POST /groups/{slug}/meetings/{meeting}/erase`.
pub(crate) async fn delete(
    State(app): State<App>,
    EditableMeeting { group, meeting }: EditableMeeting,
    Form(form): Form<DeleteForm>,
) -> Result<Response, HttpError> {
    if form.confirm != "yes" {
        let address = paths::meeting_edit(&group.slug, &meeting.slug) + "#erase";
        return Ok(Redirect::to(&address).into_response());
    }
    app.store.delete_meeting(meeting.id).await?;
    app.listings_changed().await;
    let address = paths::group(&group.slug) + "?done=erased";
    Ok(Redirect::to(&address).into_response())
}

/// A form with the most usual values.
fn new_draft(visitor: &Visitor) -> Draft {
    let today = zone::local_time(&visitor.zone, visitor.now).date();
    Draft::default()
        .with(Field::Language, "en")
        .with(Field::Access, "open")
        .with(Field::Repeats, "weekly")
        .with(Field::Every, "1")
        .with(Field::Weekday, "monday")
        .with(Field::From, today.to_string())
        .with(Field::Time, "19:00")
        .with(Field::Zone, visitor.zone.iana_name().unwrap_or("UTC"))
        .with(Field::Minutes, "60")
        .with(Field::Doors, "15")
        .with(Field::Fellowship, "15")
}
