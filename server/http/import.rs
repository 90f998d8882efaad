//! Many meetings at once: sheets and feeds that are read in, and what there is as files.
//!
//! A sheet is first told row by row, and read in when that telling is confirmed. What was sent comes
//! back with every answer.

mod upload;

use super::authority::{is_operator, may_edit, operator, secretary_of};
use super::background::run_blocking;
use super::error::HttpError;
use super::group::found;
use super::session::SignedIn;
use super::state::App;
use crate::base::Timestamp;
use crate::pages::{ImportForm, ImportPage, ImportPlace, ImportRefusal, ImportReport, RowOutcome};
use crate::schedule::guide::RowError;
use crate::schedule::sheet::{self, Outcome, Planned, Ready, Scope, plan};
use crate::schedule::{Group, Meeting, zone};
use crate::store::{CreateError, EditError, NewMeeting, RoomSettings, StoreError};
use askama::Template;
use aws_lc_rs::digest::{Context, SHA256};
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use data_encoding::HEXLOWER;
use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;
use upload::Sent;

/// The largest form: a sheet, and what its form takes besides.
pub const MAX_SENT: usize = sheet::MAX_BYTES + 64 * 1024;

/// `GET /groups/{slug}/import`.
pub async fn group_form(
    State(app): State<App>,
    Path(slug): Path<String>,
    signed_in: SignedIn,
) -> Result<Response, HttpError> {
    let group = found(&app, &slug).await?;
    secretary_of(&app, &signed_in, group.id).await?;
    let page = Answer::new(StatusCode::OK, "");
    page.render(&app, &signed_in, Some(&group))
}

/// `GET /operator/import`.
pub async fn site_form(State(app): State<App>, signed_in: SignedIn) -> Result<Response, HttpError> {
    operator(&app, &signed_in).await?;
    Answer::new(StatusCode::OK, "").render(&app, &signed_in, None)
}

/// `POST /groups/{slug}/import`.
pub async fn group_import(
    State(app): State<App>,
    Path(slug): Path<String>,
    signed_in: SignedIn,
    form: Multipart,
) -> Result<Response, HttpError> {
    let group = found(&app, &slug).await?;
    let may = may_edit(&app, &signed_in, group.id).await?;
    import(&app, signed_in, Some(&group), may, form).await
}

/// `POST /operator/import`.
pub async fn site_import(
    State(app): State<App>,
    signed_in: SignedIn,
    form: Multipart,
) -> Result<Response, HttpError> {
    let may = is_operator(&app, &signed_in).await?;
    import(&app, signed_in, None, may, form).await
}

async fn import(
    app: &App,
    signed_in: SignedIn,
    group: Option<&Group>,
    may: bool,
    form: Multipart,
) -> Result<Response, HttpError> {
    let sent = match Sent::read(form).await {
        Ok(sent) => sent,
        Err(trouble) => {
            let status = if trouble == ImportRefusal::TooLarge {
                StatusCode::PAYLOAD_TOO_LARGE
            } else {
                StatusCode::BAD_REQUEST
            };
            return Answer::refused(status, "", trouble).render(app, &signed_in, group);
        }
    };
    if !may {
        // What was sent stays on the page: whoever was signed out meanwhile signs in elsewhere.
        let status = StatusCode::FORBIDDEN;
        let answer = Answer::refused(status, &sent.text, ImportRefusal::NotAllowed);
        return answer.render(app, &signed_in, group);
    }
    let (sent, told) = told(app, group, sent).await?;
    let told = match told {
        Ok(told) => told,
        Err(trouble) => {
            let answer = Answer::refused(StatusCode::UNPROCESSABLE_ENTITY, &sent.text, trouble);
            return answer.render(app, &signed_in, group);
        }
    };
    // Only what was told is done: a sheet that was changed on the page, or meetings that somebody else
    // changed meanwhile, are told anew first.
    let confirmed = sent.confirmed.as_deref().map(|seal| seal == told.seal);
    let applied = match confirmed {
        Some(true) => Some(apply(app, &told.rows).await),
        _ => None,
    };
    let (app, group) = (app.clone(), group.cloned());
    run_blocking(move || {
        let report = ImportReport {
            rows: &told.rows,
            problems: &told.problems,
            unknown: &told.unknown,
            seal: &told.seal,
            is_outdated: confirmed == Some(false),
            now: app.clock.now(),
            applied: applied.as_deref(),
        };
        let answer = Answer {
            report: Some(report),
            ..Answer::new(StatusCode::OK, &sent.text)
        };
        answer.render(&app, &signed_in, group.as_ref())
    })
    .await
}

/// One answer: the form, and whatever is told above it.
struct Answer<'a> {
    status: StatusCode,
    text: &'a str,
    trouble: Option<ImportRefusal>,
    report: Option<ImportReport<'a>>,
}

impl<'a> Answer<'a> {
    const fn new(status: StatusCode, text: &'a str) -> Self {
        Self {
            status,
            text,
            trouble: None,
            report: None,
        }
    }

    const fn refused(status: StatusCode, text: &'a str, trouble: ImportRefusal) -> Self {
        Self {
            status,
            text,
            trouble: Some(trouble),
            report: None,
        }
    }

    fn render(
        self,
        app: &App,
        signed_in: &SignedIn,
        group: Option<&Group>,
    ) -> Result<Response, HttpError> {
        let place = group.map_or(ImportPlace::Site, |group| ImportPlace::Group {
            slug: &group.slug,
            name: &group.name,
        });
        let form = ImportForm {
            text: self.text,
            refusal: self.trouble,
            report: self.report,
        };
        let page = ImportPage::new(place, form, app.frame(signed_in)).render()?;
        Ok((self.status, Html(page)).into_response())
    }
}

/// What a sheet would do.
struct Told {
    rows: Arc<[Planned]>,
    problems: Vec<RowError>,
    unknown: Vec<String>,
    seal: String,
}

/// What was sent comes back with it.
async fn told(
    app: &App,
    group: Option<&Group>,
    sent: Sent,
) -> Result<(Sent, Result<Told, ImportRefusal>), StoreError> {
    // A damaged meeting is reported where the listings are read; its slug stays taken in the store.
    let (meetings, _) = app.store.readable_meetings().await?;
    let groups = app.store.groups().await?;
    let only = group.map(|group| group.id);
    let today = zone::local_time(&app.zone, app.clock.now()).date();
    let told = move || {
        let told = sent.lines().map(|read| {
            let scope = Scope {
                meetings: &meetings,
                groups: &groups,
                only,
                today,
            };
            let rows = plan(&read.lines, &scope);
            Told {
                seal: seal(&rows),
                rows: rows.into(),
                problems: read.problems,
                unknown: read.unknown,
            }
        });
        (sent, told)
    };
    Ok(run_blocking(told).await)
}

/// Tells one plan from every other: it holds the revisions that it was made from.
fn seal(rows: &[Planned]) -> String {
    let mut hash = Hashed(Context::new(&SHA256));
    serde_json::to_writer(&mut hash, rows).expect("texts and numbers can be written as JSON");
    HEXLOWER.encode(&hash.0.finish().as_ref()[..16])
}

/// Hashes what is written to it, so that thousands of rows are never one long text.
struct Hashed(Context);

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Does it, row by row; what could not be done is told by row too.
async fn apply(app: &App, rows: &[Planned]) -> Vec<(usize, RowOutcome)> {
    let now = app.clock.now();
    let mut applied = Vec::new();
    for row in rows {
        let done = match &row.outcome {
            Outcome::New(ready) => make(app, ready, now).await,
            Outcome::Changed(ready, _) => change(app, ready, now).await,
            Outcome::Same | Outcome::Refused(_) => continue,
        };
        applied.push((row.number, done));
    }
    app.listings_changed().await;
    applied
}

async fn make(app: &App, ready: &Ready, now: Timestamp) -> RowOutcome {
    let meeting = NewMeeting {
        group: ready.group,
        slug: ready.slug.clone(),
        about: ready.about.clone(),
        timetable: ready.timetable.clone(),
        room: RoomSettings::usual(),
    };
    match app.store.create_meeting(&meeting, now).await {
        Ok(_) => RowOutcome::Done,
        Err(CreateError::Taken) => RowOutcome::SlugTaken,
        Err(CreateError::Store(problem)) => failed(&problem),
    }
}

async fn change(app: &App, ready: &Ready, now: Timestamp) -> RowOutcome {
    let Some((id, edition)) = ready.existing else {
        return RowOutcome::Deleted;
    };
    let changed = app
        .store
        .update_meeting(
            id,
            &ready.slug,
            &ready.about,
            &ready.timetable,
            edition,
            now,
        )
        .await;
    match changed {
        Ok(_) => RowOutcome::Done,
        Err(EditError::Conflict) => RowOutcome::Newer,
        Err(EditError::Deleted) => RowOutcome::Deleted,
        Err(EditError::Taken) => RowOutcome::SlugTaken,
        Err(EditError::Store(problem)) => failed(&problem),
    }
}

/// Logged here; the other rows go on, and the page says which one did not.
fn failed(problem: &StoreError) -> RowOutcome {
    tracing::error!(%problem, "a row of a sheet could not be stored");
    RowOutcome::Failed
}

/// The meetings of a group, or of all, each with the slug of its group.
pub(super) async fn held(
    app: &App,
    group: Option<&Group>,
) -> Result<Vec<(Meeting, Group)>, StoreError> {
    let (meetings, _) = app.store.readable_meetings().await?;
    let groups: HashMap<_, _> = (app.store.groups().await?.into_iter())
        .map(|group| (group.id, group))
        .collect();
    Ok((meetings.into_iter())
        .filter(|meeting| group.is_none_or(|group| group.id == meeting.group))
        .filter_map(|meeting| {
            let group = groups.get(&meeting.group)?.clone();
            Some((meeting, group))
        })
        .collect())
}
