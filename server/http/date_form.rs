//! The form for one date of a meeting.

use super::authority::{may_edit, secretary_of};
use super::error::HttpError;
use super::form::{Fields, Sent, basis, brought_up};
use super::group::{found, found_meeting};
use super::session::SignedIn;
use super::state::App;
use super::visitor::VisitorContext;
use crate::pages::{DateForm, DateFormPage, FormVersion, Notice, Visitor, with_query};
use crate::schedule::draft::{ChangeDraft, ChangeField, ChangeRefusal};
use crate::schedule::{DateChange, Group, Meeting};
use crate::store::EditError;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;

/// The longest text that is given back for a date.
const MAX_DATE: usize = 20;

/// A date that somebody looks for.
#[derive(Deserialize)]
pub struct Picked {
    #[serde(default)]
    date: String,
}

/// `GET /groups/{slug}/meetings/{meeting}/dates?date=`: leads to that date, or back with the reason.
pub async fn pick_date(
    State(app): State<App>,
    Path((slug, meeting)): Path<(String, String)>,
    Query(picked): Query<Picked>,
) -> Result<Response, HttpError> {
    let group = found(&app, &slug).await?;
    let meeting = found_meeting(&app, &group, &meeting).await?;
    let place = format!("/groups/{slug}/meetings/{}", meeting.slug);
    let to = match date_of(&meeting, picked.date.trim()) {
        Ok(date) => format!("{place}/dates/{date}"),
        Err(_) => {
            let typed: String = picked.date.chars().take(MAX_DATE).collect();
            with_query(&format!("{place}/edit"), [("no-date", &*typed)]) + "#single"
        }
    };
    Ok(Redirect::to(&to).into_response())
}

/// `GET /groups/{slug}/meetings/{meeting}/dates/{date}`.
pub async fn date_form(
    State(app): State<App>,
    Path((slug, meeting, date)): Path<(String, String, String)>,
    VisitorContext(visitor): VisitorContext,
    signed_in: SignedIn,
) -> Result<Response, HttpError> {
    let group = found(&app, &slug).await?;
    secretary_of(&app, &signed_in, group.id).await?;
    let meeting = found_meeting(&app, &group, &meeting).await?;
    let date = date_of(&meeting, &date)?;
    let draft = ChangeDraft::of(&meeting.timetable, date);
    let form = Shown {
        group: &group,
        meeting: &meeting,
        date,
        draft: &draft,
        basis: basis(meeting.revision.number, &draft),
        theirs: None,
    };
    form.page(&app, &visitor, &signed_in, &[], None, StatusCode::OK)
}

/// `POST /groups/{slug}/meetings/{meeting}/dates/{date}`.
pub async fn save_date(
    State(app): State<App>,
    Path((slug, meeting, date)): Path<(String, String, String)>,
    VisitorContext(visitor): VisitorContext,
    signed_in: SignedIn,
    Form(sent): Sent,
) -> Result<Response, HttpError> {
    let group = found(&app, &slug).await?;
    let meeting = found_meeting(&app, &group, &meeting).await?;
    let date = date_of(&meeting, &date)?;
    let fields = Fields(sent);
    let draft = fields.change();
    let known = ChangeDraft::of(&meeting.timetable, date);
    let now = basis(meeting.revision.number, &known);
    let mut form = Shown {
        group: &group,
        meeting: &meeting,
        date,
        draft: &draft,
        basis: brought_up(fields.basis(), now.clone()),
        theirs: None,
    };
    let again = |form: &Shown<'_>, notice, status| {
        form.page(&app, &visitor, &signed_in, &[], Some(notice), status)
    };
    if !may_edit(&app, &signed_in, group.id).await? {
        return again(&form, Notice::SignedOut, StatusCode::FORBIDDEN);
    }
    let change = match draft.read(&meeting.timetable, date) {
        Ok(change) => change,
        Err(problems) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return form.page(&app, &visitor, &signed_in, &problems, None, status);
        }
    };
    match save(&app, &meeting, date, change, form.basis.edition).await {
        Ok(()) => {
            app.listings_changed().await;
            let place = format!(
                "/groups/{slug}/meetings/{}/edit?done=saved#single",
                meeting.slug
            );
            Ok(Redirect::to(&place).into_response())
        }
        Err(EditError::Conflict) => {
            form.basis = now;
            form.theirs = Some(&known);
            again(&form, Notice::Saved, StatusCode::CONFLICT)
        }
        Err(EditError::Deleted | EditError::Taken) => {
            again(&form, Notice::Erased, StatusCode::CONFLICT)
        }
        Err(EditError::Store(problem)) => {
            tracing::error!(%problem, "a date could not be saved");
            again(&form, Notice::Fault, StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

async fn save(
    app: &App,
    meeting: &Meeting,
    date: Date,
    change: Option<DateChange>,
    edition: u32,
) -> Result<(), EditError> {
    let mut timetable = meeting.timetable.clone();
    timetable.changes.retain(|known| known.date != date);
    timetable.changes.extend(change);
    timetable.changes.sort_by_key(|change| change.date);
    let now = app.clock.now();
    let saved = app.store.update_meeting(
        meeting.id,
        &meeting.slug,
        &meeting.about,
        &timetable,
        edition,
        now,
    );
    saved.await.map(drop)
}

/// A date that the meeting has.
fn date_of(meeting: &Meeting, text: &str) -> Result<Date, HttpError> {
    let date: Option<Date> = text.parse().ok();
    date.filter(|date| meeting.timetable.recurrence.occurs_on(*date))
        .ok_or(HttpError::NotFound)
}

/// What is shown of the form, whatever became of it.
struct Shown<'a> {
    group: &'a Group,
    meeting: &'a Meeting,
    date: Date,
    draft: &'a ChangeDraft,
    basis: FormVersion,
    /// What somebody else made of the date meanwhile.
    theirs: Option<&'a ChangeDraft>,
}

impl Shown<'_> {
    fn page(
        &self,
        app: &App,
        visitor: &Visitor,
        signed_in: &SignedIn,
        problems: &[(ChangeField, ChangeRefusal)],
        notice: Option<Notice>,
        status: StatusCode,
    ) -> Result<Response, HttpError> {
        let form = DateForm {
            group: self.group,
            meeting: self.meeting,
            date: self.date,
            draft: self.draft,
            basis: &self.basis,
            theirs: self.theirs,
            problems,
            notice,
        };
        let page = DateFormPage::new(form, visitor, app.frame(signed_in)).render()?;
        Ok((status, Html(page)).into_response())
    }
}
