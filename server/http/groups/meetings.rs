//! The form for a meeting: new, changed, erased.

use super::form::{Fields, Sent};
use super::{found, found_meeting};
use crate::http::authority::{may_edit, secretary_of};
use crate::http::errors::Fault;
use crate::http::looking::Looking;
use crate::http::pages::{Meanwhile, MeetingForm, MeetingFormPage, Visitor};
use crate::http::session::SignedIn;
use crate::http::state::App;
use crate::schedule::draft::{Draft, Drafted, Field, Problem, numbered};
use crate::schedule::{Group, Meeting, Timetable, zone};
use crate::store::{CreateError, EditError, NewMeeting, RoomSettings};
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

/// How many meetings may have one name before somebody is asked for an address.
const MOST_ALIKE: usize = 50;

/// `GET /groups/{slug}/meetings/new`.
pub async fn new(
    State(app): State<App>,
    Path(slug): Path<String>,
    Looking(visitor): Looking,
    signed_in: SignedIn,
) -> Result<Response, Fault> {
    let group = found(&app, &slug).await?;
    secretary_of(&app, &signed_in, group.id).await?;
    let draft = blank(&visitor);
    let form = MeetingForm {
        group: &group,
        meeting: None,
        draft: &draft,
        edition: 0,
        problems: &[],
        taken: false,
        meanwhile: None,
        timetable: None,
    };
    page(&app, &form, &visitor, &signed_in, StatusCode::OK)
}

/// `POST /groups/{slug}/meetings/new`.
pub async fn save_new(
    State(app): State<App>,
    Path(slug): Path<String>,
    Looking(visitor): Looking,
    signed_in: SignedIn,
    Form(sent): Sent,
) -> Result<Response, Fault> {
    let group = found(&app, &slug).await?;
    let attempt = Attempt::new(&app, &group, None, Fields(sent), &visitor, &signed_in);
    attempt.go().await
}

/// `GET /groups/{slug}/meetings/{meeting}/edit`.
pub async fn edit(
    State(app): State<App>,
    Path((slug, meeting)): Path<(String, String)>,
    Looking(visitor): Looking,
    signed_in: SignedIn,
) -> Result<Response, Fault> {
    let group = found(&app, &slug).await?;
    secretary_of(&app, &signed_in, group.id).await?;
    let meeting = found_meeting(&app, &group, &meeting).await?;
    let draft = Draft::of(&meeting);
    let form = MeetingForm {
        group: &group,
        meeting: Some(&meeting),
        draft: &draft,
        edition: meeting.edition.number,
        problems: &[],
        taken: false,
        meanwhile: None,
        timetable: Some(&meeting.timetable),
    };
    page(&app, &form, &visitor, &signed_in, StatusCode::OK)
}

/// `POST /groups/{slug}/meetings/{meeting}/edit`.
pub async fn save(
    State(app): State<App>,
    Path((slug, meeting)): Path<(String, String)>,
    Looking(visitor): Looking,
    signed_in: SignedIn,
    Form(sent): Sent,
) -> Result<Response, Fault> {
    let group = found(&app, &slug).await?;
    let meeting = match found_meeting(&app, &group, &meeting).await {
        Ok(meeting) => Some(meeting),
        // Erased meanwhile: what was typed comes back all the same.
        Err(Fault::NotFound) => None,
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
) -> Result<Response, Fault> {
    let group = found(&app, &slug).await?;
    secretary_of(&app, &signed_in, group.id).await?;
    let meeting = found_meeting(&app, &group, &meeting).await?;
    if Fields(sent).one("confirm") != "yes" {
        let back = format!("/groups/{slug}/meetings/{}/edit#erase", meeting.slug);
        return Ok(Redirect::to(&back).into_response());
    }
    app.store.delete_meeting(meeting.id).await?;
    app.listings_changed().await;
    Ok(Redirect::to(&format!("/groups/{slug}")).into_response())
}

/// One sending of the form.
struct Attempt<'a> {
    app: &'a App,
    group: &'a Group,
    meeting: Option<&'a Meeting>,
    erased: bool,
    saves: bool,
    draft: Draft,
    edition: u32,
    visitor: &'a Visitor,
    signed_in: &'a SignedIn,
}

/// Why it was not saved.
#[derive(Default)]
struct Refusal<'a> {
    problems: Vec<(Field, Problem)>,
    taken: bool,
    meanwhile: Option<Meanwhile<'a>>,
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
        Self {
            app,
            group,
            meeting,
            erased: false,
            saves: fields.one("do") == "save",
            edition: fields.edition(),
            draft: fields.draft(),
            visitor,
            signed_in,
        }
    }

    async fn go(self) -> Result<Response, Fault> {
        let mut refusal = Refusal::default();
        if !may_edit(self.app, self.signed_in, self.group.id).await? {
            refusal.meanwhile = Some(Meanwhile::SignedOut);
            return self.again(refusal, None);
        }
        if self.erased {
            refusal.meanwhile = Some(Meanwhile::Erased);
            return self.again(refusal, None);
        }
        let mut drafted = match self.draft.read() {
            Ok(drafted) => drafted,
            Err(problems) => {
                refusal.problems = problems;
                return self.again(refusal, None);
            }
        };
        self.keep_changes(&mut drafted.timetable);
        if !self.saves {
            return self.again(refusal, Some(&drafted.timetable));
        }
        match self.save(&drafted).await {
            Ok(slug) => {
                self.app.listings_changed().await;
                let place = format!("/groups/{}#{slug}", self.group.slug);
                Ok(Redirect::to(&place).into_response())
            }
            Err(EditError::Newer) => self.newer(&drafted.timetable).await,
            Err(EditError::Taken) => {
                refusal.taken = true;
                self.again(refusal, Some(&drafted.timetable))
            }
            Err(EditError::Gone) => {
                refusal.meanwhile = Some(Meanwhile::Erased);
                self.again(refusal, Some(&drafted.timetable))
            }
            Err(EditError::Store(problem)) => {
                tracing::error!(%problem, "a meeting could not be saved");
                refusal.meanwhile = Some(Meanwhile::Fault);
                self.again(refusal, Some(&drafted.timetable))
            }
        }
    }

    /// Single dates stay changed as long as the meeting has them.
    fn keep_changes(&self, timetable: &mut Timetable) {
        let known = self
            .meeting
            .map_or(&[][..], |meeting| &meeting.timetable.changes);
        let kept = known
            .iter()
            .filter(|change| timetable.when.is_on(change.date));
        timetable.changes = kept.cloned().collect();
    }

    /// The address that it has then.
    async fn save(&self, drafted: &Drafted) -> Result<String, EditError> {
        let (store, now) = (&self.app.store, self.app.clock.now());
        let Drafted {
            slug,
            about,
            timetable,
        } = drafted;
        if let Some(meeting) = self.meeting {
            let saved = store.update_meeting(meeting.id, slug, about, timetable, self.edition, now);
            return saved.await.map(|_| slug.clone());
        }
        let mut meeting = NewMeeting {
            group: self.group.id,
            slug: slug.clone(),
            about: about.clone(),
            timetable: timetable.clone(),
            room: RoomSettings::usual(),
        };
        // An address that nobody typed is nobody's mistake: the next free one is taken.
        let typed = !self.draft.slug.trim().is_empty();
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

    /// The form again beside what somebody else saved; sent once more, it replaces that.
    async fn newer(mut self, timetable: &Timetable) -> Result<Response, Fault> {
        let meeting = self.meeting.ok_or(Fault::NotFound)?;
        let theirs = self.app.store.meeting(meeting.id).await?;
        let Some(theirs) = theirs else {
            let meanwhile = Some(Meanwhile::Erased);
            let refusal = Refusal {
                meanwhile,
                ..Refusal::default()
            };
            return self.again(refusal, Some(timetable));
        };
        self.edition = theirs.edition.number;
        let theirs = Draft::of(&theirs);
        let refusal = Refusal {
            meanwhile: Some(Meanwhile::Saved(&theirs)),
            ..Refusal::default()
        };
        self.again(refusal, Some(timetable))
    }

    fn again(
        &self,
        refusal: Refusal<'_>,
        timetable: Option<&Timetable>,
    ) -> Result<Response, Fault> {
        let status = match refusal.meanwhile {
            Some(Meanwhile::SignedOut) => StatusCode::FORBIDDEN,
            Some(Meanwhile::Saved(_) | Meanwhile::Erased) => StatusCode::CONFLICT,
            Some(Meanwhile::Fault) => StatusCode::INTERNAL_SERVER_ERROR,
            None if refusal.problems.is_empty() && !refusal.taken => StatusCode::OK,
            None => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let form = MeetingForm {
            group: self.group,
            meeting: self.meeting,
            draft: &self.draft,
            edition: self.edition,
            problems: &refusal.problems,
            taken: refusal.taken,
            meanwhile: refusal.meanwhile,
            timetable,
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
) -> Result<Response, Fault> {
    let page = MeetingFormPage::new(form, visitor, app.frame(signed_in)).render()?;
    Ok((status, Html(page)).into_response())
}

/// A form that is nearly filled in.
fn blank(visitor: &Visitor) -> Draft {
    Draft {
        language: "en".to_owned(),
        access: "open".to_owned(),
        repeats: "weekly".to_owned(),
        every: "1".to_owned(),
        weekday: "monday".to_owned(),
        from: zone::clock(&visitor.zone, visitor.now).date().to_string(),
        time: "19:00".to_owned(),
        zone: visitor.zone.iana_name().unwrap_or("UTC").to_owned(),
        minutes: "60".to_owned(),
        doors: "15".to_owned(),
        fellowship: "15".to_owned(),
        ..Draft::default()
    }
}
