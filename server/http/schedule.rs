//! The schedule, as a page and for programs.

use super::agenda_request::{AgendaRequest, AgendaSource};
use super::content::{HTML, JSON};
use super::error::HttpError;
use super::state::App;
use crate::pages::{QueryRefusal, SchedulePage, ScheduleQuery, schedule_json};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

/// `GET /`.
pub(crate) async fn show(
    State(app): State<App>,
    request: AgendaRequest<ScheduleQuery>,
) -> Result<Response, HttpError> {
    let render = |source: &AgendaSource<'_>| {
        let agenda = source.agenda(request.query.filter(), request.query.page());
        SchedulePage::new(&agenda, &request.visitor, request.frame(&app)).render()
    };
    request.respond(&app, HTML, "", render).await
}

/// `GET /schedule.json`: the same search for programs; pages of any site may read it.
pub(crate) async fn json(
    State(app): State<App>,
    request: AgendaRequest<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let query = match ScheduleQuery::parse_strict(&request.query) {
        Ok(query) => query,
        Err(refusal) => return Ok(refused(&app, &refusal)),
    };
    let render = |source: &AgendaSource<'_>| {
        let agenda = source.agenda(query.filter(), query.page_for_programs());
        let url = app.public_url.as_str();
        Ok::<_, HttpError>(schedule_json(&agenda, &request.visitor, url))
    };
    request.respond(&app, JSON, "", render).await
}

fn refused(app: &App, refusal: &QueryRefusal) -> Response {
    let body = refusal.to_json(app.frame(false));
    let headers = [(CONTENT_TYPE, JSON)];
    (StatusCode::BAD_REQUEST, headers, body).into_response()
}
