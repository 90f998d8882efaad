//! What everyone may see: the schedule, a meeting, its door and its room.

use super::calendars;
use super::errors::HttpError;
use super::looking::VisitorContext;
use super::session::{KnownVisitor, SignedIn, Visitor, remember_visitor};
use super::socket::standing;
use super::state::App;
use crate::base::FirstName;
use crate::pages::{
    CrisisLine, CrisisPage, JoinForm, MeetingPage, MeetingShown, NewHerePage, RoomAssets,
    RoomCrisis, RoomPage, Seat, Visitor as Watcher,
};
use crate::room::Standing;
use crate::schedule::{Meeting, zone};
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use serde::Deserialize;

/// `GET /new`.
pub async fn new_here(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Html<String>, HttpError> {
    Ok(Html(NewHerePage::new(app.frame(&signed_in)).render()?))
}

/// `GET /crisis`.
pub async fn crisis(
    State(app): State<App>,
    VisitorContext(visitor): VisitorContext,
    signed_in: SignedIn,
) -> Result<Html<String>, HttpError> {
    let lines: Vec<CrisisLine<'_>> = (app.crisis.lines().iter())
        .map(|line| CrisisLine {
            country: &line.country,
            name: &line.name,
            phone: line.phone.as_deref(),
            url: line.url.as_deref(),
        })
        .collect();
    let page = CrisisPage::new(&lines, &visitor, app.frame(&signed_in));
    Ok(Html(page.render()?))
}

/// `GET /meetings/{slug}`, and its calendar at `/meetings/{slug}.ics`.
pub async fn meeting(
    State(app): State<App>,
    Path(slug): Path<String>,
    VisitorContext(visitor): VisitorContext,
    KnownVisitor(known): KnownVisitor,
    signed_in: SignedIn,
    asked: HeaderMap,
) -> Result<Response, HttpError> {
    if let Some(slug) = slug.strip_suffix(calendars::ENDING) {
        return calendars::one(&app, slug, &asked).await;
    }
    let account = signed_in.0.as_ref().map(|account| &account.name);
    let name = known.as_ref().map(|known| &known.name).or(account);
    let name = name
        .map(|name| name.as_str().to_owned())
        .unwrap_or_default();
    let form = JoinForm {
        name: &name,
        newcomer: known.is_some_and(|known| known.newcomer),
        problem: None,
    };
    let page = meeting_page(&app, &slug, form, &visitor, &signed_in).await?;
    Ok(Html(page).into_response())
}

/// The join form.
#[derive(Deserialize)]
pub struct Join {
    name: String,
    newcomer: Option<String>,
}

/// `POST /meetings/{slug}/join`.
pub async fn join(
    State(app): State<App>,
    Path(slug): Path<String>,
    VisitorContext(visitor): VisitorContext,
    jar: CookieJar,
    signed_in: SignedIn,
    Form(sent): Form<Join>,
) -> Result<Response, HttpError> {
    let newcomer = sent.newcomer.is_some();
    match FirstName::parse(&sent.name) {
        Ok(name) => {
            found(&app, &slug).await?;
            let jar = remember_visitor(jar, &Visitor { name, newcomer });
            Ok((jar, Redirect::to(&format!("/meetings/{slug}/room"))).into_response())
        }
        Err(problem) => {
            let form = JoinForm {
                name: &sent.name,
                newcomer,
                problem: Some(problem),
            };
            let page = meeting_page(&app, &slug, form, &visitor, &signed_in).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
    }
}

/// `GET /meetings/{slug}/room`: without a name, back to the door.
pub async fn room(
    State(app): State<App>,
    Path(slug): Path<String>,
    VisitorContext(looking): VisitorContext,
    KnownVisitor(known): KnownVisitor,
    signed_in: SignedIn,
) -> Result<Response, HttpError> {
    let meeting = found(&app, &slug).await?;
    // Whoever serves here comes in under the name of their account.
    let serves = standing(&app, signed_in.0.as_ref(), &meeting).await? != Standing::Visitor;
    let visitor = match signed_in.0.filter(|_| serves) {
        Some(account) => Some(Visitor {
            name: account.name,
            newcomer: false,
        }),
        None => known,
    };
    let Some(visitor) = visitor else {
        return Ok(Redirect::to(&format!("/meetings/{slug}")).into_response());
    };
    let own = zone::country(&looking.zone).unwrap_or_default();
    let crisis = app.crisis.lines_for(own).next();
    let crisis = crisis.or_else(|| app.crisis.lines().first());
    let page = RoomPage::new(
        Seat {
            slug: &slug,
            title: &meeting.about.title,
            name: visitor.name.as_str(),
            newcomer: visitor.newcomer,
        },
        RoomAssets {
            script: &app.assets.room_script,
            modules: &app.assets.room_modules,
            words: &app.assets.room_words,
            stylesheets: std::slice::from_ref(&app.assets.room_style),
        },
        RoomCrisis {
            name: crisis.map_or("", |line| &line.name),
            phone: crisis.and_then(|line| line.phone.as_deref()).unwrap_or(""),
            // There is always a way to help: without a line, the page that says where to look.
            url: crisis
                .and_then(|line| line.url.as_deref())
                .unwrap_or("/crisis"),
        },
        &app.catalogue,
    );
    Ok(Html(page.render()?).into_response())
}

async fn meeting_page(
    app: &App,
    slug: &str,
    form: JoinForm<'_>,
    visitor: &Watcher,
    signed_in: &SignedIn,
) -> Result<String, HttpError> {
    let meeting = found(app, slug).await?;
    let group = app
        .store
        .group(meeting.group)
        .await?
        .ok_or(HttpError::NotFound)?;
    let steps: Vec<String> = (app.store.room_settings(meeting.id).await?)
        .map(|settings| {
            settings
                .format
                .steps
                .into_iter()
                .map(|step| step.title)
                .collect()
        })
        .unwrap_or_default();
    let headcount = app.hub.headcounts().get(&meeting.id).copied();
    let shown = MeetingShown {
        meeting: &meeting,
        group: &group,
        headcount,
    };
    Ok(MeetingPage::new(shown, &steps, form, visitor, app.frame(signed_in)).render()?)
}

async fn found(app: &App, slug: &str) -> Result<Meeting, HttpError> {
    app.store
        .meeting_by_slug(slug)
        .await?
        .ok_or(HttpError::NotFound)
}
