//! The schedule in its forms: the page, for paper, for other sites, for programs, and for people far
//! from any meeting. All answer the same questions of the same directory.

use super::cache::{HTML, JSON};
use super::errors::Fault;
use super::headers::Framed;
use super::looking::{Looking, remember};
use super::pages::{
    EmbedPage, FarPage, FarQuery, SchedulePage, ScheduleQuery, Visitor, WeekPage, schedule_json,
};
use super::session::SignedIn;
use super::state::App;
use crate::schedule::{Agenda, Directory, Filter, Look, PageAsked};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::{ACCEPT_LANGUAGE, ACCESS_CONTROL_ALLOW_ORIGIN};
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::response::Response;
use std::sync::Arc;

/// One answer being made: what holds still while it is.
struct Answer<'a> {
    app: &'a App,
    visitor: &'a Visitor,
    directory: Arc<Directory>,
    headcounts: std::collections::HashMap<crate::base::MeetingId, u32>,
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

    fn agenda(&self, filter: Filter, page: PageAsked) -> Agenda<'_> {
        let now = self.visitor.now;
        let look = Look {
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
    Query(query): Query<ScheduleQuery>,
    Looking(visitor): Looking,
    signed_in: SignedIn,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    app.fresh_listings().await;
    let response = app.cached(key(&uri, &visitor, &signed_in), HTML, &headers, || {
        let answer = Answer::new(&app, &visitor);
        let agenda = answer.agenda(query.filter(), query.page());
        SchedulePage::new(&agenda, &visitor, app.frame(&signed_in)).render()
    })?;
    Ok(remember(&visitor, response))
}

/// `GET /week`: the week as a list to print.
pub async fn week(
    State(app): State<App>,
    Query(query): Query<ScheduleQuery>,
    Looking(visitor): Looking,
    signed_in: SignedIn,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    app.fresh_listings().await;
    let response = app.cached(key(&uri, &visitor, &signed_in), HTML, &headers, || {
        let answer = Answer::new(&app, &visitor);
        let agenda = answer.agenda(query.filter(), PageAsked::Week);
        WeekPage::new(&agenda, &visitor, app.frame(&signed_in)).render()
    })?;
    Ok(remember(&visitor, response))
}

/// `GET /far`: for people with no meeting near them.
pub async fn far(
    State(app): State<App>,
    Query(query): Query<FarQuery>,
    Looking(visitor): Looking,
    signed_in: SignedIn,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let spoken = headers.get(ACCEPT_LANGUAGE);
    let spoken = spoken.and_then(|spoken| spoken.to_str().ok()).unwrap_or("");
    app.fresh_listings().await;
    let key = format!("{} {spoken}", key(&uri, &visitor, &signed_in));
    let response = app.cached(key, HTML, &headers, || {
        let answer = Answer::new(&app, &visitor);
        let filter = query.filter(spoken, &answer.directory.choices());
        let agenda = answer.agenda(filter, query.page());
        FarPage::new(&agenda, &visitor, app.frame(&signed_in)).render()
    })?;
    Ok(remember(&visitor, response))
}

/// `GET /embed`: the schedule inside a page of another site that the operator let in.
pub async fn embed(
    State(app): State<App>,
    Query(query): Query<ScheduleQuery>,
    Looking(visitor): Looking,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let nobody = SignedIn(None);
    app.fresh_listings().await;
    let mut response = app.cached(key(&uri, &visitor, &nobody), HTML, &headers, || {
        let answer = Answer::new(&app, &visitor);
        let agenda = answer.agenda(query.filter(), query.page());
        EmbedPage::new(&agenda, &visitor, app.frame(&nobody)).render()
    })?;
    let framed = Framed::by(&app.board.framers());
    response.extensions_mut().insert(framed);
    Ok(response)
}

/// `GET /schedule.json`: the same search for programs; anyone may read it from anywhere.
pub async fn json(
    State(app): State<App>,
    Query(query): Query<ScheduleQuery>,
    Looking(visitor): Looking,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let nobody = SignedIn(None);
    app.fresh_listings().await;
    let mut response = app.cached(key(&uri, &visitor, &nobody), JSON, &headers, || {
        let answer = Answer::new(&app, &visitor);
        let agenda = answer.agenda(query.filter(), query.page());
        Ok::<_, Fault>(schedule_json(&agenda, &visitor, app.public_url.as_str()))
    })?;
    let anyone = HeaderValue::from_static("*");
    response
        .headers_mut()
        .insert(ACCESS_CONTROL_ALLOW_ORIGIN, anyone);
    Ok(response)
}

/// Everything that a page depends on beside the time and what is listed.
fn key(uri: &Uri, visitor: &Visitor, signed_in: &SignedIn) -> String {
    format!(
        "{} {} {} {}",
        uri.path_and_query().map_or("/", |asked| asked.as_str()),
        visitor.zone.iana_name().unwrap_or_default(),
        u8::from(visitor.carried().is_some()),
        u8::from(signed_in.0.is_some()),
    )
}
