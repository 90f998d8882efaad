//! Many meetings at once: sheets and feeds that are read in, and what there is as files.
//!
//! A sheet is first told row by row, and read in when that telling is confirmed. What was sent comes
//! back with every answer.

use super::authority::{is_operator, may_edit, operator, secretary_of};
use super::errors::Fault;
use super::pages::{
    Applied, ImportPage, ImportPlace, ImportReport, ImportTrouble, Imported, ReadProblem,
};
use super::session::SignedIn;
use super::state::App;
use crate::base::{Millis, Timestamp};
use crate::room::{QueueMode, default_format};
use crate::schedule::guide::RowProblem;
use crate::schedule::sheet::{self, Line, Outcome, Planned, Ready, Scope, plan};
use crate::schedule::{Group, Meeting, zone};
use crate::store::{CreateError, EditError, NewMeeting, RoomSettings, StoreError};
use askama::Template;
use aws_lc_rs::digest::{SHA256, digest};
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use data_encoding::HEXLOWER;

/// The largest form: a sheet, and what its form takes besides.
pub const MAX_SENT: usize = sheet::MAX_BYTES + 64 * 1024;

/// `GET /groups/{slug}/import`.
pub async fn group_form(
    State(app): State<App>,
    Path(slug): Path<String>,
    signed_in: SignedIn,
) -> Result<Response, Fault> {
    let group = group(&app, &slug).await?;
    secretary_of(&app, &signed_in, group.id).await?;
    let page = Answer::new(StatusCode::OK, "");
    page.render(&app, &signed_in, Some(&group))
}

/// `GET /operator/import`.
pub async fn site_form(State(app): State<App>, signed_in: SignedIn) -> Result<Response, Fault> {
    operator(&app, &signed_in).await?;
    Answer::new(StatusCode::OK, "").render(&app, &signed_in, None)
}

/// `POST /groups/{slug}/import`.
pub async fn group_import(
    State(app): State<App>,
    Path(slug): Path<String>,
    signed_in: SignedIn,
    form: Multipart,
) -> Result<Response, Fault> {
    let group = group(&app, &slug).await?;
    let may = may_edit(&app, &signed_in, group.id).await?;
    import(&app, &signed_in, Some(&group), may, form).await
}

/// `POST /operator/import`.
pub async fn site_import(
    State(app): State<App>,
    signed_in: SignedIn,
    form: Multipart,
) -> Result<Response, Fault> {
    let may = is_operator(&app, &signed_in).await?;
    import(&app, &signed_in, None, may, form).await
}

async fn group(app: &App, slug: &str) -> Result<Group, Fault> {
    let group = app.store.group_by_slug(slug).await?;
    group.ok_or(Fault::NotFound)
}

async fn import(
    app: &App,
    signed_in: &SignedIn,
    group: Option<&Group>,
    may: bool,
    form: Multipart,
) -> Result<Response, Fault> {
    let sent = match Sent::read(form).await {
        Ok(sent) => sent,
        Err(trouble) => {
            let status = if trouble == ImportTrouble::TooLarge {
                StatusCode::PAYLOAD_TOO_LARGE
            } else {
                StatusCode::BAD_REQUEST
            };
            return Answer::refused(status, "", trouble).render(app, signed_in, group);
        }
    };
    let text = &sent.text;
    if !may {
        // What was sent stays on the page: whoever was signed out meanwhile signs in elsewhere.
        let answer = Answer::refused(StatusCode::FORBIDDEN, text, ImportTrouble::NotAllowed);
        return answer.render(app, signed_in, group);
    }
    let read = match sent.lines() {
        Ok(read) => read,
        Err(trouble) => {
            let answer = Answer::refused(StatusCode::UNPROCESSABLE_ENTITY, text, trouble);
            return answer.render(app, signed_in, group);
        }
    };
    let rows = planned(app, group, &read.lines).await?;
    let seal = seal(&rows);
    // Only what was told is done: a sheet that was changed on the page, or meetings that somebody else
    // changed meanwhile, are told anew first.
    let confirmed = sent.confirmed.as_deref().map(|told| told == seal);
    let applied = match confirmed {
        Some(true) => Some(apply(app, &rows).await?),
        _ => None,
    };
    let report = ImportReport {
        rows: &rows,
        problems: &read.problems,
        unknown: &read.unknown,
        seal: &seal,
        told_anew: confirmed == Some(false),
        now: app.clock.now(),
        applied: applied.as_deref(),
    };
    let answer = Answer {
        status: StatusCode::OK,
        text,
        trouble: None,
        report: Some(report),
    };
    answer.render(app, signed_in, group)
}

/// One answer: the form, and whatever is told above it.
struct Answer<'a> {
    status: StatusCode,
    text: &'a str,
    trouble: Option<ImportTrouble>,
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

    const fn refused(status: StatusCode, text: &'a str, trouble: ImportTrouble) -> Self {
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
    ) -> Result<Response, Fault> {
        let place = group.map_or(ImportPlace::Site, |group| ImportPlace::Group {
            slug: &group.slug,
            name: &group.name,
        });
        let form = Imported {
            text: self.text,
            trouble: self.trouble,
            report: self.report,
        };
        let page = ImportPage::new(place, form, app.frame(signed_in)).render()?;
        Ok((self.status, Html(page)).into_response())
    }
}

/// The form as it was sent.
#[derive(Default)]
struct Sent {
    /// Of the file, if there is one, else of the field.
    text: String,
    not_text: bool,
    /// The seal of what was told, when it is to be done.
    confirmed: Option<String>,
}

/// What was read, from either format.
struct Lines {
    lines: Vec<Line>,
    problems: Vec<RowProblem>,
    unknown: Vec<String>,
}

impl Sent {
    async fn read(mut form: Multipart) -> Result<Self, ImportTrouble> {
        let mut sent = Self::default();
        let mut file = Vec::new();
        while let Some(field) = form.next_field().await.map_err(|problem| lost(&problem))? {
            match field.name().unwrap_or_default() {
                "file" => {
                    file = field
                        .bytes()
                        .await
                        .map_err(|problem| lost(&problem))?
                        .to_vec()
                }
                "text" => sent.text = text(field).await?,
                "told" => sent.confirmed = Some(text(field).await?),
                _ => {}
            }
        }
        if !file.is_empty() {
            match String::from_utf8(file) {
                Ok(text) => sent.text = text,
                Err(_) => sent.not_text = true,
            }
        }
        Ok(sent)
    }

    fn lines(&self) -> Result<Lines, ImportTrouble> {
        if self.not_text {
            return Err(ImportTrouble::Unreadable(ReadProblem::Sheet(
                sheet::Unreadable::NotText,
            )));
        }
        let start = self.text.trim_start_matches(['\u{feff}', ' ', '\r', '\n']);
        if start.starts_with(['[', '{', '<']) {
            let feed = sheet::read_feed(self.text.as_bytes())
                .map_err(|problem| ImportTrouble::Unreadable(ReadProblem::Feed(problem)))?;
            return Ok(Lines {
                lines: feed.lines,
                problems: feed.problems,
                unknown: Vec::new(),
            });
        }
        let sheet = sheet::read(self.text.as_bytes())
            .map_err(|problem| ImportTrouble::Unreadable(ReadProblem::Sheet(problem)))?;
        Ok(Lines {
            lines: sheet.lines,
            problems: Vec::new(),
            unknown: sheet.unknown,
        })
    }
}

async fn text(field: Field<'_>) -> Result<String, ImportTrouble> {
    let bytes = field.bytes().await.map_err(|problem| lost(&problem))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn lost(problem: &MultipartError) -> ImportTrouble {
    if problem.status() == StatusCode::PAYLOAD_TOO_LARGE {
        ImportTrouble::TooLarge
    } else {
        ImportTrouble::Broken
    }
}

async fn planned(
    app: &App,
    group: Option<&Group>,
    lines: &[Line],
) -> Result<Vec<Planned>, StoreError> {
    // A damaged meeting is reported where the listings are read; its slug stays taken in the store.
    let (meetings, _) = app.store.readable_meetings().await?;
    let groups = app.store.groups().await?;
    Ok(plan(
        lines,
        &Scope {
            meetings: &meetings,
            groups: &groups,
            only: group.map(|group| group.id),
            today: zone::clock(&app.zone, app.clock.now()).date(),
        },
    ))
}

/// Tells one plan from every other: it holds the editions that it was made from.
fn seal(rows: &[Planned]) -> String {
    let hash = digest(&SHA256, format!("{rows:?}").as_bytes());
    HEXLOWER.encode(&hash.as_ref()[..16])
}

/// Does it, row by row; what could not be done is told by row too.
async fn apply(app: &App, rows: &[Planned]) -> Result<Vec<(usize, Applied)>, Fault> {
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
    Ok(applied)
}

async fn make(app: &App, ready: &Ready, now: Timestamp) -> Applied {
    let meeting = NewMeeting {
        group: ready.group,
        slug: ready.slug.clone(),
        about: ready.about.clone(),
        timetable: ready.timetable.clone(),
        room: usual_room(),
    };
    match app.store.create_meeting(&meeting, now).await {
        Ok(_) => Applied::Done,
        Err(CreateError::Taken) => Applied::Taken,
        Err(CreateError::Store(problem)) => failed(&problem),
    }
}

async fn change(app: &App, ready: &Ready, now: Timestamp) -> Applied {
    let Some((id, edition)) = ready.existing else {
        return Applied::Gone;
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
        Ok(_) => Applied::Done,
        Err(EditError::Newer) => Applied::Newer,
        Err(EditError::Gone) => Applied::Gone,
        Err(EditError::Taken) => Applied::Taken,
        Err(EditError::Store(problem)) => failed(&problem),
    }
}

/// Logged here; the other rows go on, and the page says which one did not.
fn failed(problem: &StoreError) -> Applied {
    tracing::error!(%problem, "a row of a sheet could not be stored");
    Applied::Failed
}

/// What the room of a meeting is made of until its group decides otherwise.
fn usual_room() -> RoomSettings {
    RoomSettings {
        format: default_format(),
        queue_mode: QueueMode::default(),
        share_limit: Some(Millis::from_mins(3)),
        open_floor_voices: 3,
        capacity: 1_000,
    }
}

/// The meetings of a group, or of all, each with the slug of its group.
pub(super) async fn held(
    app: &App,
    group: Option<&Group>,
) -> Result<Vec<(Meeting, Group)>, StoreError> {
    let (meetings, _) = app.store.readable_meetings().await?;
    let groups = app.store.groups().await?;
    Ok((meetings.into_iter())
        .filter(|meeting| group.is_none_or(|group| group.id == meeting.group))
        .filter_map(|meeting| {
            let group = groups.iter().find(|group| group.id == meeting.group)?;
            Some((meeting, group.clone()))
        })
        .collect())
}
