//! The week as a list to print.

use super::agenda_request::{AgendaRequest, AgendaSource};
use super::content::HTML;
use super::error::HttpError;
use super::state::App;
use crate::pages::{ScheduleQuery, WeekPage};
use crate::schedule::PageRequest;
use askama::Template;
use axum::extract::State;
use axum::response::Response;

/// `GET /week`.
pub(crate) async fn show(
    State(app): State<App>,
    request: AgendaRequest<ScheduleQuery>,
) -> Result<Response, HttpError> {
    let render = |source: &AgendaSource<'_>| {
        let agenda = source.agenda(request.query.filter(), PageRequest::Week);
        WeekPage::new(&agenda, &request.visitor, request.frame(&app)).render()
    };
    request.respond(&app, HTML, "", render).await
}
