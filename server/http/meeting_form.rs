//! The form for a meeting: new, changed, erased.

use super::authority::{may_edit, secretary_of};
use super::error::HttpError;
use super::form::{Fields, Sent, basis, brought_up};
use super::group::{found, found_meeting};
use super::session::SignedIn;
use super::state::App;
use super::visitor::VisitorContext;
use crate::pages::{Conflict, Done, FormVersion, MeetingForm, MeetingFormPage, Visitor};
use crate::schedule::draft::{Draft, Field, FieldRefusal, ValidDraft, numbered};
use crate::schedule::{Group, Meeting, Timetable, zone};
use crate::store::{CreateError, EditError, NewMeeting, RoomSettings};
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

/// How many meetings may have one name before somebody is asked for an address.
const MOST_ALIKE: usize = 50;

/// `GET /groups/{slug}/meetings/new`.
pub async fn new(
    State(app): State<App>,
    Path(slug): Path<String>,
    VisitorContext(visitor): VisitorContext,
    signed_in: SignedIn,
) -> Result<Response, HttpError> {
    let group = found(&app, &slug).await?;
    secretary_of(&app, &signed_in, group.id).await?;
    let draft = blank(&visitor);
    let form = MeetingForm {
        group: &group,
        meeting: None,
        draft: &draft,
        basis: &FormVersion::default(),
        problems: &[],
        taken: false,
        meanwhile: None,
        timetable: None,
        no_date: None,
        done: None,
    };
    page(&app, &form, &visitor, &signed_in, StatusCode::OK)
}

/// `POST /groups/{slug}/meetings/new`.
pub async fn save_new(
    State(app): State<App>,
    Path(slug): Path<String>,
    VisitorContext(visitor): VisitorContext,
    signed_in: SignedIn,
    Form(sent): Sent,
) -> Result<Response, HttpError> {
    let group = found(&app, &slug).await?;
    let attempt = Attempt::new(&app, &group, None, Fields(sent), &visitor, &signed_in);
    attempt.go().await
}

/// What the form is opened with.
#[derive(Deserialize)]
pub struct Opened {
    /// A date that somebody looked for in vain.
    #[serde(rename = "no-date")]
    no_date: Option<String>,
    /// What was just done.
    #[serde(default)]
    done: String,
}

/// `GET /groups/{slug}/meetings/{meeting}/edit`.
pub async fn edit(
    State(app): State<App>,
    Path((slug, meeting)): Path<(String, String)>,
    Query(opened): Query<Opened>,
    VisitorContext(visitor): VisitorContext,
    signed_in: SignedIn,
) -> Result<Response, HttpError> {
    let group = found(&app, &slug).await?;
    secretary_of(&app, &signed_in, group.id).await?;
    let meeting = found_meeting(&app, &group, &meeting).await?;
    let draft = Draft::of(&meeting);
    let form = MeetingForm {
        group: &group,
        meeting: Some(&meeting),
        draft: &draft,
        basis: &basis(meeting.revision.number, &draft),
        problems: &[],
        taken: false,
        meanwhile: None,
        timetable: Some(&meeting.timetable),
        no_date: opened.no_date.as_deref(),
        done: Done::parse(&opened.done),
    };
    page(&app, &form, &visitor, &signed_in, StatusCode::OK)
}

/// `POST /groups/{slug}/meetings/{meeting}/edit`.
pub async fn save(
    State(app): State<App>,
    Path((slug, meeting)): Path<(String, String)>,
    VisitorContext(visitor): VisitorContext,
    signed_in: SignedIn,
    Form(sent): Sent,
) -> Result<Response, HttpError> {
    let group = found(&app, &slug).await?;
    let meeting = match found_meeting(&app, &group, &meeting).await {
        Ok(meeting) => Some(meeting),
        // Erased meanwhile: what was typed comes back all the same.
        Err(HttpError::NotFound) => None,
        Err(fault) => return Err(fault),
    };
    let erased = meeting.is_none();
    let fields = Fields(sent);
    let mut attempt = Attempt::new(&app, &group, meeting.as_ref(), fields, &visitor, &signed_in);
    attempt.erased = erased;
    attempt.go().await
}

/// `POST /groups/{slug}/meetings/{meeting}/erase`.
pub async fn erase(
    State(app): State<App>,
    Path((slug, meeting)): Path<(String, String)>,
    signed_in: SignedIn,
    Form(sent): Sent,
) -> Result<Response, HttpError> {
    let group = found(&app, &slug).await?;
    secretary_of(&app, &signed_in, group.id).await?;
    let meeting = found_meeting(&app, &group, &meeting).await?;
    if Fields(sent).one("confirm") != "yes" {
        let back = format!("/groups/{slug}/meetings/{}/edit#erase", meeting.slug);
        return Ok(Redirect::to(&back).into_response());
    }
    app.store.delete_meeting(meeting.id).await?;
    app.listings_changed().await;
    Ok(Redirect::to(&format!("/groups/{slug}?done=erased")).into_response())
}

/// One sending of the form.
struct Attempt<'a> {
    app: &'a App,
    group: &'a Group,
    meeting: Option<&'a Meeting>,
    erased: bool,
    saves: bool,
    draft: Draft,
    basis: FormVersion,
    visitor: &'a Visitor,
    signed_in: &'a SignedIn,
}

/// Why it was not saved.
#[derive(Default)]
struct Refusal<'a> {
    problems: Vec<(Field, FieldRefusal)>,
    taken: bool,
    meanwhile: Option<Conflict<'a>>,
}

impl<'a> Attempt<'a> {
    fn new(
        app: &'a App,
        group: &'a Group,
        meeting: Option<&'a Meeting>,
        fields: Fields,
        visitor: &'a Visitor,
        signed_in: &'a SignedIn,
    ) -> Self {
        let sent = fields.basis();
        let now = meeting.map(|meeting| basis(meeting.revision.number, &Draft::of(meeting)));
        Self {
            app,
            group,
            meeting,
            erased: false,
            saves: fields.one("do") == "save",
            basis: match now {
                Some(now) => brought_up(sent, now),
                None => sent,
            },
            draft: fields.draft(),
            visitor,
            signed_in,
        }
    }

    async fn go(self) -> Result<Response, HttpError> {
        let mut refusal = Refusal::default();
        if !may_edit(self.app, self.signed_in, self.group.id).await? {
            refusal.meanwhile = Some(Conflict::SignedOut);
            return self.again(refusal, None);
        }
        if self.erased {
            refusal.meanwhile = Some(Conflict::Erased);
            return self.again(refusal, None);
        }
        let mut drafted = match self.draft.read() {
            Ok(drafted) => drafted,
            Err(problems) => {
                refusal.problems = problems;
                return self.again(refusal, None);
            }
        };
        if let Some(meeting) = self.meeting {
            drafted.timetable.changes = meeting.timetable.changes.clone();
        }
        if !self.saves {
            return self.again(refusal, Some(&drafted.timetable));
        }
        match self.save(&drafted).await {
            Ok(slug) => {
                self.app.listings_changed().await;
                let place = format!("/groups/{}?done=saved#{slug}", self.group.slug);
                Ok(Redirect::to(&place).into_response())
            }
            Err(EditError::Conflict) => self.newer(&drafted.timetable).await,
            Err(EditError::Taken) => {
                refusal.taken = true;
                self.again(refusal, Some(&drafted.timetable))
            }
            Err(EditError::Deleted) => {
                refusal.meanwhile = Some(Conflict::Erased);
                self.again(refusal, Some(&drafted.timetable))
            }
            Err(EditError::Store(problem)) => {
                tracing::error!(%problem, "a meeting could not be saved");
                refusal.meanwhile = Some(Conflict::Fault);
                self.again(refusal, Some(&drafted.timetable))
            }
        }
    }

    /// The address that it has then.
    async fn save(&self, drafted: &ValidDraft) -> Result<String, EditError> {
        let (store, now) = (&self.app.store, self.app.clock.now());
        let ValidDraft {
            slug,
            about,
            timetable,
        } = drafted;
        if let Some(meeting) = self.meeting {
            let saved =
                store.update_meeting(meeting.id, slug, about, timetable, self.basis.edition, now);
            return saved.await.map(|_| slug.clone());
        }
        let mut meeting = NewMeeting {
            group: self.group.id,
            slug: slug.clone(),
            about: about.clone(),
            timetable: timetable.clone(),
            room: RoomSettings::usual(),
        };
        if let Some(twin) = self.twin(drafted).await? {
            return Ok(twin);
        }
        // An address that nobody typed is nobody's mistake: the next free one is taken.
        let typed = !self.draft.text(Field::Slug).trim().is_empty();
        for number in 2.. {
            match store.create_meeting(&meeting, now).await {
                Ok(_) => break,
                Err(CreateError::Taken) if typed || number > MOST_ALIKE => {
                    return Err(EditError::Taken);
                }
                Err(CreateError::Taken) => meeting.slug = numbered(slug, number),
                Err(CreateError::Store(problem)) => return Err(EditError::Store(problem)),
            }
        }
        Ok(meeting.slug)
    }

    /// The same meeting, where the form was sent twice: nobody wants it twice.
    async fn twin(&self, drafted: &ValidDraft) -> Result<Option<String>, EditError> {
        if !self.draft.text(Field::Slug).trim().is_empty() {
            return Ok(None);
        }
        let known = self.app.store.meetings_of(self.group.id).await?;
        let same = |meeting: &&Meeting| {
            meeting.about == drafted.about && meeting.timetable == drafted.timetable
        };
        Ok(known.iter().find(same).map(|meeting| meeting.slug.clone()))
    }

    /// The form again beside what somebody else saved; sent once more, it replaces that.
    async fn newer(mut self, timetable: &Timetable) -> Result<Response, HttpError> {
        let meeting = self.meeting.ok_or(HttpError::NotFound)?;
        let theirs = self.app.store.meeting(meeting.id).await?;
        let Some(theirs) = theirs else {
            let meanwhile = Some(Conflict::Erased);
            let refusal = Refusal {
                meanwhile,
                ..Refusal::default()
            };
            return self.again(refusal, Some(timetable));
        };
        let edition = theirs.revision.number;
        let theirs = Draft::of(&theirs);
        self.basis = basis(edition, &theirs);
        let refusal = Refusal {
            meanwhile: Some(Conflict::Saved(&theirs)),
            ..Refusal::default()
        };
        self.again(refusal, Some(timetable))
    }

    fn again(
        &self,
        refusal: Refusal<'_>,
        timetable: Option<&Timetable>,
    ) -> Result<Response, HttpError> {
        let status = match refusal.meanwhile {
            Some(Conflict::SignedOut) => StatusCode::FORBIDDEN,
            Some(Conflict::Saved(_) | Conflict::Erased) => StatusCode::CONFLICT,
            Some(Conflict::Fault) => StatusCode::INTERNAL_SERVER_ERROR,
            None if refusal.problems.is_empty() && !refusal.taken => StatusCode::OK,
            None => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let form = MeetingForm {
            group: self.group,
            meeting: self.meeting,
            draft: &self.draft,
            basis: &self.basis,
            problems: &refusal.problems,
            taken: refusal.taken,
            meanwhile: refusal.meanwhile,
            timetable,
            no_date: None,
            done: None,
        };
        page(self.app, &form, self.visitor, self.signed_in, status)
    }
}

fn page(
    app: &App,
    form: &MeetingForm<'_>,
    visitor: &Visitor,
    signed_in: &SignedIn,
    status: StatusCode,
) -> Result<Response, HttpError> {
    let page = MeetingFormPage::new(form, visitor, app.frame(signed_in)).render()?;
    Ok((status, Html(page)).into_response())
}

/// A form that is nearly filled in.
fn blank(visitor: &Visitor) -> Draft {
    Draft::default()
        .with(Field::Language, "en")
        .with(Field::Access, "open")
        .with(Field::Repeats, "weekly")
        .with(Field::Every, "1")
        .with(Field::Weekday, "monday")
        .with(
            Field::From,
            zone::local_time(&visitor.zone, visitor.now)
                .date()
                .to_string(),
        )
        .with(Field::Time, "19:00")
        .with(Field::Zone, visitor.zone.iana_name().unwrap_or("UTC"))
        .with(Field::Minutes, "60")
        .with(Field::Doors, "15")
        .with(Field::Fellowship, "15")
}
