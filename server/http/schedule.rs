//! The schedule in its forms: the page, for paper, for other sites, for programs, and for people far
//! from any meeting. All answer the same questions of the same directory.

use super::error::HttpError;
use super::headers::Framed;
use super::page_cache::{HTML, JSON};
use super::session::SignedIn;
use super::state::App;
use super::visitor::VisitorContext;
use crate::base::MeetingId;
use crate::pages::{
    EmbedPage, FarPage, FarQuery, QueryRefusal, SchedulePage, ScheduleQuery, Visitor, WeekPage,
    schedule_json,
};
use crate::schedule::{Agenda, AgendaQuery, Directory, Filter, PageRequest};
use askama::Template;
use axum::extract::{FromRequestParts, Query, State};
use axum::http::header::{ACCEPT_LANGUAGE, ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::sync::Arc;

/// A question about the schedule, with everything that its answer depends on.
pub struct Asked<Q> {
    query: Q,
    visitor: Visitor,
    signed_in: SignedIn,
    uri: Uri,
    headers: HeaderMap,
}

impl<Q: DeserializeOwned + Send> FromRequestParts<App> for Asked<Q> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let VisitorContext(visitor) = match VisitorContext::from_request_parts(parts, app).await {
            Ok(looking) => looking,
            Err(never) => match never {},
        };
        let query = Query::<Q>::try_from_uri(&parts.uri);
        Ok(Self {
            query: query.map_err(IntoResponse::into_response)?.0,
            visitor,
            signed_in: SignedIn::from_request_parts(parts, app)
                .await
                .map_err(IntoResponse::into_response)?,
            uri: parts.uri.clone(),
            headers: parts.headers.clone(),
        })
    }
}

impl<Q> Asked<Q> {
    /// The answer from memory, or made now. `besides` is what it depends on that only some do.
    async fn answer<E>(
        &self,
        app: &App,
        kind: &'static str,
        besides: &str,
        make: impl FnOnce(&Answer<'_>) -> Result<String, E>,
    ) -> Result<Response, E> {
        app.fresh_listings().await;
        let key = format!(
            "{} {} {} {} {} {besides}",
            self.uri
                .path_and_query()
                .map_or("/", |asked| asked.as_str()),
            self.visitor.zone.iana_name().unwrap_or_default(),
            u8::from(self.visitor.carried().is_some()),
            u8::from(self.visitor.is_guessed()),
            u8::from(self.signed_in.0.is_some()),
        );
        app.cached(key, kind, &self.headers, || {
            make(&Answer::new(app, &self.visitor))
        })
    }
}

/// One answer being made: what holds still while it is.
struct Answer<'a> {
    app: &'a App,
    visitor: &'a Visitor,
    directory: Arc<Directory>,
    headcounts: HashMap<MeetingId, u32>,
}

impl<'a> Answer<'a> {
    fn new(app: &'a App, visitor: &'a Visitor) -> Self {
        Self {
            app,
            visitor,
            directory: app.board.directory(),
            headcounts: app.hub.headcounts(),
        }
    }

    fn agenda(&self, filter: Filter, page: PageRequest) -> Agenda<'_> {
        let now = self.visitor.now;
        let look = AgendaQuery {
            filter,
            now,
            zone: &self.visitor.zone,
            seed: self.app.board.seed(now),
            headcounts: &self.headcounts,
            page,
        };
        Agenda::new(&self.directory, look)
    }
}

/// `GET /`.
pub async fn schedule(
    State(app): State<App>,
    asked: Asked<ScheduleQuery>,
) -> Result<Response, HttpError> {
    let page = |answer: &Answer<'_>| {
        let agenda = answer.agenda(asked.query.filter(), asked.query.page());
        SchedulePage::new(&agenda, &asked.visitor, app.frame(&asked.signed_in)).render()
    };
    Ok(asked.answer(&app, HTML, "", page).await?)
}

/// `GET /week`: the week as a list to print.
pub async fn week(
    State(app): State<App>,
    asked: Asked<ScheduleQuery>,
) -> Result<Response, HttpError> {
    let page = |answer: &Answer<'_>| {
        let agenda = answer.agenda(asked.query.filter(), PageRequest::Week);
        WeekPage::new(&agenda, &asked.visitor, app.frame(&asked.signed_in)).render()
    };
    Ok(asked.answer(&app, HTML, "", page).await?)
}

/// `GET /far`: for people with no meeting near them.
pub async fn far(State(app): State<App>, asked: Asked<FarQuery>) -> Result<Response, HttpError> {
    let spoken = asked.headers.get(ACCEPT_LANGUAGE);
    let spoken = spoken.and_then(|spoken| spoken.to_str().ok()).unwrap_or("");
    let page = |answer: &Answer<'_>| {
        let filter = asked.query.filter(spoken, &answer.directory.options());
        let agenda = answer.agenda(filter, asked.query.page());
        FarPage::new(&agenda, &asked.visitor, app.frame(&asked.signed_in)).render()
    };
    Ok(asked.answer(&app, HTML, spoken, page).await?)
}

/// `GET /embed`: the schedule inside a page of another site that the operator let in.
pub async fn embed(
    State(app): State<App>,
    asked: Asked<ScheduleQuery>,
) -> Result<Response, HttpError> {
    let page = |answer: &Answer<'_>| {
        let agenda = answer.agenda(asked.query.filter(), asked.query.page());
        EmbedPage::new(&agenda, &asked.visitor, app.frame(&SignedIn(None))).render()
    };
    let mut response = asked.answer(&app, HTML, "", page).await?;
    let framed = Framed::by(&app.board.embed_origins());
    response.extensions_mut().insert(framed);
    Ok(response)
}

/// `GET /schedule.json`: the same search for programs; anyone may read it from anywhere.
pub async fn json(
    State(app): State<App>,
    asked: Asked<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let query = match ScheduleQuery::parse_strict(&asked.query) {
        Ok(query) => query,
        Err(refused) => return Ok(refusal(&app, &refused)),
    };
    let text = |answer: &Answer<'_>| {
        let agenda = answer.agenda(query.filter(), query.page());
        Ok::<_, HttpError>(schedule_json(
            &agenda,
            &asked.visitor,
            app.public_url.as_str(),
        ))
    };
    let response = asked.answer(&app, JSON, "", text).await?;
    Ok(for_anyone(response))
}

fn refusal(app: &App, refused: &QueryRefusal) -> Response {
    let told = refused.to_json(app.frame(&SignedIn(None)));
    for_anyone((StatusCode::BAD_REQUEST, [(CONTENT_TYPE, JSON)], told).into_response())
}

/// Lets a page of any other site read it.
fn for_anyone(mut response: Response) -> Response {
    let anyone = HeaderValue::from_static("*");
    response
        .headers_mut()
        .insert(ACCESS_CONTROL_ALLOW_ORIGIN, anyone);
    response
}
