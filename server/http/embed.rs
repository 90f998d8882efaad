//! The schedule embedded in a page of another site that the operator allows.

use super::agenda_request::{AgendaRequest, AgendaSource};
use super::content::HTML;
use super::error::HttpError;
use super::headers::Embeddable;
use super::state::App;
use crate::pages::{EmbedPage, ScheduleQuery};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

/// `GET /embed`.
pub(crate) async fn show(
    State(app): State<App>,
    request: AgendaRequest<ScheduleQuery>,
) -> Result<Response, HttpError> {
    let render = |source: &AgendaSource<'_>| {
        let agenda = source.agenda(request.query.filter(), request.query.page());
        EmbedPage::new(&agenda, &request.visitor, app.frame(false)).render()
    };
    let mut response = request.respond(&app, HTML, "", render).await?;
    let embeddable = Embeddable::by(&app.directory.embed_origins());
    response.extensions_mut().insert(embeddable);
    Ok(response)
}
